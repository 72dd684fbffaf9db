/** How the items of a session's outbox go out: who may take them, what became of each, and what providers tell of it later. */

import type { InviteId, RelayId } from "../../protocol/ids.ts";
import type { MailEvent, SendOutcome, TakeOutLimit } from "./command.ts";
import { restoreStatus } from "./outbox.ts";
import type { OutboxItem, Session, SessionInvite } from "./session.ts";
import type { Turn } from "./turn.ts";

/** Items that may be sent now or later: of one recipient's mails only the first, so that they arrive in order. */
export function eligible(session: Session): OutboxItem[] {
  const taken = new Set<InviteId>();
  return Object.values(session.outbox).filter(({ what }) => {
    if (what.is === "webhook") return true;
    const first = !taken.has(what.inviteId);
    taken.add(what.inviteId);
    return first;
  });
}

/** When the outbox next wants attention, ms; Infinity: it is empty. */
export function outboxDue(session: Session): number {
  let due = Infinity;
  for (const item of eligible(session)) due = Math.min(due, item.sending?.until ?? item.notBefore);
  return due;
}

/** Items to be sent now that no relay is at. */
export function takeable(session: Session, now: number): OutboxItem[] {
  return eligible(session).filter(({ sending, notBefore }) => sending === undefined && notBefore <= now);
}

/** Marks up to `limit` items as being sent by `relay` until `until`; no other relay takes them meanwhile. Gives their ids. */
export function takeOut(turn: Turn, relay: RelayId, until: number, limit: TakeOutLimit): number[] {
  const ids: number[] = [];
  const outbox = { ...turn.session.outbox };
  const left = { ...limit };
  for (const item of takeable(turn.session, turn.now)) {
    if (left[item.what.is] === 0) continue;
    left[item.what.is] -= 1;
    outbox[item.id] = { ...item, attempts: item.attempts + 1, sending: { relay, until } };
    ids.push(item.id);
  }
  if (ids.length > 0) turn.set({ outbox });
  return ids;
}

/** Relays that are sending something of this session: if one dies, somebody has to take over (MAIL2). */
export function sendersOf(session: Session): RelayId[] {
  return Object.values(session.outbox).flatMap(({ sending }) => (sending === undefined ? [] : [sending.relay]));
}

/** An attempt whose relay died or fell silent may or may not have succeeded: whoever takes it over asks the provider first. */
export function loseSenders(turn: Turn): void {
  const lost = Object.values(turn.session.outbox).filter(
    ({ sending }) => sending !== undefined && (turn.now >= sending.until || turn.context.deadSince(sending.relay) !== undefined),
  );
  if (lost.length === 0) return;
  const outbox = { ...turn.session.outbox };
  for (const { sending: _gone, ...item } of lost) outbox[item.id] = { ...item, uncertain: true, lostAt: turn.now };
  turn.set({ outbox });
}

/** MAIL4: a mail whose link died while a relay was sending it. */
export function wasWithdrawn(session: Session, { what }: OutboxItem): boolean {
  if (what.is !== "mail" || what.mail === "cancel") return false;
  const invite = session.invites[what.inviteId];
  return invite === undefined || invite.revokedAt !== undefined || invite.generation !== what.generation || session.phase.is === "ended";
}

/** It certainly did not go out, so nobody needs to be told that it is off either. */
function dropUnsent(turn: Turn, { id, what }: OutboxItem): void {
  const { [id]: _unsent, ...outbox } = turn.session.outbox;
  turn.set({ outbox });
  if (what.is !== "mail") return;
  restoreStatus(turn, what.inviteId);
  if (turn.session.invites[what.inviteId]?.mail?.sentAt !== undefined) return;
  const { outbox: left } = turn.session;
  const needed = Object.values(left).filter(
    (item) => item.sending !== undefined || item.what.is !== "mail" || item.what.inviteId !== what.inviteId || item.what.mail !== "cancel",
  );
  turn.set({ outbox: Object.fromEntries(needed.map((item) => [item.id, item])) });
}

/** What became of an attempt. An item settled before, or taken back meanwhile, is no news. */
export function settle(turn: Turn, itemId: number, outcome: SendOutcome): void {
  const item = turn.session.outbox[itemId];
  if (item === undefined) return;
  const { sending: _done, ...rest } = item;
  if (outcome.is === "retry" && !outcome.uncertain && wasWithdrawn(turn.session, item)) {
    dropUnsent(turn, item);
    return;
  }
  if (outcome.is === "retry") {
    turn.set({ outbox: { ...turn.session.outbox, [itemId]: { ...rest, notBefore: outcome.at, uncertain: outcome.uncertain } } });
    return;
  }
  const { [itemId]: _settled, ...outbox } = turn.session.outbox;
  turn.set({ outbox });
  if (item.what.is === "webhook") return;
  const invite = turn.session.invites[item.what.inviteId];
  if (invite?.mail === undefined || item.what.mail !== "invite" || invite.mail.item !== itemId) return;
  if (outcome.is === "sent") {
    turn.setInvite({
      ...invite,
      mail: {
        ...invite.mail,
        status: "sent",
        sentAt: turn.now,
        ...(outcome.providerId === undefined ? {} : { providerId: outcome.providerId }),
      },
      history: [...invite.history, { at: turn.now, what: "sent" }],
    });
    turn.happened({ type: "invite.sent", inviteId: invite.id });
  } else {
    fail(turn, invite, outcome.reason);
  }
}

function fail(turn: Turn, invite: SessionInvite, reason: string): void {
  if (invite.mail === undefined) return;
  turn.setInvite({
    ...invite,
    mail: { ...invite.mail, status: "failed", failure: reason },
    history: [...invite.history, { at: turn.now, what: "failed", reason }],
  });
  turn.happened({ type: "invite.failed", inviteId: invite.id, failure: reason });
}

/** What the provider tells later. Only news of the invite's newest mail changes its status; old news changes nothing. */
export function mailEvent(turn: Turn, invite: SessionInvite, itemId: number, news: MailEvent): void {
  const { mail } = invite;
  if (mail === undefined) return;
  const at = turn.now;
  switch (news.is) {
    case "delivered":
      if (mail.item !== itemId || mail.status === "delivered") return;
      turn.setInvite({
        ...invite,
        mail: { ...mail, status: "delivered", sentAt: mail.sentAt ?? at },
        history: [...invite.history, { at, what: "delivered" }],
      });
      turn.happened({ type: "invite.delivered", inviteId: invite.id });
      return;
    case "failed":
      if (mail.item === itemId && mail.status !== "failed") fail(turn, invite, news.reason);
      return;
    case "complained":
    case "unsubscribed":
      if (invite.suppressed === undefined)
        turn.setInvite({ ...invite, suppressed: news.is, history: [...invite.history, { at, what: news.is }] });
  }
}
