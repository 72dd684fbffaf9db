/**
 * When to try again what could not be sent: soon at first, since a session may be about to begin, then ever more rarely over a day.
 * After that it is given up.
 */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The pause after the first, second … attempt; together a little over a day. */
const PAUSES_MS = [
  5 * SECOND,
  15 * SECOND,
  30 * SECOND,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  20 * MINUTE,
  40 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  5 * HOUR,
  6 * HOUR,
  6 * HOUR,
] as const;
/** A pause is this much shorter or longer by chance, so that what failed together does not come back together. */
const JITTER = 0.2;
/** A receiver may ask for a longer pause than ours, up to this. */
const LONGEST_PAUSE_MS = 6 * HOUR;

/** How often anything is tried, the first time counted. */
export const MAX_ATTEMPTS = PAUSES_MS.length + 1;

/**
 * The time of the next attempt, ms; null: there is none, it has failed for good.
 * @param attempts made so far, 1 or more
 * @param random gives numbers from 0 up to 1
 * @param atLeastMs a pause that the receiver asked for
 */
export function nextAttemptAt(attempts: number, now: number, random: () => number, atLeastMs = 0): number | null {
  const pause = PAUSES_MS[Math.max(attempts, 1) - 1];
  if (pause === undefined) return null;
  const ours = pause * (1 - JITTER + 2 * JITTER * random());
  return now + Math.round(Math.max(ours, Math.min(atLeastMs, LONGEST_PAUSE_MS)));
}
