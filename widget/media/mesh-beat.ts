/** What both ends of a connection tell each other every second over its data channel: that they are there, and how pictures shall go. */

import { SOUND_ONLY } from "./picture-steps.ts";

export interface Beat {
  /** How far the other end shall step its pictures down. */
  wish: number;
  /** This end sends no pictures for now. */
  paused: boolean;
}

export const QUIET: Beat = { wish: 0, paused: false };

export function wordsOf(beat: Beat): string {
  return JSON.stringify(beat);
}

/** Undefined for what is no beat: the other end may be of another version. */
export function beatOf(data: unknown): Beat | undefined {
  try {
    const { wish, paused } = JSON.parse(data instanceof Uint8Array ? new TextDecoder().decode(data) : String(data)) as Record<
      string,
      unknown
    >;
    const asked = typeof wish === "number" && Number.isInteger(wish) ? Math.min(Math.max(wish, 0), SOUND_ONLY) : 0;
    return { wish: asked, paused: paused === true };
  } catch {
    return undefined;
  }
}
