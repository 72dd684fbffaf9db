/** What this browser sends through the media server: everything once, the face in three sizes of which each receiver is sent one. */

import type { PictureSize, SfuPublish } from "../../protocol/sfu.ts";
import type { FrameSeal } from "./frame-seal.ts";
import { SOUND_ONLY } from "./picture-steps.ts";
import type { LegSettings } from "./sfu-leg.ts";
import { SfuLeg } from "./sfu-leg.ts";
import type { Slot, SlotTracks } from "./transport.ts";
import { SLOTS } from "./transport.ts";

/** `scaleResolutionDownTo` is Chromium's; elsewhere the factor counts. */
type Encoding = RTCRtpEncodingParameters & { scaleResolutionDownTo?: { maxWidth: number; maxHeight: number } };

/** Largest first, as the server counts them down. Bits a second. */
const FACE: readonly Encoding[] = [
  { rid: "h", scaleResolutionDownBy: 1, scaleResolutionDownTo: { maxWidth: 1280, maxHeight: 720 }, maxBitrate: 1_500_000 },
  { rid: "m", scaleResolutionDownBy: 2, scaleResolutionDownTo: { maxWidth: 640, maxHeight: 360 }, maxBitrate: 500_000 },
  { rid: "l", scaleResolutionDownBy: 4, scaleResolutionDownTo: { maxWidth: 320, maxHeight: 180 }, maxBitrate: 150_000 },
];
/** The same, smallest first. */
const SIZES = ["l", "m", "h"];
/** Read rather than watched: sharp, and few pictures a second. */
const SCREEN: Encoding = { maxBitrate: 2_500_000, maxFramerate: 10 };
const SOUND: Encoding = { maxBitrate: 48_000 };
/** Up to which step (`picture-steps.ts`) each size of the face is still sent. */
const SENT_UP_TO: Record<string, number> = { h: 1, m: 2, l: SOUND_ONLY - 1 };
const ENCODINGS: Record<Slot, readonly Encoding[]> = { audio: [SOUND], camera: FACE, screen: [SCREEN] };

/** Which m-line of an offer is which slot; one for data may follow. */
export function slotsOf(sdp: string): SfuPublish["slots"] {
  const mids = [...sdp.matchAll(/^a=mid:(\S+)/gmu)];
  return SLOTS.map((slot, index) => ({ mid: mids[index]?.[1] ?? "", slot }));
}

export class SfuSender {
  readonly leg: SfuLeg;
  #tracks: SlotTracks;
  #step = 0;
  /** Only the smallest picture is made until the first ones are through: it is the one asked for first, and the others would take its time. */
  #opening = true;
  /** The camera is on its way. */
  #shown = false;
  /** The largest size that is of use; the smallest is always made, so that it is there when somebody looks. */
  #largest = SIZES.length - 1;

  constructor(
    readonly build: number,
    tracks: SlotTracks,
    settings: Omit<LegSettings, "initiator" | "made" | "settled">,
  ) {
    this.#tracks = { ...tracks };
    this.leg = new SfuLeg({
      ...settings,
      initiator: true,
      made: (connection) => {
        this.#offer(connection, settings.seal);
        // Not before: a size that is off would be described as one that is not there, and an answer switches them all on.
        connection.addEventListener("signalingstatechange", () => {
          if (connection.signalingState === "stable") void this.#limit("camera").then(() => this.#show());
        });
      },
      settled: () => {
        this.#opening = false;
        void this.#limit("camera");
      },
    });
  }

  put(slot: Slot, track: MediaStreamTrack | null): void {
    if (this.#tracks[slot] === track) return;
    this.#tracks = { ...this.#tracks, [slot]: track };
    if (slot !== "camera" || this.#shown) this.#replace(slot, track);
  }

  /** The first picture goes to its encoders when those that nobody waits for are off: to set them up takes a slow machine a third of a second. */
  #show(): void {
    if (this.#shown) return;
    this.#shown = true;
    this.#replace("camera", this.#tracks.camera);
  }

  #replace(slot: Slot, track: MediaStreamTrack | null): void {
    const { connection } = this.leg;
    const sender = connection.getTransceivers()[SLOTS.indexOf(slot)]?.sender;
    sender?.replaceTrack(track).catch((error: unknown) => {
      // A connection that is being closed takes nothing any more; anything else is worth a line.
      if (connection.signalingState !== "closed") console.warn("A track could not be sent.", error);
    });
  }

  /** Sends the larger sizes no more, then no picture at all. Sound is never touched. */
  stepDown(step: number): void {
    if (step === this.#step) return;
    this.#step = step;
    void this.#limit("camera");
    void this.#limit("screen");
  }

  /** Makes no larger pictures than somebody is sent. @param sizes as each relay says; nothing known: all */
  want(sizes: Iterable<PictureSize | null>): void {
    const all = [...sizes];
    const largest = all.length === 0 ? SIZES.length - 1 : Math.max(...all.map((size) => size ?? 0));
    if (largest === this.#largest) return;
    this.#largest = largest;
    void this.#limit("camera");
  }

  async #limit(slot: Slot): Promise<void> {
    const sender = this.leg.connection.getTransceivers()[SLOTS.indexOf(slot)]?.sender;
    const parameters = sender?.getParameters();
    if (sender === undefined || parameters === undefined || parameters.encodings.length === 0) return;
    let same = true;
    for (const encoding of parameters.encodings) {
      const active = this.#sends(encoding.rid ?? "");
      same &&= encoding.active === active;
      encoding.active = active;
    }
    // Setting what is set already takes an encoder's time all the same.
    if (same) return;
    try {
      await sender.setParameters(parameters);
    } catch (error) {
      // Parameters asked for before may have changed in between; the next step sets them all again.
      if ((error as DOMException).name !== "InvalidStateError") console.warn("The sizes of a picture could not be set.", error);
    }
  }

  #sends(rid: string): boolean {
    if (SIZES.indexOf(rid) > (this.#opening ? 0 : this.#largest)) return false;
    return this.#step <= (SENT_UP_TO[rid] ?? SOUND_ONLY - 1);
  }

  #offer(connection: RTCPeerConnection, seal: FrameSeal | undefined): void {
    const face = new MediaStream();
    const streams: Record<Slot, MediaStream> = { audio: face, camera: face, screen: new MediaStream() };
    for (const slot of SLOTS) {
      const track = slot === "camera" ? null : this.#tracks[slot];
      const { sender } = connection.addTransceiver(track ?? (slot === "audio" ? "audio" : "video"), {
        direction: "sendonly",
        streams: [streams[slot]],
        sendEncodings: ENCODINGS[slot].map((encoding) => ({ ...encoding })),
      });
      seal?.sends(sender, slot);
    }
  }
}
