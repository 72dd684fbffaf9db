/** Looks out, while a call's media moves, for who can be seen and heard on the new way as on the old one. */

import type { ParticipantId } from "../../protocol/ids.ts";
import { NOTHING } from "./tally.ts";
import type { RemoteMedia, Tally, Transport } from "./transport.ts";

const LOOK_MS = 60;
/** Statistics take time of the threads that carry the call. A browser that is slow to give them is left in peace so many times as long. */
const REST = 3;
/** The old way's pictures count as moving if one came within this time, ms. */
const MOVING_MS = 1_000;
/** Somebody who sends nothing just now has arrived when the connection stood this long, ms. */
const SILENT_MS = 600;
/** The first picture may stand alone for a moment, while the server finds the size it shall send. */
const PICTURES = 4;
/** Packets of sound by which it can be played. */
const SOUND_PACKETS = 5;
/**
 * A voice is whole when no more of it than this is made up from one look to the next, for so long, ms: what a browser keeps of it in store
 * grows in the first moments, and with too little some is made up. A bad way is not waited for longer than this, ms.
 */
const MADE_UP = 0.1;
const WHOLE_FOR_MS = 360;
const WHOLE_WITHIN_MS = 2_000;

interface Watched {
  /** What had come by the old way, and by the new one. */
  old: Tally;
  come: Tally;
  movedAt: number;
  heardAt: number;
  connectedAt?: number | undefined;
  /** Since when the voice has been whole. */
  wholeSince?: number | undefined;
}

export class Arrivals {
  readonly #told: (id: ParticipantId) => void;
  readonly #here = new Set<ParticipantId>();
  #watched = new Map<ParticipantId, Watched>();
  #looking: ReturnType<typeof setTimeout> | undefined;
  /** Counts what is watched, so that a look begun before changes nothing. */
  #round = 0;

  /** @param told of each who has arrived */
  constructor(told: (id: ParticipantId) => void) {
    this.#told = told;
  }

  has(id: ParticipantId): boolean {
    return this.#here.has(id);
  }

  /** Another way is the new one: nobody has arrived on it. */
  reset(): void {
    this.stop();
    this.#here.clear();
  }

  /** Until all whom the new way knows have arrived; asked again when there are others. */
  watch(old: Pick<Transport, "tally">, fresh: Pick<Transport, "tally" | "remotes">): void {
    this.stop();
    const round = this.#round;
    const look = async (): Promise<void> => {
      const begun = performance.now();
      const awaited = () => [...fresh.remotes.values()].filter(({ participantId: id }) => !this.#here.has(id));
      // While connections are made there is nothing to be seen, and no time to ask.
      if (awaited().some(({ state }) => state === "connected")) {
        const [before, now] = await Promise.all([old.tally(), fresh.tally()]);
        if (round !== this.#round) return;
        this.#look(before, now, awaited());
      }
      // Told of an arrival, the caller may have ended it.
      if (round !== this.#round || awaited().length === 0) return;
      this.#looking = setTimeout(() => void look(), Math.max(LOOK_MS, REST * (performance.now() - begun)));
    };
    void look();
  }

  stop(): void {
    this.#round += 1;
    clearTimeout(this.#looking);
    this.#watched = new Map();
  }

  #look(before: ReadonlyMap<ParticipantId, Tally>, now: ReadonlyMap<ParticipantId, Tally>, awaited: readonly RemoteMedia[]): void {
    const at = performance.now();
    for (const { participantId: id, state } of awaited) {
      const [old, come] = [before.get(id) ?? NOTHING, now.get(id) ?? NOTHING];
      const watched = this.#watched.get(id) ?? { old, come, movedAt: -Infinity, heardAt: -Infinity };
      this.#watched.set(id, watched);
      const last = watched.come;
      if (old.frames > watched.old.frames) watched.movedAt = at;
      if (old.sound > watched.old.sound) watched.heardAt = at;
      Object.assign(watched, { old, come });
      if (state !== "connected") {
        watched.connectedAt = undefined;
        continue;
      }
      watched.connectedAt ??= at;
      const stood = at - watched.connectedAt;
      const seen = come.frames >= PICTURES || (at - watched.movedAt > MOVING_MS && stood > SILENT_MS);
      watched.wholeSince = whole(last, come) ? (watched.wholeSince ?? at) : undefined;
      const steady = stood > WHOLE_WITHIN_MS || at - (watched.wholeSince ?? at) > WHOLE_FOR_MS;
      const heard = (come.sound >= SOUND_PACKETS && steady) || (at - watched.heardAt > MOVING_MS && stood > SILENT_MS);
      if (!seen || !heard) continue;
      this.#here.add(id);
      this.#told(id);
    }
  }
}

/** What has come of a voice since the last look can be heard as it was said. */
function whole(last: Tally, come: Tally): boolean {
  const samples = come.samples - last.samples;
  return samples > 0 && come.concealed - last.concealed <= samples * MADE_UP;
}
