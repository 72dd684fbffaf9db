/**
 * What time alone does to a session. Every decision starts and ends with it, so a seat whose grace is over is free
 * whether or not anything swept it (SEAT6), and no decision rests on a state that has already lapsed.
 */

import type { Presence, Session } from "./session.ts";
import { remind } from "./outbox.ts";
import { loseSenders } from "./sending.ts";
import { endSession } from "./sharing.ts";
import { closesAt } from "./schedule.ts";
import { seatQueued, seatsTaken, vacate } from "./seats.ts";
import type { Turn } from "./turn.ts";

/** Lets lapse what has lapsed. `true`: the session's retention is over and it is to be forgotten. */
export function lapse(turn: Turn): boolean {
  const { now, policy } = turn.context;
  const { phase } = turn.session;
  const cause = turn.by;
  turn.by = "clock";
  loseSenders(turn);
  if (phase.is === "ended") {
    turn.by = cause;
    const settled = Object.keys(turn.session.outbox).length === 0;
    return turn.session.deleted === true ? settled : now >= phase.endedAt + policy.retentionMs;
  }
  loseDeadRelays(turn);
  for (const seat of Object.values(turn.session.seats)) {
    if (seat.presence.is === "lost" && now >= seat.presence.since + policy.seatGraceMs) vacate(turn, seat, "connection-lost");
  }
  for (const guest of Object.values(turn.session.guests)) {
    const { state } = guest;
    if (state.is !== "waiting" && state.is !== "queued") continue;
    if (state.presence.is === "here" || now < state.presence.since + policy.waitingGraceMs) continue;
    turn.happened({ type: "guest.left-waiting", guestId: guest.id, inviteId: guest.inviteId, reason: "connection-lost" });
    turn.setGuestState(
      guest.id,
      state.is === "waiting"
        ? { is: "away", sentBack: state.sentBack }
        : {
            is: "admitted",
            at: state.at,
            by: state.by,
            out: { at: now, reason: "connection-lost", insideForMs: 0, instance: state.presence.instance },
          },
    );
  }
  remind(turn);
  turn.by = cause;
  seatFreed(turn);
  return false;
}

/** A seat is free that was not before, and nothing else has changed that could lapse: it goes to whoever waits for it (SEAT8). */
export function seatFreed(turn: Turn): void {
  if (turn.session.phase.is === "ended") return;
  const cause = turn.by;
  turn.by = "clock";
  seatQueued(turn);
  // REV5: nobody inside, and the window is over.
  if (seatsTaken(turn.session) === 0 && turn.now >= closesAt(turn.session, turn.context.policy)) endSession(turn, "link-expired");
  turn.by = cause;
}

/** SEAT7: a connection that a dead relay held is lost since that relay's lease ended. */
function loseDeadRelays(turn: Turn): void {
  for (const seat of Object.values(turn.session.seats)) {
    const presence = lostByNow(seat.presence, turn);
    if (presence !== seat.presence) turn.setSeat({ ...seat, presence });
  }
  for (const guest of Object.values(turn.session.guests)) {
    const { state } = guest;
    if (state.is !== "waiting" && state.is !== "queued") continue;
    const presence = lostByNow(state.presence, turn);
    if (presence !== state.presence) turn.setGuestState(guest.id, { ...state, presence });
  }
}

/** The very same presence, unless its relay is dead. */
function lostByNow(presence: Presence, { context }: Turn): Presence {
  const since = presence.is === "here" ? context.deadSince(presence.relay) : undefined;
  return since === undefined ? presence : { is: "lost", since, instance: presence.instance };
}

/** Relays that hold a connection of this session: where to look when one of them dies. */
export function relaysOf(session: Session): Set<string> {
  const relays = new Set<string>();
  const note = (presence: Presence) => {
    if (presence.is === "here") relays.add(presence.relay);
  };
  for (const seat of Object.values(session.seats)) note(seat.presence);
  for (const { state } of Object.values(session.guests)) {
    if (state.is === "waiting" || state.is === "queued") note(state.presence);
  }
  return relays;
}
