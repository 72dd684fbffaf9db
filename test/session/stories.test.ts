import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Session } from "../../relay/session/session.ts";
import { guestView, hostView } from "../../relay/session/views.ts";
import { at, CLOCK, guest, guestId, host, hostSeatId, inviteId, MINUTE, openWorld, POLICY, SECOND, START, VENDOR } from "./world.ts";
import type { World } from "./world.ts";

const viewOf = (world: World, n: number, invite = n, page = 1) =>
  guestView({ version: 1, session: world.is }, guest(n, invite), {
    clinicName: "Riverside",
    policy: world.policy,
    now: world.now,
    instance: `ins_g${n}-${page}`,
  });
const disconnect = (n: number, tab = 1) => ({ type: "disconnect", actor: guest(n), connection: at(`g${n}`, tab) }) as const;
const open = (n: number, tab = 1, page = tab, invite = n) =>
  ({ type: "open", actor: guest(n, invite), connection: at(`g${n}`, tab, { page }) }) as const;
const eventsOf = (world: World) => world.events.map((event) => ("reason" in event ? `${event.type} ${event.reason}` : event.type));

describe("A link", () => {
  test("opens half an hour before the start, or as soon as a host is inside (LINK4)", () => {
    const world = openWorld();
    world.now = START - 31 * MINUTE;
    const early = world.run(open(1));
    assert(!early.ok);
    assert.equal(early.refusal.code, "too-early");
    assert.equal(early.refusal.opensAt, new Date(START - 30 * MINUTE).toISOString());
    assert.equal(world.join().word(open(1)), "ok");
    world.do({ type: "leave", actor: host() });
    assert.equal(world.word(open(2)), "too-early");
    world.now = START - 30 * MINUTE;
    assert.equal(world.word(open(2)), "ok");
  });

  test("closes half an hour after the end, later while a host is inside (LINK5)", () => {
    const world = openWorld().join();
    world.pass(79 * MINUTE);
    assert.equal(world.word(open(1)), "ok");
    world.pass(60 * MINUTE);
    assert.equal(world.word(open(1)), "ok", "the host is still inside");
    world.do({ type: "leave", actor: host() });
    assert.equal(world.word(open(1)), "link-expired");
  });

  test("is noted once when first opened, and never spent (LINK2)", () => {
    const world = openWorld()
      .do(open(1))
      .do(open(1, 2))
      .do(open(5, 1, 1, 1));
    assert.equal(eventsOf(world).filter((type) => type === "invite.opened").length, 1);
  });

  test("of an address that is invited again stays the same; a revoked one is renewed (LINK6, LINK7)", () => {
    const world = openWorld(1);
    const again = { inviteId: inviteId(7), name: "X", email: "INVITED-1@example.org", relation: "other" as const };
    const decision = world.run({ type: "invite", actor: host(), invites: [again] });
    assert(decision.ok);
    assert.deepEqual(decision.reply.inviteIds, [inviteId(1)]);
    world.do({ type: "revoke-invite", actor: host(), inviteId: inviteId(1) }).do({ type: "invite", actor: host(), invites: [again] });
    assert.equal(world.word(open(1)), "link-revoked", "the old link stays dead");
    assert.equal(world.word({ ...open(1), actor: guest(1, 1, 2) }), "ok", "the new one works");
  });
});

