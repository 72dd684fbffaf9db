import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import type { sfu } from "../../protocol/sfu.ts";
import { accepted } from "../../protocol/refusals.ts";
import type { SfuSeat, SfuSwitch } from "../../relay/sockets/deps.ts";
import { People } from "./people.ts";
import { makeSession, startTestRelay } from "./test-relay.ts";
import type { TestRelay } from "./test-relay.ts";

/** One sound request of each kind. */
const REQUESTS = {
  "call:sfu-publish": { epoch: 1, build: 1, sdp: "v=0", slots: [{ mid: "0", slot: "audio" }] },
  "call:sfu-subscribe": { epoch: 1, build: 1 },
  "call:sfu-answer": { epoch: 1, build: 1, n: 1, sdp: "v=0" },
  "call:sfu-candidates": { epoch: 1, leg: "publish", build: 1, candidates: [] },
  "call:sfu-configure": { epoch: 1, shown: [] },
  "call:sfu-leave": { epoch: 1 },
} as const satisfies { [Name in keyof typeof sfu as `call:sfu-${Name}`]: unknown };
const NAMES = Object.keys(REQUESTS) as (keyof typeof REQUESTS)[];

describe("The way to a media server (MEDIA5)", () => {
  let relay: TestRelay;
  let people: People;
  /** What reached the media servers' side. */
  const reached: [name: string, seat: SfuSeat][] = [];
  let tellWanted: Parameters<SfuSwitch["onWanted"]>[0] = () => undefined;
  const desk: SfuSwitch = {
    seated: () => undefined,
    publish: async (seat) => (reached.push(["publish", seat]), accepted({ sdp: "v=0" })),
    subscribe: async (seat) => (reached.push(["subscribe", seat]), accepted({})),
    answer: async (seat) => (reached.push(["answer", seat]), accepted({})),
    candidates: async (seat) => (reached.push(["candidates", seat]), accepted({})),
    configure: async (seat) => (reached.push(["configure", seat]), accepted({ publish: [], subscribe: [] })),
    leave: async (seat) => (reached.push(["leave", seat]), accepted({})),
    onWanted: (tell) => void (tellWanted = tell),
  };

  before(async () => {
    relay = await startTestRelay({ sfu: desk });
    people = new People();
  });
  beforeEach(() => {
    reached.length = 0;
  });
  after(async () => {
    people.leave();
    await relay.close();
  });

  test("nobody who waits, was sent back, was denied or only watches reaches it, by no request", async () => {
    const { session, links } = await makeSession(relay, ["Sam", "Dina"]);
    const sessionId = session.id;
    const host = await people.host(relay.url);
    const guest = await people.guest(relay.url, links[0]!);
    const asksAll = async (who: string, standing: string) => {
      for (const name of NAMES) {
        const answer = await (who === "guest" ? guest.request(name, REQUESTS[name]) : host.request(name, { sessionId, ...REQUESTS[name] }));
        assert(!answer.ok, `${standing}: ${name}`);
      }
      assert.deepEqual(reached, [], standing);
    };
    await asksAll("guest", "a guest before asking");
    await guest.asks("guest:knock", { name: "Sam" });
    await asksAll("guest", "a waiting guest");
    await asksAll("host", "a host who has not joined");
    const { guestId } = await guest.ticket();
    await host.asks("call:join", { sessionId, instance: host.instance });
    await host.asks("guest:admit", { sessionId, guestId });
    await guest.sees("in");
    await host.asks("participant:send-back", { sessionId, participantId: guestId });
    await guest.sees("waiting");
    await asksAll("guest", "a guest sent back");
    await host.asks("guest:deny", { sessionId, guestId });
    await asksAll("guest", "a denied guest");
  });

  test("the seated reach it as who they are, by the connection that holds the seat; an older tab does not (SEAT4)", async () => {
    const { session } = await makeSession(relay, []);
    const sessionId = session.id;
    const host = await people.host(relay.url);
    const { view } = await host.asks("call:join", { sessionId, instance: host.instance });
    for (const name of NAMES) await host.asks(name, { sessionId, ...REQUESTS[name] });
    assert.deepEqual(
      reached.map(([name]) => `call:sfu-${name}`),
      NAMES,
    );
    for (const [, seat] of reached) assert.deepEqual([seat.participantId, seat.instance], [view.me, host.instance]);
    reached.length = 0;
    const newer = await people.host(relay.url);
    await newer.asks("call:join", { sessionId, instance: newer.instance });
    for (const name of NAMES) assert(!(await host.request(name, { sessionId, ...REQUESTS[name] })).ok, name);
    assert.deepEqual(reached, []);
  });

  test("how large a picture of it somebody is sent is told to a participant, and to nobody who waits (MEDIA8, WAIT2)", async () => {
    const { session, links } = await makeSession(relay, ["Sam", "Dina"]);
    const sessionId = session.id;
    const host = await people.host(relay.url);
    await host.asks("call:join", { sessionId, instance: host.instance });
    const [sam, dina] = [await people.guest(relay.url, links[0]!), await people.guest(relay.url, links[1]!)];
    for (const guest of [sam, dina]) await guest.asks("guest:knock", { name: "Somebody" });
    const [samId, dinaId] = [(await sam.ticket()).guestId, (await dina.ticket()).guestId];
    await host.asks("guest:admit", { sessionId, guestId: samId });
    await sam.sees("in");
    for (const id of [samId, dinaId]) tellWanted(id, { sessionId, epoch: 1, camera: 1 });
    const wanted = await sam.hears("call:sfu-wanted");
    assert.deepEqual([wanted.sessionId, wanted.epoch, wanted.camera], [sessionId, 1, 1]);
    await dina.asks("guest:cancel", {});
    assert.deepEqual(dina.all("call:sfu-wanted"), []);
    assert.deepEqual(host.all("call:sfu-wanted"), []);
  });

  test("whoever asks for connection after connection is soon held to one a second, and to nothing else (MEDIA11)", async () => {
    const { session } = await makeSession(relay, []);
    const sessionId = session.id;
    const host = await people.host(relay.url);
    await host.asks("call:join", { sessionId, instance: host.instance });
    let refused;
    for (let build = 1; build <= 90 && refused === undefined; build += 1) {
      const answer = await host.request("call:sfu-publish", { sessionId, ...REQUESTS["call:sfu-publish"], build });
      if (!answer.ok) refused = answer.refusal;
    }
    assert.equal(refused?.code, "rate-limited");
    assert(refused.retryAfterMs !== undefined && refused.retryAfterMs <= 1_000);
    assert(reached.length >= 60, `${reached.length}, more than any browser needs at once`);
    await host.asks("call:sfu-configure", { sessionId, ...REQUESTS["call:sfu-configure"] });
  });

  test("what does not fit is refused before it reaches anything (DOOR3)", async () => {
    const { session } = await makeSession(relay, []);
    const sessionId = session.id;
    const host = await people.host(relay.url);
    await host.asks("call:join", { sessionId, instance: host.instance });
    const bad: [keyof typeof REQUESTS, object][] = [
      ["call:sfu-publish", { sdp: "x".repeat(110_000) }],
      ["call:sfu-publish", { slots: [{ mid: "0", slot: "smell" }] }],
      ["call:sfu-publish", { build: -1 }],
      ["call:sfu-subscribe", { epoch: 0.5 }],
      ["call:sfu-candidates", { candidates: [{ candidate: "x".repeat(600), sdpMid: "0", sdpMLineIndex: 0 }] }],
      ["call:sfu-configure", { shown: [{ participantId: "gst_x", camera: 3, screen: false }] }],
      ["call:sfu-leave", { room: "ses_x.1" }],
    ];
    for (const [name, change] of bad) {
      const answer = await host.request(name, { sessionId, ...REQUESTS[name], ...change });
      assert(!answer.ok && answer.refusal.code === "bad-request", `${name} ${JSON.stringify(change).slice(0, 60)}`);
    }
    assert.deepEqual(reached, []);
  });
});
