/**
 * A peer connection with a fixed place for each thing that is sent. Both ends have one transceiver per slot from the first offer on,
 * so muting, changing a device and sharing a screen never negotiate anew. Handed to simple-peer as its `RTCPeerConnection`.
 */

import type { Slot, SlotTracks } from "./transport.ts";
import { SLOTS } from "./transport.ts";

/** What a sender may use. */
export interface SlotLimit {
  /** Bits a second. */
  maxBitrate: number;
  maxFramerate?: number;
  scaleResolutionDownBy?: number;
}
export type SlotLimits = Record<Slot, SlotLimit>;

export interface ConnectionPlan {
  initiator: boolean;
  tracks: SlotTracks;
  limits: SlotLimits;
  /** The local description is set only then: before it nothing is gathered and nothing leaves the browser. */
  released: Promise<void>;
}

export class SlottedConnection extends RTCPeerConnection {
  readonly #released: Promise<void>;
  readonly #initiator: boolean;
  #tracks: SlotTracks;
  #limits: SlotLimits;
  /** Sound and face belong together, so that lips and voice stay in step; the screen is its own. */
  readonly #streams: Record<Slot, MediaStream>;

  constructor(configuration: RTCConfiguration, { initiator, tracks, limits, released }: ConnectionPlan) {
    super(configuration);
    this.#released = released;
    this.#initiator = initiator;
    this.#tracks = { ...tracks };
    this.#limits = limits;
    const face = new MediaStream();
    this.#streams = { audio: face, camera: face, screen: new MediaStream() };
    if (!initiator) return;
    for (const slot of SLOTS) {
      const kind = slot === "audio" ? "audio" : "video";
      const transceiver = this.addTransceiver(tracks[slot] ?? kind, {
        direction: "sendrecv",
        streams: [this.#streams[slot]],
        ...(slot === "audio" ? {} : { sendEncodings: [{ ...limits[slot] }] }),
      });
      const codecs = codecsFor(kind);
      if (codecs.length > 0) transceiver.setCodecPreferences?.(codecs);
    }
  }

  /** Undefined before the slot was negotiated. */
  slot(slot: Slot): RTCRtpTransceiver | undefined {
    return this.getTransceivers()[SLOTS.indexOf(slot)];
  }

  override async setLocalDescription(description?: RTCLocalSessionDescriptionInit): Promise<void> {
    await this.#released;
    // Closed while it waited: nobody is there to whom it would matter.
    if (this.signalingState === "closed") return;
    await super.setLocalDescription(description);
  }

  override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    await super.setRemoteDescription(description);
    if (description.type === "offer" && !this.#initiator) await this.#answerInKind();
  }

  /** Sends another track, or none. */
  put(slot: Slot, track: MediaStreamTrack | null): void {
    if (this.#tracks[slot] === track) return;
    this.#tracks = { ...this.#tracks, [slot]: track };
    const sender = this.slot(slot)?.sender;
    // Not negotiated yet: it is put there when it is.
    if (sender === undefined) return;
    void this.#hand(sender, track).then(() => this.#limit(slot));
  }

  limit(limits: SlotLimits): void {
    if (JSON.stringify(this.#limits) === JSON.stringify(limits)) return;
    this.#limits = limits;
    for (const slot of SLOTS) void this.#limit(slot);
  }

  /** The answering end fills the offered places with its own. */
  async #answerInKind(): Promise<void> {
    await Promise.all(
      SLOTS.map(async (slot) => {
        const transceiver = this.slot(slot);
        if (transceiver === undefined) return;
        transceiver.direction = "sendrecv";
        transceiver.sender.setStreams?.(this.#streams[slot]);
        if (transceiver.sender.track !== this.#tracks[slot]) await this.#hand(transceiver.sender, this.#tracks[slot]);
        await this.#limit(slot);
      }),
    );
  }

  async #hand(sender: RTCRtpSender, track: MediaStreamTrack | null): Promise<void> {
    try {
      await sender.replaceTrack(track);
    } catch (error) {
      // A connection that is being closed takes nothing any more; anything else is worth a line.
      if (this.signalingState !== "closed") console.warn("A track could not be sent.", error);
    }
  }

  async #limit(slot: Slot): Promise<void> {
    const sender = this.slot(slot)?.sender;
    if (sender === undefined || slot === "audio") return;
    try {
      const parameters = sender.getParameters();
      const encoding = parameters.encodings?.[0];
      if (encoding === undefined) return;
      Object.assign(encoding, this.#limits[slot]);
      await sender.setParameters(parameters);
    } catch (error) {
      // Parameters asked for before may have changed in between; the next change sets them all again.
      if ((error as DOMException).name !== "InvalidStateError") console.warn("The limits of a picture could not be set.", error);
    }
  }
}

/** What every browser speaks. The rest would make an offer five times as long, and relays carry it. */
const CODECS = new Set(["audio/opus", "audio/red", "video/vp8", "video/rtx"]);

function codecsFor(kind: "audio" | "video"): RTCRtpCodec[] {
  const known = globalThis.RTCRtpReceiver?.getCapabilities?.(kind)?.codecs ?? [];
  const isH264 = ({ mimeType, sdpFmtpLine = "" }: RTCRtpCodec) =>
    mimeType.toLowerCase() === "video/h264" && /packetization-mode=1/u.test(sdpFmtpLine) && /profile-level-id=42e0/iu.test(sdpFmtpLine);
  return known.filter((codec) => CODECS.has(codec.mimeType.toLowerCase()) || isH264(codec));
}