describe("In the waiting room", () => {
  test("reload, sleep and a long outage keep the place in line (WAIT4, WAIT5)", () => {
    const world = openWorld().knock(1).pass(MINUTE).knock(2);
    world.do(disconnect(1)).pass(5 * MINUTE);
    assert.equal(world.stateOf(1), "away");
    assert.deepEqual(
      hostView({ version: 1, session: world.is }, { me: null, linkFor: () => "", policy: POLICY }).waiting.map(({ guestId: id }) => id),
      [guestId(2)],
    );
    world.do(open(1, 2));
    assert.deepEqual(
      hostView({ version: 1, session: world.is }, { me: null, linkFor: () => "", policy: POLICY }).waiting.map(({ guestId: id }) => id),
      [guestId(1), guestId(2)],
    );
  });

  test("a late close of the older tab's socket does no harm to the newer one", () => {
    const world = openWorld()
      .knock(1)
      .do(open(1, 2))
      .do(disconnect(1, 1))
      .pass(5 * MINUTE);
    assert.equal(world.stateOf(1), "waiting");
  });

  test("another browser on the same link waits for itself and is marked (WAIT3)", () => {
    const world = openWorld().knock(1).knock(2, 1);
    assert.equal(world.is.guests[guestId(2)]?.sameLinkAs, guestId(1));
    assert.equal(world.stateOf(1), "waiting");
    world.join().admit(2);
    assert.equal(world.stateOf(1), "waiting");
  });

  test("the host's words reach everyone, or just the one they are for (WAIT7)", () => {
    const world = openWorld().knock(1).knock(2);
    world.do({ type: "message", actor: host(), messageId: "m1", text: "Five minutes" });
    world.do({ type: "message", actor: host(), messageId: "m2", text: "Just you", guestId: guestId(1) });
    const texts = (n: number) => {
      const view = viewOf(world, n);
      return view.state === "waiting" ? view.messages.map((message) => message.text) : [];
    };
    assert.deepEqual(texts(1), ["Five minutes", "Just you"]);
    assert.deepEqual(texts(2), ["Five minutes"]);
  });

  test("a declined guest may ask again after a minute (ADMIT4)", () => {
    const world = openWorld()
      .knock(1)
      .do({ type: "deny", actor: host(), guestId: guestId(1) });
    assert.equal(world.word({ type: "knock", actor: guest(1), name: "G", connection: at("g1") }), "denied");
    world.pass(MINUTE);
    assert.equal(viewOf(world, 1).state, "lobby");
    world.knock(1);
    assert.equal(world.stateOf(1), "waiting");
  });

  test("the place in line is told only if the tenant shows it", () => {
    const shown = openWorld(3, { ...POLICY, showPosition: true })
      .knock(1)
      .pass(SECOND)
      .knock(2);
    const view = viewOf(shown, 2);
    assert(view.state === "waiting" && view.position === 2);
    const hidden = viewOf(openWorld().knock(1).knock(2), 2);
    assert(hidden.state === "waiting" && !("position" in hidden));
  });
});

