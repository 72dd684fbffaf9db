/** How someone stands to a session right now. Together with the role it picks the row of the permission table. */

import type { HostParticipantId, SessionId } from "../../protocol/ids.ts";
import type { GuestActor, HostActor, VendorActor } from "./command.ts";
import { linkCounts } from "./link.ts";
import { windowOf } from "./schedule.ts";
import type { Context, Session, SessionGuest } from "./session.ts";
import { DENIED_PAUSE_MS } from "../../protocol/limits.ts";

export const GUEST_STANDINGS = [
  /** No such session (any more). */
  "absent",
  /** The link does not count: revoked, of an older generation, or sharing is off. */
  "revoked",
  "ended",
  "expired",
  "early",
  /** Another browser already came with this link and the tenant forbids a second. */
  "second-browser",
  /** May ask to join. */
  "outside",
  "waiting",
  /** Waiting, connection lost for long. */
  "away",
  /** Admitted, connected, no seat free. */
  "queued",
  /** Admitted, not inside now. */
  "admitted",
  "seated",
  "denied",
  "removed",
] as const;
export type GuestStanding = (typeof GUEST_STANDINGS)[number];

export const HOST_STANDINGS = [
  "absent",
  /** The session is another tenant's, or does not name this host. */
  "stranger",
  "ended",
  "outside",
  "seated",
] as const;
export type HostStanding = (typeof HOST_STANDINGS)[number];

/** LINK3, in its order, after what the guest's own history says. Whoever holds a seat keeps it whatever the link says (REV2). */
export function guestStanding(session: Session | null, actor: GuestActor, context: Context): GuestStanding {
  if (session === null) return "absent";
  const guest = ownRecord(session, actor);
  if (session.seats[actor.guestId] !== undefined && guest !== undefined) return "seated";
  if (!linkCounts(session, actor)) return "revoked";
  if (session.phase.is === "ended") return session.phase.reason === "link-expired" ? "expired" : "ended";
  switch (guest?.state.is) {
    case "waiting":
    case "away":
    case "queued":
    case "admitted":
      return guest.state.is;
    case "out":
      if (guest.generation >= actor.generation && guest.state.reason === "removed") return "removed";
      break;
    case "denied":
      if (guest.generation >= actor.generation && context.now < guest.state.at + DENIED_PAUSE_MS) return "denied";
      break;
    case "withdrawn":
    case undefined:
      break;
  }
  const window = windowOf(session, context);
  if (window === "early") return "early";
  if (window === "closed") return "expired";
  if (guest === undefined && context.policy.sameLink === "forbid" && othersOnLink(session, actor).length > 0) return "second-browser";
  return "outside";
}

export function hostStanding(session: Session | null, actor: HostActor): HostStanding {
  // A token that is good for certain sessions only makes no others.
  if (session === null || session.deleted === true) return actor.sessions === undefined ? "absent" : "stranger";
  if (session.tenantId !== actor.tenantId || !goodFor(actor, session.id)) return "stranger";
  if (!actor.admin && !session.hosts.some((host) => host.id === actor.hostId)) return "stranger";
  if (session.phase.is === "ended") return "ended";
  const participant = participantOf(session, actor.hostId);
  return participant !== undefined && session.seats[participant] !== undefined ? "seated" : "outside";
}

/** Whether the host's token is good for that session. */
export function goodFor({ sessions }: HostActor, id: SessionId): boolean {
  return sessions?.includes(id) !== false;
}

/** As whom a host was seated before. Its id is the vendor's own text, and `constructor` may be one. */
export function participantOf({ hostParticipants }: Pick<Session, "hostParticipants">, hostId: string): HostParticipantId | undefined {
  return Object.hasOwn(hostParticipants, hostId) ? hostParticipants[hostId] : undefined;
}

/** The vendor's back end is never seated. */
export function vendorStanding(session: Session | null, actor: VendorActor): HostStanding {
  if (session === null || session.deleted === true) return "absent";
  if (session.tenantId !== actor.tenantId) return "stranger";
  return session.phase.is === "ended" ? "ended" : "outside";
}

/** The record of this browser, if it came with this very invite: a guest id is worth nothing with another one's link. */
export function ownRecord(session: Session, actor: GuestActor): SessionGuest | undefined {
  const guest = session.guests[actor.guestId];
  return guest?.inviteId === actor.inviteId ? guest : undefined;
}

/** Other browsers that came with the same link, first comer first (WAIT3). */
export function othersOnLink(session: Session, actor: Pick<GuestActor, "guestId" | "inviteId">): SessionGuest[] {
  return Object.values(session.guests)
    .filter((guest) => guest.inviteId === actor.inviteId && guest.id !== actor.guestId && guest.state.is !== "withdrawn")
    .sort((a, b) => a.since - b.since);
}
