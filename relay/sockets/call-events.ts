/**
 * What people in a call send each other through the relay: signals, chat lines, flags, and what a host asks of others. The same for both
 * doors. It passes only from the connection that holds a seat, and only to seats of the same session (SIG1, CHAT1).
 */

import type { ParticipantFlags } from "../../protocol/fields.ts";
import type { Done, HostWish } from "../../protocol/events.ts";
import type { ConnectionId, GuestId, InstanceId, ParticipantId, SessionId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Refusal, Result } from "../../protocol/refusals.ts";
import { accepted, refusal, refused } from "../../protocol/refusals.ts";
import type { ChatMessage } from "../../protocol/views.ts";
import type { GuestActor, HostActor, Passage } from "../session/command.ts";
import { seatOf } from "../session/decide.ts";
import { may } from "../session/permissions.ts";
import type { Seat } from "../session/session.ts";
import { chatLines } from "../session/views.ts";
import type { Carried, SessionKeeper } from "../store/session-keeper.ts";
import type { StoredSession } from "../store/session-store.ts";
import type { SfuSeat } from "./deps.ts";
import type { Inbox, Switchboard } from "./switchboard.ts";

/** A socket that asks for something in a call: who it is, and which connection it comes by. */
export interface Caller {
  readonly actor: GuestActor | HostActor;
  readonly connectionId: ConnectionId;
}

interface Place {
  seat: Seat;
  stored: StoredSession;
}

export class CallEvents {
  constructor(
    private readonly keeper: SessionKeeper,
    private readonly switchboard: Switchboard,
  ) {}

  /** The permission table's answer, on the newest version this relay knows. */
  mayPass({ actor }: Caller, sessionId: SessionId, passage: Passage): Refusal | null {
    const stored = this.keeper.held(sessionId);
    // Whoever is seated is watched: a session this relay does not hold is one in which this socket has no part.
    if (stored === undefined) return refusal("not-allowed", "Join the session first.");
    return may(stored.session, actor, passage, this.keeper.context(stored.session.tenantId));
  }

  signal(
    caller: Caller,
    sessionId: SessionId,
    { to, instance, data }: { to: ParticipantId; instance: InstanceId; data: unknown },
  ): Result<Done> {
    const place = this.#place(caller, sessionId);
    if ("code" in place) return { ok: false, refusal: place };
    const { seat, stored } = place;
    const receiver = stored.session.seats[to];
    if (receiver === undefined || receiver === seat) return refused("not-allowed", "There is nobody else with this id in the session.");
    // SIG3: what was meant for an earlier page load would only confuse the one that is there now.
    if (receiver.presence.instance !== instance) return accepted({});
    this.switchboard.send("call:signal", [receiver], seat.participantId, stored.version, {
      sessionId,
      from: seat.participantId,
      instance: seat.presence.instance,
      data,
    });
    return accepted({});
  }

  /** What a host sends along with letting a guest in (SIG5), if it was this decision, and this connection, that seated it. */
  offer(caller: Caller, sessionId: SessionId, guestId: GuestId, { stored, events }: Carried, data: unknown): void {
    const place = this.#place(caller, sessionId);
    if ("code" in place || stored === null) return;
    const { seat } = place;
    const receiver = stored.session.seats[guestId];
    const seated = events.some((event) => event.type === "guest.admitted" && event.guestId === guestId);
    if (!seated || receiver?.offeredBy !== seat.participantId) return;
    const { instance } = seat.presence;
    this.switchboard.send("call:signal", [receiver], seat.participantId, stored.version, {
      sessionId,
      from: seat.participantId,
      instance,
      data,
    });
  }

  /** Kept first, then carried: whoever comes later finds it (CHAT2). Without a store it is carried and not kept (STORE4). */
  async chat(caller: Caller, sessionId: SessionId, text: string): Promise<Result<{ message: ChatMessage }>> {
    const place = this.#place(caller, sessionId);
    if ("code" in place) return { ok: false, refusal: place };
    const messageId = newId("msg");
    const kept = await this.keeper.submit(sessionId, { type: "chat", actor: caller.actor, messageId, text });
    if (!kept.ok && kept.refusal.code !== "unavailable") return kept;
    const { seat } = place;
    const stored = (kept.ok ? kept.value.stored : null) ?? place.stored;
    const at = stored.session.chat?.findLast(({ id }) => id === messageId)?.at ?? this.keeper.context(stored.session.tenantId).now;
    const message = { id: messageId, from: seat.participantId, name: seat.name, text, at: new Date(at).toISOString() };
    const others = Object.values(stored.session.seats).filter(({ participantId }) => participantId !== seat.participantId);
    this.switchboard.send("call:chat", others, seat.participantId, stored.version, { ...message, sessionId });
    return accepted({ message });
  }

