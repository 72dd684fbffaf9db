/**
 * Whose pictures a browser asks for where there are too many for a call from browser to browser (MEDIA9): those who stand large, then
 * those who spoke last. Pure, and loaded only by such a call.
 */

import type { ParticipantId } from "../../protocol/ids.ts";
import type { Shown } from "./transport.ts";

/** So many cameras each one looks at. */
export const PICTURES = 4;
/** Stands large: so many times as high as the smallest on the screen. */
const LARGE = 1.5;

export class PictureChoice {
  /** Who spoke last stands first. */
  #spoke: ParticipantId[] = [];

  /** @param speaking who speaks just now */
  hear(speaking: Iterable<ParticipantId>): void {
    const now = [...speaking];
    // Of those who speak at once nobody overtakes another: they would take turns in being seen.
    const fresh = now.filter((id) => !this.#spoke.slice(0, now.length).includes(id));
    for (const id of fresh) this.#spoke = [id, ...this.#spoke.filter((other) => other !== id)];
  }

  /**
   * @param others in the order in which they came
   * @param shown how large each stands on the screen, if that is known
   */
  of(others: readonly ParticipantId[], shown: ReadonlyMap<ParticipantId, Shown> | undefined): ReadonlySet<ParticipantId> {
    const heightOf = (id: ParticipantId): number => shown?.get(id)?.camera ?? (shown === undefined ? 1 : 0);
    const seen = others.filter((id) => heightOf(id) > 0);
    const smallest = Math.min(...seen.map(heightOf));
    const rank = (id: ParticipantId): number => {
      if (heightOf(id) >= smallest * LARGE) return -1;
      const at = this.#spoke.indexOf(id);
      return at === -1 ? Infinity : at;
    };
    // Sorting keeps the order of those who are alike.
    return new Set(seen.toSorted((a, b) => compare(rank(a), rank(b))).slice(0, PICTURES));
  }
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
