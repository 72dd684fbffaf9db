/**
 * The one place where a session's state moves: `decide(session, command, context)` gives the new document with what happened,
 * or a refusal. Pure: no clock, no I/O, no randomness. Whatever it is given, it never throws and never changes its input.
 *
 * In order: let lapse what time has ended, ask the permission table, carry the command out, let lapse again (a seat just freed
 * goes to whoever waits for it).
 */

import type { ParticipantFlags } from "../../protocol/fields.ts";
import type { InviteId, ParticipantId } from "../../protocol/ids.ts";
import type { Refusal } from "../../protocol/refusals.ts";
import { refusal } from "../../protocol/refusals.ts";
import { admit, admitAll, cancelKnock, deny, knock, messageWaiting, open, remove, sendBack } from "./admission.ts";
import { addLine, spotlight, tellKey } from "./call-life.ts";
import type { Command, NewInvite, Wording } from "./command.ts";
import { disconnect, leave } from "./departure.ts";
import { createSession, updateSession } from "./fields.ts";
import { lapse, seatFreed } from "./lapse.ts";
import { moveMedia, outgrow } from "./media.ts";
import { may } from "./permissions.ts";
import { isAt, seatHost, seatOf, seatsTaken } from "./seats.ts";
import type { Context, Seat, Session, SessionEvent } from "./session.ts";
import { addInvites, endSession, renewInvite, revokeInvite } from "./sharing.ts";
import { fillOutbox, mayResend } from "./outbox.ts";
import { mailEvent, settle, takeOut } from "./sending.ts";
import { nameOf, Turn } from "./turn.ts";

export type Decision =
  | {
      ok: true;
      /** `null`: deleted. The very same object as before: nothing changed, nothing to commit. */
      session: Session | null;
      events: SessionEvent[];
      reply: Reply;
    }
  | {
      ok: false;
      refusal: Refusal;
      /** What lapsed by the clock is settled even when the command is refused; the same object when nothing did. */
      session: Session | null;
      events: SessionEvent[];
    };

/** What the caller may want to know beyond the new document. */
export interface Reply {
  /** `admit-all`: how many got in, how many the seats were too few for. */
  admitted?: number;
  left?: number;
  /** `create`, `invite`: the invites that the call's recipients now have, in their order (an address already invited keeps its invite). */
  inviteIds?: InviteId[];
  /** `take-out`: the outbox items that are now this relay's to send. */
  items?: number[];
}

export function decide(session: Session | null, command: Command, context: Context): Decision {
  return new Deliberation(session, context).decide(command);
}

/**
 * Commands that are decided at one go, each on what became of those before it, at one moment and on the same facts: only the first needs to
 * look what has lapsed. A document in between is nobody's: it is copied where it first changes, and not again by every command.
 */
export class Deliberation {
  #turn: Turn | undefined;
  #lapsed = false;

  constructor(
    private session: Session | null,
    private readonly context: Context,
  ) {}

  /** The document of the decision is only good until the next one is made. */
  decide(command: Command): Decision {
    const decision = this.session === null ? decideOnNothing(command, this.context) : this.#decideOn(this.session, command);
    this.session = decision.session;
    return decision;
  }

  #decideOn(session: Session, command: Command): Decision {
    if (session.deleted === true && command.actor.role !== "clock") return { ok: false, refusal: goneFor(command), session, events: [] };
    const turn = this.#turnFor(session, nameOf(command.actor));
    if (!this.#lapsed && lapse(turn)) {
      if (command.actor.role === "clock") return { ok: true, session: null, events: [], reply: {} };
      return { ok: false, refusal: goneFor(command), session, events: [] };
    }
    this.#lapsed = true;
    fillOutbox(turn, session);
    const settled = { session: WHOLE.has(command.type) ? turn.session : turn.keep(), events: [...turn.events] };

    const forbidden = may(turn.session, command.actor, command.type, this.context) ?? fromTheDead(command, this.context);
    if (forbidden !== null) return { ok: false, refusal: forbidden, ...settled };
    if (command.type === "delete") return deleteSession(turn);

