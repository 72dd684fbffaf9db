import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Actor, Command, CommandType, Passage } from "../../relay/session/command.ts";
import { decide } from "../../relay/session/decide.ts";
import { may, PERMISSIONS } from "../../relay/session/permissions.ts";
import type { GuestStanding, HostStanding } from "../../relay/session/standing.ts";
import { guestStanding, hostStanding, vendorStanding } from "../../relay/session/standing.ts";
import {
  at,
  CLOCK,
  guest,
  guestId,
  host,
  hostSeatId,
  inviteId,
  MINUTE,
  openWorld,
  POLICY,
  SESSION_ID,
  START,
  VENDOR,
  World,
} from "./world.ts";

/** Guest 1, brought into each standing by what really leads there. */
const GUEST_WORLDS: Record<GuestStanding, () => World> = {
  absent: () => new World(),
  revoked: () => openWorld().do({ type: "revoke-invite", actor: host(), inviteId: inviteId(1) }),
  ended: () => openWorld().do({ type: "end", actor: host() }),
  expired: () => openWorld().pass(3 * 60 * MINUTE),
  early: () => {
    const world = openWorld();
    world.now = START - 31 * MINUTE;
    return world;
  },
  "second-browser": () => {
    const world = openWorld(3, { ...POLICY, sameLink: "forbid" });
    return world.do({ type: "knock", actor: guest(2, 1), name: "First", connection: at("g2") });
  },
  outside: () => openWorld(),
  waiting: () => openWorld().knock(1),
  away: () =>
    openWorld()
      .knock(1)
      .do({ type: "disconnect", actor: guest(1), connection: at("g1") })
      .pass(2 * MINUTE),
  queued: () => {
    const world = openWorld(3, { ...POLICY, seatLimit: 2 })
      .join()
      .knock(1)
      .admit(1);
    world
      .do({ type: "leave", actor: guest(1) })
      .knock(2)
      .admit(2);
    return world.knock(1);
  },
  admitted: () =>
    openWorld()
      .join()
      .knock(1)
      .admit(1)
      .do({ type: "leave", actor: guest(1) }),
  seated: () => openWorld().join().knock(1).admit(1),
  denied: () =>
    openWorld()
      .knock(1)
      .do({ type: "deny", actor: host(), guestId: guestId(1) }),
  removed: () =>
    openWorld()
      .join()
      .knock(1)
      .admit(1)
      .do({ type: "remove", actor: host(), participantId: guestId(1) }),
};

const STAFF_WORLDS: Record<HostStanding, () => World> = {
  absent: () => new World(),
  stranger: () => openWorld(),
  ended: () => openWorld().do({ type: "end", actor: VENDOR }),
  outside: () => openWorld(),
  seated: () => openWorld().join(),
};

const PASSAGES: Passage[] = ["view", "signal", "ice", "sfu", "mute-others"];

/** One sample of every command; a new command without one does not compile. */
function sample(type: CommandType, actor: Actor): Command {
  const samples: { [T in CommandType]: Omit<Extract<Command, { type: T }>, "type" | "actor"> } = {
    create: {
      sessionId: SESSION_ID,
      fields: { title: "T", service: "S", hosts: [{ id: "user-1", name: "H" }], startsAt: START, durationMinutes: 50, timeZone: "UTC" },
      linkSharing: false,
      invites: [],
    },
    update: { fields: { title: "Another" } },
    invite: { invites: [{ inviteId: inviteId(9), name: "N", email: "n@example.org", relation: "other" }] },
    "revoke-invite": { inviteId: inviteId(2) },
    "renew-invite": { inviteId: inviteId(2) },
    "resend-invite": { inviteId: inviteId(2) },
    open: { connection: at("late", 9) },
    knock: { name: "N", connection: at("late", 9) },
    "cancel-knock": {},
    join: { participantId: hostSeatId(1), connection: at("late", 9) },
    disconnect: { connection: at("late", 9) },
    leave: {},
    flags: { flags: { muted: true } },
    key: { key: "B" },
    admit: { guestId: guestId(1) },
    "admit-all": {},
    deny: { guestId: guestId(1) },
    message: { messageId: "m", text: "Soon" },
    "send-back": { participantId: guestId(1) },
    remove: { participantId: guestId(1) },
    lock: { locked: true },
    spotlight: { participantId: null },
    chat: { messageId: "msg_1", text: "Hello" },
    end: {},
    delete: {},
    "take-out": { relay: "rly_1", until: START, limit: { mail: 1, webhook: 1 } },
    settle: { itemId: 1, outcome: { is: "sent" } },
    "mail-event": { inviteId: inviteId(1), itemId: 1, news: { is: "delivered" } },
    "move-media": { epoch: 0, to: { is: "sfu", node: "ws://sfu.example" }, lost: false },
    tick: {},
  };
  return { type, actor, ...samples[type] } as Command;
}
const COMMANDS = Object.keys({
  create: 1,
  update: 1,
  invite: 1,
  "revoke-invite": 1,
  "renew-invite": 1,
  "resend-invite": 1,
  open: 1,
  knock: 1,
  "cancel-knock": 1,
  join: 1,
  disconnect: 1,
  leave: 1,
  flags: 1,
  key: 1,
  admit: 1,
  "admit-all": 1,
  deny: 1,
  message: 1,
  "send-back": 1,
  remove: 1,
  lock: 1,
  spotlight: 1,
  chat: 1,
  end: 1,
  delete: 1,
  "take-out": 1,
  settle: 1,
  "mail-event": 1,
  "move-media": 1,
  tick: 1,
} satisfies Record<CommandType, 1>) as CommandType[];

