/** What this browser receives through the media server: one connection for everybody, which follows what the relay offers. */

import type { SfuOffer } from "../../protocol/sfu.ts";
import type { ParticipantId } from "../../protocol/ids.ts";
import type { LegSettings } from "./sfu-leg.ts";
import { SfuLeg } from "./sfu-leg.ts";
import type { Slot } from "./transport.ts";
import { keepInStore } from "./voice.ts";

/** One stream of one participant. */
export interface Incoming {
  from: ParticipantId;
  slot: Slot;
  /** Of several of one slot, the one with the highest is the newest. */
  order: number;
  mid: string;
  receiver: RTCRtpReceiver;
  stream: MediaStream;
}

export interface ReceiverSettings extends Omit<LegSettings, "initiator" | "made" | "describe"> {
  answer: (n: number, sdp: string) => void;
}

/** An offer comes again every 2 s (MEDIA11); a browser that is busy answers the first of them late. */
const REPEATS = 3;

export class SfuReceiver {
  readonly leg: SfuLeg;
  incoming: readonly Incoming[] = [];
  readonly #settings: ReceiverSettings;
  #streams: SfuOffer["streams"] = [];
  #n = 0;
  #answer: string | undefined;
  /** How often the offer that has no answer yet was made again. */
  #repeated = 0;
  /** Another one is made. What this one shows stays until that one stands. */
  #givenUp = false;

  constructor(
    readonly build: number,
    settings: ReceiverSettings,
  ) {
    this.#settings = settings;
    this.leg = new SfuLeg({
      ...settings,
      initiator: false,
      made: (connection) =>
        connection.addEventListener("track", ({ receiver, track }) => {
          settings.seal?.receives(receiver);
          if (track.kind === "audio") keepInStore(receiver);
          this.#came(track);
        }),
      describe: (sdp) => {
        this.#answer = sdp;
        settings.answer(this.#n, sdp);
        this.#sort();
      },
    });
  }

  offer({ n, sdp, streams }: SfuOffer): void {
    // The relay did not hear the answer.
    if (n === this.#n && this.#answer !== undefined) return this.#settings.answer(n, this.#answer);
    // The relay has begun anew, or this browser does not come to an answer: another connection will.
    if (n < this.#n || (n === this.#n && ++this.#repeated > REPEATS)) {
      if (!this.#givenUp) this.#settings.ended();
      this.#givenUp = true;
    }
    if (n <= this.#n) return;
    this.#n = n;
    this.#repeated = 0;
    this.#answer = undefined;
    this.#streams = streams;
    this.leg.take("offer", sdp);
  }

  #came(track: MediaStreamTrack): void {
    // The first packets are through, or no more come: which of several pictures to show may be another now.
    for (const name of ["mute", "unmute"]) track.addEventListener(name, () => this.#settings.changed());
    this.#sort();
  }

  /** Says of each m-line whose it is now: the server uses one again for somebody else. */
  #sort(): void {
    const transceivers = this.leg.connection.getTransceivers();
    this.incoming = this.#streams.flatMap(({ mid, from, slot, order }): Incoming[] => {
      const known = this.incoming.find((each) => each.mid === mid && each.from === from && each.slot === slot && each.order === order);
      const receiver = transceivers.find((each) => each.mid === mid)?.receiver;
      if (receiver === undefined) return [];
      if (known?.receiver === receiver) return [known];
      this.#settings.seal?.belongs(receiver, from, slot);
      return [{ from, slot, order, mid, receiver, stream: new MediaStream([receiver.track]) }];
    });
    this.#settings.changed();
  }
}

/** Of each one's streams of a slot the newest that shows something. */
export function newestOf(receivers: readonly SfuReceiver[], slot: Slot): Map<ParticipantId, Incoming> {
  const best = new Map<ParticipantId, Incoming>();
  for (const { incoming } of receivers) {
    for (const each of incoming) {
      if (each.slot !== slot) continue;
      const other = best.get(each.from);
      if (other === undefined || better(each, other)) best.set(each.from, each);
    }
  }
  return best;
}

function better(a: Incoming, b: Incoming): boolean {
  const [aShows, bShows] = [!a.receiver.track.muted, !b.receiver.track.muted];
  return aShows === bShows ? a.order >= b.order : aShows;
}
