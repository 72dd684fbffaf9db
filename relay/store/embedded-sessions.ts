/** Sessions in LMDB: one row each, beside it its places in lists, its alarm and its audit trail, all of one transaction (STORE1). */

import type { Database, RootDatabase } from "lmdb";
import type { RelayId, SessionId } from "../../protocol/ids.ts";
import type { Session, SessionEvent } from "../session/session.ts";
import type { Place } from "./cursor.ts";
import { decodeLine, decodePlace, encodePlace } from "./cursor.ts";
import type { LocalBus } from "./local-bus.ts";
import type { CommitOutcome, Page, SessionCommit, SessionPlaces, SessionQuery, SessionStore, StoredSession } from "./session-store.ts";
import { COMMIT_LATE_MS } from "./session-store.ts";

/** What stands of a session beside its document. */
interface Standing {
  version: number;
  places: SessionPlaces;
  due: number | null;
  /** Lines of the audit trail so far. */
  audited: number;
}
interface Row extends Standing {
  session: Session;
}
/**
 * Sessions and relays whose last commit is known again when repeated (STORE2). In memory: whoever might repeat one is in this process.
 */
const COMMITS_REMEMBERED = 10_000;
/** Sessions whose version is known without a look, and those of which is known what a commit has to replace. */
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
  /**
   * What the last commit wrote, so that the next need not read the document. Kept from within transactions alone, one after the other:
   * what is read outside of them may be older.
   */
  readonly #written = new Map<SessionId, Standing>();
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
      const before = this.#written.get(sessionId) ?? this.#rows.get(sessionId);
      if ((before?.version ?? 0) !== base) return { is: "conflict", current: storedIn(this.#rows.get(sessionId)), now };
      if (Math.abs(now - commit.now) > COMMIT_LATE_MS) return { is: "late", now };
      const version = base + 1;
      const written = commit.session === null ? this.#forget(sessionId, before) : this.#write(commit, commit.session, before, version);
      remember(this.#written, sessionId, written);
      this.#remember(who, { commitId, version });
      return { is: "committed", version, now };
    };
    try {
      const outcome = await this.root.transaction(done);
      if (outcome.is !== "committed") return outcome;
      remember(this.#versions, sessionId, commit.session === null ? undefined : outcome.version);
      await this.root.flushed;
      if (!first) return outcome;
      this.#leased.delete(sessionId);
      this.bus.committed(commit);
      return outcome;
    } catch (error) {
      this.#done.delete(who);
      this.#versions.delete(sessionId);
      this.#written.delete(sessionId);
      throw error;
    }
  }

  #remember(who: string, done: { commitId: string; version: number }): void {
    this.#done.delete(who);
    this.#done.set(who, done);
    const [oldest] = this.#done.keys();
    if (this.#done.size > COMMITS_REMEMBERED && oldest !== undefined) this.#done.delete(oldest);
  }

  /** Of the places only what is another than before is written. */
  #write({ sessionId, places, due, audit }: SessionCommit, session: Session, before: Standing | undefined, version: number): Standing {
    const audited = before?.audited ?? 0;
    audit.forEach((event, index) => this.#audit.putSync([sessionId, audited + index], event));
    const standing: Standing = { version, places, due, audited: audited + audit.length };
    this.#rows.putSync(sessionId, { ...standing, session });
    replace(this.#lists, before === undefined ? [] : listKeys(before.places, sessionId), listKeys(places, sessionId));
    replace(this.#carried, carriedKeys(before, sessionId), carriedKeys(standing, sessionId));
    replace(this.#due, dueKeys(before, sessionId), dueKeys(standing, sessionId));
    return standing;
  }

  #forget(id: SessionId, before: Standing | undefined): undefined {
    this.#rows.removeSync(id);
    for (let line = 0; line < (before?.audited ?? 0); line += 1) this.#audit.removeSync([id, line]);
    replace(this.#lists, before === undefined ? [] : listKeys(before.places, id), []);
    replace(this.#carried, carriedKeys(before, id), []);
    replace(this.#due, dueKeys(before, id), []);
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
    const stored = storedIn(this.#rows.get(id));
    remember(this.#versions, id, stored?.version);
    return stored;
  }
}

function storedIn(row: Row | undefined): StoredSession | null {
  return row === undefined ? null : { version: row.version, session: row.session };
}

/** The newest are remembered. */
function remember<T>(book: Map<SessionId, T>, id: SessionId, value: T | undefined): void {
  book.delete(id);
  if (value === undefined) return;
  book.set(id, value);
  if (book.size <= VERSIONS_REMEMBERED) return;
  const [oldest] = book.keys();
  if (oldest !== undefined) book.delete(oldest);
}

/** A list's key: what it is by, then the start, then the session. */
function listKeys({ tenantId, clientRef, hostIds, startsAt }: SessionPlaces, id: SessionId): (string | number)[][] {
  return [
    [tenantId, "all", startsAt, id],
    ...(clientRef === undefined ? [] : [[tenantId, "client", clientRef, startsAt, id]]),
    ...hostIds.map((hostId) => [tenantId, "host", hostId, startsAt, id]),
  ];
}

function carriedKeys(standing: Standing | undefined, id: SessionId): [RelayId, SessionId][] {
  return standing === undefined ? [] : standing.places.relays.map((relay) => [relay, id]);
}

function dueKeys(standing: Standing | undefined, id: SessionId): [number, SessionId][] {
  return standing === undefined || standing.due === null ? [] : [[standing.due, id]];
}

/** Within a transaction. */
function replace<Key extends (string | number)[]>(index: Database<true, Key>, before: Key[], after: Key[]): void {
  const same = (one: Key, other: Key): boolean => one.every((part, n) => part === other[n]);
  for (const key of before) if (!after.some((each) => same(key, each))) index.removeSync(key);
  for (const key of after) if (!before.some((each) => same(key, each))) index.putSync(key, true);
}

function prefixOf({ tenantId, clientRef, hostId }: SessionQuery): string[] {
  if (clientRef !== undefined) return [tenantId, "client", clientRef];
  if (hostId !== undefined) return [tenantId, "host", hostId];
  return [tenantId, "all"];
}

function fits({ session }: StoredSession, { hostId }: SessionQuery): boolean {
  return hostId === undefined || session.hosts.some((host) => host.id === hostId);
}
