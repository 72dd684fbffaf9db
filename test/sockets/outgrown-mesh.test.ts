import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { accepted, refused } from "../../protocol/refusals.ts";
import { SfuDesk } from "../../relay/media/sfu-desk.ts";
import type { SfuSeat } from "../../relay/media/sfu-seat.ts";
import { createLog } from "../../relay/ops/log.ts";
import { JANUS_SECRET, JanusServer } from "../support/janus-server.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";
import { People } from "./people.ts";
import { makeSession, RIVERSIDE, startTestRelay } from "./test-relay.ts";
import type { TestRelay } from "./test-relay.ts";

describe("A call that outgrows the browsers' own ways, with a real Janus", { skip: missing("janus") }, () => {
  let janus: JanusServer;
  let relay: TestRelay;
  let desk: SfuDesk;
  const people = new People();

  before(async () => {
    [janus, relay] = await Promise.all([JanusServer.start(), startTestRelay()]);
    const { keeper, relayId } = relay;
    desk = new SfuDesk({
      urls: [janus.url],
      apiSecret: JANUS_SECRET,
      ownKey: Buffer.alloc(32),
      keeper,
      relayId,
      log: createLog({ level: "silent" }),
    });
  });
  after(async () => {
    people.leave();
    await desk?.close();
    await relay?.close();
    await janus?.stop();
  });

  /** A call with one more than go browser to browser. */
  async function outgrown() {
    const { meshMax } = RIVERSIDE.policy;
    const { session, links } = await makeSession(
      relay,
      Array.from({ length: meshMax }, (_, n) => `Guest ${n + 1}`),
    );
    const many = { ...session, seats: Object.fromEntries(Array.from({ length: meshMax + 1 }, (_, n) => [n, {}])) as never };
    await until("the server is seen", () => relay.keeper.sfuFor?.(many) === janus.url);
    const host = await people.host(relay.url);
    const { view } = await host.asks("call:join", { sessionId: session.id, instance: host.instance });
    const guests = await Promise.all(links.map((link) => people.guest(relay.url, link)));
    for (const guest of guests) {
      await guest.asks("guest:knock", { name: "Somebody" });
      await host.asks("guest:admit", { sessionId: session.id, guestId: (await guest.ticket()).guestId });
    }
    await Promise.all(
      guests.map((guest) => guest.hears("view", (seen) => seen.state === "in" && seen.participants.length === meshMax + 1)),
    );
    const seat: SfuSeat = { sessionId: session.id, participantId: view.me!, instance: host.instance, tell: () => undefined };
    return { meshMax, guests, seat };
  }

  test("goes through the server in the very view that shows the one who is too many (MEDIA1)", async () => {
    const { meshMax, guests } = await outgrown();
    const ways = guests.flatMap((guest) =>
      guest
        .all("view")
        .flatMap((view) => (view.state === "in" ? [`${view.participants.length} ${view.topology} ${view.mediaEpoch ?? 0}`] : [])),
    );
    assert.deepEqual(
      ways.filter((way) => way.startsWith(`${meshMax + 1} `) && way !== `${meshMax + 1} sfu 1`),
      [],
    );
    assert(
      ways.some((way) => way === `${meshMax} mesh 0`),
      "before, it was browser to browser",
    );
  });

  test("whoever asks for ever more connections, or sends candidates without end, is told what it may not; the server is spared (MEDIA11)", async () => {
    const { seat } = await outgrown();
    const before = await janus.handles();
    const epoch = 1;
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, n) => [
        desk.subscribe(seat, { epoch, build: 1_000 + n }),
        desk.publish(seat, { epoch, build: 1_000 + n, sdp: "v=0", slots: [] }),
      ]).flat(),
    );
    assert(answers.at(-2)?.ok, "the newest is taken");
    const standing = await desk.configure(seat, { epoch, shown: [] });
    assert(standing.ok && standing.value.subscribe.includes(1_039) && standing.value.subscribe.length <= 3);
    await until("the server holds six of its connections at most", async () => (await janus.handles()) <= before + 6);
    const older = await desk.subscribe(seat, { epoch, build: 999 });
    assert.deepEqual(older, refused("not-allowed", "A newer connection was asked for before."));

    const candidates = Array.from({ length: 64 }, () => ({ candidate: "", sdpMid: "0", sdpMLineIndex: 0 }));
    const sent = [];
    for (let n = 0; n < 5; n += 1) sent.push(await desk.candidates(seat, { epoch, leg: "subscribe", build: 1_039, candidates }));
    const tooMany = refused("not-allowed", "This connection has sent too many candidates.");
    assert.deepEqual(sent, [accepted({}), accepted({}), accepted({}), tooMany, tooMany]);
  });
});
