/**
 * Counts attempts within a window of time, in Redis where the relays share one, so that more relays do not mean more attempts; otherwise in
 * the relay's folder if they are to outlive a restart, else in memory. In memory also while the store does not answer: a limit is no reason
 * to keep people out.
 */

import type { CountStore } from "../store/session-store.ts";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";

/** A shared count that takes longer than this is not waited for, ms. */
const PATIENCE_MS = 300;

export interface CounterSettings {
  /** Unique among the counters of a relay. */
  name: string;
  /** So many in a window. */
  limit: number;
  windowSeconds: number;
  /** The store's connected client, or null when there is none to share. */
  redisClient: unknown;
  /** What outlives a restart where there is no Redis; absent: the counter forgets with the relay. */
  counts?: CountStore | null;
  /** Whether what was counted may be given back; then who is over the limit is still counted in Redis. */
  returnable?: boolean;
}

export class SharedCounter {
  readonly #own: RateLimiterMemory;
  readonly #shared: RateLimiterRedis | undefined;
  readonly #kept: CountStore | null;
  readonly #name: string;
  readonly #size: { limit: number; windowMs: number };

  constructor({ name, limit, windowSeconds, redisClient, counts = null, returnable = false }: CounterSettings) {
    const size = { points: limit, duration: windowSeconds };
    this.#kept = counts;
    this.#name = name;
    this.#size = { limit, windowMs: windowSeconds * 1_000 };
    this.#own = new RateLimiterMemory({ ...size, keyPrefix: name });
    this.#shared =
      redisClient === null
        ? undefined
        : new RateLimiterRedis({
            ...size,
            storeClient: redisClient,
            useRedisPackage: true,
            rejectIfRedisNotReady: true,
            keyPrefix: `ds:limit:${name}`,
            // Who is over the limit costs Redis nothing more until the window ends.
            ...(returnable ? {} : { inMemoryBlockOnConsumed: limit + 1 }),
          });
  }

  /** Counts `count` more. Null: within the limit; otherwise ms until the window ends. Never rejects. */
  async take(key: string, count = 1): Promise<number | null> {
    if (this.#kept !== null) {
      const kept = await this.#kept.take(`${this.#name}:${key}`, count, this.#size).catch(() => undefined);
      if (kept !== undefined) return kept;
    }
    if (this.#shared !== undefined) {
      const asked = await inTime(excess(this.#shared.consume(key, count)));
      if (asked !== undefined) return asked;
    }
    return (await excess(this.#own.consume(key, count))) ?? null;
  }

  /** Counts `count` less. Never rejects. */
  async giveBack(key: string, count: number): Promise<void> {
    const kept = await this.#kept?.giveBack(`${this.#name}:${key}`, count).then(
      () => true,
      () => false,
    );
    if (kept === true) return;
    const back = this.#shared === undefined ? undefined : await inTime(excess(this.#shared.reward(key, count)));
    if (back === undefined) await excess(this.#own.reward(key, count));
  }
}

/** The library rejects with its count when the limit is reached; with an error (then `undefined`) when it could not count. */
async function excess(asked: Promise<unknown>): Promise<number | null | undefined> {
  try {
    await asked;
    return null;
  } catch (reason) {
    if (!(reason instanceof RateLimiterRes)) return undefined;
    return Math.max(1, Math.ceil(reason.msBeforeNext));
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
