import assert from "node:assert/strict";
import { test } from "node:test";
import type { GuestId, InviteId } from "../../protocol/ids.ts";
import type { Command, GuestActor } from "../../relay/session/command.ts";
import { decide } from "../../relay/session/decide.ts";
import { closesAt } from "../../relay/session/schedule.ts";
import type { Context, Presence, Session, SessionGuest, SessionPolicy } from "../../relay/session/session.ts";
import { checkState, checkStep } from "./rules.ts";
import { at, CLOCK, guest, guestId, host, hostSeatId, inviteId, MINUTE, openWorld, POLICY, START, VENDOR } from "./world.ts";

/**
 * A world small enough to be walked whole: one host, three guests, two links (guests 1 and 2 share the first), two seats.
 * A step of time is a minute, which is a seat's grace, a waiting guest's grace and a denied guest's pause, so everything lapses
 * within one step; the session is over after three of them. Two states are the same if every rule sees them the same: absolute times
 * become ages, generations become "current or older", and guests 1 and 2 are sorted, for nothing tells them apart.
 */
const SMALL: SessionPolicy = {
  ...POLICY,
  seatLimit: 2,
  opensBeforeMs: MINUTE,
  closesAfterMs: 0,
  seatGraceMs: MINUTE,
  waitingGraceMs: MINUTE,
  retentionMs: MINUTE,
  mail: false,
  webhooks: false,
};
const NUMBERS = [1, 2, 3] as const;
const linkOf = (n: number) => (n === 3 ? 2 : 1);

interface Node {
  session: Session;
  now: number;
}

const GUESTS = NUMBERS.map((n) => guestId(n));
const HOST_SEAT = hostSeatId(1);

/** Called millions of times: texts are put together without lists in between. */
function canonical({ session, now }: Node): string {
  const { phase, invites, seats } = session;
  // An ended session refuses everything alike, whoever had been in it.
  if (phase.is === "ended") return `ended ${phase.reason} ${now - phase.endedAt}`;
  // Past the closing nothing is measured by the clock any more.
  let name = `${Math.min(now, closesAt(session, SMALL))}|${session.linkSharing}|${session.locked}`;
  for (const id in invites) {
    const invite = invites[id as InviteId];
    name += `|${invite?.revokedAt !== undefined}${invite?.generation}`;
  }
  const [first = "", second = "", third = ""] = GUESTS.map((id) => standing(session, id, now));
  return `${name}|${first < second ? `${first}|${second}` : `${second}|${first}`}|${third}|${presence(seats[HOST_SEAT]?.presence, now)}`;
}

/** All that any rule sees of one guest. */
function standing(session: Session, id: GuestId, now: number): string {
  const record = session.guests[id];
  if (record === undefined) return "-";
  const { state } = record;
  const current = record.generation === session.invites[record.inviteId]?.generation;
  let ahead: number | "" = "";
  if (waitsInLine(state)) {
    ahead = 0;
    for (const other of GUESTS) {
      const before = session.guests[other];
      if (before !== undefined && before.since < record.since && waitsInLine(before.state)) ahead += 1;
    }
  }
  // Of those out, only one removed is answered otherwise than the rest.
  const removed = state.is === "out" && state.reason === "removed";
  const denied = state.is === "denied" ? age(state.at, now) : "";
  const admitted = state.is === "admitted" ? (state.out?.reason ?? "in") : "";
  const here = "presence" in state ? presence(state.presence, now) : "";
  return `${state.is},${current},${ahead},${here},${removed},${denied},${admitted},${presence(session.seats[id]?.presence, now)}`;
}

function waitsInLine({ is }: SessionGuest["state"]): boolean {
  return is === "waiting" || is === "queued";
}

/** No relay dies in this world. */
function nobodyDead(): undefined {
  return undefined;
}

function age(since: number, now: number): number {
  return Math.min(now - since, MINUTE) / MINUTE;
}

function presence(of: Presence | undefined, now: number): string {
  if (of === undefined) return "";
  return of.is === "lost" ? `lost${age(of.since, now)}` : of.is;
}

