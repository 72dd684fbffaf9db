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
  /** Relays that hold a connection of this session (SEAT7). */
  relays: RelayId[];
}

export interface SessionCommit {
  sessionId: SessionId;
  /** The version this was decided on; 0: there must be none. */
  base: number;
  /** Unique per attempted decision batch, kept over retries: a commit that did happen is answered as such again (STORE2). */
  commitId: string;
  relayId: RelayId;
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
  | { is: "conflict"; current: StoredSession | null; now: number };

/** The store did not answer within `STORE_TIMEOUT_MS` or is away. The command may be tried again by the caller's caller. */
export class StoreUnavailable extends Error {
  override name = "StoreUnavailable";
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
  /** One atomic step. Safe to repeat with the same `commitId`. Rejects with `StoreUnavailable` when the answer is unknown. */
  commit(commit: SessionCommit): Promise<CommitOutcome>;
  /** Sessions by start time. */
  list(query: SessionQuery): Promise<Page<StoredSession>>;
  audit(id: SessionId, page: { cursor?: string; limit: number }): Promise<Page<SessionEvent>>;
  /** Sessions whose due time has come, leased to this relay for `leaseMs` so that no other relay takes them meanwhile. */
  takeDue(now: number, leaseMs: number, limit: number): Promise<SessionId[]>;
  /** Sessions in which `relay` holds connections. */
  carriedBy(relay: RelayId): Promise<SessionId[]>;
  /** The store's clock, ms: for Redis the server's time, kept as an offset to this process's monotonic clock. */
  now(): number;
  /** Whether the store answered lately; `/readyz` asks. */
  ready(): boolean;
  close(): Promise<void>;
}

/** Answers to repeated POSTs with an `Idempotency-Key`, per tenant (draft-ietf-httpapi-idempotency-key-header). */
export interface IdempotencyStore {
  /** Claims `key`, or tells what the first call was answered (`pending` while it still runs). `fingerprint` is a hash of the request. */
  claim(key: string, fingerprint: string, ttlMs: number): Promise<{ is: "first" } | { is: "pending"; fingerprint: string } | { is: "done"; fingerprint: string; answer: string }>;
  settle(key: string, answer: string, ttlMs: number): Promise<void>;
  release(key: string): Promise<void>;
}

/** Liveness of relay incarnations (SEAT7): death is final. */
export interface RelayLeases {
  /** Renews this relay's lease; false: it was declared dead and must start anew under another id. */
  renew(relay: RelayId): Promise<boolean>;
  /** Gives the lease up at a clean stop. */
  release(relay: RelayId): Promise<void>;
  /** Dead relays whose sessions still need a tick, with the moment their lease ended. */
  dead(): Promise<{ relay: RelayId; since: number }[]>;
  /** All sessions of a dead relay were ticked; it is remembered as dead but not listed any more. */
  bury(relay: RelayId): Promise<void>;
}

/** What travels between relays: never through a third place, only to those concerned (design, pillar 4). */
export interface RelayBus {
  /** Told of every committed version of a session, from any relay. `stored: null`: deleted. `undefined` stored: look yourself. */
  watchSession(id: SessionId, told: (change: { version: number; stored: StoredSession | null | undefined }) => void): Promise<() => Promise<void>>;
  /** Told whenever something a host's lists show has changed. */
  watchHost(tenantId: string, hostId: string, told: (sessionId: SessionId) => void): Promise<() => Promise<void>>;
  /** To the relay that carries someone; gathered per tick. Lost if that relay is gone (signals are repeated by the peers). */
  send(relay: RelayId, message: unknown): void;
  /** Messages sent to this relay. */
  receive(told: (message: unknown) => void): void;
  /** Called when the bus lost its connection (then nothing held is known to be fresh) and when it is back. */
  onFreshness(told: (fresh: boolean) => void): void;
}

/** The store with all its faces, as `openStore` gives it. */
export interface Store {
  sessions: SessionStore;
  idempotency: IdempotencyStore;
  leases: RelayLeases;
  bus: RelayBus;
  /** For the rate limiter: the connected node-redis client, or null when embedded. */
  redisClient: unknown;
  close(): Promise<void>;
}
