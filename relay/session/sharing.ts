/** Links and their ends: invites made, renewed and revoked, sharing on and off, the session's own end (LINK6, LINK7, REV1–REV5). */

import type { InviteId } from "../../protocol/ids.ts";
import type { Refusal } from "../../protocol/refusals.ts";
import { refusal } from "../../protocol/refusals.ts";
import { INVITE_LIMIT } from "../../protocol/limits.ts";
import type { NewInvite, Wording } from "./command.ts";
import { freeSeat } from "./seats.ts";
import type { EndReason, OutReason, SessionGuest, SessionInvite } from "./session.ts";
import type { Turn } from "./turn.ts";

/** Adds invites; an address that has a working one keeps it, a revoked one is renewed. Gives the invite of each recipient, in order. */
export function addInvites(turn: Turn, newcomers: NewInvite[], wording: Wording = {}): InviteId[] | Refusal {
  if (!turn.session.linkSharing) return refusal("not-allowed", "Link sharing is off for this session: turn it on to invite people.");
  const ids: InviteId[] = [];
  for (const newcomer of newcomers) {
    const known = newcomer.email === undefined ? undefined : byAddress(turn, newcomer.email);
    if (known !== undefined) {
      if (known.revokedAt !== undefined) renewInvite(turn, { ...known, ...wording });
      ids.push(known.id);
      continue;
    }
    if (Object.keys(turn.session.invites).length >= INVITE_LIMIT) {
      return refusal("rate-limited", `A session has at most ${INVITE_LIMIT} invites.`, { why: "invites-of-session" });
    }
    const { inviteId, ...who } = newcomer;
    turn.setInvite({ ...who, ...wording, id: inviteId, generation: 1, createdAt: turn.now, history: [{ at: turn.now, what: "created" }] });
    turn.happened({ type: "invite.created", inviteId });
    ids.push(inviteId);
  }
  return ids;
}

/** Addresses are compared without regard to case, as every mail provider in use does (RFC 5321 2.4 would allow otherwise). */
function byAddress(turn: Turn, email: string): SessionInvite | undefined {
  const wanted = email.toLowerCase();
  return Object.values(turn.session.invites).find((invite) => invite.email?.toLowerCase() === wanted);
}

/** LINK6: another link for the same person; the old one stays dead. */
export function renewInvite(turn: Turn, invite: SessionInvite): void {
  const { revokedAt: _revoked, openedAt: _opened, ...rest } = invite;
  turn.setInvite({ ...rest, generation: invite.generation + 1, history: [...invite.history, { at: turn.now, what: "renewed" }] });
  turn.happened({ type: "invite.renewed", inviteId: invite.id });
}

/** REV1: the link is dead and whoever came with it is out, inside or not. */
export function revokeInvite(turn: Turn, invite: SessionInvite): void {
  killLink(turn, invite);
  for (const guest of Object.values(turn.session.guests)) {
    if (guest.inviteId === invite.id) putOut(turn, guest, "link-revoked");
  }
}

/** REV2, REV3. Those inside stay, unless `removeGuests`. */
export function setSharing(turn: Turn, enabled: boolean, removeGuests: boolean): void {
  const { linkSharing } = turn.session;
  if (enabled !== linkSharing) {
    turn.set({ linkSharing: enabled });
    turn.happened({ type: enabled ? "sharing.enabled" : "sharing.disabled" });
  }
  if (enabled) return;
  for (const invite of Object.values(turn.session.invites)) {
    if (invite.revokedAt === undefined) killLink(turn, invite);
  }
  for (const guest of Object.values(turn.session.guests)) {
    const inside = turn.session.seats[guest.id] !== undefined;
    if (!inside || removeGuests) putOut(turn, guest, "link-revoked");
  }
}

function killLink(turn: Turn, invite: SessionInvite): void {
  if (invite.revokedAt !== undefined) return;
  turn.setInvite({ ...invite, revokedAt: turn.now, history: [...invite.history, { at: turn.now, what: "revoked" }] });
  turn.happened({ type: "invite.revoked", inviteId: invite.id });
}

/** Ends a guest's waiting, admission and seat. One who was out, declined or had taken the request back is left as it is. */
export function putOut(turn: Turn, guest: SessionGuest, reason: OutReason): void {
  const at = turn.now;
  switch (guest.state.is) {
    case "waiting":
    case "queued":
      turn.happened({ type: "guest.left-waiting", guestId: guest.id, inviteId: guest.inviteId, reason });
      turn.setGuestState(guest.id, { is: "out", at, reason });
      return;
    case "away":
      turn.setGuestState(guest.id, { is: "out", at, reason });
      return;
    case "admitted": {
      const inside = turn.session.seats[guest.id] !== undefined;
      const insideForMs = inside ? freeSeat(turn, guest.id, reason) : guest.state.out?.insideForMs;
      // Nobody saw it go, so what ended its admission is told by itself; a seat's end says its own reason.
      if (!inside && reason === "removed") turn.happened({ type: "guest.removed", guestId: guest.id, inviteId: guest.inviteId });
      turn.setGuestState(guest.id, { is: "out", at, reason, ...(insideForMs === undefined ? {} : { insideForMs }) });
      return;
    }
    case "withdrawn":
    case "denied":
    case "out":
  }
}

/** REV4, and the clock's own end (REV5). Links die with the session; they need no mark of their own. */
export function endSession(turn: Turn, reason: EndReason): void {
  const { phase } = turn.session;
  if (phase.is === "ended") return;
  for (const guest of Object.values(turn.session.guests)) putOut(turn, guest, reason);
  for (const seat of Object.values(turn.session.seats)) freeSeat(turn, seat.participantId, reason);
  turn.set({
    phase: { is: "ended", endedAt: turn.now, reason, ...(phase.is === "live" ? { startedAt: phase.startedAt } : {}) },
  });
  turn.happened({ type: "session.ended", reason });
}
