/** When a drop-in link counts (LINK3, LINK6). */

import type { GuestActor } from "./command.ts";
import type { Session } from "./session.ts";

/** Whether this link is one that works in this session, whatever the clock says. */
export function linkCounts(session: Session, link: Pick<GuestActor, "inviteId" | "generation">): boolean {
  const invite = session.invites[link.inviteId];
  return session.linkSharing && invite !== undefined && invite.revokedAt === undefined && invite.generation === link.generation;
}
