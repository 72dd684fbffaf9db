import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "../../protocol/ids.ts";
import type { MediaSlot, SfuGone, SfuOffer } from "../../protocol/sfu.ts";
import type { JanusHandle } from "../../relay/media/janus-handle.ts";
import { JanusKeys } from "../../relay/media/janus-keys.ts";
import type { Feed, JanusRoom } from "../../relay/media/janus-room.ts";
import { SfuPerson } from "../../relay/media/sfu-person.ts";
import type { Seat, Session } from "../../relay/session/session.ts";
import { until } from "../support/until.ts";

interface Stream {
  feed?: string;
  mid: string;
  send?: boolean;
}

interface Asked {
  request: string;
  ptype?: string;
  streams?: Stream[];
  subscribe?: Stream[];
}

/** What is asked of Janus for one participant who receives in a call of so many others, each of whom sends `slots`. */
async function receiving(count: number, slots: readonly MediaSlot[]) {
  const me = newId("gst");
  const others = Array.from({ length: count }, () => newId("gst"));
  const asked: Asked[] = [];
  const ups: (() => void)[] = [];
  let streams: object[] = [];
  const handle = {
    ask: async (body: Asked) => {
      asked.push(body);
      const more = (body.streams ?? []).concat(body.subscribe ?? []).filter(({ feed }) => feed !== undefined);
      streams = [...streams, ...more.map(({ feed, mid }, n) => ({ mid: `${streams.length + n}`, feed_id: feed, feed_mid: mid }))];
      return { data: { private_id: 1, streams }, jsep: more.length === 0 ? undefined : { type: "offer", sdp: "v=0" } };
    },
    detach: async () => undefined,
    onUp: (told: () => void) => ups.push(told),
    onHangup: () => undefined,
    onGone: () => undefined,
  } as unknown as JanusHandle;
  const feeds = others.map((participantId): [string, Feed] => {
    const feed = `${participantId}.1`;
    const theirs = slots.map((slot) => ({ mid: slot, slot, simulcast: slot === "camera" }));
    return [feed, { feed, participantId, build: 1, streams: theirs }];
  });
  const room = {
    name: "a room",
    id: "a room",
    opened: Promise.resolve(),
    allow: async () => "token",
    node: { attach: async () => handle, id: (name: string) => name },
    feeds: new Map(feeds),
  } as unknown as JanusRoom;
  const seats: Record<string, Partial<Seat>> = Object.fromEntries([me, ...others].map((id) => [id, {}]));
  const keys = new JanusKeys("a-janus-secret-for-tests-of-32-chars");
  const person: SfuPerson = new SfuPerson(
    {
      room,
      keys,
      epoch: 1,
      session: () => ({ seats }) as unknown as Session,
      failed: (error) => assert.fail(String(error)),
      changed: () => undefined,
    },
    {
      sessionId: newId("ses"),
      participantId: me,
      instance: newId("ins"),
      // Its browser answers at once.
      tell: (_name: string, push: SfuOffer | SfuGone) => {
        const { build } = push;
        if ("n" in push) setImmediate(() => person.answer({ epoch: 1, build, n: push.n, sdp: "v=0" }));
      },
    },
  );
  const joinedWith = () => (asked.find(({ ptype }) => ptype === "subscriber")?.streams ?? []).map(({ mid }) => mid);
  /** Its connections stand. */
  const up = () => ups.forEach((told) => told());
  return { person, others, seats, asked, joinedWith, up };
}

test("a new picture is asked for by those who show it; who does not is no reason for its browser to make it anew (MEDIA8)", async () => {
  const { person, others, asked, joinedWith } = await receiving(1, ["audio", "camera"]);
  const shown = (camera: 0 | null) => person.configure({ epoch: 1, shown: [{ participantId: others[0]!, camera, screen: false }] });
  shown(null);
  await person.subscribe({ epoch: 1, build: 1 });
  await until("it receives", () => joinedWith().length > 0);
  assert.deepEqual(joinedWith(), ["audio"]);

  shown(0);
  const more = await until("it receives more", () => asked.find(({ subscribe }) => subscribe?.some(({ mid }) => mid === "camera")));
  assert.equal(more.request, "update");
  // Hidden again before anybody else would ask for it: off at once.
  shown(null);
  const off = await until("it is off", () => asked.find(({ request }) => request === "configure"));
  assert.deepEqual(
    off.streams?.map(({ send }) => send),
    [false],
  );
  await person.close();
});

test("a camera counts as sent to whoever shows it once its pictures come through there: before, nobody would see anything of them (MEDIA8)", async () => {
  const { person, others, asked, up } = await receiving(1, ["audio", "camera"]);
  const shown = (camera: 0 | 1 | null) => person.configure({ epoch: 1, shown: [{ participantId: others[0]!, camera, screen: false }] });
  shown(1);
  await person.subscribe({ epoch: 1, build: 1 });
  await until("it has agreed", () => asked.some(({ request }) => request === "start"));
  assert.deepEqual([...person.cameras()], []);
  up();
  assert.deepEqual([...person.cameras()], [[others[0], 0]], "in its smallest size at first");
  shown(null);
  assert.deepEqual([...person.cameras()], []);
  await person.close();
});

test("in a small call a screen is subscribed to before it is shared, and its first picture finds the way open; in a larger one, once it is shared (MEDIA8)", async () => {
  for (const [count, ready] of [
    [3, true],
    [4, false],
  ] as const) {
    const { person, others, seats, asked, joinedWith } = await receiving(count, ["audio", "camera", "screen"]);
    await person.subscribe({ epoch: 1, build: 1 });
    await until("it receives", () => joinedWith().length === 2 * count);
    assert(!joinedWith().includes("screen"), "the first pictures wait for screens that nobody shares");
    const screens = () => asked.flatMap(({ subscribe }) => (subscribe ?? []).filter(({ mid }) => mid === "screen"));
    if (ready) await until("it has everyone's screen", () => screens().length === count);

    const before = asked.length;
    seats[others[0]!] = { sharing: true };
    person.follow();
    if (!ready) await until("it has the screen that is shared", () => screens().length === 1);
    seats[others[0]!] = { sharing: false };
    person.follow();
    const off = await until("it is off", () =>
      asked.slice(before).find(({ request, streams }) => request === "configure" && streams?.some(({ send }) => send === false)),
    );
    assert.equal(off.streams?.length, 1);
    assert.equal(screens().length, ready ? count : 1, "to share took a description");
    await person.close();
  }
});
