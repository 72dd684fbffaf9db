/** Scorecard A15, with sixteen seats (MEDIA3): a media server dies under a call; how soon everyone receives everyone again by another one. */

import { LOSS_REST_MS } from "../../protocol/limits.ts";
import { launchChromium } from "../support/browsers.ts";
import { CallPerson } from "../support/callers.ts";
import { JANUS_SECRET, JanusServer } from "../support/janus-server.ts";
import { BackEnd } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { RobotCrowd } from "../support/robot-crowd.ts";
import { until } from "../support/until.ts";
import type { Row } from "./row.ts";
import { median, percentile } from "./row.ts";

const SEATS = 16;
/** The others are two pages of a browser. */
const ROBOTS = 14;
const KILLS = 4;
/** What the media may be away for, ms. */
const BAR_MS = 6_000;
const SLOW = { withinMs: 180_000, everyMs: 100 };

export async function run(): Promise<Row[]> {
  const [chromium, ...janus] = await Promise.all([launchChromium(), JanusServer.start(), JanusServer.start()]);
  const JANUS_URLS = janus.map(({ url }) => url).join(",");
  const relay = await RelayProcess.start({ env: { JANUS_URLS, JANUS_API_SECRET: JANUS_SECRET, MESH_MAX: "2" } });
  let crowd: RobotCrowd | undefined;
  try {
    const { session, links } = await new BackEnd(relay.url).session(Array.from({ length: SEATS }, (_, n) => `Person ${n + 2}`));
    const host = await CallPerson.host(chromium, relay.url, session.id);
    const guest = await CallPerson.guest(chromium, links.at(-1) ?? "", relay.url, session.id);
    const pages = [host, guest];
    const full = (crowd = new RobotCrowd({
      relay: relay.url,
      sessionId: session.id,
      source: await host.id(),
      slower: 2,
      links: links.slice(0, ROBOTS + 1),
    }));
    full.enter();
    full.fill();
    const everyone = (since: number) => () =>
      full.state.inside === ROBOTS && full.state.completeAt.every((at) => at !== null && at > since);
    await until("everyone is inside, and hears and sees everyone", everyone(0), SLOW).catch(fails(full));
    await Promise.all(pages.map((each) => each.receives(SEATS - 1, SLOW)));

    const back: number[] = [];
    for (let kill = 0; kill < KILLS; kill += 1) {
      const rooms = await Promise.all(janus.map((each) => each.rooms()));
      const dies = janus[rooms.findIndex((list) => list.length > 0)]!;
      const [since, at] = [await Promise.all(pages.map((each) => each.now())), Date.now()];
      await dies.kill();
      await until("everyone hears and sees everyone again", everyone(at), SLOW).catch(fails(full));
      await Promise.all(pages.map((each) => each.receives(SEATS - 1, SLOW)));
      back.push(
        ...full.state.completeAt.map((each) => (each ?? Number.POSITIVE_INFINITY) - at),
        ...(await Promise.all(pages.map((each, n) => each.longestGap(since[n]!)))),
      );
      await dies.restart();
      await until("the relay has found it again", async () => (await dies.sessions()) > 0, SLOW);
      // Sooner, a call whose other server dies too goes browser to browser first (MEDIA3), which peers without a browser don't follow.
      await until("the call has had some rest", () => Date.now() - at > LOSS_REST_MS, SLOW);
    }
    const p95 = percentile(back, 0.95);
    return [
      {
        row: "A15 kill -9 of Janus under 16: until each receives all fifteen others by the other node, beside what is allowed",
        ours: Math.round(p95),
        reference: BAR_MS,
        ratio: p95 / BAR_MS,
        unit: "ms, p95",
        goal: "≤ 1",
        note: `${KILLS} times ${SEATS} receivers: median ${Math.round(median(back))}, longest ${Math.round(Math.max(...back))} ms; two pages of a browser and fourteen peers, all on one machine`,
      },
    ];
  } finally {
    crowd?.stop();
    await Promise.all([chromium.close(), relay.stop(), ...janus.map((each) => each.stop())]);
  }
}

const fails =
  (crowd: RobotCrowd) =>
  (cause: unknown): never => {
    throw new Error(JSON.stringify(crowd.state), { cause });
  };