    const taken = seatsTaken(turn.session);
    const outcome = carryOut(turn, command);
    if ("code" in outcome) return { ok: false, refusal: outcome, ...settled };
    // Only another time lets something lapse that had not before.
    if (command.type === "update") lapse(turn);
    else if (seatsTaken(turn.session) < taken) seatFreed(turn);
    if (seatsTaken(turn.session) > taken) outgrow(turn);
    fillOutbox(turn, settled.session);
    return { ok: true, session: turn.session, events: turn.events, reply: outcome };
  }

  #turnFor(session: Session, by: string): Turn {
    this.#turn ??= new Turn(session, this.context, by);
    this.#turn.begin(session, by);
    return this.#turn;
  }
}

/**
 * Commands that refuse before they change anything, and of which nothing follows that asks how the document was before: the others find a
 * copy of their own, to go back to.
 */
const WHOLE: ReadonlySet<Command["type"]> = new Set(["open", "knock", "cancel-knock", "join", "leave", "disconnect", "flags", "tick"]);

/** What a relay binds to itself that does not know yet that it is dead would be lost at once, and with it a seat that was held well (SEAT7). */
function fromTheDead(command: Command, context: Context): Refusal | null {
  const binds = command.type === "open" || command.type === "knock" || command.type === "join";
  const relay = binds ? command.connection?.relay : command.type === "take-out" ? command.relay : undefined;
  return relay === undefined || context.deadSince(relay) === undefined ? null : refusal("unavailable", undefined, { retryAfterMs: 1_000 });
}

function decideOnNothing(command: Command, context: Context): Decision {
  const forbidden = may(null, command.actor, command.type, context);
  if (forbidden !== null || command.type !== "create") {
    return { ok: false, refusal: forbidden ?? goneFor(command), session: null, events: [] };
  }
  const turn = new Turn(createSession(command, context.now), context, nameOf(command.actor));
  if (!command.fields.hosts.some((host) => command.actor.role !== "host" || command.actor.admin || host.id === command.actor.hostId)) {
    return {
      ok: false,
      refusal: refusal("not-allowed", "A host can only create sessions that name it as a host."),
      session: null,
      events: [],
    };
  }
  turn.happened({ type: "session.created" });
  const inviteIds = command.invites.length === 0 ? [] : addInvites(turn, command.invites, command.wording);
  if ("code" in inviteIds) return { ok: false, refusal: inviteIds, session: null, events: [] };
  fillOutbox(turn, null);
  return { ok: true, session: turn.session, events: turn.events, reply: { inviteIds } };
}

function goneFor(command: Command): Refusal {
  return command.actor.role === "guest" ? refusal("session-ended") : refusal("not-allowed", "There is no such session for you.");
}

/** Whoever was invited to what will not take place is told so before the document goes: it stays, unseen, until its outbox is empty. */
function deleteSession(turn: Turn): Decision {
  const before = turn.session;
  endSession(turn, "host-ended");
  fillOutbox(turn, before);
  turn.set({ deleted: true });
  const gone = Object.keys(turn.session.outbox).length === 0;
  return { ok: true, session: gone ? null : turn.session, events: turn.events, reply: {} };
}

const DONE: Reply = {};

