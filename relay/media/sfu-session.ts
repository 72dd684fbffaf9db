/** One session whose people are on this relay: whether its media shall move, and the rooms it is in while it moves. */

import type { ParticipantId, RelayId, SessionId } from "../../protocol/ids.ts";
import type { SfuWanted } from "../../protocol/sfu.ts";
import { HANDOVER_MS } from "../../protocol/limits.ts";
import type { Log } from "../ops/log.ts";
import { mediaOf, roomOf } from "../session/media.ts";
import { seatsTaken } from "../session/seats.ts";
import type { Session } from "../session/session.ts";
import type { SessionKeeper } from "../store/session-keeper.ts";
import type { JanusKeys } from "./janus-keys.ts";
import type { JanusPool } from "./janus-pool.ts";
import { destroyRoom } from "./janus-room.ts";
import { SfuCall } from "./sfu-call.ts";
import type { Surroundings } from "./topology.ts";
import { lookAgainAt, moveOf } from "./topology.ts";

export interface SfuSessionSettings {
  id: SessionId;
  keeper: SessionKeeper;
  relayId: RelayId;
  log: Log;
  keys: JanusKeys;
  pool: JanusPool;
  /** Nobody on this relay has a part in it any more. */
  over: () => void;
  wanted: (participantId: ParticipantId, wanted: Omit<SfuWanted, "relay">) => void;
}

/** The store was away, or another relay was first: looked at again after this long, ms. */
const LOOK_AGAIN_MS = 250;

export class SfuSession {
  readonly #settings: SfuSessionSettings;
  /** Resolves when the document is known and followed. */
  readonly following: Promise<void>;
  readonly #calls = new Map<number, SfuCall>();
  readonly #leaving = new Map<SfuCall, NodeJS.Timeout>();
  #session: Session | null = null;
  #unwatch: (() => void) | undefined;
  #smallSince: number | undefined;
  #looking: NodeJS.Timeout | undefined;
  #moving = false;
  #closed = false;

  constructor(settings: SfuSessionSettings) {
    this.#settings = settings;
    this.following = this.#follow();
  }

  /** The room of that move of the media, if people may be there now. */
  call(epoch: number): SfuCall | undefined {
    return this.#calls.get(epoch);
  }

