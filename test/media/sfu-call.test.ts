import assert from "node:assert/strict";
import { mock, test } from "node:test";
import type { GuestId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import { JanusKeys } from "../../relay/media/janus-keys.ts";
import type { JanusNode } from "../../relay/media/janus-node.ts";
import { SfuCall } from "../../relay/media/sfu-call.ts";
import { createLog } from "../../relay/ops/log.ts";
import type { Session } from "../../relay/session/session.ts";

const sam: GuestId = newId("gst");
const seating = (...who: GuestId[]) => ({ seats: Object.fromEntries(who.map((id) => [id, {}])) }) as unknown as Session;
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A room in which Sam begins to send, by two connections; whoever holds a seat there is what `held` says, and in the store what `stored` says each time. */
async function sends({ held, stored }: { held: Session; stored: (Session | null | undefined)[] }) {
  let asked = 0;
  const managed: { request: string; action?: string }[] = [];
  let came: (publishers: unknown) => void = () => undefined;
  const observer = {
    ask: async () => ({ data: { publishers: [] } }),
    onGone: () => undefined,
    onFeeds: (told: typeof came) => (came = told),
    detach: async () => undefined,
  };
  const node = {
    alive: true,
    url: "ws://janus",
    id: (name: string) => name,
    manage: async (body: { request: string }) => void managed.push(body),
    attach: async () => observer,
  } as unknown as JanusNode;
  const call = new SfuCall({
    node,
    room: "a room",
    epoch: 1,
    keys: new JanusKeys("a-janus-secret-for-tests-of-32-chars"),
    relayId: newId("rly"),
    log: createLog({ level: "silent" }),
    session: () => held,
    confirmed: async () => {
      asked += 1;
      return stored.length > 1 ? stored.shift() : stored[0];
    },
    lost: () => assert.fail("the room is there"),
    wanted: () => undefined,
  });
  await call.room.opened;
  const streams = [{ mid: "0", description: "audio" }];
  came([1, 2].map((build) => ({ id: `${sam}.${build}`, display: `${sam}.${build}`, streams })));
  await settled();
  const isPutOut = () => managed.some(({ request }) => request === "kick") && managed.some(({ action }) => action === "remove");
  return { call, isPutOut, asked: () => asked };
}

test("MEDIA6: who sends without a seat is put out", async () => {
  const { call, isPutOut } = await sends({ held: seating(), stored: [seating()] });
  assert.equal(isPutOut(), true);
  await call.close();
});

test("MEDIA6: who sends, and was seated by a relay of which nothing was heard yet, is not: the store has the word", async () => {
  const { call, isPutOut, asked } = await sends({ held: seating(), stored: [seating(sam)] });
  await settled();
  assert.deepEqual([isPutOut(), asked()], [false, 1], "it is asked once for all that one sends");
  assert.equal(call.room.feeds.size, 2, "and is there for those here once it is heard of");
  await call.close();
});

test("MEDIA6: who loses the seat while the store is being asked is put out: its answer may be from before", async () => {
  const { call, isPutOut, asked } = await sends({ held: seating(), stored: [seating(sam), seating(sam), seating()] });
  assert.deepEqual([isPutOut(), asked()], [false, 1]);
  call.follow(seating());
  call.follow(seating());
  await settled();
  await settled();
  assert.deepEqual([isPutOut(), asked()], [true, 3]);
  await call.close();
});

test("MEDIA6: while the store is away nobody is put out, and it is asked again", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { call, isPutOut } = await sends({ held: seating(), stored: [undefined, seating()] });
  assert.equal(isPutOut(), false);
  mock.timers.tick(1_000);
  await settled();
  assert.equal(isPutOut(), true);
  await call.close();
  mock.timers.reset();
});
