/** The store for many relays: Redis. Every commit is one script, and the time of every answer is the server's (STORE1, STORE6). */

import { DELIVERIES_KEPT, RELAY_LEASE_MS } from "../../protocol/limits.ts";
import type { RelayId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import { RedisBus } from "./redis-bus.ts";
import { RedisConnection } from "./redis-connection.ts";
import * as keys from "./redis-keys.ts";
import { RedisSessions } from "./redis-sessions.ts";
import { ServerClock } from "./server-clock.ts";
import type { KeeperLog } from "./session-keeper.ts";
import type { DeadRelay, DeliveryStore, IdempotencyStore, RelayLeases, SettingsStore, Store } from "./session-store.ts";
import { DEATH_DELAY_MS } from "./session-store.ts";

/** How long the dead are remembered, ms: no relay holds on to a document that still names one of them for that long. */
const DEATH_REMEMBERED_MS = 24 * 60 * 60_000;
const LEASE_TIMES = [RELAY_LEASE_MS, DEATH_DELAY_MS, DEATH_REMEMBERED_MS].map(String);
/** The rate limiter writes to its own connection, for it neither waits nor stops when Redis hangs; so little may pile up there. */
const LIMITER_UNANSWERED = 500;

export async function openRedisStore(settings: { url: string; relayId: RelayId; log: KeeperLog }): Promise<Store> {
  const opened: RedisConnection[] = [];
  const connect = async (unanswered?: number): Promise<RedisConnection> => {
    const { url, log } = settings;
    const connection = await RedisConnection.open({ url, log, ...(unanswered === undefined ? {} : { unanswered }) });
    opened.push(connection);
    return connection;
  };
  const close = async (): Promise<void> => {
    for (const connection of opened.splice(0).reverse()) await connection.close();
  };
  try {
    const connection = await connect();
    const bus = await RedisBus.open(connection, await connect(), settings);
    const limiter = await connect(LIMITER_UNANSWERED);
    return await assemble(connection, bus, limiter, settings.relayId, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function assemble(
  connection: RedisConnection,
  bus: RedisBus,
  limiter: RedisConnection,
  relayId: RelayId,
  close: () => Promise<void>,
): Promise<Store> {
  const clock = new ServerClock();
  const leases = new RedisLeases(connection, clock);
  // Also the clock's first reading.
  await leases.renew(relayId);
  const sessions = new RedisSessions(connection, clock);
  return {
    sessions,
    idempotency: new RedisAnswers(connection),
    settings: new RedisSettings(connection),
    deliveries: new RedisDeliveries(connection),
    leases,
    bus,
    redisClient: limiter.client,
    counts: null,
    close,
  };
}

class RedisLeases implements RelayLeases {
  readonly #dead = new Map<RelayId, number>();
  readonly #buried = new Set<RelayId>();

  constructor(
    private readonly redis: RedisConnection,
    private readonly clock: ServerClock,
  ) {}

  async renew(relay: RelayId): Promise<boolean> {
    const sent = performance.now();
    const answer = await this.redis.ask((client) => client.renewLease([keys.LEASES, keys.DEAD, keys.RENEWED], [relay, ...LEASE_TIMES]));
    const [alive, now, ...dead] = (answer as unknown[]).flat() as [number, number, ...(string | number)[]];
    this.clock.read(now, sent);
    this.#dead.clear();
    for (let index = 0; index + 1 < dead.length; index += 2) this.#dead.set(dead[index] as RelayId, Number(dead[index + 1]));
    return alive === 1;
  }

  async release(relay: RelayId): Promise<void> {
    await this.redis.ask((client) => client.releaseLease([keys.LEASES, keys.DEAD], [relay]));
  }

  dead(): Promise<DeadRelay[]> {
    return Promise.resolve([...this.#dead].filter(([relay]) => !this.#buried.has(relay)).map(([relay, since]) => ({ relay, since })));
  }

  deadSince(relay: RelayId): number | undefined {
    return this.#dead.get(relay);
  }

  /** Each relay sees to it once: a tick that finds nothing to do costs a load. */
  bury(relay: RelayId): Promise<void> {
    this.#buried.add(relay);
    return Promise.resolve();
  }
}

class RedisSettings implements SettingsStore {
  constructor(private readonly redis: RedisConnection) {}

  get(tenantId: string, name: string): Promise<string | null> {
    return this.redis.ask((client) => client.hGet(keys.settingsKey(tenantId), name));
  }

  async set(tenantId: string, name: string, text: string): Promise<void> {
    await this.redis.ask((client) => client.hSet(keys.settingsKey(tenantId), name, text));
  }
}

class RedisDeliveries implements DeliveryStore {
  constructor(private readonly redis: RedisConnection) {}

  async add(tenantId: string, text: string): Promise<void> {
    const key = keys.deliveriesKey(tenantId);
    await this.redis.ask((client) =>
      client
        .multi()
        .lPush(key, text)
        .lTrim(key, 0, DELIVERIES_KEPT - 1)
        .exec(),
    );
  }

  newest(tenantId: string): Promise<string[]> {
    return this.redis.ask((client) => client.lRange(keys.deliveriesKey(tenantId), 0, -1));
  }
}

class RedisAnswers implements IdempotencyStore {
  constructor(private readonly redis: RedisConnection) {}

  async claim(key: string, fingerprint: string, ttlMs: number): ReturnType<IdempotencyStore["claim"]> {
    const claimer = newId("req");
    const answer = await this.redis.ask((client) => client.claimAnswer([keys.answerKey(key)], [fingerprint, String(ttlMs), claimer]));
    const [first, known, given] = answer as [0 | 1, string, string | null];
    if (first === 1) return { is: "first" };
    return given === null || given === undefined
      ? { is: "pending", fingerprint: known }
      : { is: "done", fingerprint: known, answer: given };
  }

  async settle(key: string, answer: string, ttlMs: number): Promise<void> {
    await this.redis.ask((client) => client.multi().hSet(keys.answerKey(key), "a", answer).pExpire(keys.answerKey(key), ttlMs).exec());
  }

  async release(key: string): Promise<void> {
    await this.redis.ask((client) => client.del(keys.answerKey(key)));
  }
}
