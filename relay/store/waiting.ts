/** A command in a keeper's queue, and its answer: within `STORE_TIMEOUT_MS` there is one, whatever becomes of the command (STORE4). */

import { STORE_TIMEOUT_MS } from "../../protocol/limits.ts";
import type { Result } from "../../protocol/refusals.ts";
import { refused } from "../../protocol/refusals.ts";
import type { Command } from "../session/command.ts";
import type { Reply } from "../session/decide.ts";
import type { SessionEvent } from "../session/session.ts";
import type { StoredSession } from "./session-store.ts";

/** What became of a command. */
export interface Carried {
  stored: StoredSession | null;
  reply: Reply;
  events: SessionEvent[];
}

export class Waiting {
  readonly #timer: NodeJS.Timeout;
  #answered = false;

  constructor(
    readonly command: Command,
    private readonly told: (result: Result<Carried>) => void,
  ) {
    this.#timer = setTimeout(() => this.answer(unavailable()), STORE_TIMEOUT_MS);
  }

  /** It was answered already, be it that its time was over before it was decided or while its commit had no answer. */
  get answered(): boolean {
    return this.#answered;
  }

  /** The first answer counts. */
  answer(result: Result<Carried>): void {
    if (this.#answered) return;
    this.#answered = true;
    clearTimeout(this.#timer);
    this.told(result);
  }
}

export function unavailable(): ReturnType<typeof refused> {
  return refused("unavailable", undefined, { retryAfterMs: 1_000 });
}
