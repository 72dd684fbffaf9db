/**
 * Carries what is said within a call to the one connection that shall hear it: straight to its socket when it hangs on this relay, else
 * to the relay that carries it, as the receiver's seat tells (design, pillar 4). No room, no adapter: nobody else can overhear.
 */

import type { ConnectionId, ParticipantId, RelayId, SessionId } from "../../protocol/ids.ts";
import type { CallPushes } from "../../protocol/events.ts";
import type { Seat } from "../session/session.ts";
import type { SessionKeeper } from "../store/session-keeper.ts";
import type { RelayBus } from "../store/session-store.ts";

const CARRIED = ["call:signal", "call:chat", "call:mute", "call:ask"] as const;
export type CallPush = (typeof CARRIED)[number];
export type CallPayload<Name extends CallPush> = Parameters<CallPushes[Name]>[0];

/** A socket that can be told something of a call. */
export interface Inbox {
  hear(name: CallPush | "call:sfu-offer" | "call:sfu-gone", payload: unknown): void;
}

/** What goes from relay to relay. `seen`: the version the sender's relay knew the sender to be seated in. */
interface Parcel {
  parcel: CallPush;
  to: ConnectionId[];
  sessionId: SessionId;
  from: ParticipantId;
  seen: number;
  payload: unknown;
}

export class Switchboard {
  readonly #inboxes = new Map<ConnectionId, Inbox>();

  constructor(
    private readonly relayId: RelayId,
    private readonly bus: RelayBus,
    private readonly keeper: Pick<SessionKeeper, "held">,
  ) {
    bus.receive((message) => this.#received(message));
  }

  register(connection: ConnectionId, inbox: Inbox): void {
    this.#inboxes.set(connection, inbox);
  }

  remove(connection: ConnectionId): void {
    this.#inboxes.delete(connection);
  }

  /** To the sockets that hold `seats`. Seats whose connection is lost hear nothing. */
  send<Name extends CallPush>(name: Name, seats: Seat[], from: ParticipantId, seen: number, payload: CallPayload<Name>): void {
    let away: Map<RelayId, ConnectionId[]> | undefined;
    for (const { presence } of seats) {
      if (presence.is === "lost") continue;
      if (presence.relay === this.relayId) {
        this.#inboxes.get(presence.connection)?.hear(name, payload);
        continue;
      }
      away ??= new Map();
      const there = away.get(presence.relay);
      if (there === undefined) away.set(presence.relay, [presence.connection]);
      else there.push(presence.connection);
    }
    if (away === undefined) return;
    for (const [relay, to] of away) {
      this.bus.send(relay, { parcel: name, to, sessionId: payload.sessionId, from, seen, payload } satisfies Parcel);
    }
  }

  #received(message: unknown): void {
    if (!isParcel(message)) return;
    const held = this.keeper.held(message.sessionId);
    if (held === undefined) return;
    const seats = Object.values(held.session.seats);
    // A sender known here to be put out since is not heard any more (REV6); one just seated may not be known here yet.
    if (held.version >= message.seen && held.session.seats[message.from] === undefined) return;
    for (const { presence } of seats) {
      // Only to the connection that holds a seat now: one put out, or replaced, hears nothing (SIG1, REV6).
      if (presence.is === "here" && message.to.includes(presence.connection)) {
        this.#inboxes.get(presence.connection)?.hear(message.parcel, message.payload);
      }
    }
  }
}

function isParcel(message: unknown): message is Parcel {
  if (typeof message !== "object" || message === null || !("parcel" in message)) return false;
  const { parcel } = message;
  return CARRIED.some((name) => name === parcel) && "to" in message && Array.isArray(message.to);
}