/** Everything anybody could ask here and now. A link's holder may also try the link's earlier generation. */
function commands(session: Session): Command[] {
  const list: Command[] = [
    { type: "tick", actor: CLOCK },
    { type: "join", actor: host(), participantId: hostSeatId(), connection: at("h", 1) },
    { type: "join", actor: host(3), participantId: hostSeatId(3), connection: at("x", 1) },
    { type: "disconnect", actor: host(), connection: at("h", 1) },
    { type: "leave", actor: host() },
    { type: "admit-all", actor: host() },
    { type: "lock", actor: host(), locked: !session.locked },
    { type: "end", actor: host() },
    { type: "update", actor: VENDOR, fields: {}, linkSharing: !session.linkSharing },
    { type: "update", actor: host(), fields: {}, linkSharing: false, removeGuests: true },
  ];
  for (const n of [1, 2]) {
    list.push({ type: "revoke-invite", actor: host(), inviteId: inviteId(n) });
    // One renewal of one link is enough: more lead to states that look the same.
    if (n === 1 && (session.invites[inviteId(n)]?.generation ?? 1) < 2)
      list.push({ type: "renew-invite", actor: host(), inviteId: inviteId(n) });
  }
  for (const n of NUMBERS) {
    const generation = session.invites[inviteId(linkOf(n))]?.generation ?? 1;
    const actors: GuestActor[] = [guest(n, linkOf(n), generation)];
    if (generation > 1) actors.push(guest(n, linkOf(n), generation - 1));
    for (const actor of actors) {
      list.push(
        { type: "knock", actor, name: `G${n}`, connection: at("g") },
        { type: "open", actor, connection: at("g") },
        { type: "cancel-knock", actor },
        { type: "leave", actor },
        { type: "disconnect", actor, connection: at("g") },
      );
    }
    // The other link with one's own ticket; and a socket that nobody knows is gone.
    list.push({ type: "knock", actor: guest(n, 3 - linkOf(n)), name: `G${n}`, connection: at("g") });
    list.push({ type: "disconnect", actor: guest(n, linkOf(n), generation), connection: at("late") });
    const id: GuestId = guestId(n);
    list.push(
      { type: "admit", actor: host(), guestId: id },
      { type: "deny", actor: host(), guestId: id },
      { type: "send-back", actor: host(), participantId: id },
      { type: "remove", actor: host(), participantId: id },
    );
  }
  return list;
}

test("Every state that one host, three guests and two seats can reach holds every rule, to the fixpoint", () => {
  const world = openWorld(2, SMALL);
  const first = world.is;
  const start: Node = { session: { ...first, startsAt: START, durationMinutes: 1 }, now: START - 2 * MINUTE };
  const seen = new Set([canonical(start)]);
  const queue: Node[] = [start];
  let steps = 0;
  const words = new Map<string, number>();

  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const { now, command } of moves(node)) {
      const context: Context = { now, policy: SMALL, deadSince: nobodyDead };
      const decision = decide(node.session, command, context);
      steps += 1;
      const word = decision.ok ? "ok" : decision.refusal.code;
      words.set(word, (words.get(word) ?? 0) + 1);
      checkStep(node.session, command, decision, context);
      if (decision.session === null || (decision.session === node.session && now === node.now)) continue;
      const name = canonical({ session: decision.session, now });
      const ended = decision.session.phase.is === "ended";
      if (ended) checkState(decision.session, context);
      if (seen.has(name)) continue;
      seen.add(name);
      if (!ended) checkState(decision.session, context);
      queue.push({ session: prune(decision.session), now });
    }
  }
  console.log(`# ${seen.size} states, ${steps} steps, answers: ${[...words].map(([word, n]) => `${word} ${n}`).join(", ")}`);
  assert(seen.size > 10_000, `The world is larger than ${seen.size} states: something is never reached.`);
  for (const word of [
    "ok",
    "link-revoked",
    "session-ended",
    "link-expired",
    "too-early",
    "session-full",
    "denied",
    "removed",
    "not-allowed",
  ]) {
    assert(words.has(word), `${word} is never answered`);
  }
});

/** Each command now, and time passing by one step; beyond the closing time a step still lets graces lapse. */
function* moves({ session, now }: Node): Iterable<{ now: number; command: Command }> {
  yield { now: now + MINUTE, command: { type: "tick", actor: CLOCK } };
  for (const command of commands(session)) yield { now, command };
}

/** Histories tell how a state was reached, which no rule asks: without them equal states are equally small. */
function prune(session: Session): Session {
  return {
    ...session,
    invites: Object.fromEntries(Object.values(session.invites).map((invite) => [invite.id, { ...invite, history: [] }])),
  };
}
