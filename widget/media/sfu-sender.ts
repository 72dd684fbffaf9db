/** What this browser sends through the media server: everything once, the face in three sizes of which each receiver is sent one. */

import type { PictureSize, SfuPublish } from "../../protocol/sfu.ts";
import type { FrameSeal } from "./frame-seal.ts";
import { SOUND_ONLY } from "./picture-steps.ts";
import type { LegSettings } from "./sfu-leg.ts";
import { SfuLeg } from "./sfu-leg.ts";
import { hand, setEncodings } from "./slots.ts";
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
/** Its first pictures are so many times smaller: a large one takes its time to be made, sent and read. Then, after so many ms, it is sharp. */
const SHRINKS = 3;
const SHARP_MS = 700;
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
  /**
   * The first pictures are not through yet. None is made until somebody's way for it stands: of one that came too soon nobody would see
   * anything before the next key frame, 300 ms later at the earliest. Then only the smallest is: it is the one asked for first, and the others
   * would take its time.
   */
  #opening = true;
  /** How many times smaller than it is a screen is sent. */
  #shrinks = 1;
  #sharpening: ReturnType<typeof setTimeout> | undefined;
  /** The camera is on its way. */
  #shown = false;
  /** The largest size that somebody is sent, -1: nobody is sent any. Still, the smallest is made, so that it is there when somebody looks. */
  #largest = -1;

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
        // An answer switches all sizes on.
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
    // Where others see it already, by the way there was before, it shall not blur.
    if (slot === "screen" && this.leg.standing === "connected") this.#shrink(SHRINKS);
    if (slot !== "camera" || this.#shown) this.#replace(slot, track);
  }

  #shrink(by: number): void {
    this.#shrinks = by;
    clearTimeout(this.#sharpening);
    void this.#limit("screen");
    if (by > 1) this.#sharpening = setTimeout(() => this.#shrink(1), SHARP_MS);
  }

  /** The first picture goes to its encoders when those that nobody waits for are off: to set them up takes a slow machine a third of a second. */
  #show(): void {
    if (this.#shown) return;
    this.#shown = true;
    void this.#limit("screen");
    this.#replace("camera", this.#tracks.camera);
  }

  #replace(slot: Slot, track: MediaStreamTrack | null): void {
    const { connection } = this.leg;
    const sender = this.#of(slot);
    if (sender !== undefined) void hand(connection, sender, track);
  }

  #of(slot: Slot): RTCRtpSender | undefined {
    return this.leg.connection.getTransceivers()[SLOTS.indexOf(slot)]?.sender;
  }

  /** Sends the larger sizes no more, then no picture at all. Sound is never touched. */
  stepDown(step: number): void {
    if (step === this.#step) return;
    this.#step = step;
    void this.#limit("camera");
    void this.#limit("screen");
  }

  /** Makes no larger pictures than somebody is sent. @param sizes as each relay says */
  want(sizes: Iterable<PictureSize | null>): void {
    this.#largest = Math.max(-1, ...[...sizes].map((size) => size ?? -1));
    void this.#limit("camera");
  }

  async #limit(slot: Slot): Promise<void> {
    const sender = this.#of(slot);
    // Not before: a size that is off would be offered as one that is not there.
    if (sender === undefined || this.leg.connection.remoteDescription === null) return;
    await setEncodings(sender, (encodings) => {
      let other = false;
      for (const encoding of encodings) {
        const active = this.#sends(encoding.rid ?? "");
        const scale = slot === "screen" ? this.#shrinks : encoding.scaleResolutionDownBy;
        other ||= encoding.active !== active || encoding.scaleResolutionDownBy !== scale;
        Object.assign(encoding, { active, scaleResolutionDownBy: scale });
      }
      return other;
    });
  }

  #sends(rid: string): boolean {
    const bound = this.#opening ? Math.min : Math.max;
    return SIZES.indexOf(rid) <= bound(this.#largest, 0) && this.#step <= (SENT_UP_TO[rid] ?? SOUND_ONLY - 1);
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
