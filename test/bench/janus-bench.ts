/**
 * Scorecard P9: what a session of sixteen costs Janus, beside one in which everybody is sent everything, as its demo does: measured with
 * eight seats, and carried on with the square of them.
 */

import { launchChromium } from "../support/browsers.ts";
import { CallPerson } from "../support/callers.ts";
import { JANUS_SECRET, JanusServer } from "../support/janus-server.ts";
import { BackEnd } from "../support/people.ts";
import { costOf } from "../support/process-cost.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { RobotCrowd } from "../support/robot-crowd.ts";
import { until } from "../support/until.ts";
import type { Row } from "./row.ts";

const SEATS = 16;
const DEMO_SEATS = 8;
/** Pictures of others on a page of a telephone's. */
const SHOWN = 8;
const MEASURED_MS = 10_000;
const SLOW = { withinMs: 180_000, everyMs: 200 };

interface Cost {
  /** Of one core. */
  share: number;
  megabytes: number;
}

export async function run(): Promise<Row[]> {
  const demo = await session(DEMO_SEATS);
  const ours = await session(SEATS, SHOWN);
  const carriedOn = (demo.share * SEATS * (SEATS - 1)) / (DEMO_SEATS * (DEMO_SEATS - 1));
  const percent = (share: number) => Math.round(share * 1_000) / 10;
  return [
    {
      row: "P9 what a session of 16 costs Janus, beside everything sent to everybody",
      ours: percent(ours.share),
      reference: percent(carriedOn),
      ratio: ours.share / carriedOn,
      unit: "% of a core",
      goal: "≤ 0.5",
      note:
        `memory ${ours.megabytes} MB with 16 seats, ${demo.megabytes} MB with 8; measured with 8 seats ${percent(demo.share)} %. Of those who receive each ` +
        `shows ${SHOWN} others; all send one size, so what smaller pictures save is not in it.`,
    },
  ];
}

/** Two pages of a browser, of which one's picture and voice all others send too. */
async function session(seats: number, shows?: number): Promise<Cost> {
  const [chromium, janus] = await Promise.all([launchChromium(), JanusServer.start()]);
  const relay = await RelayProcess.start({ env: { JANUS_URLS: janus.url, JANUS_API_SECRET: JANUS_SECRET, MESH_MAX: "2" } });
  const crowds: RobotCrowd[] = [];
  try {
    const { session: made, links } = await new BackEnd(relay.url).session(Array.from({ length: seats }, (_, n) => `Person ${n + 2}`));
    const host = await CallPerson.host(chromium, relay.url, made.id);
    const plan = { relay: relay.url, sessionId: made.id, source: await host.id(), ...(shows === undefined ? {} : { shows }) };
    const guest = await CallPerson.guest(chromium, links.at(-1) ?? "", relay.url, made.id);
    await guest.receives(1, SLOW);
    const crowd = new RobotCrowd({ ...plan, links: links.slice(0, seats - 1) });
    crowd.enter();
    crowd.fill();
    crowds.push(crowd);
    await until("everyone is inside", () => crowd.state.stage === "full" && crowd.state.inside === seats - 2, SLOW).catch(
      (cause: unknown) => {
        throw new Error(JSON.stringify(crowd.state), { cause });
      },
    );
    const before = costOf(janus.pid);
    const at = performance.now();
    await new Promise((resolve) => setTimeout(resolve, MEASURED_MS));
    const { cpuMs, megabytes } = costOf(janus.pid);
    return { share: (cpuMs - before.cpuMs) / (performance.now() - at), megabytes };
  } finally {
    for (const crowd of crowds) crowd.stop();
    await Promise.all([chromium.close(), relay.stop(), janus.stop()]);
  }
}
