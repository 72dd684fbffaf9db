/** One session as one host's socket follows it: its views while it watches or sits, and the seat it may hold. */

import { hash } from "node:crypto";
import type { Socket } from "socket.io";
import type { HostPushes, HostRequestEvents } from "../../protocol/events.ts";
import type { ParticipantId, SessionId } from "../../protocol/ids.ts";
import type { Refusal, RefusalCode, Result } from "../../protocol/refusals.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { HostView } from "../../protocol/views.ts";
import type { HostActor } from "../session/command.ts";
import type { Connection, Session } from "../session/session.ts";
import { hostView } from "../session/views.ts";
import type { StoredSession } from "../store/session-store.ts";
import type { DoorTenant } from "./deps.ts";
import type { House } from "./house.ts";
import { IceSupply } from "./ice-supply.ts";
import type { Sight, Viewer } from "./view-feed.ts";

/** Seats in one session on this connection: the page that sits, and whose seat it is. */
interface Sitting {
  participantId: ParticipantId;
  connection: Connection;
  /** Nothing older says anything about this seat. */
  since: number;
}

/** What a watch needs of the host's connection. */
export interface HostSide {
  readonly house: House;
  readonly tenant: DoorTenant;
  readonly actor: HostActor;
  readonly socket: Pick<Socket<HostRequestEvents, HostPushes>, "emit" | "connected">;
  /** Null: this host may see the session. */
  mayView(session: Session | null): Refusal | null;
  /** The watch has ended by itself. */
  release(watch: HostWatch): void;
}

export class HostWatch implements Viewer {
  /** The host asked for `session:view`. Views also come while it sits. */
  pushing = false;
  ice: IceSupply | undefined;
  #sitting: Sitting | undefined;
  #shown = "";
  #begun: Promise<Result<null>> | undefined;

  constructor(
    private readonly door: HostSide,
    readonly sessionId: SessionId,
  ) {}

  get connection(): Connection | undefined {
    return this.#sitting?.connection;
  }

  /** Enters the feed and gives what stands now. */
  async begin(): Promise<Result<StoredSession>> {
    const { feed, keeper } = this.door.house;
    this.#begun ??= feed.enter(this.sessionId, this);
    const entered = await this.#begun;
    if (!entered.ok) {
      this.#begun = undefined;
      return entered;
    }
    // What is watched is held.
    const held = keeper.held(this.sessionId);
    return held === undefined ? refused("not-allowed", "There is no such session for you.") : accepted(held);
  }

  sit(participantId: ParticipantId, since: number, connection: Connection): void {
    this.#sitting = { participantId, connection, since };
    this.ice?.stop();
    const { socket, house } = this.door;
    this.ice = new IceSupply(house.ice, participantId, (ice) => socket.emit("call:ice", { ...ice, sessionId: this.sessionId }));
    house.sfu?.seated(this.sessionId);
  }

  /** The host gave its seat up. */
  stand(): void {
    this.ice?.stop();
    this.ice = undefined;
    this.#sitting = undefined;
  }

  /** The connection is of no use to the seat: as if it were lost. */
  rise(): void {
    const { departures } = this.door.house;
    const connection = this.#sitting?.connection;
    this.stand();
    if (connection !== undefined) departures.gone({ sessionId: this.sessionId, actor: this.door.actor, connection });
  }

  see({ version, session, before }: Sight): void {
    const forbidden = this.door.mayView(session);
    if (session === null || forbidden !== null) {
      const gone = session === null || session.deleted === true;
      this.#endSitting(gone ? "host-ended" : "removed");
      if (this.pushing)
        this.door.socket.emit("session:gone", {
          sessionId: this.sessionId,
          reason: gone ? "session-ended" : (forbidden?.code ?? "not-allowed"),
        });
      this.pushing = false;
      this.door.release(this);
      return;
    }
    const sitting = this.#sitting;
    if (sitting !== undefined && version >= sitting.since) {
      const seat = session.seats[sitting.participantId];
      const held = seat !== undefined && (seat.presence.is === "lost" || seat.presence.connection === sitting.connection.connection);
      if (!held) this.#endSitting(endOf(session, before, sitting.participantId));
    }
    if (!this.pushing && this.ice === undefined) return this.door.release(this);
    const view = this.#viewOf({ version, session });
    const digest = digestOf(view);
    if (digest === this.#shown) return;
    this.#shown = digest;
    this.door.socket.emit("session:view", view);
  }

  /** The view that answers a request; a push of the same would say nothing new. */
  show(stored: StoredSession): HostView {
    const view = this.#viewOf(stored);
    this.#shown = digestOf(view);
    return view;
  }

  close(): void {
    this.rise();
    if (this.#begun !== undefined) this.door.house.feed.leave(this.sessionId, this);
    this.#begun = undefined;
  }

  #endSitting(reason: RefusalCode): void {
    if (this.#sitting === undefined) return;
    this.stand();
    this.door.socket.emit("call:ended", { sessionId: this.sessionId, reason });
  }

  #viewOf(stored: StoredSession): HostView {
    const { house, tenant } = this.door;
    return hostView(stored, {
      me: this.#sitting?.participantId ?? null,
      linkFor: house.linkFor,
      policy: house.keeper.context(tenant.id).policy,
    });
  }
}

/** Why a seat is not this connection's any more, as the document tells. */
function endOf(session: Session, before: Session | null, participantId: ParticipantId): RefusalCode {
  if (session.phase.is === "ended") return session.phase.reason;
  if (session.seats[participantId] !== undefined) return "replaced";
  return before?.seats[participantId]?.presence.is === "lost" ? "connection-lost" : "removed";
}

function digestOf(view: HostView): string {
  return hash("sha1", JSON.stringify({ ...view, version: 0 }), "base64");
}