/** Each command and passage of one actor in one world does what the table says, and a refused one changes nothing. */
function checkRow(world: World, actor: Actor, allowed: readonly string[]): void {
  for (const passage of PASSAGES) {
    assert.equal(may(world.session, actor, passage, world.context) === null, allowed.includes(passage), passage);
  }
  for (const type of COMMANDS) {
    const decision = decide(world.session, sample(type, actor), world.context);
    if (allowed.includes(type)) {
      assert.equal(may(world.session, actor, type, world.context), null, `${type} is in the table`);
      continue;
    }
    assert(!decision.ok, `${type} is not in the table and was done`);
    assert.equal(decision.session, world.session, `${type} was refused and changed the session`);
    assert.deepEqual(decision.events, [], `${type} was refused and left a trace`);
  }
}

describe("Only what the table allows passes: command × role × standing (DOOR2)", () => {
  for (const [standing, build] of Object.entries(GUEST_WORLDS) as [GuestStanding, () => World][]) {
    test(`a guest who is ${standing}`, () => {
      const world = build();
      assert.equal(guestStanding(world.session, guest(1), world.context), standing);
      checkRow(world, guest(1), PERMISSIONS.guest[standing]);
    });
  }
  for (const [standing, build] of Object.entries(STAFF_WORLDS) as [HostStanding, () => World][]) {
    test(`a host who is ${standing}`, () => {
      const actor = standing === "stranger" ? host(3) : host(1);
      const world = build();
      assert.equal(hostStanding(world.session, actor), standing);
      checkRow(world, actor, PERMISSIONS.host[standing]);
    });
    if (standing === "seated") continue;
    test(`a back end to whom the session is ${standing}`, () => {
      const actor = standing === "stranger" ? { ...VENDOR, tenantId: "another" } : VENDOR;
      const world = build();
      assert.equal(vendorStanding(world.session, actor), standing);
      checkRow(world, actor, PERMISSIONS.vendor[standing]);
    });
  }
  test("the clock only lets time pass", () => checkRow(openWorld(), CLOCK, PERMISSIONS.clock));
});

describe("Whose session it is (VIEW3)", () => {
  test("an admin runs every session of its tenant, and none of another's", () => {
    const world = openWorld();
    assert.equal(hostStanding(world.session, { ...host(9), admin: true }), "outside");
    assert.equal(hostStanding(world.session, { ...host(9), admin: true, tenantId: "another" }), "stranger");
  });
  test("a token for certain sessions opens no other", () => {
    const world = openWorld();
    assert.equal(hostStanding(world.session, { ...host(1), sessions: ["ses_other"] }), "stranger");
    assert.equal(hostStanding(world.session, { ...host(1), sessions: [SESSION_ID] }), "outside");
  });
  test("a token for certain sessions makes no others", () => {
    assert.equal(hostStanding(null, { ...host(1), sessions: [SESSION_ID] }), "stranger");
    assert.equal(hostStanding(null, host(1)), "absent");
  });
  test("a ticket is worth nothing with another one's link (WAIT4)", () => {
    const world = openWorld().join().knock(1).admit(1);
    assert.equal(guestStanding(world.session, guest(1, 2), world.context), "outside");
    assert.equal(world.word({ type: "knock", actor: guest(1, 2), name: "Thief", connection: at("thief") }), "bad-request");
    assert.equal(world.word({ type: "leave", actor: guest(1, 2) }), "not-allowed");
    assert.notEqual(world.is.seats[guestId(1)], undefined);
  });
});
