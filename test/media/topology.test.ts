import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { LOSS_REST_MS, MESH_AGAIN_MS, NODE_REST_MS } from "../../protocol/limits.ts";
import type { NodeSight } from "../../relay/media/topology.ts";
import { lookAgainAt, moveOf } from "../../relay/media/topology.ts";
import { mediaOf, roomOf } from "../../relay/session/media.ts";
import { hostView, participantsReport } from "../../relay/session/views.ts";
import { CLOCK, host, openWorld, POLICY, START } from "../session/world.ts";
import type { World } from "../session/world.ts";

const A = "ws://a.example";
const B = "ws://b.example";
const nodes = (a: Partial<NodeSight> = {}, b: Partial<NodeSight> = {}): NodeSight[] => [
  { node: A, alive: true, load: 0, ...a },
  { node: B, alive: true, load: 0, ...b },
];

/** A call of `people`, the host counted. */
function call(people: number): World {
  const world = openWorld(20, { ...POLICY, meshMax: 4 }).join();
  for (let n = 1; n < people; n += 1) world.knock(n).admit(n);
  return world;
}
/** What a relay that sees `sights` would do now; carried out if there is something to do. */
function look(world: World, sights: NodeSight[], smallSince?: number): string {
  const move = moveOf(world.is, { now: world.now, policy: world.policy, nodes: sights, smallSince });
  if (move === undefined) return "stays";
  world.do({ type: "move-media", actor: CLOCK, epoch: mediaOf(world.is).epoch, ...move });
  const media = mediaOf(world.is);
  return media.is === "sfu" ? media.node : "mesh";
}

describe("Where a call's media goes (MEDIA1–MEDIA3)", () => {
  test("MEDIA1: up to MESH_MAX it stays browser to browser; one more, and it goes to the server that carries least", () => {
    assert.equal(look(call(4), nodes()), "stays");
    assert.equal(look(call(5), nodes({ load: 9 }, { load: 3 })), B);
    assert.equal(look(call(5), nodes({ load: 2 }, { load: 2 })), A, "of two alike all relays take the same");
  });

  test("MEDIA1: whoever takes the seat that is one too many moves it with the same commit, and nobody else does", () => {
    const world = call(4).knock(4).knock(5);
    const asked: number[] = [];
    world.sfuFor = (session) => {
      asked.push(Object.keys(session.seats).length);
      return moveOf(session, { now: world.now, policy: world.policy, nodes: nodes(), smallSince: undefined })?.to.is === "sfu"
        ? A
        : undefined;
    };
    world.admit(4);
    assert.deepEqual(mediaOf(world.is), { is: "sfu", node: A, epoch: 1 });
    world.admit(5);
    assert.deepEqual(mediaOf(world.is), { is: "sfu", node: A, epoch: 1 }, "it has moved already");
    assert.deepEqual(asked, [5], "nobody is asked where a call goes that stays");
    assert.equal(mediaOf(call(5).is).is, "mesh", "a relay that sees no server moves nothing");
  });

  test("MEDIA1: with no server alive it stays browser to browser, whatever its size", () => {
    assert.equal(look(call(16), nodes({ alive: false }, { alive: false })), "stays");
    assert.equal(look(call(16), []), "stays");
  });

  test("MEDIA1: it comes back when it has been small for a while, not at once", () => {
    const world = call(5);
    look(world, nodes());
    world.do({ type: "leave", actor: { role: "guest", guestId: "gst_1", inviteId: "inv_1", generation: 1 } });
    const since = world.now;
    assert.equal(look(world, nodes(), since), "stays");
    assert.equal(lookAgainAt(world.is, { now: world.now, policy: world.policy, nodes: nodes(), smallSince: since }), since + MESH_AGAIN_MS);
    world.now += MESH_AGAIN_MS;
    assert.equal(look(world, nodes(), since), "mesh");
  });

  test("MEDIA3: a dead server's call goes to another, and browser to browser when there is none", () => {
    const world = call(5);
    assert.equal(look(world, nodes()), A);
    assert.equal(look(world, nodes({ alive: false })), B);
    assert.equal(look(world, nodes({ alive: false }, { alive: false })), "mesh");
  });

  test("MEDIA3: a server that was lost is left alone for a while, so a call does not go to and fro between relays that disagree", () => {
    const world = call(5);
    look(world, nodes({}, { alive: false }));
    look(world, nodes({ alive: false }, { alive: false }));
    assert.equal(look(world, nodes({}, { alive: false })), "stays", "another relay still sees it alive");
    assert.equal(
      lookAgainAt(world.is, { now: world.now, policy: world.policy, nodes: nodes({}, { alive: false }), smallSince: undefined }),
      START + NODE_REST_MS,
    );
    world.now += NODE_REST_MS;
    assert.equal(look(world, nodes({}, { alive: false })), A);
  });

  test("MEDIA3: a call that loses its second server too goes back to the first one, which has come back meanwhile, but not at once", () => {
    const world = call(16);
    look(world, nodes({}, { alive: false }));
    assert.equal(look(world, nodes({ alive: false })), B);
    assert.equal(look(world, nodes({}, { alive: false })), "mesh", "two losses at once");
    const around = () => ({ now: world.now, policy: world.policy, nodes: nodes({}, { alive: false }), smallSince: undefined });
    assert.equal(look(world, nodes({}, { alive: false })), "stays");
    assert.equal(lookAgainAt(world.is, around()), world.now + LOSS_REST_MS);
    world.now += LOSS_REST_MS;
    assert.equal(lookAgainAt(world.is, around()), undefined);
    assert.equal(look(world, nodes({}, { alive: false })), A);

    const slower = call(16);
    look(slower, nodes({}, { alive: false }));
    look(slower, nodes({ alive: false }));
    slower.now += LOSS_REST_MS;
    assert.equal(look(slower, nodes({}, { alive: false })), A, "no mesh in between");
  });

  test("MEDIA2: of two relays that see the need, one moves the call and the other is told that it has moved", () => {
    const world = call(5);
    const move = { type: "move-media", actor: CLOCK, epoch: 0, to: { is: "sfu", node: A }, lost: false } as const;
    assert.equal(world.word(move), "ok");
    assert.equal(world.word({ ...move, to: { is: "sfu", node: B } }), "not-allowed");
    assert.deepEqual(mediaOf(world.is), { is: "sfu", node: A, epoch: 1 });
  });

  test("MEDIA7: a room's name tells whose it is; an ended session has none", () => {
    const world = call(5);
    look(world, nodes());
    assert.deepEqual(roomOf(world.is), { node: A, room: `${world.is.id}.1` });
    world.do({ type: "end", actor: host() });
    assert.equal(roomOf(world.is), null);
    assert.equal(look(world, nodes()), "stays");
  });

  test("MEDIA5: views say how the media travels, and nothing of a server", () => {
    const world = call(5);
    look(world, nodes());
    const view = hostView({ version: 1, session: world.is }, { me: null, linkFor: () => "", policy: world.policy });
    assert.deepEqual([view.topology, view.mediaEpoch], ["sfu", 1]);
    assert.equal(participantsReport(world.is, world.policy).topology, "sfu");
    assert.doesNotMatch(JSON.stringify(view), /example\/?"|ws:/u);
  });
});
