/** How often one may try (DOOR6). */

import type { Refusal } from "../../protocol/refusals.ts";
import { refusal } from "../../protocol/refusals.ts";
import { addressKey } from "./client-address.ts";
import { SharedCounter } from "./shared-counter.ts";

/**
 * - `address`: connections from one address. - `link`: connections with one drop-in link. - `tenant`: connections to one tenant's sessions.
 * - `knock`: requests to join with one drop-in link.
 * - `rest`: REST calls of one tenant. - `credentials`: calls from one address with a wrong API secret or token.
 * - `test-mail`: sample mails of one host.
 */
export type LimitKind = "address" | "link" | "knock" | "tenant" | "rest" | "credentials" | "test-mail";

/** Attempts a minute, per key. */
export type LimitSizes = Record<LimitKind, number>;

const WINDOW_SECONDS = 60;

const WORDS: Record<LimitKind, string> = {
  address: "Too many connections from this address.",
  link: "Too many connections with this link.",
  knock: "Too many requests to join with this link. Wait a moment.",
  tenant: "Too many connections to this tenant's sessions.",
  rest: "Too many calls for this tenant.",
  "test-mail": "You sent several samples just now. Wait a minute.",
  credentials: "Too many calls with wrong credentials from this address.",
};

export class RateLimits {
  readonly #counters: ReadonlyMap<LimitKind, SharedCounter>;

  /** `redisClient`: the store's connected client, or null when there is none to share. */
  constructor({ perMinute, redisClient }: { perMinute: LimitSizes; redisClient: unknown }) {
    const kinds = Object.keys(perMinute) as LimitKind[];
    this.#counters = new Map(
      kinds.map((name) => [name, new SharedCounter({ name, limit: perMinute[name], windowSeconds: WINDOW_SECONDS, redisClient })]),
    );
  }

  /** Counts one attempt. Null: go on; otherwise `rate-limited` with a time. Never rejects. */
  async take(kind: LimitKind, key: string): Promise<Refusal | null> {
    const retryAfterMs = await this.#counters.get(kind)!.take(normal(kind, key));
    if (retryAfterMs === null) return null;
    return refusal("rate-limited", WORDS[kind], kind === "test-mail" ? { retryAfterMs, why: "samples" } : { retryAfterMs });
  }
}

function normal(kind: LimitKind, key: string): string {
  return kind === "address" || kind === "credentials" ? addressKey(key) : key;
}
