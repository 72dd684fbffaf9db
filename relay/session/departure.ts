/** How somebody goes: on purpose, or because a connection is gone. */

import type { Refusal } from "../../protocol/refusals.ts";
import { refusal } from "../../protocol/refusals.ts";
import type { Command } from "./command.ts";
import { isAt, lostFrom, seatOf, vacate } from "./seats.ts";
import type { Turn } from "./turn.ts";

export function leave(turn: Turn, { actor, connection }: Extract<Command, { type: "leave" }>): Refusal | null {
  const seat = seatOf(turn.session, actor);
  if (seat === undefined) return null;
  // A tab that was replaced does not take the newer tab's seat with it (SEAT4).
  if (connection !== undefined && !isAt(seat.presence, connection)) return refusal("replaced");
  vacate(turn, seat, "left");
  return null;
}

export function disconnect(turn: Turn, { actor, connection }: Extract<Command, { type: "disconnect" }>): void {
  const seat = seatOf(turn.session, actor);
  if (seat !== undefined) {
    const presence = lostFrom(seat.presence, connection, turn.now);
    if (presence !== seat.presence) turn.setSeat({ ...seat, presence });
    return;
  }
  const guest = actor.role === "guest" ? turn.session.guests[actor.guestId] : undefined;
  if (guest?.state.is !== "waiting" && guest?.state.is !== "queued") return;
  const presence = lostFrom(guest.state.presence, connection, turn.now);
  if (presence !== guest.state.presence) turn.setGuestState(guest.id, { ...guest.state, presence });
}