  /** Servers came or went, or time passed. */
  look(): void {
    clearTimeout(this.#looking);
    const session = this.#session;
    if (session === null || this.#closed) return;
    const around = this.#surroundings(session);
    const move = moveOf(session, around);
    if (move !== undefined) {
      if (!this.#moving) void this.#move(mediaOf(session).epoch, move);
      return;
    }
    const at = lookAgainAt(session, around);
    if (at !== undefined) this.#lookIn(Math.max(1, at - around.now));
  }

  /** Ends what this relay has of it. A room that is not the session's any more is cleared away. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#looking);
    for (const timer of this.#leaving.values()) clearTimeout(timer);
    const calls = [...this.#calls.values(), ...this.#leaving.keys()];
    this.#calls.clear();
    this.#leaving.clear();
    const cleared = calls.map((call) => this.#clear(call, false));
    // Not sooner: what they say at their end is sent by where people sit.
    this.#unwatch?.();
    await Promise.allSettled(cleared);
  }

  async #follow(): Promise<void> {
    const { keeper, id, over } = this.#settings;
    const watching = await keeper.watch(id, ({ session }) => this.#see(session));
    if (!watching.ok) return over();
    this.#unwatch = watching.value;
    if (this.#closed) return watching.value();
    const held = keeper.held(id);
    this.#see(held?.session ?? null);
  }

  #see(session: Session | null): void {
    if (this.#closed) return;
    this.#session = session;
    const now = this.#settings.keeper.context(session?.tenantId ?? "").now;
    if (session === null || seatsTaken(session) > this.#settings.keeper.context(session.tenantId).policy.meshMax)
      this.#smallSince = undefined;
    else this.#smallSince ??= now;
    this.#enter(session);
    for (const call of [...this.#calls.values()]) call.follow(session);
    this.look();
    if (this.#nobodyHere(session)) {
      this.#settings.over();
      void this.close();
    }
  }

  /** Opens the room that is the session's now; the one before is left when the browsers have had time to move (MEDIA4). */
  #enter(session: Session | null): void {
    const { pool, keys, relayId, log } = this.#settings;
    const current = session === null ? null : roomOf(session);
    const epoch = session === null ? -1 : mediaOf(session).epoch;
    for (const [known, call] of this.#calls) {
      if (known === epoch && current !== null) continue;
      if (!this.#leaving.has(call)) this.#leaving.set(call, setTimeout(() => this.#leave(known, call), HANDOVER_MS).unref());
    }
    const node = current === null ? undefined : pool.node(current.node);
    if (current === null || node === undefined || this.#calls.has(epoch)) return;
    const call = new SfuCall({
      node,
      room: current.room,
      epoch,
      keys,
      relayId,
      log,
      session: () => this.#session,
      confirmed: () => this.#confirmed(),
      lost: () => this.#lost(epoch, call),
      wanted: (participantId, camera) => this.#settings.wanted(participantId, { sessionId: this.#settings.id, epoch, camera }),
    });
    this.#calls.set(epoch, call);
    log.info({ sessionId: this.#settings.id, count: epoch, url: current.node }, "the media goes sfu");
  }

  async #confirmed(): Promise<Session | null | undefined> {
    const read = await this.#settings.keeper.read(this.#settings.id);
    return read.ok ? (read.value?.session ?? null) : undefined;
  }

  #leave(epoch: number, call: SfuCall, lost = false): void {
    clearTimeout(this.#leaving.get(call));
    this.#leaving.delete(call);
    if (this.#calls.get(epoch) === call) this.#calls.delete(epoch);
    void this.#clear(call, lost);
  }

  /** The room goes too, when it is not the session's any more: whoever else was in it has had the same time (MEDIA7). */
  async #clear(call: SfuCall, lost: boolean): Promise<void> {
    await call.close({ lost });
    const { node, name } = call.room;
    const current = this.#session === null ? null : roomOf(this.#session);
    if (!node.alive || current?.room === name) return;
    const { keys, log } = this.#settings;
    // What could not be cleared away now is found by the next sweep.
    await destroyRoom(node, name, keys).catch((error: unknown) =>
      log.warn({ err: error, url: node.url }, "a room could not be cleared away"),
    );
  }

  /** The server is dead, or somebody cleared the room away: opened anew if it still is the session's, when the server is there. */
  #lost(epoch: number, call: SfuCall): void {
    if (this.#closed) return;
    this.#leave(epoch, call, true);
    this.#lookIn(LOOK_AGAIN_MS);
  }

  async #move(epoch: number, { to, lost }: NonNullable<ReturnType<typeof moveOf>>): Promise<void> {
    const { keeper, id, log } = this.#settings;
    this.#moving = true;
    const moved = await keeper.submit(id, { type: "move-media", actor: { role: "clock" }, epoch, to, lost });
    this.#moving = false;
    if (!moved.ok) return this.#lookIn(LOOK_AGAIN_MS);
    if (to.is === "mesh") log.info({ sessionId: id, count: epoch + 1 }, "the media goes mesh");
    // What changed meanwhile was not looked at.
    this.look();
  }

  #lookIn(ms: number): void {
    clearTimeout(this.#looking);
    if (this.#closed) return;
    this.#looking = setTimeout(() => {
      this.#enter(this.#session);
      this.look();
    }, ms).unref();
  }

  #surroundings(session: Session): Surroundings {
    const { now, policy } = this.#settings.keeper.context(session.tenantId);
    return { now, policy, nodes: this.#settings.pool.sights, smallSince: this.#smallSince };
  }

  /** Neither a seat that hangs here, nor connections that outlive a browser's way to this relay, nor a room that nobody else would leave. */
  #nobodyHere(session: Session | null): boolean {
    if ([...this.#calls.values()].some((call) => !call.empty)) return false;
    if (session === null || session.phase.is === "ended") return true;
    const relays = Object.values(session.seats).map(({ presence }) => (presence.is === "here" ? presence.relay : undefined));
    if (relays.includes(this.#settings.relayId)) return false;
    return mediaOf(session).is === "mesh" || relays.some((relay) => relay !== undefined);
  }
}
