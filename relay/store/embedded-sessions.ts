/** Sessions in LMDB: one row each, beside it its places in lists, its alarm and its audit trail, all of one transaction (STORE1). */

import type { Database, RootDatabase } from "lmdb";
import type { RelayId, SessionId } from "../../protocol/ids.ts";
import type { SessionEvent } from "../session/session.ts";
import type { LocalBus } from "./local-bus.ts";
import type { CommitOutcome, Page, SessionCommit, SessionPlaces, SessionQuery, SessionStore, StoredSession } from "./session-store.ts";

interface Row extends StoredSession {
  places: SessionPlaces;
  due: number | null;
  /** The latest commits, so that one repeated is known again (STORE2). */
  commits: string[];
  /** Lines of the audit trail so far. */
  audited: number;
}
/** Commits of one session that are known again when repeated (STORE2). */
const COMMITS_REMEMBERED = 16;

export class EmbeddedSessions implements SessionStore {
  readonly #rows: Database<Row, SessionId>;
  /** [tenant, startsAt, id]; [tenant, "c", clientRef, …] and [tenant, "h", hostId, …] likewise. */
  readonly #lists: Database<true, (string | number)[]>;
  readonly #due: Database<true, [number, SessionId]>;
  readonly #audit: Database<SessionEvent, [SessionId, number]>;
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
  }

  load(id: SessionId): ReturnType<SessionStore["load"]> {
    return Promise.resolve({ stored: this.#stored(id), now: this.now() });
  }

  loadUnless(id: SessionId, version: number): ReturnType<SessionStore["loadUnless"]> {
    const stored = this.#stored(id);
    return Promise.resolve({ stored: (stored?.version ?? 0) === version ? undefined : stored, now: this.now() });
  }

  async commit(commit: SessionCommit): Promise<CommitOutcome> {
    const outcome = await this.root.transaction((): CommitOutcome & { repeated?: boolean } => {
      const row = this.#rows.get(commit.sessionId);
      const now = this.now();
      if (row?.commits.includes(commit.commitId)) return { is: "committed", version: row.version, now, repeated: true };
      if ((row?.version ?? 0) !== commit.base) {
        return { is: "conflict", current: row === undefined ? null : { version: row.version, session: row.session }, now };
      }
      const version = commit.base + 1;
      this.#leave(row, commit.sessionId);
      if (commit.session === null) this.#forget(commit.sessionId, row);
      else this.#write(commit, row, version);
      return { is: "committed", version, now };
    });
    if (outcome.is === "committed" && outcome.repeated !== true) {
      await this.root.flushed;
      this.#leased.delete(commit.sessionId);
      this.bus.committed(commit);
    }
    return outcome;
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
      commits: [...(row?.commits ?? []), commit.commitId].slice(-COMMITS_REMEMBERED),
      audited: audited + audit.length,
    });
    for (const key of keysOf(places, sessionId)) this.#lists.putSync(key, true);
    if (due !== null) this.#due.putSync([due, sessionId], true);
  }

  #leave(row: Row | undefined, id: SessionId): void {
    if (row === undefined) return;
    for (const key of keysOf(row.places, id)) this.#lists.removeSync(key);
    if (row.due !== null) this.#due.removeSync([row.due, id]);
  }

  #forget(id: SessionId, row: Row | undefined): void {
    this.#rows.removeSync(id);
    for (let line = 0; line < (row?.audited ?? 0); line += 1) this.#audit.removeSync([id, line]);
  }

  list(query: SessionQuery): Promise<Page<StoredSession>> {
    const prefix = prefixOf(query);
    const start = query.cursor === undefined ? [...prefix, query.from ?? -Infinity] : decodeCursor(query.cursor, prefix);
    const end = [...prefix, query.to ?? Infinity];
    const items: StoredSession[] = [];
    let last: (string | number)[] | undefined;
    for (const key of this.#lists.getKeys({ start, end })) {
      if (query.cursor !== undefined && String(key) === String(start)) continue;
      if (items.length === query.limit) return Promise.resolve({ items, nextCursor: encodeCursor(last ?? []) });
      const stored = this.#stored(key.at(-1) as SessionId);
      // Filters combine: the list is by the first one, the rest is looked at here.
      if (stored !== null && fits(stored, query)) items.push(stored);
      last = key;
    }
    return Promise.resolve({ items });
  }

  audit(id: SessionId, { cursor, limit }: { cursor?: string; limit: number }): Promise<Page<SessionEvent>> {
    const from = cursor === undefined ? 0 : Number(cursor) || 0;
    const items: SessionEvent[] = [];
    for (const { value } of this.#audit.getRange({ start: [id, from], end: [id, Infinity], limit: limit + 1 })) items.push(value);
    return Promise.resolve(items.length > limit ? { items: items.slice(0, limit), nextCursor: String(from + limit) } : { items });
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

  /** The only relay is this one: whatever an earlier process carried, it carries no more. */
  carriedBy(relay: RelayId): Promise<SessionId[]> {
    const ids: SessionId[] = [];
    for (const { key, value } of this.#rows.getRange()) if (value.places.relays.includes(relay)) ids.push(key);
    return Promise.resolve(ids);
  }

  /** Relays named by any document: at the start all of them but this one are dead (SEAT7). */
  relaysNamed(): RelayId[] {
    const relays = new Set<RelayId>();
    for (const { value } of this.#rows.getRange()) for (const relay of value.places.relays) relays.add(relay);
    return [...relays];
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
    return row === undefined ? null : { version: row.version, session: row.session };
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

function encodeCursor(key: (string | number)[]): string {
  return Buffer.from(JSON.stringify(key.slice(-2))).toString("base64url");
}

/** A cursor that is not one of ours starts at the beginning. */
function decodeCursor(cursor: string, prefix: string[]): (string | number)[] {
  try {
    const [startsAt, id] = JSON.parse(Buffer.from(cursor, "base64url").toString()) as unknown[];
    if (typeof startsAt === "number" && typeof id === "string") return [...prefix, startsAt, id];
  } catch {
    return [...prefix, -Infinity];
  }
  return [...prefix, -Infinity];
}
