/** What is new in a waiting list: who came and who is gone since the last look. Pure. */

import type { GuestId, SessionId } from "../../../protocol/ids.ts";
import { HOST_RESERVE } from "../../../protocol/limits.ts";
import type { Guest, HostView, WaitingSummary } from "../../../protocol/views.ts";

/** Somebody who waits, and for what. */
export interface Waiter {
  guest: Guest;
  sessionId: SessionId;
}

export interface News {
  came: Waiter[];
  gone: Waiter[];
}

/** A host's view of one session, as the line that a list over all sessions has. */
export function summaryOf({ version, session, seats, participants, waiting }: HostView): WaitingSummary {
  return {
    sessionId: session.id,
    version,
    title: session.title,
    startsAt: session.startsAt,
    seats,
    hostPresent: participants.some(({ role }) => role === "host"),
    locked: session.locked,
    waiting,
  };
}

export function waitersOf(summaries: readonly WaitingSummary[]): Map<GuestId, Waiter> {
  return new Map(summaries.flatMap(({ sessionId, waiting }) => waiting.map((guest) => [guest.guestId, { guest, sessionId }] as const)));
}

export function newsBetween(before: ReadonlyMap<GuestId, Waiter>, now: ReadonlyMap<GuestId, Waiter>): News {
  return {
    came: [...now.values()].filter(({ guest }) => !before.has(guest.guestId)),
    gone: [...before.values()].filter(({ guest }) => !now.has(guest.guestId)),
  };
}

/** Why nobody can be let in now: `full`, `reserved` (only the seat kept for a host is left, SEAT2), `locked`. */
export type Shut = "full" | "reserved" | "locked";

export function shutBy({ seats, hostPresent, locked }: Pick<WaitingSummary, "seats" | "hostPresent" | "locked">): Shut | undefined {
  if (locked) return "locked";
  if (seats.taken >= seats.limit) return "full";
  return !hostPresent && seats.taken >= seats.limit - HOST_RESERVE ? "reserved" : undefined;
}
