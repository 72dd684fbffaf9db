/** A server's time, carried on by this process's monotonic clock: a relay's own clock is never asked (STORE6). */

/** How far two clocks may drift apart, as a share of the time between two readings. */
const DRIFT = 1e-4;

export class ServerClock {
  /** The offset of the server's clock to `performance.now()` lies between the two, ms. */
  #low = -Infinity;
  #high = Infinity;
  #readAt = 0;

  /**
   * The server said `serverNow` (whole ms) in answer to a request sent at `sent`, by `performance.now()`. Readings narrow the offset
   * down; one that contradicts them all means that the server's clock was set, or that this process slept, and counts alone.
   */
  read(serverNow: number, sent: number, received: number = performance.now()): void {
    const widening = Math.max(0, received - this.#readAt) * DRIFT;
    this.#readAt = received;
    const low = serverNow - received;
    const high = serverNow + 1 - sent;
    this.#low = Math.max(this.#low - widening, low);
    this.#high = Math.min(this.#high + widening, high);
    if (this.#low > this.#high) {
      this.#low = low;
      this.#high = high;
    }
  }

  /** ms since the epoch, as the server has it. Only after a first reading. */
  now(at: number = performance.now()): number {
    return Math.round(at + (this.#low + this.#high) / 2);
  }
}
