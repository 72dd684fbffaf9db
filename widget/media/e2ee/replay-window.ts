/** Which counters of a key have come on a stream: nothing is shown twice, however often somebody on the way sends it (RFC 9605 section 7). */

/** Frames that may come this much later than the newest one; a sender counts all that it sends together. */
const WIDTH = 4_096;

export class ReplayWindow {
  #newest = -1;
  #seen = new Set<number>();

  /** False: it came before, or it is too old to tell. Only for what was found to be genuine: anything else would move the window. */
  take(counter: number): boolean {
    if (counter <= this.#newest - WIDTH || this.#seen.has(counter)) return false;
    this.#seen.add(counter);
    if (counter > this.#newest) this.#newest = counter;
    if (this.#seen.size > 2 * WIDTH) this.#seen = new Set([...this.#seen].filter((each) => each > this.#newest - WIDTH));
    return true;
  }
}
