/** Keeps the pictures of a call to what its ways, this machine and the person's own choice allow. Sound is never touched. */

import type { ParticipantId } from "../../protocol/ids.ts";
import type { Traffic } from "./choices.ts";
import { SAVER, SOUND_ONLY } from "./picture-steps.ts";
import { QualityLadder } from "./quality-ladder.ts";
import type { PeerStats } from "./transport.ts";

/** The least step for each choice. */
const CHOSEN: Record<Traffic, number> = { full: 0, saver: SAVER, sound: SOUND_ONLY };

export class QualityController {
  /** What the person wishes. */
  chosen: Traffic = "full";
  /** No picture goes to most of the others, for the ways would not bear it. */
  weak = false;
  readonly #ladders = new Map<ParticipantId, QualityLadder>();
  /** For this machine as a receiver: decoding too much makes sound stutter as well. */
  readonly #decoding = new QualityLadder();

  /** How far the pictures to each of the others are stepped down. */
  get steps(): ReadonlyMap<ParticipantId, number> {
    return new Map([...this.#ladders].map(([id, { step }]) => [id, Math.max(step, CHOSEN[this.chosen])]));
  }

  /** What the others are asked for. However busy this machine is, some picture can always be decoded. */
  get wish(): number {
    return Math.max(Math.min(this.#decoding.step, SOUND_ONLY - 1), CHOSEN[this.chosen]);
  }

  /** @param now ms, never going back */
  judge(all: ReadonlyMap<ParticipantId, PeerStats>, now: number): void {
    // Each connection has an encoder of its own, and all of them one machine.
    const encodeLoad = sum(all, (stats) => stats.encodeLoad);
    let low = 0;
    for (const [id, { lossThere: loss, rttMs, outgoingBps }] of all) {
      const ladder = this.#ladders.get(id) ?? new QualityLadder();
      this.#ladders.set(id, ladder);
      if (ladder.next({ loss, rttMs, encodeLoad, outgoingBps }, now) === SOUND_ONLY) low += 1;
    }
    for (const id of this.#ladders.keys()) if (!all.has(id)) this.#ladders.delete(id);
    this.#decoding.next({ encodeLoad: sum(all, (stats) => stats.decodeLoad) }, now);
    this.weak = low > 0 && low * 2 >= all.size;
  }
}

function sum(all: ReadonlyMap<ParticipantId, PeerStats>, part: (stats: PeerStats) => number | undefined): number {
  let total = 0;
  for (const stats of all.values()) total += part(stats) ?? 0;
  return total;
}
