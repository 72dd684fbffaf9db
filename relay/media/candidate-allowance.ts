/** How many candidates one connection may still send: a media server keeps all of them for one that never describes itself (MEDIA11). */

import { NotAllowed } from "./not-allowed.ts";

/**
 * Candidates for one description. A browser on ten networks with three TURN servers sends some sixty; those of a new way may come before its
 * description is taken, and so count with those before.
 */
export const CANDIDATES_EACH = 200;

export class CandidateAllowance {
  #left = CANDIDATES_EACH;

  /** All of them or none. Throws `NotAllowed`. */
  take(count: number): void {
    if (count > this.#left) throw new NotAllowed("This connection has sent too many candidates.");
    this.#left -= count;
  }

  /** The media server has taken a description, and with it what it had kept. */
  renew(): void {
    this.#left = CANDIDATES_EACH;
  }
}
