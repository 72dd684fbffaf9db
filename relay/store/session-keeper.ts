/**
 * One queue per live session (design, pillar 3): all commands that wait are decided, one after the other, on the version this relay
 * holds, and committed once. Of two relays whoever commits first wins; the other decides anew on the winner's result (STORE3).
 *
 * A document is held while someone watches it and a while longer. What is held is known to be fresh only while this relay is told of
 * every commit; otherwise it is loaded before anything is decided on it, for a refusal must not rest on what was (STORE1).
 */

import type { RelayId, SessionId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { Command } from "../session/command.ts";
import type { Decision } from "../session/decide.ts";
import { decide as realDecide } from "../session/decide.ts";
import type { Context, Session, SessionEvent, SessionPolicy } from "../session/session.ts";
import { commitOf } from "./places.ts";
import type { CommitOutcome, SessionStore, Store, StoredSession } from "./session-store.ts";
import { StoreUnavailable } from "./session-store.ts";
import { SessionRoom } from "./session-room.ts";
import type { Carried, KeeperLog, SessionChange, Waiting } from "./session-room.ts";

export type { Carried, KeeperLog, SessionChange };

export interface KeeperOptions {
  store: Store;
  relayId: RelayId;
  policyFor: (tenantId: string) => SessionPolicy;
  log: KeeperLog;
  decide?: typeof realDecide;
  /** Told of everything this relay committed. */
  onEvents?: (session: Session | null, events: SessionEvent[]) => void;
}

/** Commands of one session that may wait at once; beyond it a command is `unavailable`. */
const QUEUE_LIMIT = 2_000;
/** Commands decided in one commit. */
const BATCH_LIMIT = 256;
/** Times a batch is decided anew after losing to other relays before it is given up. */
const CONFLICT_LIMIT = 200;
/** Times a commit with an unknown answer is asked for again, under its own id (STORE2). */
const LOST_ANSWER_LIMIT = 3;

export class SessionKeeper {
  readonly #rooms = new Map<SessionId, SessionRoom>();
  readonly #sessions: SessionStore;
  readonly #decide: typeof realDecide;
  readonly #freshness = new Set<(fresh: boolean) => void>();
  #closed = false;

  constructor(private readonly options: KeeperOptions) {
    this.#sessions = options.store.sessions;
    this.#decide = options.decide ?? realDecide;
    options.store.bus.onFreshness((fresh) => this.#freshnessChanged(fresh));
  }

  /** What `decide` may know, now. */
  context(tenantId: string): Context {
    return {
      now: this.#sessions.now(),
      policy: this.options.policyFor(tenantId),
      deadSince: (relay) => this.options.store.leases.deadSince(relay),
    };
  }

  /** Decides and commits. Never rejects: a store that does not answer is `unavailable` (STORE4). */
  submit(sessionId: SessionId, command: Command): Promise<Result<Carried>> {
    const room = this.#room(sessionId);
    if (this.#closed || room.queue.length >= QUEUE_LIMIT) return Promise.resolve(refused("unavailable"));
    return new Promise((answer) => {
      room.queue.push({ command, answer });
      if (!room.running) void this.#work(room);
    });
  }

  /** The newest document, newer than every commit that was acknowledged anywhere before: what is held is confirmed by a look. */
  async read(sessionId: SessionId): Promise<Result<StoredSession | null>> {
    const room = this.#room(sessionId);
    try {
      const held = room.held;
      if (held === undefined || !room.followed) return accepted(await this.#fresh(room));
      const { stored } = await this.#sessions.loadUnless(sessionId, held?.version ?? 0);
      if (stored === undefined) return accepted(held);
      room.adopt(stored, []);
      return accepted(stored);
    } catch (error) {
      return this.#failed(error, sessionId);
    } finally {
      this.#tidy(room);
    }
  }

  /** Without asking anybody: the newest version this relay watches. */
  held(sessionId: SessionId): StoredSession | undefined {
    return this.#rooms.get(sessionId)?.held ?? undefined;
  }

  /** Tells of every newer version from now on, whichever relay commits it. */
  async watch(sessionId: SessionId, told: (change: SessionChange) => void): Promise<Result<() => void>> {
    const room = this.#room(sessionId);
    room.watchers.add(told);
    room.unwatch ??= this.options.store.bus.watchSession(sessionId, ({ version, stored }) => this.#heard(room, version, stored));
    try {
      await room.unwatch;
      if (!room.followed) {
        room.adopt((await this.#sessions.load(sessionId)).stored, []);
        room.followed = this.options.store.bus.fresh();
      }
    } catch (error) {
      this.#leave(room, told);
      return this.#failed(error, sessionId);
    }
    return accepted(() => this.#leave(room, told));
  }

  onFreshness(told: (fresh: boolean) => void): void {
    this.#freshness.add(told);
  }

  /** Answers what waits with `unavailable` and lets every subscription go. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const room of this.#rooms.values()) {
      for (const { answer } of room.queue.splice(0)) answer(refused("unavailable"));
      room.watchers.clear();
    }
    await Promise.allSettled([...this.#rooms.values()].map(async (room) => (await room.unwatch)?.()));
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

  async #fresh(room: SessionRoom): Promise<StoredSession | null> {
    if (room.held !== undefined && room.followed && this.options.store.bus.fresh()) return room.held;
    const { stored } = await this.#sessions.load(room.id);
    room.adopt(stored, []);
    return room.held === undefined ? stored : room.held;
  }

  async #work(room: SessionRoom): Promise<void> {
    room.running = true;
    let conflicts = 0;
    // The document may be what it was, or newer; a refusal is given only on one that was loaded or is followed.
    let known = false;
    while (room.queue.length > 0) {
      const batch = room.queue.splice(0, BATCH_LIMIT);
      try {
        const base = known && room.held !== undefined ? room.held : await this.#fresh(room);
        const outcome = await this.#decideBatch(room, base, batch);
        known = true;
        if (outcome === "done") {
          if (conflicts > 0 && room.queue.length > 0) await pause(1 + Math.random() * 3);
          conflicts = 0;
          continue;
        }
        conflicts += 1;
        if (conflicts > CONFLICT_LIMIT) throw new StoreUnavailable("The session is contended.");
        room.queue.unshift(...batch);
        if (conflicts > 1) await pause(Math.random() * Math.min(conflicts, 8));
      } catch (error) {
        known = false;
        const failed = this.#failed(error, room.id);
        for (const { answer } of batch) answer(failed);
      }
    }
    room.running = false;
    this.#tidy(room);
  }

  async #decideBatch(room: SessionRoom, base: StoredSession | null, batch: Waiting[]): Promise<"done" | "conflict"> {
    let session = base?.session ?? null;
    const events: SessionEvent[] = [];
    const decisions: Decision[] = [];
    // One moment for the whole batch: it is one commit.
    let context: Context | undefined;
    for (const { command } of batch) {
      const tenantId = session?.tenantId ?? ("tenantId" in command.actor ? command.actor.tenantId : "");
      if (context === undefined || session === null) context = this.context(tenantId);
      const decision = this.#decide(session, command, context);
      decisions.push(decision);
      session = decision.session;
      events.push(...decision.events);
    }
    let stored = base;
    if (session === (base?.session ?? null)) {
      // What is held may be a moment behind another relay's commit: an answer that no commit confirms is confirmed by a look.
      const { stored: newer } = await this.#sessions.loadUnless(room.id, base?.version ?? 0);
      if (newer !== undefined) {
        room.adopt(newer, []);
        return "conflict";
      }
    } else {
      const outcome = await this.#commit(room, base, session, events);
      if (outcome.is === "conflict") {
        room.adopt(outcome.current, []);
        return "conflict";
      }
      if (outcome.is === "late") return "conflict";
      stored = session === null ? null : { version: outcome.version, session };
      room.adopt(stored, events, outcome.version);
      this.options.onEvents?.(session, events);
    }
    batch.forEach(({ answer }, index) => {
      const decision = decisions[index];
      if (decision === undefined) return;
      answer(decision.ok ? accepted({ stored, reply: decision.reply, events: decision.events }) : { ok: false, refusal: decision.refusal });
    });
    return "done";
  }

  async #commit(room: SessionRoom, base: StoredSession | null, session: Session | null, events: SessionEvent[]): Promise<CommitOutcome> {
    const commit = commitOf({
      sessionId: room.id,
      base,
      session,
      events,
      commitId: newId("cmt"),
      relayId: this.options.relayId,
      now: this.#sessions.now(),
      policy: this.options.policyFor((session ?? base?.session)?.tenantId ?? ""),
    });
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#sessions.commit(commit);
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || attempt >= LOST_ANSWER_LIMIT || !this.#sessions.ready()) throw error;
      }
    }
  }

  #heard(room: SessionRoom, version: number, stored: StoredSession | null | undefined): void {
    if (version <= (room.held?.version ?? 0)) return;
    if (stored !== undefined) room.adopt(stored, [], version);
    else {
      room.followed = false;
      void this.#refresh(room);
    }
  }

  async #refresh(room: SessionRoom): Promise<void> {
    try {
      room.adopt((await this.#sessions.load(room.id)).stored, []);
      room.followed = room.watchers.size > 0 && this.options.store.bus.fresh();
    } catch (error) {
      if (!(error instanceof StoreUnavailable))
        this.options.log.error({ err: error, sessionId: room.id }, "A session could not be read anew.");
    }
  }

  #freshnessChanged(fresh: boolean): void {
    for (const room of this.#rooms.values()) {
      room.followed = false;
      if (fresh && room.watchers.size > 0) void this.#refresh(room);
    }
    for (const told of this.#freshness) told(fresh);
  }

  #leave(room: SessionRoom, told: (change: SessionChange) => void): void {
    room.watchers.delete(told);
    if (room.watchers.size > 0 || room.unwatch === undefined) return;
    const { unwatch } = room;
    delete room.unwatch;
    room.followed = false;
    unwatch.then((stop) => stop()).catch((error: unknown) => this.options.log.warn({ err: error }, "A subscription did not end cleanly."));
    this.#tidy(room);
  }

  /** Lets go of what nobody watches: it is loaded again when somebody asks. */
  #tidy(room: SessionRoom): void {
    if (room.idle && this.#rooms.get(room.id) === room) this.#rooms.delete(room.id);
  }

  #failed(error: unknown, sessionId: SessionId): ReturnType<typeof refused> {
    if (!(error instanceof StoreUnavailable)) this.options.log.error({ err: error, sessionId }, "A decision failed.");
    return refused("unavailable", undefined, { retryAfterMs: 2_000 });
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
