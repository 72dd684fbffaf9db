import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { CallPerson } from "../support/callers.ts";
import { giveWay } from "../support/give-way.ts";
import { HandoverWatch, inWords, isWhole } from "../support/handover.ts";
import { JANUS_SECRET, JanusServer } from "../support/janus-server.ts";
import { BackEnd } from "../support/people.ts";
import { costOf } from "../support/process-cost.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { RobotCrowd } from "../support/robot-crowd.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";

const ROBOTS = 14;
/** So many of them come before the third one goes, whom they take the place of. */
const FIRST = 2;
/** So many are a call through a server. */
const REHEARSE = 4;
/** Of their pictures come three a second: who is there only so that there is one more need not move. */
const SLOWER = 5;
/** Firefox draws in software too, and all of its window whenever one of fifteen has a new picture: somewhat more often than cameras have one is enough. */
const FIREFOX = { "layout.frame_rate": 30 };
/** Three or so of the fourteen speak at a time. */
const TURNS = 5;
const SLOW = { withinMs: 150_000, everyMs: 200 };
/** While what is watched shall not be kept busy by being asked. */
const SELDOM = { ...SLOW, everyMs: 500 };

describe("Sixteen people in one call", { skip: missing("chromium", "firefox-esr", "janus") }, () => {
  let chromium: Browser;
  let firefox: Browser;
  /** Of the people who are not watched. */
  let others: Browser;
  let janus: JanusServer;
  let relay: RelayProcess;
  let crowd: RobotCrowd | undefined;

  before(async () => {
    [chromium, firefox, others, janus] = await Promise.all([
      launchChromium(),
      launchFirefox({ preferences: FIREFOX }),
      launchChromium(),
      JanusServer.start(),
    ]);
    giveWay(others.process()?.pid);
    relay = await RelayProcess.start({ env: { JANUS_URLS: janus.url, JANUS_API_SECRET: JANUS_SECRET, MESH_MAX: "3" } });
  });
  after(async () => {
    crowd?.stop();
    await Promise.all([chromium?.close(), firefox?.close(), others?.close(), relay?.stop(), janus?.stop()]);
  });

  test(
    "SEAT1, MEDIA4, MEDIA8: three, four, sixteen and three again: everyone receives everyone, nobody sees a gap; the seventeenth is told, and comes in once there is a seat",
    { timeout: 500_000 },
    async (t) => {
      const names = Array.from({ length: ROBOTS + 4 }, (_, n) => `Person ${n + 2}`);
      const backEnd = new BackEnd(relay.url);
      const { session, links } = await backEnd.session(names);
      const rehearsed = await backEnd.session(names.slice(0, REHEARSE));
      const host = await CallPerson.host(chromium, relay.url, session.id);
      const guest = await CallPerson.guest(firefox, links[0] ?? "", relay.url, session.id, "Firefox");
      const third = await CallPerson.guest(others, links[1] ?? "", relay.url, session.id, "a third one", true);
      await Promise.all([host, guest, third].map((each) => each.receives(2, SLOW)));
      const pair = [host, guest];
      const goes = (topology: string, ways: number) =>
        until(
          `the media goes ${topology} and no other way`,
          async () => {
            const now = await Promise.all(pair.map(async (each) => `${await each.topology()} ${await each.ways()}`));
            return now.every((each) => each === `${topology} ${ways}`);
          },
          SLOW,
        );

      // The robots send what one of them received of the host's picture and voice. Many pictures a second of each would only cost the browsers.
      const plan = {
        relay: relay.url,
        sessionId: session.id,
        source: await host.id(),
        slower: SLOWER,
        turns: TURNS,
        blind: true,
        givesWay: true,
      };
      const rehearsal = { sessionId: rehearsed.session.id, links: rehearsed.links };
      crowd = new RobotCrowd({ ...plan, rehearsal, links: links.slice(2, ROBOTS + 3) });
      await until("the robots are ready", () => crowd?.state.stage === "ready", SLOW);
      let watch = await HandoverWatch.begin(pair);
      crowd.enter();
      await goes("sfu", 2);
      const sights = await watch.end({ ofMove: true });
      t.diagnostic(`three, four: ${inWords(sights)}`);
      const recorded = until("a piece of the call is recorded", () => crowd?.state.stage === "recorded", SLOW);
      await recorded.catch((error: unknown) => fails(crowd, error));

      // One after another, as people are let in.
      watch = await HandoverWatch.begin(pair);
      const people = 3;
      for (let robots = 1; robots <= ROBOTS; robots += 1) {
        crowd.next();
        const seen = () => Promise.all(pair.map((each) => each.shown()));
        const isSeen = until(`robot ${robots} is seen`, async () => (await seen()).every((all) => all >= people + robots), SELDOM);
        await isSeen.catch((error: unknown) => fails(crowd, error));
        if (robots !== FIRST) continue;
        crowd.some();
        await until("who recorded is gone", () => crowd?.state.stage === "some", SLOW);
        await third.leave();
        await third.close();
      }
      crowd.fill();
      const inside = until("all are inside", () => crowd?.state.inside === ROBOTS, SLOW);
      await inside.catch((error: unknown) => fails(crowd, error));
      await Promise.all(pair.map((each) => each.receives(15, SLOW)));
      const filling = await watch.end();
      t.diagnostic(`four, sixteen: ${inWords(filling)}`);

      crowd.look();
      const heard = until("every robot hears and sees fifteen others", () => crowd?.state.misses.every((each) => each.length === 0), SLOW);
      await heard.catch((error: unknown) => fails(crowd, error));
      const [late, letIn] = await CallPerson.atTheDoor(others, links.at(-1) ?? "", relay.url, session.id, "a late one", true);
      await assert.rejects(letIn(), /session-full/u);

      const lag = await host.lag();
      const cost = costOf(janus.pid);
      const at = performance.now();
      await until("the call has run for a while", () => performance.now() - at > 5_000, { withinMs: 8_000 });
      const { cpuMs, megabytes } = costOf(janus.pid);
      const share = (cpuMs - cost.cpuMs) / (performance.now() - at);
      t.diagnostic(
        `Janus with 16: ${Math.round(share * 100)} % of a core, ${megabytes} MB; the host's page answers after ${Math.round(lag)} ms at most`,
      );
      assert(lag < 2_000, `${lag} ms`);

      crowd.makeRoom();
      await until("there is a seat", () => crowd?.state.stage === "room", SLOW);
      await letIn();
      await Promise.all(pair.map((each) => each.receives(15, SLOW)));

      watch = await HandoverWatch.begin(pair);
      crowd.leave();
      await until("the robots have gone", () => crowd?.state.stage === "gone", SLOW);
      await goes("mesh", 2);
      await Promise.all([host, guest, late].map((each) => each.receives(2, SLOW)));
      const back = await watch.end({ ofMove: true });
      t.diagnostic(`sixteen, three: ${inWords(back)}`);
      for (const sight of [...sights, ...filling, ...back]) isWhole(sight);
    },
  );
});

function fails(crowd: RobotCrowd | undefined, cause: unknown): never {
  throw new Error(JSON.stringify(crowd?.state), { cause });
}
