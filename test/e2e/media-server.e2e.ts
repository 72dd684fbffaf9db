import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { CallPerson } from "../support/callers.ts";
import { HandoverWatch, inWords, isWhole } from "../support/handover.ts";
import { LoadBalancer } from "../support/load-balancer.ts";
import { JANUS_SECRET, JanusServer } from "../support/janus-server.ts";
import { BackEnd } from "../support/people.ts";
import { RedisServer } from "../support/redis-server.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { RobotCrowd } from "../support/robot-crowd.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";

/** No gap of a picture is as long, whatever the machine does meanwhile, ms. */
const GAP_AT_MOST_MS = 1_000;

describe("A call that outgrows the mesh (MEDIA1)", { skip: missing("chromium", "firefox-esr", "janus", "redis-server") }, () => {
  let first: Browser;
  let second: Browser;
  let firefox: Browser;
  let redis: RedisServer;
  let janus: JanusServer[];
  let relays: [RelayProcess, RelayProcess];
  let balancer: LoadBalancer;
  const people: CallPerson[] = [];
  let crowd: RobotCrowd | undefined;

  const startRelay = (more: Record<string, string> = {}): Promise<RelayProcess> => {
    const JANUS_URLS = janus.map(({ url }) => url).join(",");
    return RelayProcess.start({ env: { JANUS_URLS, JANUS_API_SECRET: JANUS_SECRET, MESH_MAX: "2", REDIS_URL: redis.url, ...more } });
  };

  before(async () => {
    [first, second, firefox, redis, balancer, ...janus] = await Promise.all([
      launchChromium(),
      launchChromium(),
      launchFirefox(),
      RedisServer.start(),
      LoadBalancer.start(),
      JanusServer.start({ reclaimSeconds: 4 }),
      JanusServer.start({ reclaimSeconds: 4 }),
    ]);
    relays = await Promise.all([startRelay(), startRelay({ PUBLIC_URL: balancer.url })]);
    balancer.ports = [relays[1].port, relays[0].port];
  });
  afterEach(async () => {
    crowd?.stop();
    crowd = undefined;
    await Promise.all(people.splice(0).map((each) => each.close()));
  });
  after(async () => {
    await Promise.all([first, second, firefox].map((each) => each?.close()));
    await Promise.all([redis, balancer, ...(janus ?? []), ...(relays ?? [])].map((each) => each?.stop()));
  });

  /** Each in a browser of their own, on the first relay: host and guest in the call; and links for others. */
  async function two(others: readonly string[]): Promise<{ sessionId: string; host: CallPerson; samir: CallPerson; links: string[] }> {
    const [one] = relays;
    const { session, links } = await new BackEnd(one.url).session(["Samir", ...others]);
    const host = await CallPerson.host(first, one.url, session.id);
    const samir = await CallPerson.guest(firefox, links[0] ?? "", one.url, session.id, "Samir");
    people.push(host, samir);
    await Promise.all([host.receives(1), samir.receives(1)]);
    return { sessionId: session.id, host, samir, links: links.slice(1) };
  }
  /** And another guest at the door, behind the balancer. */
  async function three(): Promise<{ host: CallPerson; samir: CallPerson; dina: CallPerson; comes: () => Promise<void> }> {
    const { sessionId, host, samir, links } = await two(["Dina"]);
    const link = (links[0] ?? "").replace(relays[0].url, balancer.url);
    const [dina, comes] = await CallPerson.atTheDoor(second, link, balancer.url, sessionId);
    people.push(dina);
    return { host, samir, dina, comes };
  }
  const goes = (who: readonly CallPerson[], topology: string, withinMs = 20_000) =>
    until(
      `the media goes ${topology}`,
      async () => (await Promise.all(who.map((each) => each.topology()))).every((each) => each === topology),
      {
        withinMs,
        everyMs: 250,
      },
    );
  const all = (who: readonly CallPerson[], others: number, withinMs = 30_000) =>
    Promise.all(who.map((each) => each.receives(others, { withinMs })));

  test(
    "MEDIA4: two, three, two again: everyone receives everyone, and the old way plays until the new one shows",
    { timeout: 150_000 },
    async (t) => {
      const { sessionId, host, samir, links } = await two(["somebody who listens", "somebody who speaks"]);
      const pair = [host, samir];
      // Who comes and goes has no browser: a third one leaves two cores no time for the two that are looked at.
      const robots = (crowd = new RobotCrowd({ relay: balancer.url, sessionId, links, source: await host.id() }));
      const robot = (stage: string) =>
        until(`the robot is ${stage}`, () => robots.state.stage === stage, { withinMs: 30_000, everyMs: 100 });
      const settles = async (topology: string, ways: number) => {
        await goes(pair, topology);
        await until("only one way is left", async () => (await host.ways()) === ways && (await samir.ways()) === ways, {
          withinMs: 15_000,
          everyMs: 250,
        });
      };
      // What it will send is recorded before.
      await robot("ready");
      robots.enter();
      await robot("recorded");
      robots.empty();
      await robot("empty");
      await settles("mesh", 1);

      let watch = await HandoverWatch.begin(pair);
      await runsAWhile(host);
      t.diagnostic(`usual: ${inWords(await watch.end())}`);

      watch = await HandoverWatch.begin(pair);
      robots.fill();
      await robot("full");
      await settles("sfu", 2);
      await all(pair, 2);
      await until("the robot hears and sees both", () => robots.state.misses.length === 1 && robots.state.misses[0]?.length === 0);
      const up = await watch.end({ ofMove: true });

      watch = await HandoverWatch.begin(pair);
      robots.leave();
      await robot("gone");
      await settles("mesh", 1);
      await all(pair, 1);
      const down = await watch.end({ ofMove: true });
      t.diagnostic(`to the server: ${inWords(up)}`);
      t.diagnostic(`back: ${inWords(down)}`);
      for (const sight of [...up, ...down]) isWhole(sight, { atMost: GAP_AT_MOST_MS });
      await until("no room is left", async () => (await Promise.all(janus.map((each) => each.rooms()))).flat().length === 0, {
        withinMs: 30_000,
        everyMs: 200,
      });
    },
  );

  test("MEDIA3: relay, server and server again die under a call, and it goes on", { timeout: 240_000 }, async (t) => {
    const { host, samir, dina, comes } = await three();
    await comes();
    const everyone = [host, samir, dina];
    await goes(everyone, "sfu");
    await all(everyone, 2);
    const [samirId, dinaId] = await Promise.all([samir.id(), dina.id()]);
    const clock = () => host.now();

    let since = await clock();
    await relays[1].process.kill();
    await until("the guest's browser is at the first relay", () => (balancer.taken.get(relays[0].port) ?? 0) > 0, { withinMs: 30_000 });
    // Longer than the server keeps what the dead relay had asked for.
    await until("what the dead relay had is gone", async () => (await clock()) - since > 9_000, { withinMs: 20_000, everyMs: 250 });
    await all(everyone, 2);
    t.diagnostic(`kill -9 of the relay: longest gap of its guest ${Math.round(await host.gap(dinaId, since))} ms`);

    const used = async () => {
      const rooms = await Promise.all(janus.map((each) => each.rooms().catch(() => [])));
      return rooms.findIndex((list) => list.length > 0);
    };
    const dies = await used();
    since = await clock();
    await janus[dies]!.kill();
    await until("the other server has the room", async () => (await used()) === 1 - dies, { withinMs: 20_000, everyMs: 100 });
    await all(everyone, 2);
    t.diagnostic(`kill -9 of Janus: pictures back on the other one after ${Math.round(await host.gap(samirId, since))} ms`);

    since = await clock();
    janus[1 - dies]!.pause();
    await goes(everyone, "mesh");
    const found = (await clock()) - since;
    await all(everyone, 2);
    t.diagnostic(
      `SIGSTOP of Janus: found after ${Math.round(found)} ms, pictures back browser to browser after ${Math.round(await host.gap(samirId, since))} ms`,
    );
    janus[1 - dies]!.resume();
    await janus[dies]!.restart();

    await Promise.all(everyone.map((each) => each.leave()));
    await until(
      "no room and no handle but the relay's own is left",
      async () => {
        const rooms = (await Promise.all(janus.map((each) => each.rooms()))).flat();
        const handles = await Promise.all(janus.map((each) => each.handles()));
        assert.deepEqual([rooms.length, ...handles], [0, 1, 1]);
        return true;
      },
      { withinMs: 45_000, everyMs: 250 },
    );
  });
});

/** Some seconds in which nothing changes. */
async function runsAWhile(host: CallPerson): Promise<void> {
  const begin = await host.now();
  await until("the call has run for a while", async () => (await host.now()) - begin > 4_000, { everyMs: 250, withinMs: 20_000 });
}
