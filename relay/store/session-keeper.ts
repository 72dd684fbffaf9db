/**
 * One queue per live session (design, pillar 3): all commands that wait are decided, one after the other, on the version this relay
 * holds, and committed once. Of two relays whoever commits first wins; the other decides anew on the winner's result (STORE3).
 *
 * What is held may be a moment behind another relay's commit. So an answer that no commit confirms, a refusal above all, is confirmed
 * by a look at the store before it is given: it never rests on what was.
 */

import type { RelayId, SessionId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
import { accepted } from "../../protocol/refusals.ts";
import type { Command } from "../session/command.ts";
import type { Decision } from "../session/decide.ts";
import { Deliberation } from "../session/decide.ts";
import type { Context, Session, SessionEvent, SessionPolicy } from "../session/session.ts";
import { IdleRooms } from "./idle-rooms.ts";
import { commitOf } from "./places.ts";
import { SessionRoom } from "./session-room.ts";
import type { KeeperLog, SessionChange } from "./session-room.ts";
import type { CommitOutcome, SessionStore, Store, StoredSession } from "./session-store.ts";
import { StoreUnavailable } from "./session-store.ts";
import type { Carried } from "./waiting.ts";
import { unavailable, Waiting } from "./waiting.ts";

export type { Carried, KeeperLog, SessionChange };

export interface KeeperOptions {
  store: Store;
  relayId: RelayId;
  policyFor: (tenantId: string) => SessionPolicy;
  log: KeeperLog;
  /** Told of everything this relay committed. */
  onEvents?: (session: Session | null, events: SessionEvent[]) => void;
}

/** Commands of one session that may wait at once; beyond it a command is `unavailable`. */
const QUEUE_LIMIT = 2_000;
/** Commands decided in one commit. */
const BATCH_LIMIT = 256;
/** Before a commit without an answer is asked for again, or a session that could not be looked up is looked up again, ms. */
const AGAIN_MS = 50;

export class SessionKeeper {
  /** Set by whoever sees media servers. */
  sfuFor: Context["sfuFor"];
  readonly #rooms = new Map<SessionId, SessionRoom>();
  readonly #idle = new IdleRooms(this.#rooms);
  readonly #sessions: SessionStore;
  readonly #freshness = new Set<(fresh: boolean) => void>();
  readonly #deadSince: Context["deadSince"];
  #leaseEnds = Infinity;
  #closed = false;

  constructor(private readonly options: KeeperOptions) {
    this.#sessions = options.store.sessions;
    this.#deadSince = (relay) => options.store.leases.deadSince(relay);
    options.store.bus.onFreshness((fresh) => this.#freshnessChanged(fresh));
  }

  /** What `decide` may know, now. */
  context(tenantId: string): Context {
    return {
      now: this.#sessions.now(),
      policy: this.options.policyFor(tenantId),
      deadSince: this.#deadSince,
      sfuFor: this.sfuFor,
    };
  }

  /** Decides and commits. Never rejects, and answers within `STORE_TIMEOUT_MS`: a store that does not is `unavailable` (STORE4). */
  submit(sessionId: SessionId, command: Command): Promise<Result<Carried>> {
    const room = this.#room(sessionId);
    if (this.#closed || room.queue.length >= QUEUE_LIMIT) return Promise.resolve(unavailable());
    return new Promise((resolve) => {
      room.queue.push(new Waiting(command, resolve));
      room.running ??= this.#work(room);
    });
  }

  /** The newest document, newer than every commit that was acknowledged anywhere before: what is held is confirmed by a look. */
  async read(sessionId: SessionId): Promise<Result<StoredSession | null>> {
    const room = this.#room(sessionId);
    try {
      return accepted(await this.#look(room));
    } catch (error) {
      return this.#failed(error, sessionId);
    } finally {
      this.#idle.settle(room);
    }
  }

  /** Without asking anybody: the newest version this relay watches. */
  held(sessionId: SessionId): StoredSession | undefined {
    const room = this.#rooms.get(sessionId);
    return room === undefined || room.watchers.size === 0 ? undefined : (room.held ?? undefined);
  }

  /** Tells of every newer version from now on, whichever relay commits it. */
  async watch(sessionId: SessionId, told: (change: SessionChange) => void): Promise<Result<() => void>> {
    const room = this.#room(sessionId);
    room.watchers.add(told);
    const { bus } = this.options.store;
    room.unwatch ??= bus.watchSession(sessionId, ({ version, stored }) => this.#heard(room, version, stored));
    try {
      await room.unwatch;
      if (!room.followed) await this.#follow(room);
    } catch (error) {
      this.#leave(room, told);
      return this.#failed(error, sessionId);
    }
    return accepted(() => this.#leave(room, told));
  }

  onFreshness(told: (fresh: boolean) => void): void {
    this.#freshness.add(told);
  }

  /** Nothing is committed from `at` on, by `performance.now()`: the lease may be over then, and others act for this relay (SEAT7). */
  leaseEnds(at: number): void {
    this.#leaseEnds = at;
  }

  /** Answers what waits with `unavailable` and lets every subscription go. What is being committed is waited for. */
  async close(): Promise<void> {
    this.#closed = true;
    const rooms = [...this.#rooms.values()];
    for (const room of rooms) {
      for (const each of room.queue.splice(0)) each.answer(unavailable());
      room.watchers.clear();
    }
    await Promise.allSettled(rooms.map(async ({ running }) => running));
    await Promise.allSettled(rooms.map(async ({ unwatch }) => (await unwatch)?.()));
    this.#rooms.clear();
  }

  #room(id: SessionId): SessionRoom {
    let room = this.#rooms.get(id);
    if (room === undefined) {
      room = new SessionRoom(id, this.options.log);
      this.#rooms.set(id, room);
    }
    return room;
  }

  /** What stands in the store; only a version that is not held yet is brought over. */
  async #look(room: SessionRoom): Promise<StoredSession | null> {
    const known = room.version;
    if (room.held === undefined) return room.found((await this.#sessions.load(room.id)).stored, known);
    const { stored } = await this.#sessions.loadUnless(room.id, room.held?.version ?? 0);
    return stored === undefined ? room.held : room.found(stored, known);
  }

  async #work(room: SessionRoom): Promise<void> {
    // Whatever is submitted in this turn of the event loop is decided together.
    await Promise.resolve();
    while (room.queue.length > 0) {
      if (room.yielding > 0) await pause(room.yielding);
      const batch = room.queue.splice(0, BATCH_LIMIT).filter((each) => !each.answered);
      try {
        if (!room.followed && batch.length > 0) await this.#look(room);
        // Lost to another relay: decided anew at once, on what won.
        while (batch.some((each) => !each.answered) && !(await this.#decided(room, batch))) room.contend();
      } catch (error) {
        const failed = this.#failed(error, room.id);
        for (const each of batch) each.answer(failed);
      }
    }
    delete room.running;
    this.#idle.settle(room);
  }

  /** False: another relay was first, and nothing is done. */
  async #decided(room: SessionRoom, batch: Waiting[]): Promise<boolean> {
    const base = room.held ?? null;
    let session = base?.session ?? null;
    const events: SessionEvent[] = [];
    const decisions: Decision[] = [];
    // One moment for the whole batch: it is one commit.
    let context: Context | undefined;
    let deliberation: Deliberation | undefined;
    for (const { command } of batch) {
      if (context === undefined || deliberation === undefined || session === null) {
        context = this.context(session?.tenantId ?? ("tenantId" in command.actor ? command.actor.tenantId : ""));
        deliberation = new Deliberation(session, context);
      }
      const decision = deliberation.decide(command);
      decisions.push(decision);
      session = decision.session;
      events.push(...decision.events);
    }
    let stored = base;
    if (session === (base?.session ?? null)) {
      const standing = await this.#look(room);
      if (standing?.version !== base?.version) return false;
    } else {
      const start = performance.now();
      const outcome = await this.#commit(room, { base, session, events, now: context?.now ?? this.#sessions.now() }, batch);
      if (outcome.is === "conflict") room.found(outcome.current, base?.version ?? 0);
      if (outcome.is !== "committed") return false;
      stored = session === null ? null : { version: outcome.version, session };
      room.adopt(outcome.version, session, events);
      room.won(performance.now() - start);
      this.options.onEvents?.(session, events);
    }
    batch.forEach((each, index) => {
      const decision = decisions[index];
      if (decision === undefined) return;
      const { ok } = decision;
      each.answer(ok ? accepted({ stored, reply: decision.reply, events: decision.events }) : { ok, refusal: decision.refusal });
    });
    return true;
  }

  /** Asks under the same id until there is an answer, or nobody waits for one any more (STORE2). */
  async #commit(
    room: SessionRoom,
    decided: { base: StoredSession | null; session: Session | null; events: SessionEvent[]; now: number },
    batch: Waiting[],
  ): Promise<CommitOutcome> {
    if (performance.now() >= this.#leaseEnds) throw new StoreUnavailable("This relay's lease is over.");
    const { relayId, policyFor } = this.options;
    const policy = policyFor((decided.session ?? decided.base?.session)?.tenantId ?? "");
    const commit = commitOf({ ...decided, sessionId: room.id, commitId: newId("cmt"), relayId, policy });
    for (;;) {
      try {
        return await this.#sessions.commit(commit);
      } catch (error) {
        // It may have happened all the same, and this relay does not hear of its own commits: what stands must be looked up.
        if (batch.every((each) => each.answered) || !(error instanceof StoreUnavailable)) {
          room.doubt();
          this.#catchUp(room);
          throw error;
        }
        await pause(AGAIN_MS);
      }
    }
  }

  #heard(room: SessionRoom, version: number, stored: StoredSession | null | undefined): void {
    if (version <= room.version) return;
    room.contend();
    if (stored !== undefined) return room.adopt(version, stored?.session ?? null);
    room.doubt();
    this.#catchUp(room);
  }

  /** Rejects when the store is away. */
  async #follow(room: SessionRoom): Promise<void> {
    const { doubts } = room;
    await this.#look(room);
    if (this.options.store.bus.fresh()) room.follow(doubts);
  }

  /** Goes on until what is held is known to be the newest, or nobody watches, or the bus is away: it says when it is back. */
  #catchUp(room: SessionRoom): void {
    if (room.catchingUp) return;
    room.catchingUp = true;
    const again = async (): Promise<void> => {
      while (!this.#closed && room.watchers.size > 0 && !room.followed && this.options.store.bus.fresh()) {
        try {
          await this.#follow(room);
        } catch (error) {
          if (!(error instanceof StoreUnavailable))
            this.options.log.error({ err: error, sessionId: room.id }, "A session could not be read anew.");
          await pause(AGAIN_MS);
        }
      }
      room.catchingUp = false;
    };
    void again();
  }

  #freshnessChanged(fresh: boolean): void {
    for (const room of this.#rooms.values()) {
      room.doubt();
      if (fresh) this.#catchUp(room);
    }
    for (const told of this.#freshness) told(fresh);
  }

  #leave(room: SessionRoom, told: (change: SessionChange) => void): void {
    room.watchers.delete(told);
    if (room.watchers.size > 0 || room.unwatch === undefined) return;
    const { unwatch } = room;
    delete room.unwatch;
    room.doubt();
    unwatch.then((stop) => stop()).catch((error: unknown) => this.options.log.warn({ err: error }, "A subscription did not end cleanly."));
    this.#idle.settle(room);
  }

  #failed(error: unknown, sessionId: SessionId): ReturnType<typeof unavailable> {
    if (!(error instanceof StoreUnavailable)) this.options.log.error({ err: error, sessionId }, "A decision failed.");
    return unavailable();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
