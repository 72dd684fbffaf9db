/** WAIT6: how many wait and are remembered, with one link and in all, and who is forgotten for a newcomer. */

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { DENIED_PAUSE_MS, GUEST_LIMIT, GUESTS_PER_INVITE, WAITING_LIMIT, WAITING_PER_INVITE } from "../../protocol/limits.ts";
import type { Command } from "../../relay/session/command.ts";
import { checkState, checkStep } from "./rules.ts";
import { at, guest, guestId, host, inviteId, MINUTE, openWorld, POLICY, SECOND } from "./world.ts";
import type { World } from "./world.ts";

const asks = (n: number, invite: number, generation = 1): Command => ({
  type: "knock",
  actor: guest(n, invite, generation),
  name: `Guest ${n}`,
  connection: at(`g${n}`),
});
const cancels = (n: number, invite: number, generation = 1): Command => ({ type: "cancel-knock", actor: guest(n, invite, generation) });
const drops = (n: number, invite: number, generation = 1): Command => ({
  type: "disconnect",
  actor: guest(n, invite, generation),
  connection: at(`g${n}`),
});
const admits = (n: number): Command => ({ type: "admit", actor: host(), guestId: guestId(n) });
const denies = (n: number): Command => ({ type: "deny", actor: host(), guestId: guestId(n) });
const removes = (n: number): Command => ({ type: "remove", actor: host(), participantId: guestId(n) });
const revokes = (invite: number): Command => ({ type: "revoke-invite", actor: host(), inviteId: inviteId(invite) });
const remembered = (world: World): number => Object.keys(world.is.guests).length;

/** A stranger's browsers, numbered from 1,001 on, ask with each of the links and go, until each link is remembered as often as it may. */
function crowd(world: World, invites: number[]): number[] {
  const numbers: number[] = [];
  for (const invite of invites) {
    for (let n = 1; n <= GUESTS_PER_INVITE; n += 1) {
      const number = 1_001 + numbers.length;
      numbers.push(number);
      world.do(asks(number, invite)).do(drops(number, invite));
      if (n === WAITING_PER_INVITE || n === GUESTS_PER_INVITE) world.pass(POLICY.waitingGraceMs);
    }
  }
  return numbers;
}

describe("How many wait (WAIT6)", () => {
  test("with one link sixty-four, so that the others' newcomers find a place", () => {
    const world = openWorld(2);
    for (let n = 1; n <= WAITING_PER_INVITE; n += 1) world.knock(n, 1);
    assert.equal(world.word(asks(101, 1)), "rate-limited");
    assert.equal(world.word(asks(102, 2)), "ok");
    world.do(denies(1));
    assert.equal(world.word(asks(101, 1)), "ok");
  });

  test("and a hundred in all", () => {
    const world = openWorld(6);
    for (let n = 0; n < WAITING_LIMIT; n += 1) world.knock(n, 1 + (n % 5));
    assert.equal(world.word(asks(100, 6)), "rate-limited");
  });
});

