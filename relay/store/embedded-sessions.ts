/** Sessions in LMDB: one row each, beside it its places in lists, its alarm and its audit trail, all of one transaction (STORE1). */

import type { Database, RootDatabase } from "lmdb";
import type { RelayId, SessionId } from "../../protocol/ids.ts";
import type { SessionEvent } from "../session/session.ts";
import type { Place } from "./cursor.ts";
import { decodeLine, decodePlace, encodePlace } from "./cursor.ts";
import type { LocalBus } from "./local-bus.ts";
import type { CommitOutcome, Page, SessionCommit, SessionPlaces, SessionQuery, SessionStore, StoredSession } from "./session-store.ts";
import { COMMIT_LATE_MS } from "./session-store.ts";

interface Row extends StoredSession {
  places: SessionPlaces;
  due: number | null;
  /** Lines of the audit trail so far. */
  audited: number;
}
/**
 * Sessions and relays whose last commit is known again when repeated (STORE2). In memory: whoever might repeat one is in this process.
 */
const COMMITS_REMEMBERED = 10_000;
/** Sessions whose version is known without a look. */
const VERSIONS_REMEMBERED = 10_000;

export class EmbeddedSessions implements SessionStore {
  readonly #rows: Database<Row, SessionId>;
  /** [tenant, startsAt, id]; [tenant, "c", clientRef, …] and [tenant, "h", hostId, …] likewise. */
  readonly #lists: Database<true, (string | number)[]>;
  readonly #due: Database<true, [number, SessionId]>;
  readonly #audit: Database<SessionEvent, [SessionId, number]>;
  readonly #carried: Database<true, [RelayId, SessionId]>;
  readonly #done = new Map<string, { commitId: string; version: number }>();
  /** The versions that stand: this process alone writes, so a look need not read a document to tell that it is still the same. */
  readonly #versions = new Map<SessionId, number>();
  #leased = new Map<SessionId, number>();
  #open = true;

  constructor(
    private readonly root: RootDatabase,
    private readonly bus: LocalBus,
  ) {
    this.#rows = root.openDB({ name: "sessions", encoding: "json" });
    this.#lists = root.openDB({ name: "lists" });
    this.#due = root.openDB({ name: "due" });
    this.#audit = root.openDB({ name: "audit", encoding: "json" });
    this.#carried = root.openDB({ name: "carried" });
  }

  load(id: SessionId): ReturnType<SessionStore["load"]> {
    return Promise.resolve({ stored: this.#stored(id), now: this.now() });
  }

  loadUnless(id: SessionId, version: number): ReturnType<SessionStore["loadUnless"]> {
    if (version > 0 && this.#versions.get(id) === version) return Promise.resolve({ stored: undefined, now: this.now() });
    const stored = this.#stored(id);
    return Promise.resolve({ stored: (stored?.version ?? 0) === version ? undefined : stored, now: this.now() });
  }

  async commit(commit: SessionCommit): Promise<CommitOutcome> {
    const { sessionId, commitId, relayId, base } = commit;
    const who = `${relayId} ${sessionId}`;
    let first = true;
    const done = (): CommitOutcome => {
      const now = this.now();
      const last = this.#done.get(who);
      first = last?.commitId !== commitId;
      if (last?.commitId === commitId) return { is: "committed", version: last.version, now };
      const row = this.#rows.get(sessionId);
      if ((row?.version ?? 0) !== base) {
        return { is: "conflict", current: row === undefined ? null : { version: row.version, session: row.session }, now };
      }
      if (Math.abs(now - commit.now) > COMMIT_LATE_MS) return { is: "late", now };
      const version = base + 1;
      this.#leave(row, sessionId);
      if (commit.session === null) this.#forget(sessionId, row);
      else this.#write(commit, row, version);
      this.#remember(who, { commitId, version });
      return { is: "committed", version, now };
    };
    try {
      const outcome = await this.root.transaction(done);
      if (outcome.is !== "committed") return outcome;
      this.#stands(sessionId, commit.session === null ? undefined : outcome.version);
      await this.root.flushed;
      if (!first) return outcome;
      this.#leased.delete(sessionId);
      this.bus.committed(commit);
      return outcome;
    } catch (error) {
      this.#done.delete(who);
      this.#versions.delete(sessionId);
      throw error;
    }
  }

  #remember(who: string, done: { commitId: string; version: number }): void {
    this.#done.delete(who);
    this.#done.set(who, done);
    const [oldest] = this.#done.keys();
    if (this.#done.size > COMMITS_REMEMBERED && oldest !== undefined) this.#done.delete(oldest);
  }

  #write(commit: SessionCommit, row: Row | undefined, version: number): void {
    const { sessionId, places, due, audit, session } = commit;
    if (session === null) return;
    const audited = row?.audited ?? 0;
    audit.forEach((event, index) => this.#audit.putSync([sessionId, audited + index], event));
    this.#rows.putSync(sessionId, {
      version,
      session,
      places,
      due,
      audited: audited + audit.length,
    });
    for (const key of keysOf(places, sessionId)) this.#lists.putSync(key, true);
    for (const relay of places.relays) this.#carried.putSync([relay, sessionId], true);
    if (due !== null) this.#due.putSync([due, sessionId], true);
  }

  #leave(row: Row | undefined, id: SessionId): void {
    if (row === undefined) return;
    for (const key of keysOf(row.places, id)) this.#lists.removeSync(key);
    for (const relay of row.places.relays) this.#carried.removeSync([relay, id]);
    if (row.due !== null) this.#due.removeSync([row.due, id]);
  }

