/**
 * Fixed places in a peer connection for each thing that is sent. Both ends have one transceiver per slot from the first offer on, so
 * muting, changing a device and sharing a screen never negotiate anew.
 *
 * It works on the connection it is given instead of being one: pages that watch their calls put a constructor of their own in place
 * of the browser's, and what that makes cannot be derived from.
 */

import type { Slot, SlotTracks } from "./transport.ts";
import { SLOTS } from "./transport.ts";

/** What a sender may use. */
export interface SlotLimit {
  /** Bits a second. */
  maxBitrate: number;
  maxFramerate?: number;
  scaleResolutionDownBy?: number;
  /** False: nothing is sent for now. */
  active?: boolean;
}
export type SlotLimits = Record<Slot, SlotLimit>;

export interface ConnectionPlan {
  initiator: boolean;
  tracks: SlotTracks;
  limits: SlotLimits;
}

/** A first picture of this height is encoded and sent at once; browsers hold a large one back until they have measured the way. px */
const OPENING_HEIGHT = 180;

export class Slots {
  readonly connection: RTCPeerConnection;
  /** Nothing was shown over this connection yet. */
  #opening = true;
  #tracks: SlotTracks;
  #limits: SlotLimits;
  /** Sound and face belong together, so that lips and voice stay in step; the screen is its own. */
  readonly #streams: Record<Slot, MediaStream>;
  /** The local description is set only then: before it nothing is gathered and nothing leaves the browser. */
  release: () => void = () => undefined;

  constructor(connection: RTCPeerConnection, { initiator, tracks, limits }: ConnectionPlan) {
    this.connection = connection;
    this.#tracks = { ...tracks };
    this.#limits = limits;
    const face = new MediaStream();
    this.#streams = { audio: face, camera: face, screen: new MediaStream() };
    this.#hold(new Promise((resolve) => (this.release = resolve)));
    if (initiator) this.#offer();
    else this.#answerInKind();
  }

  /** Undefined before the slot was negotiated. */
  slot(slot: Slot): RTCRtpTransceiver | undefined {
    return this.connection.getTransceivers()[SLOTS.indexOf(slot)];
  }

  /** Which slot `transceiver` is the place of. */
  slotOf(transceiver: RTCRtpTransceiver): Slot | undefined {
    return SLOTS[this.connection.getTransceivers().indexOf(transceiver)];
  }

  /** The first pictures are through: from now on they have their full size. */
  opened(): void {
    if (!this.#opening) return;
    this.#opening = false;
    for (const slot of SLOTS) void this.#limit(slot);
  }

  /** Sends another track, or none. */
  put(slot: Slot, track: MediaStreamTrack | null): void {
    if (this.#tracks[slot] === track) return;
    this.#tracks = { ...this.#tracks, [slot]: track };
    const sender = this.slot(slot)?.sender;
    // Not negotiated yet: it is put there when it is.
    if (sender === undefined) return;
    void hand(this.connection, sender, track).then(() => this.#limit(slot));
  }

  limit(limits: SlotLimits): void {
    if (JSON.stringify(this.#limits) === JSON.stringify(limits)) return;
    this.#limits = limits;
    for (const slot of SLOTS) void this.#limit(slot);
  }

  /** The description is made, but not set before its time. */
  #hold(released: Promise<void>): void {
    const { connection } = this;
    const set = connection.setLocalDescription.bind(connection);
    connection.setLocalDescription = async (description?: RTCLocalSessionDescriptionInit) => {
      await released;
      // Closed while it waited: nobody is there to whom it would matter.
      if (connection.signalingState !== "closed") await set(description);
    };
  }

  #offer(): void {
    for (const slot of SLOTS) {
      const kind = slot === "audio" ? "audio" : "video";
      const transceiver = this.connection.addTransceiver(this.#tracks[slot] ?? kind, {
        direction: "sendrecv",
        streams: [this.#streams[slot]],
        ...(slot === "audio" ? {} : { sendEncodings: [this.#limitOf(slot)] }),
      });
      const codecs = codecsFor(kind);
      if (codecs.length > 0) transceiver.setCodecPreferences?.(codecs);
    }
  }

  /** The answering end fills the offered places with its own, between the offer and the answer. */
  #answerInKind(): void {
    const { connection } = this;
    const set = connection.setRemoteDescription.bind(connection);
    connection.setRemoteDescription = async (description: RTCSessionDescriptionInit) => {
      await set(description);
      for (const slot of SLOTS) {
        const transceiver = this.slot(slot);
        if (transceiver === undefined) continue;
        transceiver.direction = "sendrecv";
        transceiver.sender.setStreams?.(this.#streams[slot]);
        // Not waited for, and the limits come later: neither stands in the answer, and the other end waits for that.
        if (transceiver.sender.track !== this.#tracks[slot]) void hand(connection, transceiver.sender, this.#tracks[slot]);
      }
    };
    const limit = () => {
      if (connection.signalingState !== "stable") return;
      connection.removeEventListener("signalingstatechange", limit);
      for (const slot of SLOTS) void this.#limit(slot);
    };
    connection.addEventListener("signalingstatechange", limit);
  }

  #limitOf(slot: Slot): SlotLimit {
    const limit = this.#limits[slot];
    const height = this.#tracks[slot]?.getSettings().height;
    if (!this.#opening || slot !== "camera" || height === undefined) return { ...limit };
    return { ...limit, scaleResolutionDownBy: Math.max(limit.scaleResolutionDownBy ?? 1, height / OPENING_HEIGHT) };
  }

  async #limit(slot: Slot): Promise<void> {
    const sender = this.slot(slot)?.sender;
    if (sender === undefined || slot === "audio") return;
    await setEncodings(sender, ([encoding]) => encoding !== undefined && Object.assign(encoding, this.#limitOf(slot)));
  }
}

/** Has a sender send another track, or none. */
export async function hand(connection: RTCPeerConnection, sender: RTCRtpSender, track: MediaStreamTrack | null): Promise<void> {
  try {
    await sender.replaceTrack(track);
  } catch (error) {
    // A connection that is being closed takes nothing any more; anything else is worth a line.
    if (connection.signalingState !== "closed") console.warn("A track could not be sent.", error);
  }
}

/** Has a sender send its picture otherwise. @param change of its encodings, in place; false: they are as they were */
export async function setEncodings(sender: RTCRtpSender, change: (encodings: RTCRtpEncodingParameters[]) => unknown): Promise<void> {
  try {
    const parameters = sender.getParameters();
    // Setting what is set already takes an encoder's time all the same.
    if (change(parameters.encodings ?? []) !== false) await sender.setParameters(parameters);
  } catch (error) {
    // Parameters asked for before may have changed in between; the next change sets them all again.
    if ((error as DOMException).name !== "InvalidStateError") console.warn("The limits of a picture could not be set.", error);
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
