/**
 * What a store must do; `embedded-store.ts` (LMDB) and `redis-store.ts` do it and pass one contract suite (`test/contract/`).
 * One document, one commit: everything that a decision changes is written in one atomic step or not at all (SPEC STORE1).
 */

import type { RelayId, SessionId } from "../../protocol/ids.ts";
import type { Session, SessionEvent } from "../session/session.ts";

export interface StoredSession {
  /** 1 for the first commit, then one more with each. */
  version: number;
  session: Session;
}

/** Where a session is found besides its id. Recomputed from the document at every commit; the store replaces the old places. */
export interface SessionPlaces {
  tenantId: string;
  clientRef?: string;
  hostIds: string[];
  /** ms; the lists are ordered by it. */
  startsAt: number;
  /** Relays that hold a connection of this session, or are sending something of it (SEAT7, MAIL2). */
  relays: RelayId[];
}

export interface SessionCommit {
  sessionId: SessionId;
  /** The version this was decided on; 0: there must be none. */
  base: number;
  /** Unique per attempted decision batch, kept over retries: a commit that did happen is answered as such again (STORE2). */
  commitId: string;
  relayId: RelayId;
  /** The moment it was decided at, ms on the store's clock (STORE6). */
  now: number;
  /** `null` deletes the document, its places and its audit trail. */
  session: Session | null;
  places: SessionPlaces;
  /** Appended to the session's audit trail. */
  audit: SessionEvent[];
  /** When the session next wants attention, ms; null: never. */
  due: number | null;
  /** Host ids whose waiting lists or session lists this commit changes; their watchers are told. */
  touchesHosts: string[];
}

export type CommitOutcome =
  | { is: "committed"; version: number; now: number }
  /** Somebody else committed first. `current` is what stands (null: deleted or never there). */
  | { is: "conflict"; current: StoredSession | null; now: number }
  /**
   * It reached the store over a second after it was decided, as one does that waited in a dead connection's buffer: not done, and never will
   * be. To be decided anew.
   */
  | { is: "late"; now: number };

/** How far a commit's `now` may be from the store's clock, ms. */
export const COMMIT_LATE_MS = 1_000;

/** The store did not answer within `STORE_TIMEOUT_MS` or is away. The command may be tried again by the caller's caller. */
export class StoreUnavailable extends Error {
  override name = "StoreUnavailable";
}

/** A cursor that no page gave. */
export class UnknownCursor extends Error {
  override name = "UnknownCursor";
}

export interface SessionQuery {
  tenantId: string;
  clientRef?: string;
  hostId?: string;
  /** ms, inclusive, by `startsAt`. */
  from?: number;
  /** ms, exclusive. */
  to?: number;
  /** Opaque, from the page before. */
  cursor?: string;
  limit: number;
}

export interface Page<T> {
  items: T[];
  nextCursor?: string;
}

export interface SessionStore {
  /** The document, or null. Rejects with `StoreUnavailable`. */
  load(id: SessionId): Promise<{ stored: StoredSession | null; now: number }>;
  /** The same, but `undefined` when `version` still stands (0: there is none): a look that carries no document. */
  loadUnless(id: SessionId, version: number): Promise<{ stored: StoredSession | null | undefined; now: number }>;
  /** One atomic step. Safe to repeat with the same `commitId`. Rejects with `StoreUnavailable` when the answer is unknown. */
  commit(commit: SessionCommit): Promise<CommitOutcome>;
  /** Sessions by start time. Both lists reject with `UnknownCursor`. */
  list(query: SessionQuery): Promise<Page<StoredSession>>;
  audit(id: SessionId, page: { cursor?: string; limit: number }): Promise<Page<SessionEvent>>;
  /** Sessions whose due time has come, held back from every relay for `leaseMs`; the next commit sets a new due time. */
  takeDue(now: number, leaseMs: number, limit: number): Promise<SessionId[]>;
  /** Sessions in which `relay` holds connections, or is sending something. */
  carriedBy(relay: RelayId): Promise<SessionId[]>;
  /** The store's clock, ms: for Redis the server's time, kept as an offset to this process's monotonic clock. */
  now(): number;
  /** Whether the store answered lately; `/readyz` asks. */
  ready(): boolean;
  close(): Promise<void>;
}

export type IdempotencyClaim =
  | { is: "first" }
  | { is: "pending"; fingerprint: string }
  | { is: "done"; fingerprint: string; answer: string };