  #forget(id: SessionId, row: Row | undefined): void {
    this.#rows.removeSync(id);
    for (let line = 0; line < (row?.audited ?? 0); line += 1) this.#audit.removeSync([id, line]);
  }

  async list(query: SessionQuery): Promise<Page<StoredSession>> {
    const prefix = prefixOf(query);
    const after = query.cursor === undefined ? undefined : decodePlace(query.cursor);
    const start = after === undefined ? [...prefix, query.from ?? -Infinity] : [...prefix, after.startsAt, after.id];
    const end = [...prefix, query.to ?? Infinity];
    const items: StoredSession[] = [];
    let last: Place | undefined;
    for (const key of this.#lists.getKeys({ start, end })) {
      const [startsAt, id] = key.slice(-2) as [number, SessionId];
      if (startsAt === after?.startsAt && id === after.id) continue;
      if (items.length === query.limit && last !== undefined) return { items, nextCursor: encodePlace(last) };
      const stored = this.#stored(id);
      // Filters combine: the list is by the first one, the rest is looked at here.
      if (stored !== null && fits(stored, query)) items.push(stored);
      last = { startsAt, id };
    }
    return { items };
  }

  async audit(id: SessionId, { cursor, limit }: { cursor?: string; limit: number }): Promise<Page<SessionEvent>> {
    const from = decodeLine(cursor);
    const items: SessionEvent[] = [];
    for (const { value } of this.#audit.getRange({ start: [id, from], end: [id, Infinity], limit: limit + 1 })) items.push(value);
    return items.length > limit ? { items: items.slice(0, limit), nextCursor: String(from + limit) } : { items };
  }

  takeDue(now: number, leaseMs: number, limit: number): Promise<SessionId[]> {
    const taken: SessionId[] = [];
    for (const [, id] of this.#due.getKeys({ start: [0, "ses_"], end: [now + 1, "ses_"] })) {
      if ((this.#leased.get(id) ?? 0) > now) continue;
      this.#leased.set(id, now + leaseMs);
      taken.push(id);
      if (taken.length === limit) break;
    }
    return Promise.resolve(taken);
  }

  carriedBy(relay: RelayId): Promise<SessionId[]> {
    const keys = this.#carried.getKeys({ start: [relay, "ses_"], end: [relay, "ses`"] });
    return Promise.resolve([...keys].map(([, id]) => id));
  }

  /** Relays named by any document: at the start all of them but this one are dead (SEAT7). */
  relaysNamed(): RelayId[] {
    return [...new Set([...this.#carried.getKeys()].map(([relay]) => relay))];
  }

  now(): number {
    return Date.now();
  }

  ready(): boolean {
    return this.#open;
  }

  close(): Promise<void> {
    this.#open = false;
    return Promise.resolve();
  }

  #stored(id: SessionId): StoredSession | null {
    const row = this.#rows.get(id);
    this.#stands(id, row?.version);
    return row === undefined ? null : { version: row.version, session: row.session };
  }

  #stands(id: SessionId, version: number | undefined): void {
    this.#versions.delete(id);
    if (version === undefined) return;
    this.#versions.set(id, version);
    const [oldest] = this.#versions.keys();
    if (this.#versions.size > VERSIONS_REMEMBERED && oldest !== undefined) this.#versions.delete(oldest);
  }
}

/** A list's key: what it is by, then the start, then the session. */
function keysOf(places: SessionPlaces, id: SessionId): (string | number)[][] {
  const { tenantId, clientRef, hostIds, startsAt } = places;
  return [
    [tenantId, "all", startsAt, id],
    ...(clientRef === undefined ? [] : [[tenantId, "client", clientRef, startsAt, id]]),
    ...hostIds.map((hostId) => [tenantId, "host", hostId, startsAt, id]),
  ];
}

function prefixOf({ tenantId, clientRef, hostId }: SessionQuery): string[] {
  if (clientRef !== undefined) return [tenantId, "client", clientRef];
  if (hostId !== undefined) return [tenantId, "host", hostId];
  return [tenantId, "all"];
}

function fits({ session }: StoredSession, { hostId }: SessionQuery): boolean {
  return hostId === undefined || session.hosts.some((host) => host.id === hostId);
}
