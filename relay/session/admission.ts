/** The way in and out of the waiting room: knock, admit, deny, send back, remove (WAIT1–WAIT6, ADMIT1–ADMIT7). */

import type { GuestId, ParticipantId } from "../../protocol/ids.ts";
import type { Refusal } from "../../protocol/refusals.ts";
import { refusal } from "../../protocol/refusals.ts";
import { WAITING_LIMIT, WAITING_MESSAGES_KEPT, WAITING_PER_INVITE } from "../../protocol/limits.ts";
import type { GuestActor } from "./command.ts";
import { roomFor } from "./remembered.ts";
import { freeSeat, reseat, returnGuest, seatFree, seatGuest } from "./seats.ts";
import type { Connection, Presence, Session, SessionGuest, SessionMessage } from "./session.ts";
import { linkCounts } from "./link.ts";
import { othersOnLink, ownRecord } from "./standing.ts";
import { putOut } from "./sharing.ts";
import type { Turn } from "./turn.ts";

/** A guest's socket arrived. Notes the first opening of the link (LINK2) and gives a known guest its place or seat back (WAIT4, SEAT5). */
export function open(turn: Turn, actor: GuestActor, connection: Connection): void {
  const invite = turn.invite(actor.inviteId);
  if (invite !== undefined && invite.openedAt === undefined && invite.revokedAt === undefined) {
    turn.setInvite({ ...invite, openedAt: turn.now, history: [...invite.history, { at: turn.now, what: "opened" }] });
    turn.happened({ type: "invite.opened", inviteId: invite.id });
  }
  const guest = ownRecord(turn.session, actor);
  if (guest !== undefined) comeBack(turn, guest, connection, false);
}

/** `asked`: the guest pressed the button; then one who had left on purpose comes in again too (ADMIT2). */
function comeBack(turn: Turn, guest: SessionGuest, connection: Connection, asked: boolean): void {
  const here: Presence = { is: "here", ...connection };
  const { state } = guest;
  switch (state.is) {
    case "waiting":
      turn.setGuestState(guest.id, { ...state, presence: here });
      return;
    case "away":
      turn.setGuestState(guest.id, { is: "waiting", presence: here, sentBack: state.sentBack });
      turn.happened({ type: "guest.waiting", guestId: guest.id, inviteId: guest.inviteId, name: guest.name });
      return;
    case "queued":
      returnGuest(turn, guest, here);
      return;
    case "admitted":
      if (turn.session.seats[guest.id] !== undefined) reseat(turn, guest.id, connection);
      else if (asked || state.out?.reason === "connection-lost") returnGuest(turn, guest, here);
      return;
    case "withdrawn":
    case "denied":
    case "out":
  }
}

export function knock(turn: Turn, actor: GuestActor, name: string, connection: Connection): Refusal | null {
  const known = ownRecord(turn.session, actor);
  switch (known?.state.is) {
    case "waiting":
    case "away":
      turn.setGuest({ ...known, name });
      comeBack(turn, { ...known, name }, connection, true);
      return null;
    // Let in under a name, it comes back under that one: under another nobody has seen it (ADMIT2).
    case "queued":
    case "admitted":
      comeBack(turn, known, connection, true);
      return null;
    case "withdrawn":
    case "denied":
    case "out":
    case undefined:
      return askAnew(turn, actor, name, connection);
  }
}

function askAnew(turn: Turn, actor: GuestActor, name: string, connection: Connection): Refusal | null {
  const { session } = turn;
  if (session.locked) return refusal("not-allowed", "The host has locked the session: nobody new can ask to join now.");
  const waiting = waitingGuests(session);
  if (waiting.length >= WAITING_LIMIT) return refusal("rate-limited", "Too many people are waiting already. Try again later.");
  if (waiting.filter(({ inviteId }) => inviteId === actor.inviteId).length >= WAITING_PER_INVITE)
    return refusal("rate-limited", "Too many people are waiting with this link already. Try again later.");
  // A guest id that stands under another link is not this browser's (WAIT4).
  if (session.guests[actor.guestId] !== undefined && ownRecord(session, actor) === undefined)
    return refusal("bad-request", "This ticket belongs to another link.");
  const forgotten = roomFor(turn, actor);
  if ("code" in forgotten) return forgotten;
  for (const { id } of forgotten) turn.dropGuest(id);
  const first = othersOnLink(session, actor)[0];
  turn.setGuest({
    id: actor.guestId,
    inviteId: actor.inviteId,
    generation: actor.generation,
    name,
    since: turn.now,
    ...(first === undefined ? {} : { sameLinkAs: first.id }),
    state: { is: "waiting", presence: { is: "here", ...connection }, sentBack: false },
  });
  turn.happened({ type: "guest.waiting", guestId: actor.guestId, inviteId: actor.inviteId, name });
  return null;
}

