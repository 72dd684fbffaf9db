/** Tells the relay how this browser shows itself (muted, camera off, sharing, hand), and again until the view says the same. */

import type { ParticipantFlags } from "../../protocol/fields.ts";
import type { Result } from "../../protocol/refusals.ts";

type Flag = keyof ParticipantFlags;
const FLAGS: readonly Flag[] = ["muted", "cameraOff", "sharing", "handRaised"];
const AGAIN_MS = 2_000;

export class OwnFlags {
  wished: ParticipantFlags = {};
  readonly #send: (flags: ParticipantFlags) => Promise<Result<unknown>>;
  #seen: ParticipantFlags = {};
  #sending = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(send: (flags: ParticipantFlags) => Promise<Result<unknown>>) {
    this.#send = send;
  }

  /** Whether that is another wish than before. */
  wish(flags: ParticipantFlags): boolean {
    const changed = FLAGS.some((flag) => flags[flag] !== undefined && flags[flag] !== this.wished[flag]);
    this.wished = { ...this.wished, ...flags };
    void this.#settle();
    return changed;
  }

  /** What the newest view says of oneself. */
  see(flags: ParticipantFlags): void {
    this.#seen = flags;
    // A raised hand outlives a reload; the wish follows the view until there is one.
    if (this.wished.handRaised === undefined && flags.handRaised !== undefined)
      this.wished = { ...this.wished, handRaised: flags.handRaised };
    void this.#settle();
  }

  /** The relay is back: what it does not know yet is told now. */
  again(): void {
    void this.#settle();
  }

  reset(): void {
    clearTimeout(this.#timer);
    this.wished = {};
    this.#seen = {};
  }

  close(): void {
    this.reset();
  }

  async #settle(): Promise<void> {
    if (this.#sending) return;
    clearTimeout(this.#timer);
    const open = FLAGS.filter(
      (flag) => this.wished[flag] !== undefined && this.#seen[flag] !== undefined && this.wished[flag] !== this.#seen[flag],
    );
    if (open.length === 0) return;
    this.#sending = true;
    const flags = Object.fromEntries(open.map((flag) => [flag, this.wished[flag]])) as ParticipantFlags;
    const answer = await this.#send(flags);
    this.#sending = false;
    // The relay has taken it: its view will say so. Refused, or lost, it is told again.
    if (answer.ok) this.#seen = { ...this.#seen, ...flags };
    else if (Object.keys(this.#seen).length > 0) this.#timer = setTimeout(() => void this.#settle(), AGAIN_MS);
    if (answer.ok) void this.#settle();
  }
}
