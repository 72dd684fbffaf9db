/**
 * How fine and how often a machine can blur without falling behind. Pure: it is told how long each picture took. First the person is
 * looked for less often, then the picture gets smaller; when even that does not do, it says so.
 */

/** Looked for in every nth picture, and no picture higher than this. */
export interface Effort {
  every: number;
  height: number;
}

export const EFFORTS: readonly Effort[] = [
  { every: 1, height: 720 },
  { every: 2, height: 720 },
  { every: 3, height: 540 },
  { every: 4, height: 360 },
];

/** Judged by the mean of so long, ms. */
const WINDOW_MS = 3_000;
/** More than this for one picture, ms, and the picture no longer moves smoothly: ten a second, with some time for everything else. */
const SLOW_MS = 90;
/** At the step above a picture takes about twice as long at most; with less than this, ms, there is room for that. */
const QUICK_MS = 25;
/** A step up is tried after so long, ms, and after twice as long each time that it was too much. */
const PATIENCE_MS = 20_000;

export class Pace {
  /** Even the least effort is too much: fewer than ten pictures a second. */
  slow = false;
  #step = 0;
  #spent = 0;
  #count = 0;
  #since: number | undefined;
  #quickSince: number | undefined;
  #patience = PATIENCE_MS;
  #triedUp = false;

  get effort(): Effort {
    return EFFORTS[this.#step]!;
  }

  /**
   * @param ms how long the last picture took
   * @param now ms, of any clock that does not go back
   */
  spent(ms: number, now: number): void {
    this.#since ??= now;
    this.#spent += ms;
    this.#count += 1;
    if (now - this.#since < WINDOW_MS) return;
    this.#judge(this.#spent / this.#count, now);
    this.#spent = this.#count = 0;
    this.#since = now;
  }

  #judge(mean: number, now: number): void {
    if (mean > SLOW_MS) {
      if (this.#triedUp) this.#patience *= 2;
      this.#triedUp = false;
      this.#quickSince = undefined;
      if (this.#step === EFFORTS.length - 1) this.slow = true;
      else this.#step += 1;
      return;
    }
    this.slow = false;
    if (mean > QUICK_MS || this.#step === 0) {
      this.#quickSince = undefined;
      return;
    }
    this.#quickSince ??= now;
    if (now - this.#quickSince < this.#patience) return;
    this.#step -= 1;
    this.#triedUp = true;
    this.#quickSince = undefined;
  }
}
