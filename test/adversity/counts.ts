/** How often each adversity is tried: sized for CI, or in full for `npm run bench -- adversity` (scorecard A3, A4, A7, A9, A15). */

const full = process.env["ADVERSITY"] === "full";

export const COUNTS = {
  /** Rounds of 64 joins at once (A4). */
  rushes: full ? 2_000 : 200,
  /** Steps of random histories over three relays (A3). */
  steps: full ? 1_000_000 : 3_000,
  /** Reloads and second tabs of one guest (A7). */
  reloads: full ? 10_000 : 300,
  /** Guessed links (A9). */
  guesses: full ? 1_000_000 : 20_000,
  /** Rooms at a media server that people come to and go from (A15). */
  rooms: full ? 1_000 : 200,
  /** Such rooms whose relay dies (A15). */
  orphans: full ? 1_000 : 40,
  /** Requests of a mail scanner (A10). */
  scans: 1_000,
} as const;
