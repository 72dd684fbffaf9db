/** Whom a session remembers, and whom it forgets so that one link, or many dead ones, do not keep newcomers out (WAIT6). */

import { DENIED_PAUSE_MS, GUEST_LIMIT, GUESTS_PER_INVITE } from "../../protocol/limits.ts";
import type { Refusal } from "../../protocol/refusals.ts";
import { refusal } from "../../protocol/refusals.ts";
import type { GuestActor } from "./command.ts";
import { linkCounts } from "./link.ts";
import type { SessionGuest } from "./session.ts";
import type { Turn } from "./turn.ts";

/** Those to be forgotten for a newcomer to be remembered; a refusal where too few can be. */
export function roomFor(turn: Turn, { guestId, inviteId }: GuestActor): SessionGuest[] | Refusal {
  const { guests } = turn.session;
  if (guests[guestId] !== undefined) return [];
  const all = Object.values(guests);
  const ofLink = surplus(
    turn,
    all.filter((guest) => guest.inviteId === inviteId),
    GUESTS_PER_INVITE,
  );
  if (ofLink === undefined) return refusal("rate-limited", "Too many people have asked to join with this link.");
  const ofAny = surplus(
    turn,
    all.filter((guest) => !ofLink.includes(guest)),
    GUEST_LIMIT,
  );
  return ofAny === undefined ? refusal("rate-limited", "Too many people have asked to join this session.") : [...ofLink, ...ofAny];
}

/** Who has to go so that one more makes no more than `limit`; undefined: too few can. */
function surplus(turn: Turn, guests: SessionGuest[], limit: number): SessionGuest[] | undefined {
  const over = guests.length + 1 - limit;
  if (over <= 0) return [];
  const going = guests
    .filter((guest) => meansNothing(turn, guest))
    // Whoever comes with the link of one who was declined is marked for it (WAIT3): those go last.
    .sort((a, b) => Number(a.state.is === "denied") - Number(b.state.is === "denied") || a.since - b.since)
    .slice(0, over);
  return going.length < over ? undefined : going;
}

/** Whether nothing depends on this record: the browser would be answered alike without it. */
function meansNothing({ session, context }: Turn, guest: SessionGuest): boolean {
  const { state } = guest;
  switch (state.is) {
    case "withdrawn":
      return true;
    case "denied":
      if (!linkCounts(session, guest)) return true;
      // A link that is for one browser stays that one's (WAIT3).
      return context.policy.sameLink === "mark" && context.now >= state.at + DENIED_PAUSE_MS;
    // Removed: it is kept out by its record for as long as its link opens the door (ADMIT7, LINK6).
    case "out":
      return !linkCounts(session, guest);
    case "waiting":
    case "away":
    case "queued":
    case "admitted":
      return false;
  }
}