describe("Seats", () => {
  test("sixteen and never seventeen, with one kept for a host (SEAT1, SEAT2, ADMIT5)", () => {
    const world = openWorld(1);
    for (let n = 1; n <= 20; n += 1) world.knock(n, 1).pass(1);
    const first = world.run({ type: "admit-all", actor: host() });
    assert(first.ok);
    assert.deepEqual(first.reply, { admitted: 15, left: 5 });
    assert.equal(world.word({ type: "admit", actor: host(), guestId: guestId(16) }), "session-full");
    world.join();
    assert.equal(Object.keys(world.is.seats).length, 16);
    assert.equal(world.word({ type: "join", actor: host(2), participantId: hostSeatId(2), connection: at("h2") }), "session-full");
    assert(eventsOf(world).includes("seats.full"));
  });

  test("a reload keeps the seat, its age and its flags, and makes the offers anew (SEAT5, SIG3)", () => {
    const world = openWorld().join().knock(1).admit(1);
    world.do({ type: "flags", actor: guest(1), flags: { muted: true, sharing: true } });
    const before = world.is.seats[guestId(1)];
    world
      .do(disconnect(1))
      .pass(10 * SECOND)
      .do(open(1, 2));
    const after = world.is.seats[guestId(1)];
    assert(before !== undefined && after !== undefined);
    assert.equal(after.seatedAt, before.seatedAt);
    assert.equal(after.muted, true);
    assert.equal(after.sharing, false, "a reload ends a screen share");
    assert(after.order > before.order);
  });

  test("a mere reconnect of the same page keeps the order, so no peer is built anew (SIG3)", () => {
    const world = openWorld().join().knock(1).admit(1);
    const order = world.is.seats[guestId(1)]?.order;
    world.do(disconnect(1)).do(open(1, 2, 1));
    assert.equal(world.is.seats[guestId(1)]?.order, order);
  });

  test("a host that lets somebody in with an offer makes the offers, until either page is another (SIG5)", () => {
    const offering = at("h1");
    const offeredBy = (world: World) => world.is.seats[guestId(1)]?.offeredBy;
    const admitted = (connection = offering) =>
      openWorld()
        .join()
        .knock(1)
        .do({ type: "admit", actor: host(), guestId: guestId(1), offering: connection });
    assert.equal(offeredBy(admitted()), hostSeatId());
    assert.equal(
      offeredBy(
        admitted()
          .do(disconnect(1))
          .do(open(1, 2, 1)),
      ),
      hostSeatId(),
      "a mere reconnect",
    );
    assert.equal(offeredBy(admitted().do(disconnect(1)).do(open(1, 2))), undefined, "a reload");
    assert.equal(offeredBy(admitted(at("h1", 2))), undefined, "a tab that does not hold the seat");
    const away = openWorld().join().knock(1).do(disconnect(1));
    assert.equal(offeredBy(away.do({ type: "admit", actor: host(), guestId: guestId(1), offering })), undefined, "a guest who is away");
    const outside = openWorld()
      .knock(1)
      .do({ type: "admit", actor: host(), guestId: guestId(1), offering });
    assert.equal(offeredBy(outside), undefined, "a host without a seat");
  });

  test("after the grace the seat is free, the admission stays, and the guest is seated again without a host (SEAT6, ADMIT2)", () => {
    const world = openWorld()
      .join()
      .knock(1)
      .admit(1)
      .do(disconnect(1))
      .pass(30 * SECOND);
    assert.equal(world.is.seats[guestId(1)], undefined);
    assert(eventsOf(world).includes("participant.left connection-lost"));
    world.do(open(1, 2));
    assert.notEqual(world.is.seats[guestId(1)], undefined);
  });

  test("whoever was let in comes back under the name it was let in by (ADMIT2)", () => {
    const knocksAs = (name: string, n: number) => ({ type: "knock", actor: guest(1), name, connection: at("g1", n) }) as const;
    const world = openWorld().join().knock(1).do(knocksAs("Robin", 1));
    assert.equal(world.is.guests[guestId(1)]?.name, "Robin", "whoever waits may say its name better");
    world
      .admit(1)
      .do({ type: "leave", actor: guest(1) })
      .do(knocksAs("Dr. Smith", 2));
    assert.notEqual(world.is.seats[guestId(1)], undefined);
    assert.equal(world.is.guests[guestId(1)]?.name, "Robin");
  });

  test("a lapsed seat is free even if nobody swept: the next decision sees to it (SEAT6)", () => {
    const world = openWorld(3, { ...POLICY, seatLimit: 2 })
      .join()
      .knock(1)
      .admit(1)
      .do(disconnect(1))
      .knock(2);
    assert.equal(world.word({ type: "admit", actor: host(), guestId: guestId(2) }), "session-full");
    world.now += 30 * SECOND;
    assert.equal(world.word({ type: "admit", actor: host(), guestId: guestId(2) }), "ok");
  });

  test("whoever comes back to a full session waits for a seat and gets the first one freed (SEAT6, SEAT8)", () => {
    const world = openWorld(3, { ...POLICY, seatLimit: 2 })
      .join()
      .knock(1)
      .admit(1)
      .do(disconnect(1))
      .knock(2)
      .pass(31 * SECOND);
    world.admit(2).do(open(1, 2));
    assert.equal(world.stateOf(1), "queued");
    const view = viewOf(world, 1);
    assert(view.state === "waiting" && view.awaitingSeat);
    world.do({ type: "leave", actor: guest(2) });
    assert.notEqual(world.is.seats[guestId(1)], undefined);
  });

  test("a dead relay's connections are lost since its lease ended (SEAT7)", () => {
    const world = openWorld().join().knock(1).admit(1);
    world.dead.set("rly_1", world.now);
    world.pass(29 * SECOND);
    assert.equal(world.is.seats[guestId(1)]?.presence.is, "lost");
    world.do({ type: "open", actor: guest(1), connection: at("g1", 2, { relay: "rly_2", page: 1 }) });
    world.pass(2 * SECOND);
    assert.notEqual(world.is.seats[guestId(1)], undefined, "came back on another relay");
    assert.equal(world.is.seats[hostSeatId(1)], undefined, "the host did not");
  });

  test("nothing comes in through a relay that is dead: what is held through another stays, and the session with it (SEAT7, REV5)", () => {
    const world = openWorld().join().knock(1).admit(1);
    world.pass(3 * 60 * MINUTE);
    world.dead.set("rly_2", world.now - 45 * MINUTE);
    const late = { relay: "rly_2", page: 2 } as const;
    assert.equal(world.word({ type: "leave", actor: guest(1) }), "ok");
    assert.equal(world.word({ type: "open", actor: guest(1), connection: at("g1", 2, late) }), "unavailable");
    assert.equal(world.word({ type: "join", actor: host(), participantId: hostSeatId(1), connection: at("h1", 2, late) }), "unavailable");
    assert.equal(world.is.phase.is, "live");
    assert.equal(world.is.seats[hostSeatId(1)]?.presence.is, "here");
    assert.equal(world.word({ type: "knock", actor: guest(2), name: "Ana", connection: at("g2", 1, late) }), "unavailable");
    assert.equal(world.stateOf(2), undefined);
  });

  test("a guest let in while its connection is lost has the whole grace to come back (ADMIT3)", () => {
    const world = openWorld()
      .join()
      .knock(1)
      .do(disconnect(1))
      .pass(100 * SECOND)
      .admit(1)
      .pass(29 * SECOND);
    assert.notEqual(world.is.seats[guestId(1)], undefined);
    world.pass(SECOND);
    assert.equal(world.is.seats[guestId(1)], undefined);
  });

  test("a replaced tab's leave does not take the newer tab's seat (SEAT4)", () => {
    const world = openWorld().join().join(1, 2);
    assert.equal(world.word({ type: "leave", actor: host(), connection: at("h1", 1) }), "replaced");
    assert.notEqual(world.is.seats[hostSeatId(1)], undefined);
  });
});