/** Answers to repeated POSTs with an `Idempotency-Key`, per tenant (draft-ietf-httpapi-idempotency-key-header). */
export interface IdempotencyStore {
  /**
   * Claims `key`, or tells what the first call was answered (`pending` while it still runs). `fingerprint` is a hash of the request.
   * A claim that is neither settled nor released is free again after `ttlMs`.
   */
  claim(key: string, fingerprint: string, ttlMs: number): Promise<IdempotencyClaim>;
  settle(key: string, answer: string, ttlMs: number): Promise<void>;
  release(key: string): Promise<void>;
}

export interface DeadRelay {
  relay: RelayId;
  /** When its lease ended, ms on the store's clock. */
  since: number;
}

/**
 * A relay whose lease ended is declared dead this long after, ms: by then every commit it decided within its lease has reached the store
 * or is refused as late.
 */
export const DEATH_DELAY_MS = 2 * COMMIT_LATE_MS;

/** Liveness of relay incarnations (SEAT7): death is final. */
export interface RelayLeases {
  /** Renews this relay's lease; false: it was declared dead and must start anew under another id. */
  renew(relay: RelayId): Promise<boolean>;
  /** Gives the lease up at a clean stop: dead from now on, so that whatever it still seemed to hold is let go by the others. */
  release(relay: RelayId): Promise<void>;
  /** Dead relays whose sessions still need a tick, with the moment their lease ended. */
  dead(): Promise<DeadRelay[]>;
  /** When `relay`'s lease ended, ms; undefined while it lives, as far as is known here. */
  deadSince(relay: RelayId): number | undefined;
  /** All sessions of a dead relay were ticked; it is remembered as dead but not listed any more. */
  bury(relay: RelayId): Promise<void>;
}

export interface SessionChange {
  version: number;
  stored: StoredSession | null | undefined;
}

/** What travels between relays: never through a third place, only to those concerned (design, pillar 4). */
export interface RelayBus {
  /**
   * Told of every version of a session that another relay commits. `stored: null`: deleted. `undefined` stored: look yourself.
   * What this relay commits it knows; it is not told. Resolves once nothing can be missed any more; rejects with `StoreUnavailable`.
   */
  watchSession(id: SessionId, told: (change: SessionChange) => void): Promise<() => Promise<void>>;
  /** Told whenever something a host's lists show has changed, by any relay and by this one. */
  watchHost(tenantId: string, hostId: string, told: (sessionId: SessionId) => void): Promise<() => Promise<void>>;
  /** To the relay that carries someone; gathered per tick. Lost if that relay is gone (signals are repeated by the peers). */
  send(relay: RelayId, message: unknown): void;
  /** Messages sent to this relay. */
  receive(told: (message: unknown) => void): void;
  /** Called when the bus lost its connection (then nothing held is known to be fresh) and when it is back, listening to all again. */
  onFreshness(told: (fresh: boolean) => void): void;
  /** Whether nothing goes by unheard now. */
  fresh(): boolean;
}

/** Where the store's parts complain; a pino logger fits. */
export interface StoreLog {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/** What a tenant has set up besides its sessions: small documents by name, e.g. its default message. */
export interface SettingsStore {
  /** The text stored under `name`, or null. */
  get(tenantId: string, name: string): Promise<string | null>;
  set(tenantId: string, name: string, text: string): Promise<void>;
}

/** What became of a tenant's webhooks: the last `DELIVERIES_KEPT` attempts. */
export interface DeliveryStore {
  add(tenantId: string, text: string): Promise<void>;
  /** Newest first. */
  newest(tenantId: string): Promise<string[]>;
}

/** Counts within windows of time that outlive a restart, for limits that run over a day. */
export interface CountStore {
  /** Counts `count` more for `key`, in a new window if there is none. Null: within `limit`; otherwise ms until the window ends. */
  take(key: string, count: number, size: { limit: number; windowMs: number }): Promise<number | null>;
  /** Counts `count` less. */
  giveBack(key: string, count: number): Promise<void>;
}

/** The store with all its faces, as `openStore` gives it. */
export interface Store {
  sessions: SessionStore;
  idempotency: IdempotencyStore;
  settings: SettingsStore;
  deliveries: DeliveryStore;
  leases: RelayLeases;
  bus: RelayBus;
  /** For the rate limiter: the connected node-redis client of its own, or null when embedded. */
  redisClient: unknown;
  /** For the same where there is no Redis; null with one. */
  counts: CountStore | null;
  close(): Promise<void>;
}