describe("How many are remembered (WAIT6)", () => {
  test("browsers that ask with one link and take it back, a thousand of them, keep nobody out, not even with that link", () => {
    const world = openWorld(2);
    for (let n = 1_001; n <= 2_000; n += 1) world.do(asks(n, 1)).do(cancels(n, 1));
    assert.equal(remembered(world), GUESTS_PER_INVITE);
    assert.equal(world.word(asks(1, 1)), "ok");
    assert.equal(world.word(asks(2, 2)), "ok");
  });

  test("one link full of such as left their place closes for newcomers, and for those with that link alone", () => {
    const world = openWorld(2);
    const strangers = crowd(world, [1]);
    assert.equal(world.word(asks(2, 1)), "rate-limited");
    assert.equal(world.word(asks(3, 2)), "ok");
    for (const n of strangers) assert.equal(world.stateOf(n), "away", "a place in line is kept (WAIT5)");
  });

  test("a session full of strangers opens again when their links are revoked, also to who comes with a renewed one (LINK6)", () => {
    const world = openWorld(7);
    crowd(world, [1, 2, 3, 4]);
    assert.equal(remembered(world), GUEST_LIMIT);
    assert.equal(world.word(asks(1, 6)), "rate-limited");
    for (let n = 1; n <= 4; n += 1) world.do(revokes(n));
    assert.equal(world.word(asks(1, 6)), "ok");
    world.do({ type: "renew-invite", actor: host(), inviteId: inviteId(1) });
    assert.equal(world.word(asks(2, 1, 2)), "ok");
    assert.equal(world.word(asks(1_001, 2)), "link-revoked", "forgotten or not, a dead link is dead");
    assert.equal(remembered(world), GUEST_LIMIT);
  });

  test("who is kept out stays out, who was let in comes back, and who is inside stays there, whoever else is forgotten", () => {
    const world = openWorld(2).join();
    for (const n of [1, 2, 3, 4]) world.knock(n, 1);
    world
      .admit(1)
      .admit(2)
      .admit(3)
      .do(removes(2))
      .do({ type: "leave", actor: guest(3, 1) });
    world.do(denies(4));
    for (let n = 1_001; n <= 1_200; n += 1) world.do(asks(n, 1)).do(cancels(n, 1));
    assert.equal(world.word(asks(4, 1)), "denied");
    assert.equal(world.word(asks(2, 1)), "removed");
    assert(world.is.seats[guestId(1)] !== undefined);
    world.do(asks(3, 1));
    assert(world.is.seats[guestId(3)] !== undefined, "as it was let in before (ADMIT2)");
  });

  test("who was declined is forgotten last, and not while the pause lasts (WAIT3, ADMIT4)", () => {
    const world = openWorld(1).knock(1).do(denies(1));
    for (let n = 1_001; n < 1_000 + GUESTS_PER_INVITE; n += 1) world.do(asks(n, 1)).do(denies(n));
    assert.equal(remembered(world), GUESTS_PER_INVITE);
    assert.equal(world.word(asks(2, 1)), "rate-limited");
    world.pass(DENIED_PAUSE_MS);
    assert.equal(world.word(asks(2, 1)), "ok");
    assert.equal(world.stateOf(1), undefined);
    world.do(cancels(2, 1)).do(asks(3, 1));
    assert.equal(world.stateOf(2), undefined, "later than those declined, and gone before them");
    assert.equal(world.stateOf(1_001), "denied");
  });

  test("a declined browser keeps its link from others where a link is for one (WAIT3)", () => {
    const world = openWorld(6, { ...POLICY, sameLink: "forbid" });
    world.knock(1).do(denies(1));
    // Older sessions may remember more of one link.
    const strangers = Array.from({ length: GUEST_LIMIT - 1 }, (_, n) => 1_001 + n);
    const away = { inviteId: inviteId(2), generation: 1, name: "S", since: world.now, state: { is: "away", sentBack: false } } as const;
    const others = Object.fromEntries(strangers.map((n) => [guestId(n), { ...away, id: guestId(n) }]));
    world.session = { ...world.is, guests: { ...world.is.guests, ...others } };
    world.pass(DENIED_PAUSE_MS);
    assert.equal(world.word(asks(3, 3)), "rate-limited");
    assert.equal(world.stateOf(1), "denied");
  });

  test("a session that remembers too many of one link comes down to what it may", () => {
    const world = openWorld(2);
    const withdrawn = { inviteId: inviteId(1), generation: 1, name: "S", since: world.now, state: { is: "withdrawn" } } as const;
    const many = Array.from({ length: GUEST_LIMIT }, (_, n) => guestId(1_001 + n));
    world.session = { ...world.is, guests: Object.fromEntries(many.map((id) => [id, { ...withdrawn, id }])) };
    world.knock(1, 1);
    assert.equal(remembered(world), GUESTS_PER_INVITE);
  });
});

/** What becomes of a newcomer who has asked. */
const FATES: readonly ((n: number, invite: number, generation: number) => Command[])[] = [
  (n, invite, generation) => [cancels(n, invite, generation)],
  (n, invite, generation) => [drops(n, invite, generation)],
  (n) => [denies(n)],
  (n) => [admits(n), removes(n)],
  (n, invite, generation) => [admits(n), { type: "leave", actor: guest(n, invite, generation) }],
];

test("Whoever is forgotten in whatever crowd is answered as if it were not, and nobody else is (40 random crowds)", () => {
  // Mostly with one of two links, so that these fill.
  const INVITES = [1, 1, 1, 2, 2, 3, 4];
  const burst = fc.record({
    invite: fc.constantFrom(...INVITES),
    fate: fc.constantFrom(...FATES),
    size: fc.integer({ min: 1, max: 2 * WAITING_PER_INVITE }),
    ends: fc.option(fc.constantFrom("revoke-invite" as const, "renew-invite" as const), { freq: 6 }),
    pause: fc.constantFrom(0, SECOND, MINUTE, 3 * MINUTE),
  });
  let forgotten = 0;
  fc.assert(
    fc.property(fc.array(burst, { minLength: 10, maxLength: 30, size: "max" }), (bursts) => {
      const world = openWorld(Math.max(...INVITES)).join();
      let newcomers = 0;
      const step = (command: Command): void => {
        const before = world.is;
        checkStep(before, command, world.run(command), world.context);
        forgotten += Object.keys(before.guests).filter((id) => world.is.guests[id as `gst_${string}`] === undefined).length;
      };
      for (const { invite, fate, size, ends, pause } of bursts) {
        const generation = world.is.invites[inviteId(invite)]?.generation ?? 1;
        for (let left = size; left > 0; left -= 1) {
          const n = (newcomers += 1);
          for (const command of [asks(n, invite, generation), ...fate(n, invite, generation)]) step(command);
        }
        if (ends !== null) step({ type: ends, actor: host(), inviteId: inviteId(invite) });
        world.pass(pause);
      }
      checkState(world.is, world.context);
    }),
    // Making a failing crowd smaller takes longer than reading it.
    { numRuns: 40, endOnFailure: true },
  );
  assert(forgotten > 400, `${forgotten} were forgotten`);
});