describe("The host", () => {
  test("sends a guest back to its old place, and lets it in again (ADMIT7)", () => {
    const world = openWorld().join().knock(1).pass(SECOND).knock(2).admit(1);
    world.do({ type: "send-back", actor: host(), participantId: guestId(1) });
    const view = viewOf(world, 1);
    assert(view.state === "waiting" && view.sentBack);
    const { waiting } = hostView({ version: 1, session: world.is }, { me: null, linkFor: () => "", policy: POLICY });
    assert.equal(waiting[0]?.guestId, guestId(1));
    world.admit(1);
    assert.equal(viewOf(world, 1).state, "in");
  });

  test("removes a guest for good, but a fresh link opens the door again (ADMIT7, LINK6)", () => {
    const world = openWorld()
      .join()
      .knock(1)
      .admit(1)
      .do({ type: "remove", actor: host(), participantId: guestId(1) });
    const view = viewOf(world, 1);
    assert(view.state === "out" && view.reason === "removed" && !view.canRejoin);
    assert.equal(world.word(open(1, 2)), "removed");
    world
      .do({ type: "revoke-invite", actor: host(), inviteId: inviteId(1) })
      .do({ type: "renew-invite", actor: host(), inviteId: inviteId(1) });
    assert.equal(world.word({ ...open(1, 2), actor: guest(1, 1, 2) }), "ok");
  });

  test("locks the door: nobody new, but those admitted come back (ADMIT6)", () => {
    const world = openWorld().join().knock(1).admit(1).knock(3).do({ type: "lock", actor: host(), locked: true });
    assert.equal(world.word({ type: "knock", actor: guest(2), name: "G", connection: at("g2") }), "not-allowed");
    assert.equal(world.word({ type: "admit", actor: host(), guestId: guestId(3) }), "not-allowed");
    world.do({ type: "leave", actor: guest(1) }).knock(1);
    assert.notEqual(world.is.seats[guestId(1)], undefined);
  });

  test("whose id is a word of the language has a seat of its own like any other, and keeps it over a reload (SEAT3)", () => {
    for (const hostId of ["constructor", "__proto__", "toString"]) {
      const world = openWorld();
      world.do({ type: "update", actor: VENDOR, fields: { hosts: [{ id: hostId, name: "Host" }] } });
      const actor = { ...host(), hostId };
      world.do({ type: "join", actor, participantId: hostSeatId(7), connection: at("h7", 1) });
      // As it comes back from a store.
      world.session = JSON.parse(JSON.stringify(world.is)) as Session;
      world.do({ type: "join", actor, participantId: hostSeatId(8), connection: at("h7", 2) });
      assert.deepEqual(Object.keys(world.is.seats), [hostSeatId(7)], hostId);
      world.do({ type: "leave", actor });
      assert.deepEqual(Object.keys(world.is.seats), [], hostId);
    }
  });

  test("taken off the session's hosts has no seat in it any more (VIEW3)", () => {
    const world = openWorld()
      .join()
      .do({ type: "update", actor: VENDOR, fields: { hosts: [{ id: "user-2", name: "Host 2" }] } });
    assert.deepEqual(world.is.seats, {});
    assert.equal(world.word({ type: "join", actor: host(), participantId: hostSeatId(), connection: at("h1") }), "not-allowed");
  });
});

