import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { test } from "node:test";
import { newId } from "../../protocol/ids.ts";
import type { SfuOffer } from "../../protocol/sfu.ts";
import { BUILDS_AT_ONCE } from "../../relay/media/builds.ts";
import { CANDIDATES_EACH } from "../../relay/media/candidate-allowance.ts";
import type { JanusHandle } from "../../relay/media/janus-handle.ts";
import { JanusKeys } from "../../relay/media/janus-keys.ts";
import type { Feed, JanusRoom } from "../../relay/media/janus-room.ts";
import { SfuPerson } from "../../relay/media/sfu-person.ts";
import type { Session } from "../../relay/session/session.ts";
import { until } from "../support/until.ts";

/** What Janus holds of one participant for one connection. */
interface Held {
  /** As it joined: the name of what it sends, or none. */
  feed: string | undefined;
  trickled: number;
  /** Its media's connection stands. */
  up: () => void;
  hangup: () => void;
}

/** One participant in a call of two, whose browser answers when it is told to, and all that Janus holds of it. */
function participant(t: TestContext) {
  const [me, other] = [newId("gst"), newId("gst")];
  const held = new Set<Held>();
  const offers: SfuOffer[] = [];
  let most = 0;
  const attach = async (): Promise<JanusHandle> => {
    const ups: (() => void)[] = [];
    const hangups: (() => void)[] = [];
    const one: Held = {
      feed: undefined,
      trickled: 0,
      up: () => ups.forEach((told) => told()),
      hangup: () => hangups.forEach((told) => told()),
    };
    held.add(one);
    most = Math.max(most, held.size);
    return {
      ask: async (body: { request: string; id?: string; streams?: { feed: string; mid: string }[] }) => {
        one.feed ??= body.id;
        const streams = (body.streams ?? []).map(({ feed, mid }) => ({ mid: "0", feed_id: feed, feed_mid: mid }));
        const described = body.request === "start" ? undefined : { type: "offer", sdp: "v=0" };
        return { data: { private_id: 1, streams }, jsep: described };
      },
      trickle: async (candidates: object[]) => void (one.trickled += candidates.length),
      // It takes a way there and back.
      detach: () => new Promise<void>((resolve) => setImmediate(() => resolve(void held.delete(one)))),
      onUp: (told: () => void) => ups.push(told),
      onHangup: (told: () => void) => hangups.push(told),
      onGone: () => undefined,
    } as unknown as JanusHandle;
  };
  const feed: Feed = { feed: `${other}.1`, participantId: other, build: 1, streams: [{ mid: "audio", slot: "audio", simulcast: false }] };
  const room = {
    name: "a room",
    id: "a room",
    opened: Promise.resolve(),
    allow: async () => "token",
    node: { attach, id: (name: string) => name },
    feeds: new Map([[feed.feed, feed]]),
  } as unknown as JanusRoom;
  const person = new SfuPerson(
    {
      room,
      keys: new JanusKeys("a-janus-secret-for-tests-of-32-chars"),
      epoch: 1,
      session: () => ({ seats: { [me]: {}, [other]: {} } }) as unknown as Session,
      failed: (error) => assert.fail(String(error)),
      changed: () => undefined,
    },
    {
      sessionId: newId("ses"),
      participantId: me,
      instance: newId("ins"),
      tell: (name: string, push: unknown) => void (name === "call:sfu-offer" && offers.push(push as SfuOffer)),
    },
  );
  t.after(() => person.close());
  return {
    person,
    held,
    offers,
    /** How many connections Janus held at once. */
    most: () => most,
    standing: () => person.configure({ epoch: 1, shown: [] }),
    publish: (build: number) => person.publish({ epoch: 1, build, sdp: "v=0", slots: [] }),
    subscribe: (build: number, restart = false) => person.subscribe({ epoch: 1, build, restart }),
    sends: (build: number) => until(`${build} sends`, () => [...held].find((each) => each.feed === `${me}.${build}`)),
    trickle: (leg: "publish" | "subscribe", build: number, count: number) => {
      const candidates = Array.from({ length: count }, () => ({ candidate: "candidate:1", sdpMid: "0", sdpMLineIndex: 0 }));
      return person.candidates({ epoch: 1, leg, build, candidates });
    },
  };
}

const notAllowed = { name: "NotAllowed" };

