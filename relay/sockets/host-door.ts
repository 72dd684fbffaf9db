/** One host's socket: the sessions it watches and the seats it holds in them. */

import type { Socket } from "socket.io";
import type { CallPushes, Done, HostPushes, HostRequestEvents } from "../../protocol/events.ts";
import type { ConnectionId, GuestId, InstanceId, SessionId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Refusal, Result } from "../../protocol/refusals.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { HostView, IceConfig } from "../../protocol/views.ts";
import type { HostActor, Passage } from "../session/command.ts";
import type { Connection, Session } from "../session/session.ts";
import { seatOf } from "../session/seats.ts";
import { may } from "../session/permissions.ts";
import type { StoredSession } from "../store/session-store.ts";
import type { DoorTenant } from "./deps.ts";
import type { EventLine } from "./event-line.ts";
import type { House } from "./house.ts";
import { HostWatch } from "./host-watch.ts";
import type { Asker, Purse } from "./request-handler.ts";
import type { Inbox } from "./switchboard.ts";

export interface HostSocketData {
  door?: HostDoor;
}
export type HostSocket = Socket<HostRequestEvents, HostPushes, Record<never, never>, HostSocketData>;

export class HostDoor implements Inbox, Asker {
  readonly connectionId: ConnectionId = newId("con");
  readonly purse: Purse = {};
  readonly #watches = new Map<SessionId, HostWatch>();
  /** As whom this connection has sat: its leaving gives up that seat, never the one that a newer tab has (SEAT4). */
  readonly #satAs = new Map<SessionId, Connection>();
  /** Present once the socket stands. */
  #line: EventLine | undefined;
  #closed = false;

  constructor(
    readonly house: House,
    readonly socket: HostSocket,
    readonly tenant: DoorTenant,
    readonly actor: HostActor,
    /** ms since the epoch: when the token ends. */
    readonly expiresAt: number,
  ) {}

  get closed(): boolean {
    return this.#closed;
  }

  welcome(line: EventLine): void {
    this.#line = line;
    this.house.switchboard.register(this.connectionId, this);
  }

  mayPass(passage: Passage, payload: unknown): Refusal | null | Promise<Refusal | null> {
    const { sessionId } = payload as { sessionId: SessionId };
    return passage === "view" ? this.#mayViewIt(sessionId) : this.house.call.mayPass(this, sessionId, passage);
  }

  async #mayViewIt(sessionId: SessionId): Promise<Refusal | null> {
    const read = await this.house.keeper.read(sessionId);
    if (!read.ok) return read.refusal;
    return this.mayView(read.value?.session ?? null);
  }

  /** VIEW3: whether this host may see that session. */
  mayView(session: Session | null): Refusal | null {
    return may(session, this.actor, "view", this.house.keeper.context(this.tenant.id));
  }

  /** Starts `session:view`; gives the first one. */
  async watch(sessionId: SessionId): Promise<Result<HostView>> {
    const watch = this.#watchOf(sessionId);
    watch.pushing = true;
    const current = await watch.begin();
    if (!current.ok) return this.#dropped(watch, current);
    const forbidden = this.mayView(current.value.session);
    return forbidden === null ? accepted(watch.show(current.value)) : this.#dropped(watch, { ok: false, refusal: forbidden });
  }

  unwatch(sessionId: SessionId): void {
    const watch = this.#watches.get(sessionId);
    if (watch === undefined) return;
    watch.pushing = false;
    this.release(watch);
  }

  /** Takes a seat on this very connection (SEAT4), with servers to reach the others (SIG4). */
  async join(sessionId: SessionId, instance: InstanceId): Promise<Result<{ view: HostView; ice: IceConfig }>> {
    const connection = { relay: this.house.relayId, connection: this.connectionId, instance };
    const participantId = newId("hst");
    const joined = await this.house.keeper.submit(sessionId, { type: "join", actor: this.actor, participantId, connection });
    if (!joined.ok) return joined;
    const stored = joined.value.stored;
    const seat = stored === null ? undefined : seatOf(stored.session, this.actor);
    if (stored === null || seat === undefined) return refused("session-ended");
    const watch = this.#watchOf(sessionId);
    watch.sit(seat.participantId, stored.version, connection);
    this.#satAs.set(sessionId, connection);
    if (this.#closed) {
      // The socket went while it was decided: the seat is lost at once, not left to a ghost.
      watch.close();
      return refused("connection-lost");
    }
    const current = await watch.begin();
    if (!current.ok) {
      watch.rise();
      return this.#dropped(watch, current);
    }
    if (watch.ice === undefined) return refused("replaced");
    return accepted({ view: watch.show(newer(stored, current.value)), ice: watch.ice.take() });
  }

  async leaveCall(sessionId: SessionId): Promise<Result<Record<never, never>>> {
    const watch = this.#watches.get(sessionId);
    // A connection that never sat is of a host who came back to the relay and not yet to the call: the seat meant is the one it lost.
    const connection = this.#satAs.get(sessionId);
    const actor = this.actor;
    const left = await this.house.keeper.submit(sessionId, { type: "leave", actor, ...(connection === undefined ? {} : { connection }) });
    if (!left.ok) return left;
    if (watch !== undefined) {
      watch.stand();
      this.release(watch);
    }
    return accepted({});
  }

  /** With an `offer` the guest has it as soon as it is seated (SIG5). */
  async admit(sessionId: SessionId, guestId: GuestId, offer: unknown): Promise<Result<Done>> {
    const { actor, house } = this;
    const offering = offer === undefined ? undefined : this.#watches.get(sessionId)?.connection;
    const command = { type: "admit", actor, guestId, ...(offering === undefined ? {} : { offering }) } as const;
    const admitted = await house.keeper.submit(sessionId, command);
    if (!admitted.ok) return admitted;
    if (offering !== undefined) house.call.offer(this, sessionId, guestId, admitted.value, offer);
    return accepted({});
  }

  freshIce(sessionId: SessionId): Result<IceConfig> {
    const ice = this.#watches.get(sessionId)?.ice;
    return ice === undefined ? refused("replaced") : accepted(ice.take());
  }

  hear(name: keyof CallPushes, sessionId: SessionId, words: string): void {
    if (this.#watches.get(sessionId)?.ice !== undefined) this.#line?.push(name, words);
  }

  /** Forgets a watch that nobody needs any more: neither pushed to nor seated. */
  release(watch: HostWatch): void {
    if (watch.pushing || watch.ice !== undefined) return;
    watch.close();
    if (this.#watches.get(watch.sessionId) === watch) this.#watches.delete(watch.sessionId);
  }

  /** The socket is gone. */
  leave(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#line?.close();
    this.house.switchboard.remove(this.connectionId);
    for (const watch of this.#watches.values()) watch.close();
    this.#watches.clear();
  }

  #watchOf(sessionId: SessionId): HostWatch {
    let watch = this.#watches.get(sessionId);
    if (watch === undefined) {
      watch = new HostWatch(this, sessionId);
      if (!this.#closed) this.#watches.set(sessionId, watch);
    }
    return watch;
  }

  #dropped(watch: HostWatch, refusal: { ok: false; refusal: Refusal }): { ok: false; refusal: Refusal } {
    watch.pushing = false;
    this.release(watch);
    return refusal;
  }
}

function newer(a: StoredSession, b: StoredSession): StoredSession {
  return a.version > b.version ? a : b;
}
