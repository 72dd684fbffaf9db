/**
 * How often one may try (DOOR6). Counted in Redis where the relays share one, so that more relays do not mean more attempts; in memory
 * otherwise, and also while Redis does not answer: a limit is no reason to keep people out.
 */

import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { Refusal } from "../../protocol/refusals.ts";
import { refusal } from "../../protocol/refusals.ts";
import { addressKey } from "./client-address.ts";

/**
 * - `address`: connections from one address. - `link`: connections with one drop-in link. - `tenant`: connections to one tenant's sessions.
 * - `rest`: REST calls of one tenant. - `credentials`: calls from one address with a wrong API secret or token.
 * - `test-mail`: sample mails of one host.
 */
export type LimitKind = "address" | "link" | "tenant" | "rest" | "credentials" | "test-mail";

/** Attempts a minute, per key. */
export type LimitSizes = Record<LimitKind, number>;

const WINDOW_SECONDS = 60;
/** A shared count that takes longer than this is not waited for, ms. */
const PATIENCE_MS = 300;

const WORDS: Record<LimitKind, string> = {
  address: "Too many connections from this address.",
  link: "Too many connections with this link.",
  tenant: "Too many connections to this tenant's sessions.",
  rest: "Too many calls for this tenant.",
  "test-mail": "You sent several samples just now. Wait a minute.",
  credentials: "Too many calls with wrong credentials from this address.",
};

interface Counter {
  own: RateLimiterMemory;
  shared: RateLimiterRedis | undefined;
}

export class RateLimits {
  readonly #counters = new Map<LimitKind, Counter>();

  /** `redisClient`: the store's connected client, or null when there is none to share. */
  constructor({ perMinute, redisClient }: { perMinute: LimitSizes; redisClient: unknown }) {
    for (const kind of Object.keys(perMinute) as LimitKind[]) {
      const size = { points: perMinute[kind], duration: WINDOW_SECONDS };
      const own = new RateLimiterMemory({ ...size, keyPrefix: kind });
      const shared =
        redisClient === null
          ? undefined
          : new RateLimiterRedis({
              ...size,
              storeClient: redisClient,
              useRedisPackage: true,
              rejectIfRedisNotReady: true,
              keyPrefix: `ds:limit:${kind}`,
              // Who is over the limit costs Redis nothing more until the window ends.
              inMemoryBlockOnConsumed: size.points + 1,
            });
      this.#counters.set(kind, { own, shared });
    }
  }

  /** Counts one attempt. Null: go on; otherwise `rate-limited` with a time. Never rejects. */
  async take(kind: LimitKind, key: string): Promise<Refusal | null> {
    const { own, shared } = this.#counters.get(kind)!;
    const who = normal(kind, key);
    if (shared !== undefined) {
      const asked = await inTime(refusalOf(kind, shared.consume(who)));
      if (asked !== undefined) return asked;
    }
    return (await refusalOf(kind, own.consume(who))) ?? null;
  }
}

/** The library rejects with its count when the limit is reached; with an error (then `undefined`) when it could not count. */
async function refusalOf(kind: LimitKind, asked: Promise<unknown>): Promise<Refusal | null | undefined> {
  try {
    await asked;
    return null;
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) return undefined;
    return refusal("rate-limited", WORDS[kind], { retryAfterMs: Math.max(1, Math.ceil(reason.msBeforeNext)) });
  }
}

async function inTime<T>(asked: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}

function normal(kind: LimitKind, key: string): string {
  return kind === "address" || kind === "credentials" ? addressKey(key) : key;
}
