/** The store for many relays: Redis. Every commit is one script, and the time of every answer is the server's (STORE1, STORE6). */

import { RELAY_LEASE_MS } from "../../protocol/limits.ts";
import type { RelayId, SessionId } from "../../protocol/ids.ts";
import type { Session, SessionEvent } from "../session/session.ts";
import { RedisBus } from "./redis-bus.ts";
import { RedisConnection } from "./redis-connection.ts";
import * as keys from "./redis-keys.ts";
import type { KeeperLog } from "./session-keeper.ts";
import type {
  CommitOutcome,
  IdempotencyStore,
  Page,
  RelayLeases,
  SessionCommit,
  SessionQuery,
  SessionStore,
  SettingsStore,
  Store,
  StoredSession,
} from "./session-store.ts";

export async function openRedisStore(settings: { url: string; relayId: RelayId; log: KeeperLog }): Promise<Store> {
  const connection = await RedisConnection.open(settings.url, settings.log);
  const clock = new ServerClock();
  const bus = await RedisBus.open(connection, settings);
  const sessions = new RedisSessions(connection, clock);
  const leases = new RedisLeases(connection, clock);
  await leases.renew(settings.relayId);
  return {
    sessions,
    idempotency: new RedisAnswers(connection),
    settings: new RedisSettings(connection),
    leases,
    bus,
    redisClient: connection.client,
    async close() {
      await bus.close();
      await connection.close();
    },
  };
}

/** The server's time, carried on by this process's monotonic clock: a relay's own clock is never asked (STORE6). */
class ServerClock {
  #offset = 0;
  #uncertainty = Infinity;