describe("Revocation and ends", () => {
  test("revoking an invite puts out whoever waits on it or is inside with it (REV1)", () => {
    const world = openWorld().join().knock(1).admit(1).knock(2, 1).knock(3);
    world.do({ type: "revoke-invite", actor: host(), inviteId: inviteId(1) });
    for (const n of [1, 2]) {
      const view = viewOf(world, n, 1);
      assert(view.state === "out" && view.reason === "link-revoked");
    }
    assert.equal(world.stateOf(3), "waiting");
    assert.equal(world.word(open(1)), "link-revoked");
  });

  test("turning sharing off keeps those inside through a lost connection, but not after (REV2)", () => {
    const world = openWorld().join().knock(1).admit(1).knock(2).do({ type: "update", actor: host(), fields: {}, linkSharing: false });
    assert.equal(world.stateOf(2), "out");
    world
      .do(disconnect(1))
      .pass(20 * SECOND)
      .do(open(1, 2));
    assert.notEqual(world.is.seats[guestId(1)], undefined);
    world.do(disconnect(1, 2)).pass(30 * SECOND);
    assert.equal(world.word(open(1, 3)), "link-revoked");
  });

  test("turning sharing off with removal puts out everyone; on again revives no link (REV2, REV3)", () => {
    const world = openWorld()
      .join()
      .knock(1)
      .admit(1)
      .do({ type: "update", actor: host(), fields: {}, linkSharing: false, removeGuests: true });
    assert.deepEqual(Object.keys(world.is.seats), [hostSeatId(1)]);
    world.do({ type: "update", actor: host(), fields: {}, linkSharing: true });
    for (const n of [1, 2, 3]) assert.equal(world.word(open(n)), "link-revoked");
  });

  test("ending tells those inside and waiting, and kills every link (REV4)", () => {
    const world = openWorld().join().knock(1).admit(1).knock(2).do({ type: "end", actor: host() });
    for (const n of [1, 2]) {
      const view = viewOf(world, n);
      assert(view.state === "out" && view.reason === "host-ended");
    }
    assert.equal(world.word(open(3)), "session-ended");
  });

  test("a session in use never ends by the clock; an empty one does when its window closes (REV5)", () => {
    const world = openWorld()
      .join()
      .knock(1)
      .admit(1)
      .do({ type: "leave", actor: host() })
      .pass(5 * 60 * MINUTE);
    assert.equal(world.is.phase.is, "live", "a guest is still inside");
    world.do({ type: "leave", actor: guest(1) });
    assert.equal(world.is.phase.is, "ended");
    assert.equal(world.word(open(2)), "link-expired");
  });

  test("an ended session is forgotten when its retention is over", () => {
    const world = openWorld().do({ type: "end", actor: host() });
    world.now += POLICY.retentionMs;
    const decision = world.run({ type: "tick", actor: CLOCK });
    assert(decision.ok && decision.session === null);
  });
});
