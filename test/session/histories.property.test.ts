import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { RelayId } from "../../protocol/ids.ts";
import type { Command, MailEvent, SendOutcome } from "../../relay/session/command.ts";
import { checkState, checkStep } from "./rules.ts";
import { at, CLOCK, guest, guestId, host, hostSeatId, inviteId, MINUTE, openWorld, POLICY, SECOND, START, VENDOR } from "./world.ts";

const GUESTS = 6;
const INVITES = 4;
const RELAYS: RelayId[] = ["rly_1", "rly_2"];

const staff = fc.constantFrom(host(1), host(2), host(3), VENDOR, { ...VENDOR, tenantId: "another" });
const someGuest = fc.tuple(fc.integer({ min: 1, max: GUESTS }), fc.integer({ min: 1, max: 2 })).map(
  // Two browsers share each of the first invites.
  ([n, generation]) => guest(n, ((n - 1) % INVITES) + 1, generation),
);
const guestConnection = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom(...RELAYS), fc.boolean());
const guestNumber = fc.integer({ min: 1, max: GUESTS });
const someParticipant = fc.oneof(guestNumber.map(guestId), fc.constantFrom(hostSeatId(1), hostSeatId(2)));

const itemId = fc.integer({ min: 1, max: 12 });
const outcome: fc.Arbitrary<SendOutcome> = fc.oneof(
  fc.constant<SendOutcome>({ is: "sent" }),
  fc.constant<SendOutcome>({ is: "failed", reason: "No such mailbox" }),
  fc.boolean().map((uncertain): SendOutcome => ({ is: "retry", at: START + MINUTE, uncertain })),
);
const news: fc.Arbitrary<MailEvent> = fc.constantFrom<MailEvent>(
  { is: "delivered" },
  { is: "unsubscribed" },
  { is: "failed", reason: "Bounced" },
);

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(...RELAYS).map((relay): Command => ({
      type: "take-out",
      actor: CLOCK,
      relay,
      until: START + 24 * 60 * MINUTE,
      limit: { mail: 3, webhook: 3 },
    })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(itemId, outcome).map(([id, what]): Command => ({ type: "settle", actor: CLOCK, itemId: id, outcome: what })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: INVITES }), itemId, news)
      .map(([n, id, what]): Command => ({ type: "mail-event", actor: CLOCK, inviteId: inviteId(n), itemId: id, news: what })),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: INVITES }).map((n): Command => ({ type: "resend-invite", actor: host(1), inviteId: inviteId(n) })),
  },
  {
    weight: 8,
    arbitrary: fc.record({ type: fc.constantFrom("knock" as const), actor: someGuest, tab: guestConnection }).map(({ tab, ...rest }) => ({
      ...rest,
      name: rest.actor.guestId,
      connection: at(rest.actor.guestId, tab[0], { relay: tab[1], page: tab[2] ? 1 : tab[0] }),
    })),
  },
  {
    weight: 5,
    arbitrary: fc.record({ actor: someGuest, tab: guestConnection }).map(({ actor, tab }): Command => ({
      type: "open",
      actor,
      connection: at(actor.guestId, tab[0], { relay: tab[1], page: tab[2] ? 1 : tab[0] }),
    })),
  },
  {
    weight: 5,
    arbitrary: fc
      .record({ actor: someGuest, tab: guestConnection })
      .map(({ actor, tab }): Command => ({ type: "disconnect", actor, connection: at(actor.guestId, tab[0]) })),
  },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("admit" as const), actor: staff, guestId: guestNumber.map(guestId) }) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 }), guestNumber).map(([n, tab, whom]): Command => ({
      type: "admit",
      actor: host(n),
      guestId: guestId(whom),
      offering: at(`h${n}`, tab),
    })),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("admit-all" as const), actor: staff }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("deny" as const), actor: staff, guestId: guestNumber.map(guestId) }) },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant("leave" as const), actor: fc.oneof(someGuest, fc.constantFrom(host(1), host(2))) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("cancel-knock" as const), actor: someGuest }) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 }), fc.constantFrom(...RELAYS))
      .map(([n, tab, relay]): Command => ({
        type: "join",
        actor: host(n),
        participantId: hostSeatId(n),
        connection: at(`h${n}`, tab, { relay }),
      })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 }))
      .map(([n, tab]): Command => ({ type: "disconnect", actor: host(n), connection: at(`h${n}`, tab) })),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("send-back" as const), actor: staff, participantId: someParticipant }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("remove" as const), actor: staff, participantId: someParticipant }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("revoke-invite" as const),
      actor: staff,
      inviteId: fc.integer({ min: 1, max: INVITES }).map(inviteId),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("renew-invite" as const),
      actor: staff,
      inviteId: fc.integer({ min: 1, max: INVITES }).map(inviteId),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant("update" as const), actor: staff, fields: fc.constant({}), linkSharing: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.constant<Command>({ type: "update", actor: host(1), fields: {}, linkSharing: false, removeGuests: true }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("lock" as const), actor: staff, locked: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("spotlight" as const),
      actor: staff,
      participantId: fc.option(someParticipant, { nil: null }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("chat" as const),
      actor: fc.oneof(staff, someGuest),
      messageId: fc.constant("msg_1"),
      text: fc.string({ minLength: 1, maxLength: 2_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant("message" as const), actor: staff, messageId: fc.constant("m"), text: fc.constant("Soon") }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("end" as const), actor: fc.constantFrom(host(1), host(3), host(3), host(3)) }) },
  { weight: 2, arbitrary: fc.constant<Command>({ type: "tick", actor: CLOCK }) },
);

/** Time passes between commands: mostly little, at times past a grace, now and then past the window. */
const pause = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 0, max: 5 }).map((n) => n * SECOND) },
  { weight: 3, arbitrary: fc.constantFrom(29, 30, 31, 61, 119, 121).map((n) => n * SECOND) },
  { weight: 1, arbitrary: fc.constantFrom(10, 45, 90).map((n) => n * MINUTE) },
);
/** Once in a while a relay dies, for good. */
const death = fc.option(fc.constantFrom(...RELAYS), { freq: 40 });

test("Whatever happens in whatever order, every numbered rule holds in every state (12,000 random histories)", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(pause, death, command), { maxLength: 60, size: "max" }),
      fc.integer({ min: 2, max: 4 }),
      (history, seatLimit) => {
        const world = openWorld(INVITES, { ...POLICY, seatLimit });
        world.now -= 40 * MINUTE;
        for (const [ms, dead, step] of history) {
          world.now += ms;
          if (dead !== null && !world.dead.has(dead)) world.dead.set(dead, world.now - SECOND);
          const before = world.session;
          const frozen = JSON.stringify(before);
          const decision = world.run(step);
          assert.equal(JSON.stringify(before), frozen, "decide changed its input");
          checkStep(before, step, decision, world.context);
          if (world.session === null) return;
          checkState(world.session, world.context);
        }
      },
    ),
    { numRuns: 12_000 },
  );
});

test("A refused or idle command leaves the very same document, so nothing is committed for it", () => {
  const world = openWorld().join().knock(1);
  const before = world.session;
  assert.equal(world.word({ type: "admit", actor: host(3), guestId: guestId(1) }), "not-allowed");
  assert.equal(world.session, before);
  assert.equal(world.word({ type: "tick", actor: CLOCK }), "ok");
  assert.equal(world.session, before);
});