  /** `sent`: `performance.now()` before the request left. The tighter the round trip, the better the reading; old readings fade. */
  read(serverNow: number, sent: number): void {
    const received = performance.now();
    const uncertainty = received - sent;
    this.#uncertainty += 0.01;
    if (uncertainty > this.#uncertainty) return;
    this.#uncertainty = uncertainty;
    this.#offset = serverNow - (sent + received) / 2;
  }

  now(): number {
    return Math.round(performance.now() + this.#offset);
  }
}

class RedisSessions implements SessionStore {
  /** Buckets are looked through in turns, so that a quiet relay asks little. */
  #nextBucket = 0;

  constructor(
    private readonly redis: RedisConnection,
    private readonly clock: ServerClock,
  ) {}

  async load(id: SessionId): ReturnType<SessionStore["load"]> {
    const sent = performance.now();
    const [version, text, now] = (await this.redis.ask((client) => client.loadSession([keys.sessionKey(id)], []))) as [
      number,
      string | null,
      number,
    ];
    this.clock.read(now, sent);
    return { stored: text === null ? null : { version, session: JSON.parse(text) as Session }, now };
  }

  async loadUnless(id: SessionId, version: number): ReturnType<SessionStore["loadUnless"]> {
    const sent = performance.now();
    const [standing, text, now] = (await this.redis.ask((client) => client.loadSession([keys.sessionKey(id)], [String(version)]))) as [
      number,
      string | null,
      number,
    ];
    this.clock.read(now, sent);
    if (standing === version) return { stored: undefined, now };
    return { stored: text === null ? null : { version: standing, session: JSON.parse(text) as Session }, now };
  }

  async commit(commit: SessionCommit): Promise<CommitOutcome> {
    const { sessionId, base, commitId, relayId, session, places, due, audit, touchesHosts } = commit;
    const bucket = keys.bucketOf(sessionId);
    const values = [
      String(base),
      commitId,
      sessionId,
      relayId,
      session === null ? "" : JSON.stringify(session),
      due === null ? "" : String(due),
      String(places.startsAt),
      JSON.stringify(keys.listKeys(sessionId, places)),
      JSON.stringify(places.relays.map((relay) => keys.carriedKey(bucket, relay))),
      keys.sessionChannel(sessionId),
      JSON.stringify(touchesHosts.map((hostId) => keys.hostChannel(places.tenantId, hostId))),
      ...audit.map((event) => JSON.stringify(event)),
    ];
    const names = [keys.sessionKey(sessionId), keys.auditKey(sessionId), keys.dueKey(bucket)];
    const sent = performance.now();
    const answer = (await this.redis.ask((client) => client.commitSession(names, values))) as [0 | 1, number, number, string | null];
    const [done, version, now, standing] = answer;
    this.clock.read(now, sent);
    if (done === 1) return { is: "committed", version, now };
    return { is: "conflict", current: standing ? { version, session: JSON.parse(standing) as Session } : null, now };
  }

  async list(query: SessionQuery): Promise<Page<StoredSession>> {
    const after = decodeCursor(query.cursor);
    const from = Math.max(query.from ?? -Infinity, after?.startsAt ?? -Infinity);
    const min = from === -Infinity ? "-inf" : String(from);
    const max = query.to === undefined ? "+inf" : `(${query.to}`;
    // A page may start amid sessions of one and the same time: those before the cursor are asked for too, and dropped.
    const perBucket = await Promise.all(
      Array.from({ length: keys.BUCKETS }, (_, bucket) =>
        this.redis.ask((client) => client.zRangeByScoreWithScores(keys.queryKey(bucket, query), min, max)),
      ),
    );
    const places = perBucket
      .flat()
      .map(({ value, score }) => ({ id: value as SessionId, startsAt: score }))
      .sort((a, b) => a.startsAt - b.startsAt || (a.id < b.id ? -1 : 1))
      .filter(({ id, startsAt }) => after === undefined || startsAt > after.startsAt || (startsAt === after.startsAt && id > after.id));
    const items: StoredSession[] = [];
    for (let index = 0; index < places.length; index += query.limit) {
      const chunk = places.slice(index, index + query.limit);
      const loaded = await Promise.all(chunk.map(({ id }) => this.load(id)));
      for (const [offset, { stored }] of loaded.entries()) {
        const place = chunk[offset];
        if (stored === null || place === undefined || !isAnswer(stored, query)) continue;
        items.push(stored);
        if (items.length < query.limit) continue;
        return index + offset + 1 < places.length ? { items, nextCursor: encodeCursor(place) } : { items };
      }
    }
    return { items };
  }

  async audit(id: SessionId, { cursor, limit }: { cursor?: string; limit: number }): Promise<Page<SessionEvent>> {
    const from = Math.max(0, Number(cursor ?? 0) || 0);
    const lines = await this.redis.ask((client) => client.lRange(keys.auditKey(id), from, from + limit));
    const items = lines.slice(0, limit).map((line) => JSON.parse(line) as SessionEvent);
    return lines.length > limit ? { items, nextCursor: String(from + limit) } : { items };
  }

  async takeDue(_now: number, leaseMs: number, limit: number): Promise<SessionId[]> {
    const buckets = Array.from({ length: keys.BUCKETS / 4 }, (_, index) => (this.#nextBucket + index) % keys.BUCKETS);
    this.#nextBucket = (this.#nextBucket + buckets.length) % keys.BUCKETS;
    const taken = await Promise.all(
      buckets.map((bucket) => this.redis.ask((client) => client.takeDue([keys.dueKey(bucket)], [String(leaseMs), String(limit)]))),
    );
    return (taken as SessionId[][]).flat();
  }

  async carriedBy(relay: RelayId): Promise<SessionId[]> {
    const carried = await Promise.all(
      Array.from({ length: keys.BUCKETS }, (_, bucket) => this.redis.ask((client) => client.sMembers(keys.carriedKey(bucket, relay)))),
    );
    return carried.flatMap((ids) => [...ids]) as SessionId[];
  }

  now(): number {
    return this.clock.now();
  }

  ready(): boolean {
    return this.redis.ready;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
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
    const answer = await this.redis.ask((client) => client.renewLease([keys.LEASES, keys.DEAD], [relay, String(RELAY_LEASE_MS)]));
    const [alive, now, ...dead] = (answer as unknown[]).flat() as [number, number, ...(string | number)[]];
    this.clock.read(now, sent);
    this.#dead.clear();
    for (let index = 0; index + 1 < dead.length; index += 2) this.#dead.set(dead[index] as RelayId, Number(dead[index + 1]));
    return alive === 1;
  }

  async release(relay: RelayId): Promise<void> {
    const now = this.clock.now();
    // Dead from this moment on, and for good: what it carried is lost since now, not since the lease would have ended.
    await this.redis.ask((client) => client.zAdd(keys.LEASES, { score: now, value: relay }));
  }

  dead(): Promise<{ relay: RelayId; since: number }[]> {
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

class RedisAnswers implements IdempotencyStore {
  constructor(private readonly redis: RedisConnection) {}

  async claim(key: string, fingerprint: string, ttlMs: number): ReturnType<IdempotencyStore["claim"]> {
    const answer = await this.redis.ask((client) => client.claimAnswer([keys.answerKey(key)], [fingerprint, String(ttlMs)]));
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

function isAnswer({ session }: StoredSession, { hostId }: SessionQuery): boolean {
  return hostId === undefined || session.hosts.some((host) => host.id === hostId);
}

interface Place {
  startsAt: number;
  id: SessionId;
}

function encodeCursor({ startsAt, id }: Place): string {
  return Buffer.from(JSON.stringify([startsAt, id])).toString("base64url");
}

/** A cursor that is not one of ours starts at the beginning. */
function decodeCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  try {
    const [startsAt, id] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as unknown[];
    return typeof startsAt === "number" && typeof id === "string" ? { startsAt, id: id as SessionId } : undefined;
  } catch {
    return undefined;
  }
}