test("a connection is refused where a newer one was asked for before; one that is there goes on (MEDIA11)", async (t) => {
  const { publish, subscribe, sends, standing } = participant(t);
  await publish(1_000);
  await subscribe(1_000);
  (await sends(1_000)).up();
  for (const build of [999, 998]) {
    await assert.rejects(publish(build), notAllowed);
    await assert.rejects(subscribe(build), notAllowed);
  }
  await publish(1_000);
  await subscribe(1_000, true);
  await publish(1_001);
  await publish(1_000);
  assert.deepEqual(standing(), { publish: [1_000, 1_001], subscribe: [1_000] });
  // What was lost is none the newer for it.
  (await sends(1_001)).hangup();
  await assert.rejects(publish(999), notAllowed);
});

test("after another relay, what sends may come with a lower number than what receives, which has entered the room meanwhile (MEDIA11)", async (t) => {
  const { publish, subscribe, standing } = participant(t);
  await subscribe(1_001);
  await publish(1_000);
  assert.deepEqual(standing(), { publish: [1_001, 1_000], subscribe: [1_001] });
});

test("a browser's newest connection is always taken; the only one that stands is kept beside it, and goes once the newest stands (MEDIA11)", async (t) => {
  const { publish, subscribe, sends, standing, held } = participant(t);
  await publish(1);
  await subscribe(1);
  (await sends(1)).up();
  for (let build = 2; build <= 20; build += 1) {
    await publish(build);
    await subscribe(build);
    assert(standing().publish.includes(build) && standing().subscribe.includes(build), `${build} is taken`);
    assert(standing().publish.includes(1), `what stands is there beside ${build}`);
  }
  assert.deepEqual(standing(), { publish: [1, 19, 20], subscribe: [18, 19, 20] });
  assert.equal(held.size, 2 * BUILDS_AT_ONCE);
  (await sends(20)).up();
  await until("only the newest sends", () => standing().publish.length === 1);
  assert.deepEqual(standing().publish, [20]);
});

test("of many connections that stand the oldest goes for the newest (MEDIA11)", async (t) => {
  const { publish, sends, standing } = participant(t);
  for (let build = 1; build <= 5; build += 1) {
    await publish(build);
    (await sends(build)).up();
  }
  assert.deepEqual(standing().publish, [3, 4, 5]);
});

test("whoever asks for a hundred connections in one moment has no more than three each way at any time, the newest among them (MEDIA11)", async (t) => {
  const { person, publish, subscribe, standing, most, held } = participant(t);
  const asked = Array.from({ length: 100 }, (_, n) => [publish(n + 1), subscribe(n + 1)]).flat();
  const newest = asked.slice(-2);
  await Promise.allSettled(asked);
  await Promise.all(newest);
  assert.deepEqual(standing(), { publish: [98, 99, 100], subscribe: [98, 99, 100] });
  assert(most() <= 2 * BUILDS_AT_ONCE, `${most()} at once`);
  await person.close();
  await until("nothing is left of it", () => held.size === 0);
});

test("whoever never answers has only so many candidates kept for it; each answer makes room for as many more (MEDIA11)", async (t) => {
  const { person, subscribe, trickle, offers, held } = participant(t);
  await subscribe(1);
  await until("it is offered something", () => offers.length === 1);
  const receives = [...held].at(-1)!;
  const floods = async () => {
    for (let n = 0; n < 20; n += 1) await trickle("subscribe", 1, 50).catch((error: Error) => assert.equal(error.name, "NotAllowed"));
  };
  await floods();
  await subscribe(1);
  await subscribe(1, true);
  person.answer({ epoch: 1, build: 1, n: 7, sdp: "v=0" });
  await floods();
  assert.equal(receives.trickled, CANDIDATES_EACH, "offers made again, a restart and a wrong answer make no room");

  for (let n = 1; n <= 3; n += 1) {
    await until("there is an offer", () => offers.at(-1)?.n === n);
    for (let again = 0; again < 2; again += 1) person.answer({ epoch: 1, build: 1, n, sdp: "v=0" });
    await floods();
    assert.equal(receives.trickled, CANDIDATES_EACH * (n + 1));
    await subscribe(1, true);
  }
});

test("what is sent has so many candidates for each description too; a browser that mends its way again and again has enough (MEDIA11)", async (t) => {
  const { publish, trickle, sends } = participant(t);
  await publish(1);
  const one = await sends(1);
  for (let n = 1; n <= 50; n += 1) {
    // Those of a new way may be there before its description is.
    await Promise.all([trickle("publish", 1, 30), trickle("publish", 1, 30), publish(1), trickle("publish", 1, 30)]);
    assert.equal(one.trickled, n * 90);
  }
  const before = one.trickled;
  await publish(1);
  await trickle("publish", 1, CANDIDATES_EACH);
  await assert.rejects(trickle("publish", 1, 1), notAllowed);
  assert.equal(one.trickled, before + CANDIDATES_EACH);
});
