/**
 * A session is its own outbox (design, pillar 9): what is to be mailed or told to the vendor stands in the document from the commit that
 * decided it until a later commit settles it. Made here, in one place, from what happened; `sending.ts` has how it goes out.
 */

import type { InviteId } from "../../protocol/ids.ts";
import type { Refusal } from "../../protocol/refusals.ts";
import { refusal } from "../../protocol/refusals.ts";
import { CHANGES_MAILED, MAILS_PER_SESSION, OUTBOX_LIMIT, RESEND_PAUSE_MS } from "../../protocol/limits.ts";
import { linkCounts } from "./link.ts";
import type { MailKind, OutboxItem, Session, SessionEvent, SessionInvite, SessionPolicy } from "./session.ts";
import type { Turn } from "./turn.ts";

/** What a vendor is told of (contract, section 8); the audit trail has the rest. */
const TOLD: ReadonlySet<SessionEvent["type"]> = new Set([
  "session.created",
  "session.updated",
  "session.started",
  "session.ended",
  "invite.sent",
  "invite.delivered",
  "invite.failed",
  "invite.revoked",
  "invite.opened",
  "guest.waiting",
  "guest.left-waiting",
  "guest.admitted",
  "guest.denied",
  "guest.sent-back",
  "participant.joined",
  "participant.left",
  "sharing.disabled",
  "seats.full",
] as const);

/** Puts into the outbox what follows from the turn's events since the last call. `before`: the session as the turn found it. */
export function fillOutbox(turn: Turn, before: Session | null): void {
  for (let event = turn.nextUnposted(); event !== undefined; event = turn.nextUnposted()) {
    if (turn.context.policy.webhooks && TOLD.has(event.type)) put(turn, { is: "webhook", event });
    if (turn.context.policy.mail) postMails(turn, event, before);
  }
}

function postMails(turn: Turn, event: SessionEvent, before: Session | null): void {
  switch (event.type) {
    case "invite.created":
    case "invite.resent":
      mailTo(turn, event.inviteId, "invite", "same");
      return;
    case "invite.renewed":
      mailTo(turn, event.inviteId, "invite", "newer");
      return;
    case "invite.revoked":
      withdraw(turn, event.inviteId);
      return;
    case "session.updated":
      if (before !== null && calendarFacts(before) !== calendarFacts(turn.session)) {
        for (const invite of reached(turn.session)) if ((invite.sequence ?? 0) < CHANGES_MAILED) mailTo(turn, invite.id, "update", "newer");
      }
      return;
    case "session.ended":
      // A session that took place is over in every calendar by itself; one that never began was called off (RFC 5546 3.2.5).
      if (before?.phase.is === "scheduled" && turn.now < turn.session.startsAt)
        for (const invite of reached(turn.session)) withdraw(turn, invite.id);
      return;
    default:
  }
}

/** What a calendar entry says; when it changes, everyone invited is told (RFC 5546 2.1.4). */
function calendarFacts({ service, startsAt, durationMinutes, timeZone, hosts }: Session): string {
  return JSON.stringify([service, startsAt, durationMinutes, timeZone, hosts[0]?.name]);
}

/** Invites with a working link whose mail went out, or is about to. */
function reached(session: Session): SessionInvite[] {
  return Object.values(session.invites).filter(
    (invite) => invite.mail !== undefined && invite.mail.status !== "failed" && invite.revokedAt === undefined,
  );
}

/** `entry`: whether the calendar entry that goes along is another one than was sent before (RFC 5546 2.1.4). */
function mailTo(turn: Turn, inviteId: InviteId, mail: MailKind, entry: "same" | "newer"): void {
  const invite = turn.session.invites[inviteId];
  if (invite?.email === undefined || invite.suppressed !== undefined) return;
  // The mail that still waits is rendered when it is sent, so it says what is true then.
  if (pendingMails(turn.session, inviteId).some((item) => item.what.is === "mail" && item.what.mail === mail)) return;
  const { providerId: _older, ...known } = invite.mail ?? {};
  const sequence = (invite.sequence ?? 0) + (entry === "newer" && invite.sequence !== undefined ? 1 : 0);
  const item = put(turn, { is: "mail", mail, inviteId, generation: invite.generation, sequence });
  if (item === undefined) return;
  const told = mail === "invite";
  turn.setInvite({
    ...invite,
    sequence,
    ...(told ? { mail: { ...known, status: "queued", item: item.id } } : {}),
    history: told ? [...invite.history, { at: turn.now, what: "queued" }] : invite.history,
  });
}

