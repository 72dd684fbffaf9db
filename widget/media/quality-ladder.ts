/**
 * Decides how far the pictures on one way are stepped down. Pure: measurements and a clock go in, a step comes out. It gives way
 * soon and takes back slowly, and each time that taking back was too early it waits longer before it tries again.
 */

import { SOUND_ONLY, STEPS } from "./picture-steps.ts";

/** What was measured on one way since the last time. Undefined: nothing is known. */
export interface Strain {
  /** Packets lost on the way there, 0 to 1. */
  loss?: number | undefined;
  /** Round trip, ms. */
  rttMs?: number | undefined;
  /** How busy encoding keeps this machine: 1 is one core. */
  encodeLoad?: number | undefined;
  /** What the browser believes it can send, bits a second. */
  outgoingBps?: number | undefined;
}

const BAD = { loss: 0.08, rttMs: 900, encodeLoad: 0.9 };
/** Sound itself is in danger: no second look is taken. */
const SEVERE_LOSS = 0.25;
const GOOD = { loss: 0.03, rttMs: 500, encodeLoad: 0.6 };
/** Sound needs this much for itself. Bits a second. */
const SOUND_BPS = 64_000;
/** Bad for this long before a step down, and between two of them; ms. */
export const DOWN_MS = 3_500;
/** Good for this long before a step up; doubled after each that did not last. ms */
export const UP_FIRST_MS = 10_000;
export const UP_LONGEST_MS = 120_000;
/** A step up that lasted this long was right. ms */
const LASTED_MS = 30_000;

export class QualityLadder {
  /** 0: as large as the number of people allows; see `STEPS`. */
  step = 0;
  #loss = 0;
  #badSince: number | undefined;
  #goodSince: number | undefined;
  #movedAt = -Infinity;
  #wentUpAt = -Infinity;
  #upPause = UP_FIRST_MS;

  /** @param now ms, never going back; @returns the step to take from now on */
  next(strain: Strain, now: number): number {
    const { loss } = strain;
    // One bad moment is no bad way.
    if (loss !== undefined) this.#loss = this.#loss * 0.5 + loss * 0.5;
    const bad = this.#isBad(strain);
    const good = !bad && this.#isGood(strain);
    this.#badSince = bad ? (this.#badSince ?? now) : undefined;
    this.#goodSince = good ? (this.#goodSince ?? now) : undefined;
    if (bad && this.step < SOUND_ONLY && now - this.#movedAt >= DOWN_MS) {
      if (now - this.#badSince! >= DOWN_MS || this.#loss > SEVERE_LOSS) this.#down(now);
    } else if (good && this.step > 0 && now - this.#goodSince! >= this.#upPause && now - this.#movedAt >= this.#upPause) {
      this.#move(this.step - 1, now);
      this.#wentUpAt = now;
    }
    return this.step;
  }

  #down(now: number): void {
    const tooEarly = now - this.#wentUpAt < LASTED_MS;
    this.#upPause = tooEarly ? Math.min(this.#upPause * 2, UP_LONGEST_MS) : UP_FIRST_MS;
    this.#wentUpAt = -Infinity;
    this.#move(this.step + 1, now);
  }

  #move(step: number, now: number): void {
    this.step = step;
    this.#movedAt = now;
    this.#badSince = this.#goodSince = undefined;
  }

  #isBad({ rttMs = 0, encodeLoad = 0, outgoingBps = Infinity }: Strain): boolean {
    if (this.#loss > BAD.loss || rttMs > BAD.rttMs || encodeLoad > BAD.encodeLoad) return true;
    // A picture of the smallest kind would not fit beside the sound.
    return outgoingBps < SOUND_BPS + STEPS[SOUND_ONLY]!.bitrate / 3;
  }

  #isGood({ rttMs = 0, encodeLoad = 0, outgoingBps = Infinity }: Strain): boolean {
    if (this.#loss > GOOD.loss || rttMs > GOOD.rttMs || encodeLoad > GOOD.encodeLoad) return false;
    return outgoingBps > SOUND_BPS + STEPS[SOUND_ONLY]!.bitrate / 2;
  }
}
