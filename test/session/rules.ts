/** The numbered rules as checks of one state and of one step, for the random histories and the exhaustive walk. */

import assert from "node:assert/strict";
import type { GuestId, ParticipantId } from "../../protocol/ids.ts";
import { CHAT_KEPT_LENGTH, CHAT_LINES_KEPT, GUEST_LIMIT, GUESTS_PER_INVITE } from "../../protocol/limits.ts";
import type { Command } from "../../relay/session/command.ts";
import type { Decision } from "../../relay/session/decide.ts";
import { closesAt } from "../../relay/session/schedule.ts";
import { nextDue } from "../../relay/session/schedule.ts";
import { seatFree } from "../../relay/session/seats.ts";
import type { Context, Session, SessionGuest } from "../../relay/session/session.ts";
import { guestStanding } from "../../relay/session/standing.ts";
import { linkCounts } from "../../relay/session/link.ts";
import { guestView } from "../../relay/session/views.ts";

/** Rules that hold in every committed state. */
export function checkState(session: Session, context: Context): void {
  const { now, policy } = context;
  const seats = Object.values(session.seats);
  const guestSeats = seats.filter((seat) => seat.role === "guest");
  assert(seats.length <= policy.seatLimit, `SEAT1: ${seats.length} seats`);
  assert(guestSeats.length <= policy.seatLimit - 1, `SEAT2: ${guestSeats.length} guests seated`);
  const hostIds = seats.flatMap((seat) => (seat.hostId === undefined ? [] : [seat.hostId]));
  assert.equal(new Set(hostIds).size, hostIds.length, "SEAT3: a host holds two seats");
  assert.equal(new Set(seats.map((seat) => seat.order)).size, seats.length, "SIG2: two seats of one order");
  assert(
    seats.every((seat) => seat.role === "guest" || seat.offeredBy === undefined),
    "SIG5: a host is offered to as if it had been let in",
  );

  for (const [id, seat] of Object.entries(session.seats)) {
    assert.equal(seat.participantId, id, "SEAT3: a seat under another's id");
    if (seat.presence.is === "lost") assert(now < seat.presence.since + policy.seatGraceMs, "SEAT6: a seat outlives its grace");
    else assert.equal(context.deadSince(seat.presence.relay), undefined, "SEAT7: a seat on a dead relay");
  }
  for (const seat of guestSeats) {
    const state = session.guests[seat.participantId as GuestId]?.state;
    assert(state?.is === "admitted" && state.out === undefined, `ADMIT1: seated but ${state?.is}`);
    if (seat.offeredBy !== undefined) {
      const hosts: ParticipantId[] = Object.values(session.hostParticipants);
      assert(hosts.includes(seat.offeredBy), "SIG5: offers are made by somebody who let nobody in");
    }
  }
  for (const guest of Object.values(session.guests)) {
    const seated = session.seats[guest.id] !== undefined;
    const { state } = guest;
    if (state.is !== "admitted") assert(!seated, `WAIT2: ${state.is} with a seat`);
    if (state.is === "admitted" && state.out === undefined) assert(seated, "ADMIT2: inside without a seat");
    const live = linkCounts(session, guest);
    if (!live && !seated) {
      assert(!["waiting", "away", "queued", "admitted"].includes(state.is), `REV1: ${state.is} on a dead link`);
    }
    if (state.is === "waiting" || state.is === "queued") {
      if (state.presence.is === "lost") assert(now < state.presence.since + policy.waitingGraceMs, "WAIT5: waiting without a connection");
    }
    if (state.is === "queued" && state.presence.is === "here") {
      assert(!seatFree(session, "guest", policy), "SEAT8: a seat stays free while someone waits for it");
    }
    checkView(session, guest.id, context);
  }
  checkRemembered(session);
  checkOutbox(session, now);
  checkCall(session);
  if (session.phase.is === "ended") {
    assert.equal(seats.length, 0, "REV4: seated in an ended session");
    assert(
      Object.values(session.guests).every(({ state }) => !["waiting", "away", "queued", "admitted"].includes(state.is)),
      "REV4",
    );
  } else if (seats.length === 0) {
    assert(now < closesAt(session, policy), "REV5: open past its window with nobody inside");
  }
  const due = nextDue({ ...session, outbox: {} }, policy);
  if (due !== null) assert(due > now, "STORE1: something lapsed already and was not let lapse");
}

