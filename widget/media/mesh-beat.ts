/** What both ends of a connection tell each other every second over its data channel: that they are there, and how pictures shall go. */

import { SOUND_ONLY, steppedDown } from "./picture-steps.ts";
import type { SlotLimits } from "./slots.ts";

interface Beat {
  /** How far the other end shall step its pictures down. */
  wish: number;
  /** This end sends no pictures for now. */
  paused: boolean;
  /** This end does not look at the other's camera (MEDIA9). */
  aside: boolean;
}

const QUIET: Beat = { wish: 0, paused: false, aside: false };

/** The talk of one connection: what this end says next, and what the other one said last. */
export class BeatTalk {
  /** How far the pictures that go there are stepped down, and what is asked of the other end. */
  step = 0;
  wish = 0;
  aside = false;
  #there = QUIET;

  /** A new connection: the other end has said nothing yet. */
  begin(): void {
    this.#there = QUIET;
  }

  get there(): Readonly<Beat> {
    return this.#there;
  }

  get words(): string {
    return JSON.stringify({ wish: this.wish, paused: this.#given >= SOUND_ONLY, aside: this.aside } satisfies Beat);
  }

  /** @returns what the other end said before */
  hear(data: unknown): Readonly<Beat> {
    const before = this.#there;
    this.#there = beatOf(data) ?? before;
    return before;
  }

  /** What the way and the other end's wish leave of `limits`. */
  cut(limits: SlotLimits): SlotLimits {
    const left = steppedDown(limits, this.#given);
    return { ...left, camera: { ...left.camera, active: left.camera.active !== false && !this.#there.aside } };
  }

  get #given(): number {
    return Math.max(this.step, this.#there.wish);
  }
}

/** Undefined for what is no beat: the other end may be of another version. */
function beatOf(data: unknown): Beat | undefined {
  try {
    const { wish, paused, aside } = JSON.parse(data instanceof Uint8Array ? new TextDecoder().decode(data) : String(data)) as Record<
      string,
      unknown
    >;
    const asked = typeof wish === "number" && Number.isInteger(wish) ? Math.min(Math.max(wish, 0), SOUND_ONLY) : 0;
    return { wish: asked, paused: paused === true, aside: aside === true };
  } catch {
    return undefined;
  }
}
