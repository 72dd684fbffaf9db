import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { SfuDesk } from "../../relay/media/sfu-desk.ts";
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

  test("goes through the server in the very view that shows the one who is too many (MEDIA1)", async () => {
    const { meshMax } = RIVERSIDE.policy;
    const { session, links } = await makeSession(
      relay,
      Array.from({ length: meshMax }, (_, n) => `Guest ${n + 1}`),
    );
    const many = { ...session, seats: Object.fromEntries(Array.from({ length: meshMax + 1 }, (_, n) => [n, {}])) as never };
    await until("the server is seen", () => relay.keeper.sfuFor?.(many) === janus.url);
    const host = await people.host(relay.url);
    await host.asks("call:join", { sessionId: session.id, instance: host.instance });
    const guests = await Promise.all(links.map((link) => people.guest(relay.url, link)));
    for (const guest of guests) {
      await guest.asks("guest:knock", { name: "Somebody" });
      await host.asks("guest:admit", { sessionId: session.id, guestId: (await guest.ticket()).guestId });
    }
    await Promise.all(
      guests.map((guest) => guest.hears("view", (view) => view.state === "in" && view.participants.length === meshMax + 1)),
    );
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
});
