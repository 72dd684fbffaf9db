/** One connection to Redis that never waits longer than a request may (STORE4), and says whether it stands. */

import { createClient, ErrorReply } from "redis";
import { STORE_TIMEOUT_MS } from "../../protocol/limits.ts";
import { SCRIPTS } from "./redis-scripts.ts";
import type { KeeperLog } from "./session-keeper.ts";
import { StoreUnavailable } from "./session-store.ts";

/** Longest pause between two attempts to connect, ms: back to normal within 2 s of Redis's return (STORE4). */
const RECONNECT_CAP_MS = 500;
/** A socket on which nothing came for this long, pings included, is given up, ms. */
const SILENCE_MS = 4_000;
/** Server states in which it answers but cannot serve. */
const PASSING = /^(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|OOM|BUSY|NOREPLICAS|MISCONF)/;

function newClient(url: string) {
  return createClient({
    url,
    RESP: 3,
    scripts: SCRIPTS,
    disableOfflineQueue: true,
    pingInterval: 1_000,
    socket: {
      connectTimeout: STORE_TIMEOUT_MS,
      socketTimeout: SILENCE_MS,
      reconnectStrategy: (retries: number) => Math.min(25 * 2 ** Math.min(retries, 8), RECONNECT_CAP_MS),
    },
  });
}
export type RedisClient = ReturnType<typeof newClient>;

export class RedisConnection {
  readonly client: RedisClient;
  /** The last command was answered. */
  #answering = false;

  private constructor(url: string, log: KeeperLog) {
    this.client = newClient(url);
    let told = false;
    this.client.on("error", (error: unknown) => {
      this.#answering = false;
      // Said once per outage: a reconnect is tried several times a second.
      if (!told) log.warn({ err: error }, "Redis is away.");
      told = true;
    });
    this.client.on("ready", () => {
      told = false;
      this.#answering = true;
    });
  }

  /** Connects; rejects when there is no Redis at the start, for then a setting is wrong. */
  static async open(url: string, log: KeeperLog): Promise<RedisConnection> {
    const connection = new RedisConnection(url, log);
    const connecting = connection.client.connect();
    connecting.catch(() => connection.client.destroy());
    await within(connecting, 5_000);
    return connection;
  }

  get ready(): boolean {
    return this.client.isReady && this.#answering;
  }

  /** Runs `command`; rejects with `StoreUnavailable` when Redis is away, slow, or cannot serve. */
  async ask<T>(command: (client: RedisClient) => Promise<T>): Promise<T> {
    try {
      const answer = await within(command(this.client), STORE_TIMEOUT_MS);
      this.#answering = true;
      return answer;
    } catch (error) {
      if (error instanceof ErrorReply && !PASSING.test(error.message)) throw error;
      this.#answering = false;
      throw new StoreUnavailable("Redis does not answer.", { cause: error });
    }
  }

  async close(): Promise<void> {
    if (this.client.isReady) await within(this.client.close(), STORE_TIMEOUT_MS).catch(() => this.client.destroy());
    else if (this.client.isOpen) this.client.destroy();
  }
}

/** What is asked may still be done after the time is over; whoever asks must be able to ask again (STORE2). */
function within<T>(asked: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StoreUnavailable(`No answer within ${ms} ms.`)), ms);
    asked.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
