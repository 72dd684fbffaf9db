/** What hosts and back ends may see of an invite, with its link. */

import type { Invite } from "../../protocol/views.ts";
import { linkCounts } from "./link.ts";
import type { Session, SessionInvite } from "./session.ts";

/** The full drop-in link of an invite, made by the edge that holds the link keys. */
export type LinkFor = (session: Session, invite: SessionInvite) => string;

/** Every time in a view. */
export const iso = (ms: number): string => new Date(ms).toISOString();

/** `url` only while the link works or will work. */
export function inviteView(session: Session, invite: SessionInvite, linkFor: LinkFor): Invite {
  const { mail } = invite;
  return {
    id: invite.id,
    name: invite.name,
    ...(invite.email === undefined ? {} : { email: invite.email }),
    ...(invite.label === undefined ? {} : { label: invite.label }),
    relation: invite.relation,
    ...(invite.contactId === undefined ? {} : { contactId: invite.contactId }),
    ...(linkCounts(session, { inviteId: invite.id, generation: invite.generation }) && session.phase.is !== "ended"
      ? { url: linkFor(session, invite) }
      : {}),
    ...(mail === undefined ? {} : { status: mail.status }),
    ...(mail?.failure === undefined ? {} : { failure: mail.failure }),
    ...(mail?.sentAt === undefined ? {} : { sentAt: iso(mail.sentAt) }),
    ...(invite.openedAt === undefined ? {} : { openedAt: iso(invite.openedAt) }),
    ...(invite.revokedAt === undefined ? {} : { revokedAt: iso(invite.revokedAt) }),
    createdAt: iso(invite.createdAt),
    history: invite.history.map((item) => ({ ...item, at: iso(item.at) })),
  };
}