/** A revoked or called-off invite: what was not sent is not sent any more, what was sent is taken back in the calendar. */
function withdraw(turn: Turn, inviteId: InviteId): void {
  const invite = turn.session.invites[inviteId];
  if (invite === undefined) return;
  const outbox = { ...turn.session.outbox };
  let onItsWay = invite.mail?.sentAt !== undefined;
  for (const item of pendingMails(turn.session, inviteId)) {
    // One that a relay is just sending, or may have sent, cannot be taken back: a CANCEL follows it.
    if (item.sending !== undefined || item.uncertain) onItsWay = true;
    else delete outbox[item.id];
  }
  turn.set({ outbox });
  restoreStatus(turn, inviteId);
  if (onItsWay) mailTo(turn, inviteId, "cancel", "newer");
}

/** MAIL5: an invite whose newest mail will not go out after all stands as it did before that one. */
export function restoreStatus(turn: Turn, inviteId: InviteId): void {
  const invite = turn.session.invites[inviteId];
  if (invite?.mail?.status !== "queued" || turn.session.outbox[invite.mail.item] !== undefined) return;
  const { mail, ...rest } = invite;
  turn.setInvite(mail.sentAt === undefined ? rest : { ...rest, mail: { ...mail, status: "sent" } });
}

function pendingMails(session: Session, inviteId: InviteId): OutboxItem[] {
  return Object.values(session.outbox).filter((item) => item.what.is === "mail" && item.what.inviteId === inviteId);
}

function put(turn: Turn, what: OutboxItem["what"]): OutboxItem | undefined {
  const { session } = turn;
  // A vendor's server that is away for long does not make the session grow without end: the oldest news is given up.
  const items = Object.values(session.outbox);
  const outbox = { ...session.outbox };
  if (items.length >= OUTBOX_LIMIT) {
    const oldest = items.find((item) => item.what.is === "webhook" && item.sending === undefined);
    if (oldest === undefined) return undefined;
    delete outbox[oldest.id];
  }
  const id = session.nextItem;
  const item: OutboxItem = { id, createdAt: turn.now, notBefore: turn.now, attempts: 0, uncertain: false, what };
  turn.set({ outbox: { ...outbox, [id]: item }, nextItem: id + 1 });
  return item;
}

/** Whether the clinic may send this person the link (again) now. */
export function mayResend(turn: Turn, invite: SessionInvite): Refusal | null {
  if (invite.revokedAt !== undefined) return refusal("link-revoked", "This link was switched off: make a new one instead.");
  if (invite.suppressed !== undefined) {
    return refusal("not-allowed", "This person asked not to get such mails any more. Copy the link and send it yourself.", {
      why: "unsubscribed",
    });
  }
  const since = turn.now - (invite.history.findLast(({ what }) => what === "resent")?.at ?? -Infinity);
  if (since < RESEND_PAUSE_MS) {
    return refusal("rate-limited", "This link was sent again just now. Wait half a minute before sending it once more.", {
      why: "sent-just-now",
      retryAfterMs: RESEND_PAUSE_MS - since,
    });
  }
  if (mailsQueued(turn.session) < MAILS_PER_SESSION) return null;
  return refusal("rate-limited", "No more mails can be sent for this session.", { why: "mails-of-session" });
}

function mailsQueued(session: Session): number {
  return Object.values(session.invites).reduce((sum, { history }) => sum + history.filter(({ what }) => what === "queued").length, 0);
}

/** Reminders, once per start time: a session that moves is reminded of anew. `null`: none to come. */
export function reminderAt(session: Session, policy: SessionPolicy): number | null {
  if (!policy.mail || policy.reminderBeforeMs === null || session.phase.is === "ended") return null;
  return session.remindedFor === session.startsAt ? null : session.startsAt - policy.reminderBeforeMs;
}

export function remind(turn: Turn): void {
  const at = reminderAt(turn.session, turn.context.policy);
  if (at === null || turn.now < at) return;
  turn.set({ remindedFor: turn.session.startsAt });
  if (turn.now >= turn.session.startsAt) return;
  for (const invite of reached(turn.session)) if (linkCounts(turn.session, linkOf(invite))) mailTo(turn, invite.id, "reminder", "same");
}

const linkOf = ({ id, generation }: SessionInvite) => ({ inviteId: id, generation });
