import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { CallPerson } from "../support/callers.ts";
import { JANUS_SECRET, JanusServer } from "../support/janus-server.ts";
import { BackEnd } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { RobotCrowd } from "../support/robot-crowd.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";

const ROBOTS = 14;
const SLOW = { withinMs: 150_000, everyMs: 200 };

describe("Sixteen people in one call", { skip: missing("chromium", "firefox-esr", "janus") }, () => {
  let chromium: Browser;
  let firefox: Browser;
  let janus: JanusServer;
  let relay: RelayProcess;
  let crowd: RobotCrowd | undefined;

  before(async () => {
    [chromium, firefox, janus] = await Promise.all([launchChromium(), launchFirefox(), JanusServer.start()]);
    relay = await RelayProcess.start({ env: { JANUS_URLS: janus.url, JANUS_API_SECRET: JANUS_SECRET, MESH_MAX: "2" } });
  });
  after(async () => {
    crowd?.stop();
    await Promise.all([chromium?.close(), firefox?.close(), relay?.stop(), janus?.stop()]);
  });

  test("SEAT1, MEDIA8: everyone receives everyone's sound and picture; the seventeenth is told", { timeout: 400_000 }, async (t) => {
    const names = Array.from({ length: ROBOTS + 3 }, (_, n) => `Person ${n + 2}`);
    const { session, links } = await new BackEnd(relay.url).session(names);
    const host = await CallPerson.host(chromium, relay.url, session.id);
    const guest = await CallPerson.guest(firefox, links[0] ?? "", relay.url, session.id);

    // The robots send what one of them received of the host's picture and voice.
    crowd = new RobotCrowd({ relay: relay.url, sessionId: session.id, links: links.slice(1, ROBOTS + 2), source: await host.id() });
    const inside = until("all are inside", () => crowd?.state.inside === ROBOTS, SLOW);
    await inside.catch((error: unknown) => fails(crowd, error));
    const late = await CallPerson.atTheDoor(chromium, links.at(-1) ?? "", relay.url, session.id);
    await assert.rejects(late[1](), /session-full/u);
    await late[0].close();

    const heard = until("every robot hears and sees fifteen others", () => crowd?.state.misses.every((each) => each.length === 0), SLOW);
    await heard.catch((error: unknown) => fails(crowd, error));
    await Promise.all([host, guest].map((each) => each.receives(15, SLOW)));

    const lag = await host.lag();
    const before = costOf(janus.pid);
    const at = performance.now();
    await until("the call has run for a while", () => performance.now() - at > 5_000, { withinMs: 8_000 });
    const { cpuMs, megabytes } = costOf(janus.pid);
    const share = (cpuMs - before.cpuMs) / (performance.now() - at);
    t.diagnostic(
      `Janus with 16: ${Math.round(share * 100)} % of a core, ${megabytes} MB; the host's page answers after ${Math.round(lag)} ms at most`,
    );
    assert(lag < 2_000, `${lag} ms`);
  });
});

function fails(crowd: RobotCrowd | undefined, cause: unknown): never {
  throw new Error(JSON.stringify(crowd?.state), { cause });
}

function costOf(pid: number | undefined): { cpuMs: number; megabytes: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, megabytes: Math.round((pages * 4_096) / 2 ** 20) };
}
