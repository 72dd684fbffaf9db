/**
 * Carries what is said within a call to the one connection that shall hear it: straight to its socket when it hangs on this relay, else
 * to the relay that carries it, as the receiver's seat tells (design, pillar 4). No room, no adapter: nobody else can overhear.
 */

import type { ConnectionId, ParticipantId, RelayId, SessionId } from "../../protocol/ids.ts";
import type { CallPushes } from "../../protocol/events.ts";
import type { Seat } from "../session/session.ts";
import type { SessionKeeper } from "../store/session-keeper.ts";
import type { RelayBus } from "../store/session-store.ts";

const CARRIED = ["call:signal", "call:chat", "call:mute", "call:ask", "call:sfu-wanted"] as const;
export type CallPush = (typeof CARRIED)[number];
export type CallPayload<Name extends CallPush> = Parameters<CallPushes[Name]>[0];

/** A socket that can be told something of a call: it is given the payload as JSON, which all who hear the same share. */
export interface Inbox {
  hear(name: CallPush | "call:sfu-offer" | "call:sfu-gone", sessionId: SessionId, words: string): void;
}

/** What is told of a call, by whom. `seen`: the version the sender's relay knew the sender to be seated in. */
export interface Letter {
  name: CallPush;
  sessionId: SessionId;
  from: ParticipantId;
  seen: number;
}

/** What goes from relay to relay, with the payload as JSON. */
interface Parcel extends Letter {
  to: ConnectionId[];
}

export class Switchboard {
  readonly #inboxes = new Map<ConnectionId, Inbox>();

  constructor(
    private readonly relayId: RelayId,
    private readonly bus: RelayBus,
    private readonly keeper: Pick<SessionKeeper, "held">,
  ) {
    bus.receive((parcel, words) => this.#received(parcel, words));
  }

  register(connection: ConnectionId, inbox: Inbox): void {
    this.#inboxes.set(connection, inbox);
  }

  remove(connection: ConnectionId): void {
    this.#inboxes.delete(connection);
  }

  /** To the sockets that hold `seats`. Seats whose connection is lost hear nothing. `words`: the payload as JSON. */
  send(letter: Letter, seats: Seat[], words: string): void {
    let away: Map<RelayId, ConnectionId[]> | undefined;
    for (const { presence } of seats) {
      if (presence.is === "lost") continue;
      if (presence.relay === this.relayId) {
        this.#inboxes.get(presence.connection)?.hear(letter.name, letter.sessionId, words);
        continue;
      }
      away ??= new Map();
      const there = away.get(presence.relay);
      if (there === undefined) away.set(presence.relay, [presence.connection]);
      else there.push(presence.connection);
    }
    if (away === undefined) return;
    for (const [relay, to] of away) this.bus.send(relay, { ...letter, to } satisfies Parcel, words);
  }

  #received(parcel: unknown, words: string): void {
    if (!isParcel(parcel)) return;
    const { name, sessionId, from, seen, to } = parcel;
    const held = this.keeper.held(sessionId);
    if (held === undefined) return;
    const seats = Object.values(held.session.seats);
    // A sender known here to be put out since is not heard any more (REV6); one just seated may not be known here yet.
    if (held.version >= seen && held.session.seats[from] === undefined) return;
    for (const { presence } of seats) {
      // Only to the connection that holds a seat now: one put out, or replaced, hears nothing (SIG1, REV6).
      if (presence.is === "here" && to.includes(presence.connection)) {
        this.#inboxes.get(presence.connection)?.hear(name, sessionId, words);
      }
    }
  }
}

function isParcel(message: unknown): message is Parcel {
  if (typeof message !== "object" || message === null || !("name" in message)) return false;
  const { name } = message;
  return CARRIED.some((each) => each === name) && "to" in message && Array.isArray(message.to);
}