/** Exhaustive: a command without a case here does not compile. */
function carryOut(turn: Turn, command: Exclude<Command, { type: "delete" }>): Reply | Refusal {
  switch (command.type) {
    case "create":
      return refusal("not-allowed", "There is a session with this id already.");
    case "update":
      return updateSession(turn, command) ?? (command.invites === undefined ? DONE : invite(turn, command.invites));
    case "invite":
      return invite(turn, command.invites, command.wording);
    case "revoke-invite":
      return withInvite(turn, command.inviteId, (invite) => revokeInvite(turn, invite));
    case "renew-invite":
      return withInvite(turn, command.inviteId, (invite) => {
        if (!turn.session.linkSharing) return refusal("not-allowed", "Link sharing is off for this session: turn it on to make links.");
        if (invite.revokedAt !== undefined) renewInvite(turn, invite);
        return undefined;
      });
    case "resend-invite":
      return withInvite(turn, command.inviteId, (invite) => {
        const forbidden = mayResend(turn, invite);
        if (forbidden !== null) return forbidden;
        turn.setInvite({ ...invite, history: [...invite.history, { at: turn.now, what: "resent" }] });
        turn.happened({ type: "invite.resent", inviteId: invite.id });
        return undefined;
      });
    case "open":
      open(turn, command.actor, command.connection);
      return DONE;
    case "knock":
      return knock(turn, command.actor, command.name, command.connection) ?? DONE;
    case "cancel-knock": {
      const guest = turn.session.guests[command.actor.guestId];
      if (guest !== undefined) cancelKnock(turn, guest);
      return DONE;
    }
    case "join":
      return seatHost(turn, command.actor, command.participantId, command.connection) ? DONE : refusal("session-full");
    case "disconnect":
      disconnect(turn, command);
      return DONE;
    case "leave":
      return leave(turn, command) ?? DONE;
    case "flags": {
      const seat = seatOf(turn.session, command.actor);
      if (seat !== undefined) turn.setSeat(withFlags(seat, command.flags));
      return DONE;
    }
    case "key":
      return tellKey(turn, seatOf(turn.session, command.actor), command.key) ?? DONE;
    case "admit":
      return admit(turn, command.guestId, offererOf(turn.session, command)) ?? DONE;
    case "admit-all":
      return admitAll(turn);
    case "deny":
      return deny(turn, command.guestId) ?? DONE;
    case "message": {
      const { messageId: id, text, guestId: to } = command;
      const from = command.actor.role === "host" ? command.actor.name : (turn.session.hosts[0]?.name ?? "");
      return messageWaiting(turn, { id, from, text, at: turn.now, ...(to === undefined ? {} : { to }) }) ?? DONE;
    }
    case "send-back":
      return sendBack(turn, command.participantId) ?? DONE;
    case "remove":
      return remove(turn, command.participantId) ?? DONE;
    case "lock":
      if (turn.session.locked !== command.locked) {
        turn.set({ locked: command.locked });
        turn.happened({ type: command.locked ? "session.locked" : "session.unlocked" });
      }
      return DONE;
    case "spotlight":
      return spotlight(turn, command.participantId) ?? DONE;
    case "chat": {
      const seat = seatOf(turn.session, command.actor);
      if (seat !== undefined) addLine(turn, seat, command);
      return DONE;
    }
    case "end":
      endSession(turn, "host-ended");
      return DONE;
    case "take-out":
      return { items: takeOut(turn, command.relay, command.until, command.limit) };
    case "settle":
      settle(turn, command.itemId, command.outcome);
      return DONE;
    case "mail-event":
      return withInvite(turn, command.inviteId, (invite) => mailEvent(turn, invite, command.itemId, command.news));
    case "move-media":
      return moveMedia(turn, command) ?? DONE;
    case "tick":
      return DONE;
  }
}

function invite(turn: Turn, newcomers: NewInvite[], wording?: Wording): Reply | Refusal {
  const inviteIds = addInvites(turn, newcomers, wording);
  return "code" in inviteIds ? inviteIds : { inviteIds };
}

function withInvite(
  turn: Turn,
  id: InviteId,
  act: (invite: NonNullable<ReturnType<Turn["invite"]>>) => Refusal | undefined | void,
): Reply | Refusal {
  const invite = turn.invite(id);
  if (invite === undefined) return refusal("bad-request", "There is no such invite in this session.");
  return act(invite) ?? DONE;
}

/** SIG5: only from the connection that holds the seat. */
function offererOf(session: Session, { actor, offering }: Extract<Command, { type: "admit" }>): ParticipantId | undefined {
  const seat = offering === undefined ? undefined : seatOf(session, actor);
  return seat !== undefined && offering !== undefined && isAt(seat.presence, offering) ? seat.participantId : undefined;
}

function withFlags(seat: Seat, flags: ParticipantFlags): Seat {
  const { muted = seat.muted, cameraOff = seat.cameraOff, sharing = seat.sharing, handRaised = seat.handRaised } = flags;
  return { ...seat, muted, cameraOff, sharing, handRaised };
}
