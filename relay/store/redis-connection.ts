/** One connection to Redis that never waits longer than a request may (STORE4), and says whether it stands. */

import { createClient, ErrorReply } from "redis";
import { STORE_TIMEOUT_MS } from "../../protocol/limits.ts";
import { SCRIPTS } from "./redis-scripts.ts";
import type { KeeperLog } from "./session-keeper.ts";
import { StoreUnavailable } from "./session-store.ts";

/** Longest pause between two attempts to connect, ms: back to normal within 2 s of Redis's return (STORE4). */
const RECONNECT_CAP_MS = 250;
/** A socket is asked for a sign of life this often, ms … */
const PING_MS = 500;
/** … and one on which nothing went either way for this long is given up, ms. */
const SILENCE_MS = 2_000;
/** Commands without an answer; more are refused, so that a Redis that hangs fills no memory and its socket falls silent. */
const UNANSWERED_LIMIT = 20_000;
/** Server states in which it answers but cannot serve. */
const PASSING = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|OOM|BUSY|NOREPLICAS|MISCONF)/;
/** Pause before a server in such a state is asked again, ms. */
const PASSING_PAUSE_MS = 50;

function newClient(url: string, unanswered: number) {
  return createClient({
    url,
    RESP: 3,
    scripts: SCRIPTS,
    disableOfflineQueue: true,
    commandsQueueMaxLength: unanswered,
    pingInterval: PING_MS,
    socket: {
      connectTimeout: STORE_TIMEOUT_MS,
      socketTimeout: SILENCE_MS,
      reconnectStrategy: (retries: number) => Math.min(10 * 2 ** Math.min(retries, 8), RECONNECT_CAP_MS),
    },
  });
}
export type RedisClient = ReturnType<typeof newClient>;

export interface RedisConnectionSettings {
  url: string;
  log: KeeperLog;
  /** Commands that may wait for an answer at once. */
  unanswered?: number;
}

export class RedisConnection {
  readonly client: RedisClient;
  /** Since when nothing was answered although something was asked, or no connection stood: `performance.now()`. */
  #awaySince: number | undefined;
  /** Asked once it is answering again. */
  readonly #waiting = new Set<() => void>();

  private constructor({ url, log, unanswered = UNANSWERED_LIMIT }: RedisConnectionSettings) {
    this.client = newClient(url, unanswered);
    let told = false;
    this.client.on("error", (error: unknown) => {
      this.#away();
      // Said once per outage: a reconnect is tried several times a second.
      if (!told) log.warn({ err: error }, "Redis is away.");
      told = true;
    });
    this.client.on("ready", () => {
      told = false;
      this.#back();
    });
  }

  /** Connects; rejects when there is no Redis at the start, for then a setting is wrong. */
  static async open(settings: RedisConnectionSettings): Promise<RedisConnection> {
    const connection = new RedisConnection(settings);
    const connecting = connection.client.connect();
    connecting.catch(() => connection.client.destroy());
    await within(connecting, 5_000);
    return connection;
  }

  get ready(): boolean {
    return this.client.isReady && this.#awaySince === undefined;
  }

  /**
   * Runs `command`; rejects with `StoreUnavailable` when Redis is away, slow, or cannot serve. When its answer is lost with the
   * connection it is run again on the next one, unless `again` is false: it must do no harm twice (STORE2).
   */
  async ask<T>(command: (client: RedisClient) => Promise<T>, { again = true } = {}): Promise<T> {
    const until = performance.now() + STORE_TIMEOUT_MS;
    for (;;) {
      if (!this.ready) await this.#return(until);
      const running = command(this.client);
      try {
        return await within(running, until - performance.now());
      } catch (error) {
        if (error instanceof ErrorReply) {
          if (!PASSING.test(error.message)) throw error;
          if (!again || performance.now() + PASSING_PAUSE_MS > until) throw new StoreUnavailable(error.message, { cause: error });
          await pause(PASSING_PAUSE_MS);
        } else if (error instanceof StoreUnavailable) {
          // It hangs. Nothing more is written until something is answered: a socket that is written to is never given up.
          this.#away();
          running.then(
            () => this.#back(),
            () => undefined,
          );
          throw error;
        } else if (!again || performance.now() > until || !this.client.isOpen) {
          throw new StoreUnavailable("The connection to Redis broke.", { cause: error });
        } else if (this.ready) {
          // Refused for another reason than a broken connection: too much is unanswered.
          throw new StoreUnavailable("Redis does not keep up.", { cause: error });
        }
      }
    }
  }

  async close(): Promise<void> {
    if (this.client.isReady) await within(this.client.close(), STORE_TIMEOUT_MS).catch(() => this.client.destroy());
    else if (this.client.isOpen) this.client.destroy();
    for (const told of [...this.#waiting]) told();
  }

  #away(): void {
    this.#awaySince ??= performance.now();
  }

  #back(): void {
    if (!this.client.isReady) return;
    this.#awaySince = undefined;
    for (const told of [...this.#waiting]) told();
  }

  /** Resolves when Redis answers again. One that has been away for longer than a request may wait is not waited for. */
  async #return(until: number): Promise<void> {
    this.#away();
    const awayFor = performance.now() - (this.#awaySince ?? 0);
    if (awayFor < STORE_TIMEOUT_MS && this.client.isOpen) {
      let told: () => void = () => undefined;
      const returned = new Promise<void>((resolve) => this.#waiting.add((told = resolve)));
      await within(returned, until - performance.now()).finally(() => this.#waiting.delete(told));
    }
    if (!this.ready) throw new StoreUnavailable("Redis is away.");
  }
}

/** What is asked may still be done after the time is over; whoever asks must be able to ask again (STORE2). */
function within<T>(asked: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StoreUnavailable("Redis did not answer in time.")), Math.max(0, ms));
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
