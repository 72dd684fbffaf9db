import assert from "node:assert/strict";
import { test } from "node:test";
import { decide } from "../../relay/session/decide.ts";
import { hostView } from "../../relay/session/views.ts";
import type { World } from "./world.ts";
import { at, guest, guestId, host, hostSeatId, guestSees, openWorld } from "./world.ts";

/** As `openWorld`, of a session that was made to be end-to-end encrypted. */
function encrypted(): World {
  const world = openWorld();
  world.session = { ...world.is, e2ee: true };
  return world;
}
const keyOf = (world: World, n: number): string | undefined => world.is.seats[guestId(n)]?.key;
test("E2E1: it is chosen when a session is made, and stands in it from then on", () => {
  const plain = openWorld();
  assert.equal(plain.is.e2ee, undefined);
  const { type, actor } = { type: "create", actor: { role: "vendor", tenantId: "riverside" } } as const;
  const { id, title, service, hosts, startsAt, durationMinutes, timeZone } = plain.is;
  const fields = { title, service, hosts, startsAt, durationMinutes, timeZone };
  const made = decide(null, { type, actor, sessionId: id, fields, linkSharing: false, invites: [], e2ee: true }, plain.context);
  assert.equal(made.session?.e2ee, true);
});

test("E2E3: a seated page's key stands at its seat, the newest it told; of a session that has no use for it, it is refused", () => {
  const world = encrypted().join().knock(1).admit(1);
  world.do({ type: "key", actor: guest(1), key: "B1" }).do({ type: "key", actor: guest(1), key: "B2" });
  assert.equal(keyOf(world, 1), "B2");
  const plain = openWorld().join().knock(1).admit(1);
  assert.equal(plain.word({ type: "key", actor: guest(1), key: "B1" }), "not-allowed");
});

test("E2E3: those inside are shown each other's keys, and nobody else sees one", () => {
  const world = encrypted().join().knock(1).admit(1).knock(2);
  world.do({ type: "key", actor: guest(1), key: "B-of-guest" }).do({ type: "key", actor: host(), key: "B-of-host" });
  const inside = guestSees(world, 1);
  assert(inside.state === "in" && inside.e2ee === true);
  assert.deepEqual(new Set(inside.participants.map(({ key }) => key)), new Set(["B-of-guest", "B-of-host"]));
  const view = hostView({ version: 1, session: world.is }, { me: hostSeatId(), linkFor: () => "", policy: world.policy });
  assert.deepEqual(new Set(view.participants.map(({ key }) => key)), new Set(["B-of-guest", "B-of-host"]));
  assert.doesNotMatch(JSON.stringify(guestSees(world, 2)), /B-of/);
});

test("E2E4: a key lasts as long as its page: over a lost connection, not over a reload, and not over a seat", () => {
  const world = encrypted().join().knock(1).admit(1);
  world.do({ type: "key", actor: guest(1), key: "B1" });
  world.do({ type: "disconnect", actor: guest(1), connection: at("g1") });
  world.do({ type: "knock", actor: guest(1), name: "Guest 1", connection: at("g1", 2, { page: 1 }) });
  assert.equal(keyOf(world, 1), "B1", "the same page is back");
  world.do({ type: "knock", actor: guest(1), name: "Guest 1", connection: at("g1", 3) });
  assert.equal(keyOf(world, 1), undefined, "another page");
  world.do({ type: "key", actor: guest(1), key: "B3" }).do({ type: "leave", actor: guest(1) });
  world.do({ type: "knock", actor: guest(1), name: "Guest 1", connection: at("g1", 4, { page: 3 }) });
  assert.equal(keyOf(world, 1), undefined, "another seat");
});

test("E2E7: before it asks, a guest learns that it is encrypted; while it waits, nothing more", () => {
  const world = encrypted().join().knock(2);
  const lobby = guestSees(world, 1);
  assert(lobby.state === "lobby" && lobby.e2ee === true);
  assert.equal("e2ee" in guestSees(world, 2), false);
  assert.equal("e2ee" in guestSees(openWorld(), 1), false);
});
