/** When a session's links open and close, when it ends by itself, and when it next wants attention. */

import type { ParticipantId } from "../../protocol/ids.ts";
import { reminderAt } from "./outbox.ts";
import { outboxDue } from "./sending.ts";
import type { Context, Session, SessionPolicy } from "./session.ts";

const MINUTE = 60_000;

export function endsAt(session: Session): number {
  return session.startsAt + session.durationMinutes * MINUTE;
}
export function opensAt(session: Session, policy: SessionPolicy): number {
  return session.startsAt - policy.opensBeforeMs;
}
export function closesAt(session: Session, policy: SessionPolicy): number {
  return endsAt(session) + policy.closesAfterMs;
}

/** A host holds a seat, be it within the grace: then the window is open whatever the clock says (LINK4, LINK5). */
export function hostSeated(session: Session): boolean {
  for (const id in session.seats) if (session.seats[id as ParticipantId]?.role === "host") return true;
  return false;
}

export type Window = "early" | "open" | "closed";

export function windowOf(session: Session, { now, policy }: Pick<Context, "now" | "policy">): Window {
  if (hostSeated(session)) return "open";
  if (now < opensAt(session, policy)) return "early";
  return now < closesAt(session, policy) ? "open" : "closed";
}

/**
 * The next moment, ms, at which something lapses although nobody asks (SEAT6, WAIT5, REV5); null: never.
 * Connections that a dead relay held are not foreseen here: whoever notices the death ticks its sessions (SEAT7).
 */
export function nextDue(session: Session, policy: SessionPolicy): number | null {
  let due = outboxDue(session);
  if (session.phase.is === "ended") return Math.min(due, session.phase.endedAt + policy.retentionMs);
  due = Math.min(due, reminderAt(session, policy) ?? Infinity);
  let seated = false;
  for (const seat of Object.values(session.seats)) {
    seated = true;
    if (seat.presence.is === "lost") due = Math.min(due, seat.presence.since + policy.seatGraceMs);
  }
  for (const { state } of Object.values(session.guests)) {
    if ((state.is === "waiting" || state.is === "queued") && state.presence.is === "lost") {
      due = Math.min(due, state.presence.since + policy.waitingGraceMs);
    }
  }
  if (!seated) due = Math.min(due, closesAt(session, policy));
  return due === Infinity ? null : due;
}