function checkRemembered({ guests, invites }: Session): void {
  const all = Object.values(guests);
  assert(all.length <= GUEST_LIMIT, `WAIT6: ${all.length} guests`);
  if (all.length <= GUESTS_PER_INVITE) return;
  for (const { id } of Object.values(invites)) {
    const ofLink = all.filter(({ inviteId }) => inviteId === id).length;
    assert(ofLink <= GUESTS_PER_INVITE, `WAIT6: ${ofLink} guests with one link`);
  }
}

function checkCall({ spotlight, chat, seats }: Session): void {
  if (spotlight !== undefined) assert(seats[spotlight] !== undefined, "CALL1: before everyone's eyes without a seat");
  if (chat === undefined) return;
  assert(Object.keys(seats).length > 0, "CHAT2: lines of a call that is over");
  assert(chat.length <= CHAT_LINES_KEPT, `CHAT2: ${chat.length} lines`);
  const length = chat.reduce((sum, { text }) => sum + text.length, 0);
  assert(length <= CHAT_KEPT_LENGTH, `CHAT2: ${length} characters`);
}

function checkOutbox(session: Session, now: number): void {
  for (const { what, sending, uncertain, createdAt } of Object.values(session.outbox)) {
    assert(createdAt <= now, "MAIL1: an item from the future");
    if (sending !== undefined) assert(sending.until > now, "MAIL2: an attempt that nobody answers for");
    if (what.is !== "mail") continue;
    const invite = session.invites[what.inviteId];
    assert(invite?.email !== undefined, "MAIL1: a mail to nobody");
    if (what.mail !== "cancel" && sending === undefined && !uncertain && what.generation === invite.generation) {
      assert.equal(invite.revokedAt, undefined, "MAIL4: a dead link is about to be mailed");
    }
  }
  for (const invite of Object.values(session.invites)) {
    if (invite.mail?.status !== "queued") continue;
    assert(session.outbox[invite.mail.item] !== undefined, "MAIL5: said to be queued and is not");
  }
}

/** WAIT2, VIEW2: whoever holds no seat is shown no other person and no title. */
function checkView(session: Session, id: GuestId, context: Context): void {
  const guest = session.guests[id];
  if (guest === undefined) return;
  const actor = { role: "guest", guestId: id, inviteId: guest.inviteId, generation: guest.generation } as const;
  const view = guestView({ version: 1, session }, actor, {
    clinicName: "Riverside",
    policy: context.policy,
    now: context.now,
    instance: "ins_new",
  });
  const text = JSON.stringify(view);
  assert(!text.includes(session.title), "VIEW2: a title in a guest's view");
  if (session.seats[id] !== undefined) {
    assert.equal(view.state, "in");
    return;
  }
  assert.notEqual(view.state, "in", "WAIT2: inside without a seat");
  for (const other of Object.values(session.guests)) {
    if (other.id !== id) assert(!text.includes(other.id) && !text.includes(`"${other.name}"`), "WAIT2: another guest in the view");
  }
  for (const seat of Object.values(session.seats)) {
    assert(!text.includes(seat.participantId) && !text.includes(seat.presence.instance), "WAIT2: a participant in the view");
  }
}

/** WAIT6: whoever is not remembered any more makes room for a newcomer, and is answered just as if it were, with the old link and the new one. */
function checkForgotten(after: Session, was: SessionGuest, command: Command, context: Context): void {
  assert.equal(command.type, "knock", `WAIT6: forgotten by ${command.type}`);
  assert(!["waiting", "away", "queued", "admitted"].includes(was.state.is), `WAIT6: forgotten while ${was.state.is}`);
  const remembering = { ...after, guests: { ...after.guests, [was.id]: was } };
  for (const generation of [was.generation, after.invites[was.inviteId]?.generation ?? 0]) {
    const actor = { role: "guest", guestId: was.id, inviteId: was.inviteId, generation } as const;
    assert.equal(guestStanding(after, actor, context), guestStanding(remembering, actor, context), "WAIT6: forgotten too early");
  }
}