/** The guest takes its request back; one admitted without a seat stays admitted. */
export function cancelKnock(turn: Turn, guest: SessionGuest): void {
  turn.happened({ type: "guest.left-waiting", guestId: guest.id, inviteId: guest.inviteId, reason: "left" });
  const { state } = guest;
  turn.setGuestState(
    guest.id,
    state.is === "queued"
      ? {
          is: "admitted",
          at: state.at,
          by: state.by,
          out: { at: turn.now, reason: "left", insideForMs: 0, instance: state.presence.instance },
        }
      : { is: "withdrawn" },
  );
}

/** Those on the host's list, by place in line. */
export function waitingGuests(session: Session): SessionGuest[] {
  return Object.values(session.guests)
    .filter((guest) => guest.state.is === "waiting")
    .sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
}

/**
 * ADMIT3: a seat is taken at once; a guest whose connection is lost just now has the seat's grace to come back.
 *
 * @param offeredBy the host that makes the offers to it (SIG5)
 */
export function admit(turn: Turn, guestId: GuestId, offeredBy?: ParticipantId): Refusal | null {
  const guest = turn.session.guests[guestId];
  if (turn.session.locked) return refusal("not-allowed", "The session is locked: unlock it to let people in.");
  // Admitted meanwhile, by a colleague or a second press: what was wanted is so.
  if (guest?.state.is === "admitted" || guest?.state.is === "queued") return null;
  if (guest?.state.is !== "waiting") return refusal("not-allowed", "This guest is not waiting any more.");
  if (!seatFree(turn.session, "guest", turn.context.policy)) return refusal("session-full");
  const { presence } = guest.state;
  turn.setGuestState(guestId, { is: "admitted", at: turn.now, by: turn.by });
  turn.happened({ type: "guest.admitted", guestId, inviteId: guest.inviteId });
  if (presence.is === "here") seatGuest(turn, guest, presence, offeredBy);
  else seatGuest(turn, guest, { ...presence, since: turn.now });
  return null;
}

/** ADMIT5. */
export function admitAll(turn: Turn): Refusal | { admitted: number; left: number } {
  if (turn.session.locked) return refusal("not-allowed", "The session is locked: unlock it to let people in.");
  let admitted = 0;
  let left = 0;
  for (const guest of waitingGuests(turn.session)) {
    if (admit(turn, guest.id) === null) admitted += 1;
    else left += 1;
  }
  return { admitted, left };
}

/** ADMIT4. */
export function deny(turn: Turn, guestId: GuestId): Refusal | null {
  const guest = turn.session.guests[guestId];
  if (guest?.state.is === "denied") return null;
  if (guest?.state.is !== "waiting" && guest?.state.is !== "away" && guest?.state.is !== "queued") {
    return refusal("not-allowed", "This guest is not waiting any more.");
  }
  turn.setGuestState(guestId, { is: "denied", at: turn.now });
  turn.happened({ type: "guest.denied", guestId, inviteId: guest.inviteId });
  return null;
}

/** WAIT7. */
export function messageWaiting(turn: Turn, message: SessionMessage): Refusal | null {
  if (message.to !== undefined) {
    const state = turn.session.guests[message.to]?.state.is;
    if (state !== "waiting" && state !== "queued") return refusal("not-allowed", "This guest is not waiting any more.");
  }
  turn.set({ messages: [...turn.session.messages, message].slice(-WAITING_MESSAGES_KEPT) });
  return null;
}

/** ADMIT7: back to the old place in line; with a dead link there is no line to go back to. */
export function sendBack(turn: Turn, participantId: ParticipantId): Refusal | null {
  const guest = turn.session.guests[participantId as GuestId];
  const seat = turn.session.seats[participantId];
  if (guest === undefined || seat === undefined) return refusal("not-allowed", "Only a guest inside can be sent back.");
  if (!linkCounts(turn.session, guest)) {
    putOut(turn, guest, "link-revoked");
    return null;
  }
  freeSeat(turn, participantId, "sent-back");
  const presence = seat.presence.is === "here" ? seat.presence : { ...seat.presence, since: turn.now };
  turn.setGuestState(guest.id, { is: "waiting", presence, sentBack: true });
  turn.happened({ type: "guest.sent-back", guestId: guest.id, inviteId: guest.inviteId });
  return null;
}

/** ADMIT7. A guest who left but is still admitted can be kept from coming back in the same way. */
export function remove(turn: Turn, participantId: ParticipantId): Refusal | null {
  const guest = turn.session.guests[participantId as GuestId];
  if (guest?.state.is === "out" && guest.state.reason === "removed") return null;
  if (guest?.state.is !== "admitted" && guest?.state.is !== "queued") {
    return refusal("not-allowed", "Only a guest who was let in can be removed.");
  }
  putOut(turn, guest, "removed");
  return null;
}
