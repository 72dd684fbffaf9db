/** Makes the mail of an outbox item from what is true when it is sent: the session's time, the link, the clinic's words. */

import type { Message } from "../../protocol/message-template.ts";
import { closesAt } from "../session/schedule.ts";
import type { OutboxItem, Session, SessionInvite, SessionPolicy } from "../session/session.ts";
import { inviteMail, messageIdFor } from "./mail/invite-mail.ts";
import type { Mailbox, OutgoingMail } from "./mail/mail.ts";

/** What of a tenant goes into a mail. */
export interface Sender {
  clinicName: string;
  policy: SessionPolicy;
  from: Mailbox;
  replyTo?: Mailbox;
}

export interface LetterDeps {
  /** Undefined: the tenant is not served here any more. */
  sender(tenantId: string): Sender | undefined;
  /** The clinic's default message for a service, or its general one; null: ours. Rejects with `StoreUnavailable`. */
  defaultMessage(tenantId: string, service: string): Promise<Message | null>;
  linkFor(session: Session, invite: SessionInvite): string;
  now(): number;
}

/** Null: there is nothing to say, or nobody to say it to, any more. */
export async function letterFor(deps: LetterDeps, session: Session, item: OutboxItem): Promise<OutgoingMail | null> {
  const { what } = item;
  if (what.is !== "mail") return null;
  const invite = session.invites[what.inviteId];
  const sender = deps.sender(session.tenantId);
  if (invite?.email === undefined || sender === undefined) return null;
  // A reminder of what is over helps nobody.
  if (what.mail !== "cancel" && deps.now() >= closesAt(session, sender.policy)) return null;
  const usual = what.mail === "invite" ? await deps.defaultMessage(session.tenantId, session.service) : null;
  const { from, replyTo } = sender;
  return inviteMail({
    kind: what.mail,
    messageId: messageIdFor({ inviteId: invite.id, itemId: item.id, from: from.address }),
    itemId: item.id,
    session: {
      id: session.id,
      service: session.service,
      startsAt: session.startsAt,
      durationMinutes: session.durationMinutes,
      timeZone: session.timeZone,
    },
    invite: { id: invite.id, name: invite.name === invite.email ? "" : invite.name, email: invite.email },
    hostName: session.hosts[0]?.name ?? sender.clinicName,
    clinic: { name: sender.clinicName, from, ...(replyTo === undefined ? {} : { replyTo }) },
    joinUrl: what.mail === "cancel" ? "" : deps.linkFor(session, invite),
    message: { ...usual, ...invite.message },
    ...(invite.locale === undefined ? {} : { locale: invite.locale }),
    sequence: what.sequence,
    now: item.createdAt,
    opensBeforeMs: sender.policy.opensBeforeMs,
  });
}
