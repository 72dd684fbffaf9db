/** Whether a change concerns a guest who looks on from outside: of fifty who wait, one knock is news to hardly anyone. */

import type { GuestActor } from "./command.ts";
import type { Session, SessionPolicy } from "./session.ts";

/**
 * Whether a guest who holds no seat is shown the same of both documents, but for the version: all that its view rests on is the very same
 * in them. `false` need not mean that it is another.
 */
export function sameOutside(a: Session, b: Session, { guestId, inviteId }: GuestActor, { showPosition }: SessionPolicy): boolean {
  const guest = a.guests[guestId];
  // A refusal lapses by the clock alone.
  if (guest?.state.is === "denied" || a.seats[guestId] !== undefined) return false;
  return (
    (showPosition ? a.guests === b.guests : guest === b.guests[guestId]) &&
    a.seats === b.seats &&
    a.invites[inviteId] === b.invites[inviteId] &&
    a.linkSharing === b.linkSharing &&
    a.phase === b.phase &&
    a.messages === b.messages &&
    a.hosts === b.hosts &&
    a.service === b.service &&
    a.startsAt === b.startsAt &&
    a.durationMinutes === b.durationMinutes &&
    a.timeZone === b.timeZone &&
    a.e2ee === b.e2ee
  );
}
