/** Seats: who may take one, who holds one, how one is lost and found (SEAT1–SEAT8). */

import type { GuestId, HostParticipantId, ParticipantId } from "../../protocol/ids.ts";
import type { RefusalCode } from "../../protocol/refusals.ts";
import { HOST_RESERVE } from "../../protocol/limits.ts";
import type { Role } from "../../protocol/views.ts";
import type { HostActor } from "./command.ts";
import { forget } from "./call-life.ts";
import { hostSeated } from "./schedule.ts";
import type { Connection, Presence, Seat, Session, SessionGuest, SessionPolicy } from "./session.ts";
import { linkCounts } from "./link.ts";
import { participantOf } from "./standing.ts";
import type { Turn } from "./turn.ts";

export function seatsTaken(session: Session): number {
  return Object.keys(session.seats).length;
}

/** SEAT1, SEAT2: one seat stays free for a host as long as none is seated. */
export function seatFree(session: Session, role: Role, policy: SessionPolicy): boolean {
  const kept = role === "guest" && !hostSeated(session) ? HOST_RESERVE : 0;
  return seatsTaken(session) < policy.seatLimit - kept;
}

/** Gives a guest its seat; the caller made sure that one is free and that the guest is admitted. */
export function seatGuest(turn: Turn, guest: SessionGuest, presence: Presence, offeredBy?: ParticipantId): void {
  const who = { participantId: guest.id, role: "guest", name: guest.name, ...(offeredBy === undefined ? {} : { offeredBy }) } as const;
  takeSeat(turn, who, presence);
}

/** Seats a host, or hands the seat over to the host's newer connection. False: no seat free. */
export function seatHost(turn: Turn, actor: HostActor, fresh: HostParticipantId, connection: Connection): boolean {
  const { session } = turn;
  const participantId = participantOf(session, actor.hostId) ?? fresh;
  if (session.seats[participantId] !== undefined) {
    reseat(turn, participantId, connection);
    return true;
  }
  if (!seatFree(session, "host", turn.context.policy)) return false;
  turn.set({ hostParticipants: { ...session.hostParticipants, [actor.hostId]: participantId } });
  if (session.phase.is === "scheduled") {
    turn.set({ phase: { is: "live", startedAt: turn.now } });
    turn.happened({ type: "session.started" });
  }
  takeSeat(
    turn,
    { participantId, role: "host", name: actor.name, hostId: actor.hostId, admin: actor.admin },
    { is: "here", ...connection },
  );
  return true;
}

type Sitter = Pick<Seat, "participantId" | "role" | "name" | "hostId" | "admin" | "offeredBy">;

function takeSeat(turn: Turn, who: Sitter, presence: Presence): void {
  const { session } = turn;
  turn.setSeat({
    ...who,
    seatedAt: turn.now,
    order: session.nextOrder,
    presence,
    muted: false,
    cameraOff: false,
    sharing: false,
    handRaised: false,
  });
  turn.set({ nextOrder: session.nextOrder + 1 });
  turn.happened({ type: "participant.joined", participantId: who.participantId, role: who.role, name: who.name });
  if (!seatFree(turn.session, "host", turn.context.policy)) turn.happened({ type: "seats.full" });
}

/** The participant's newest connection holds the seat (SEAT4). A new page load builds its peers anew and so makes the offers (SIG3). */
export function reseat(turn: Turn, participantId: ParticipantId, connection: Connection): void {
  const seat = turn.session.seats[participantId];
  if (seat === undefined || isAt(seat.presence, connection)) return;
  const samePage = seat.presence.instance === connection.instance;
  const { key, offeredBy, ...rest } = seat;
  turn.setSeat({
    ...rest,
    // Another page has a key of its own, and tells it (E2E3); and has not heard what an earlier one was offered (SIG5).
    ...(samePage && key !== undefined ? { key } : {}),
    ...(samePage && offeredBy !== undefined ? { offeredBy } : {}),
    presence: { is: "here", ...connection },
    order: samePage ? seat.order : turn.session.nextOrder,
    sharing: samePage && seat.sharing,
  });
  if (!samePage) turn.set({ nextOrder: turn.session.nextOrder + 1 });
}

/** Frees a seat. What becomes of a guest whose seat it was is the caller's to say. Returns the ms it was held. */
export function freeSeat(turn: Turn, participantId: ParticipantId, reason: RefusalCode): number {
  const seat = turn.session.seats[participantId];
  if (seat === undefined) return 0;
  turn.dropSeat(participantId);
  forget(turn, participantId);
  turn.happened({ type: "participant.left", participantId, role: seat.role, reason });
  return turn.now - seat.seatedAt;
}

/** A participant's own going, or its connection's end: a guest stays admitted while its link counts (ADMIT2, REV2). */
export function vacate(turn: Turn, seat: Seat, reason: "left" | "connection-lost"): void {
  const insideForMs = freeSeat(turn, seat.participantId, reason);
  const guest = turn.session.guests[seat.participantId as GuestId];
  if (guest?.state.is !== "admitted") return;
  turn.setGuestState(
    guest.id,
    linkCounts(turn.session, guest)
      ? { ...guest.state, out: { at: turn.now, reason, insideForMs, instance: seat.presence.instance } }
      : { is: "out", at: turn.now, reason, insideForMs },
  );
}

/** An admitted guest is back: seated if there is room, else waiting for a seat (SEAT6). */
export function returnGuest(turn: Turn, guest: SessionGuest, presence: Presence): void {
  if (guest.state.is !== "admitted" && guest.state.is !== "queued") return;
  const { at, by } = guest.state;
  if (seatFree(turn.session, "guest", turn.context.policy)) {
    turn.setGuestState(guest.id, { is: "admitted", at, by });
    seatGuest(turn, guest, presence);
  } else {
    turn.setGuestState(guest.id, { is: "queued", at, by, presence });
  }
}

/** SEAT8: freed seats go to admitted guests who wait for one and are connected, by place in line. */
export function seatQueued(turn: Turn): void {
  if (!seatFree(turn.session, "guest", turn.context.policy)) return;
  const queued = Object.values(turn.session.guests)
    .filter((guest) => guest.state.is === "queued" && guest.state.presence.is === "here")
    .sort((a, b) => a.since - b.since);
  for (const guest of queued) {
    if (guest.state.is !== "queued" || !seatFree(turn.session, "guest", turn.context.policy)) return;
    returnGuest(turn, guest, guest.state.presence);
  }
}

export function isAt(presence: Presence, connection: Connection): boolean {
  return presence.is === "here" && presence.connection === connection.connection;
}

/** The presence after `connection` is gone; the same one if it was not the one that counts. */
export function lostFrom(presence: Presence, connection: Connection, at: number): Presence {
  return isAt(presence, connection) ? { is: "lost", since: at, instance: presence.instance } : presence;
}
