/** Sessions in Redis: a hash each, beside it its places in lists, its alarm and its audit trail, all written by one script (STORE1). */

import type { RelayId, SessionId } from "../../protocol/ids.ts";
import type { Session, SessionEvent } from "../session/session.ts";
import type { Place } from "./cursor.ts";
import { decodeLine, decodePlace, encodePlace } from "./cursor.ts";
import type { RedisConnection } from "./redis-connection.ts";
import * as keys from "./redis-keys.ts";
import type { ServerClock } from "./server-clock.ts";
import type { CommitOutcome, Page, SessionCommit, SessionQuery, SessionStore, StoredSession } from "./session-store.ts";
import { COMMIT_LATE_MS } from "./session-store.ts";

export class RedisSessions implements SessionStore {
  /** Buckets are looked through in turns, so that a quiet relay asks little. */
  #nextBucket = 0;

  constructor(
    private readonly redis: RedisConnection,
    private readonly clock: ServerClock,
  ) {}

  async load(id: SessionId): ReturnType<SessionStore["load"]> {
    const { version, text, now } = await this.#look(id, "");
    return { stored: storedFrom(version, text), now };
  }

  async loadUnless(id: SessionId, known: number): ReturnType<SessionStore["loadUnless"]> {
    const { version, text, now } = await this.#look(id, String(known));
    return { stored: version === known ? undefined : storedFrom(version, text), now };
  }

  async #look(id: SessionId, known: string): Promise<{ version: number; text: string | null; now: number }> {
    const sent = performance.now();
    const answer = await this.redis.ask((client) => client.loadSession([keys.sessionKey(id)], [known]));
    const [version, text, now] = answer as [number, string | null, number];
    this.clock.read(now, sent);
    return { version, text, now };
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
      String(commit.now),
      String(COMMIT_LATE_MS),
      ...audit.map((event) => JSON.stringify(event)),
    ];
    const names = [keys.sessionKey(sessionId), keys.auditKey(sessionId), keys.dueKey(bucket), keys.commitsKey(sessionId)];
    const sent = performance.now();
    const answer = await this.redis.ask((client) => client.commitSession(names, values));
    const [done, version, now, standing] = answer as [0 | 1 | 2, number, number, string | null];
    this.clock.read(now, sent);
    if (done === 1) return { is: "committed", version, now };
    return done === 2 ? { is: "late", now } : { is: "conflict", current: storedFrom(version, standing), now };
  }

  async list(query: SessionQuery): Promise<Page<StoredSession>> {
    const items: StoredSession[] = [];
    let after = query.cursor === undefined ? undefined : decodePlace(query.cursor);
    for (;;) {
      const places = await this.#placesAfter(after, query);
      const looked = places.slice(0, query.limit);
      const loaded = await Promise.all(looked.map(({ id }) => this.load(id)));
      for (const [index, place] of looked.entries()) {
        after = place;
        const stored = loaded[index]?.stored;
        // Filters combine: the list is by the first one, the rest is looked at here. And what is listed may be gone by now.
        if (stored === null || stored === undefined || !fits(stored, query)) continue;
        items.push(stored);
        if (items.length < query.limit) continue;
        return index + 1 < places.length ? { items, nextCursor: encodePlace(place) } : { items };
      }
      if (places.length <= query.limit) return { items };
    }
  }

  /** The next places in order, one more than fit on a page when there are more. */
  async #placesAfter(after: Place | undefined, query: SessionQuery): Promise<Place[]> {
    const from = Math.max(query.from ?? -Infinity, after?.startsAt ?? -Infinity);
    const min = from === -Infinity ? "-inf" : String(from);
    const max = query.to === undefined ? "+inf" : `(${query.to}`;
    const enough = query.limit + 1;
    const perBucket = Array.from({ length: keys.BUCKETS }, async (_, bucket) => {
      const found: Place[] = [];
      for (let offset = 0; ; offset += enough) {
        const LIMIT = { offset, count: enough };
        const some = await this.redis.ask((client) => client.zRangeByScoreWithScores(keys.queryKey(bucket, query), min, max, { LIMIT }));
        // Sessions of one and the same time as the cursor's are met again: those before it are dropped.
        for (const { value, score } of some) {
          const place = { id: value as SessionId, startsAt: score };
          if (after === undefined || inOrder(after, place) < 0) found.push(place);
        }
        if (some.length < enough || found.length >= enough) return found;
      }
    });
    return (await Promise.all(perBucket)).flat().sort(inOrder).slice(0, enough);
  }

  async audit(id: SessionId, { cursor, limit }: { cursor?: string; limit: number }): Promise<Page<SessionEvent>> {
    const from = decodeLine(cursor);
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

function storedFrom(version: number, text: string | null): StoredSession | null {
  return text === null || text === undefined ? null : { version, session: JSON.parse(text) as Session };
}

function fits({ session }: StoredSession, { hostId }: SessionQuery): boolean {
  return hostId === undefined || session.hosts.some((host) => host.id === hostId);
}

function inOrder(a: Place, b: Place): number {
  return a.startsAt - b.startsAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