/** Rules about one step from `before` by `command`. */
export function checkStep(before: Session | null, command: Command, decision: Decision, context: Context): void {
  const after = decision.session;
  if (before === null || after === null) return;
  for (const seat of Object.values(after.seats)) {
    const earlier = before.seats[seat.participantId];
    if (earlier !== undefined && earlier.seatedAt === seat.seatedAt) continue;
    if (seat.role === "host") {
      assert.equal(command.type, "join", `a host was seated by ${command.type}`);
      continue;
    }
    // A guest newly inside: let in by a host or the back end just now, or earlier and never put out since.
    const admittedBefore = ["admitted", "queued"].includes(before.guests[seat.participantId as GuestId]?.state.is ?? "");
    const admittedNow =
      (command.type === "admit" || command.type === "admit-all") &&
      (command.actor.role === "host" || command.actor.role === "vendor") &&
      before.guests[seat.participantId as GuestId]?.state.is === "waiting";
    assert(admittedBefore || admittedNow, `ADMIT1: ${seat.participantId} seated by ${command.type} without an admission`);
  }
  for (const [id, guest] of Object.entries(after.guests)) {
    const was: SessionGuest | undefined = before.guests[id as GuestId];
    if (was === undefined) assert.equal(command.type, "knock", "WAIT1: a guest from nowhere");
    else if (["waiting", "away", "queued", "admitted"].includes(was.state.is) && guest.state.is !== "out") {
      assert.equal(guest.since, was.since, "WAIT4: a place in line was lost");
    }
    // Nobody but the guest itself, a host or the vendor moves a guest; another guest never does.
    if (was !== undefined && was.state.is !== guest.state.is && command.actor.role === "guest" && command.actor.guestId !== id) {
      const byClock = decision.events.some((event) => event.by === "clock");
      const gotFreedSeat = was.state.is === "queued" && guest.state.is === "admitted";
      assert(byClock || gotFreedSeat, `WAIT3: a guest moved another from ${was.state.is} to ${guest.state.is}`);
    }
  }
  for (const was of Object.values(before.guests)) if (after.guests[was.id] === undefined) checkForgotten(after, was, command, context);
  if (decision.ok && command.type === "update" && command.linkSharing === false) {
    const { removeGuests = false } = command;
    for (const guest of Object.values(after.guests)) {
      const stays = after.seats[guest.id] !== undefined;
      assert(!stays || (before.seats[guest.id] !== undefined && !removeGuests), "REV2: a guest is inside after sharing was turned off");
    }
  }
  if (decision.ok && command.type === "revoke-invite") {
    const inside = Object.keys(after.seats).filter((id) => after.guests[id as GuestId]?.inviteId === command.inviteId);
    assert.deepEqual(inside, [], "REV1: inside on a revoked link");
  }
  for (const invite of Object.values(before.invites)) {
    const now = after.invites[invite.id];
    assert(now !== undefined, "an invite vanished");
    if (invite.revokedAt !== undefined && now.revokedAt === undefined) {
      assert(now.generation > invite.generation, "LINK6, REV3: a revoked link came back");
    }
  }
  if (before.phase.is === "ended") assert.equal(after.phase.is, "ended", "REV4: an ended session came back");
  const ended = decision.events.find((event) => event.type === "session.ended");
  if (ended?.type === "session.ended" && ended.reason === "link-expired") {
    const lingering = Object.values(before.seats).filter(
      (seat) => seat.presence.is === "here" && context.deadSince(seat.presence.relay) === undefined,
    );
    const leaving =
      command.type === "leave" ||
      command.type === "send-back" ||
      command.type === "remove" ||
      command.type === "revoke-invite" ||
      command.type === "update";
    assert(leaving || lingering.length === 0, "REV5: the clock ended a session in use");
  }
  if (!decision.ok) {
    assert(
      decision.events.every((event) => event.by === "clock"),
      "DOOR2: a refused command left a trace of its own",
    );
  }
}