  /** What was written so far, for who came later or was away for a while (CHAT2). */
  chatLines(caller: Caller, sessionId: SessionId): Result<{ messages: ChatMessage[] }> {
    const place = this.#place(caller, sessionId);
    return "code" in place ? { ok: false, refusal: place } : accepted({ messages: chatLines(place.stored.session) });
  }

  /** Asks one participant's browser, or all guests' browsers, to mute. */
  mute(caller: Caller, sessionId: SessionId, whom: ParticipantId | undefined): Result<Done> {
    const place = this.#place(caller, sessionId);
    if ("code" in place) return { ok: false, refusal: place };
    const { seat, stored } = place;
    const seats = Object.values(stored.session.seats);
    const meant = seats.filter((each) => (whom === undefined ? each.role === "guest" : each.participantId === whom));
    if (whom !== undefined && meant.length === 0) return refused("not-allowed", "There is nobody with this id in the session.");
    this.switchboard.send("call:mute", meant, seat.participantId, stored.version, { sessionId });
    return accepted({});
  }

  /** Asks one participant: to speak, which the person decides, or to stop showing a screen, which the browser does. */
  ask(caller: Caller, sessionId: SessionId, whom: ParticipantId, what: HostWish): Result<Done> {
    const place = this.#place(caller, sessionId);
    if ("code" in place) return { ok: false, refusal: place };
    const { seat, stored } = place;
    const meant = stored.session.seats[whom];
    if (meant === undefined) return refused("not-allowed", "There is nobody with this id in the session.");
    this.switchboard.send("call:ask", [meant], seat.participantId, stored.version, { sessionId, what });
    return accepted({});
  }

  async flags(caller: Caller, sessionId: SessionId, flags: ParticipantFlags): Promise<Result<Done>> {
    const place = this.#place(caller, sessionId);
    if ("code" in place) return { ok: false, refusal: place };
    const done = await this.keeper.submit(sessionId, { type: "flags", actor: caller.actor, flags });
    return done.ok ? accepted({}) : done;
  }

  /** E2E3: told the others with the next view. */
  async key(caller: Caller, sessionId: SessionId, key: string): Promise<Result<Done>> {
    const place = this.#place(caller, sessionId);
    if ("code" in place) return { ok: false, refusal: place };
    const done = await this.keeper.submit(sessionId, { type: "key", actor: caller.actor, key });
    return done.ok ? accepted({}) : done;
  }

  /** E2E6: what would go through the server unsealed does not go at all. */
  maySend(caller: Caller, sessionId: SessionId): Refusal | null {
    const place = this.#place(caller, sessionId);
    if ("code" in place) return place;
    const { seat, stored } = place;
    return stored.session.e2ee === true && seat.key === undefined
      ? refusal("not-allowed", "This session is end-to-end encrypted: tell a public key first.")
      : null;
  }

  /** Who asks for a way through a media server, if it is this very connection that holds the seat (MEDIA5). */
  seatFor(caller: Caller & Inbox, sessionId: SessionId): SfuSeat | Refusal {
    const place = this.#place(caller, sessionId);
    if ("code" in place) return place;
    const { participantId, presence } = place.seat;
    return { sessionId, participantId, instance: presence.instance, tell: (name, push) => caller.hear(name, push) };
  }

  /** The seat, if it is this very connection that holds it: an older tab speaks for nobody (SEAT4). */
  #place({ actor, connectionId }: Caller, sessionId: SessionId): Place | Refusal {
    const stored = this.keeper.held(sessionId);
    const seat = stored === undefined ? undefined : seatOf(stored.session, actor);
    if (stored === undefined || seat === undefined) return refusal("not-allowed", "Join the session first.");
    if (seat.presence.is === "lost" || seat.presence.connection !== connectionId) return refusal("replaced");
    return { seat, stored };
  }
}
