/**
 * Scorecard P7 and P8: a call through a media server. How soon people see each other after the host lets somebody in, and how soon a shared
 * screen is seen, beside Janus's own VideoRoom demo on the same server; and the gap of a picture when the call's media moves, beside a move that breaks before it makes.
 */

import { rm } from "node:fs/promises";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { admit, CallPerson } from "../support/callers.ts";
import { HandoverWatch } from "../support/handover.ts";
import { JANUS_SECRET, JanusServer } from "../support/janus-server.ts";
import { BackEnd } from "../support/people.ts";
import { API_SECRET, RelayProcess } from "../support/relay-process.ts";
import { RobotGuest } from "../support/robot-guest.ts";
import { until } from "../support/until.ts";
import type { Met } from "./calls/pages.ts";
import { buildPages, meet, openPage, servePages } from "./calls/pages.ts";
import { slowProxy } from "./calls/slow-proxy.ts";
import type { Row } from "./row.ts";
import { median, percentile } from "./row.ts";

const ROUNDS = 5;
/** One way, ms. */
const DELAYS = [0, 50];
const KINDS = ["doorstep", "janus"] as const;
/** Moves each way. */
const MOVES = 3;
const SLOW = { withinMs: 60_000, everyMs: 50 };

interface Place {
  janus: JanusServer;
  relay: RelayProcess;
  backEnd: BackEnd;
  chromium: Browser;
  site: string;
}

export async function run(): Promise<Row[]> {
  const pages = await buildPages([...KINDS, "break"]);
  const site = await servePages(pages);
  const [chromium, janus] = await Promise.all([launchChromium(), JanusServer.start()]);
  const relay = await RelayProcess.start({ env: { JANUS_URLS: janus.url, JANUS_API_SECRET: JANUS_SECRET, MESH_MAX: "2" } });
  const place: Place = { janus, relay, backEnd: new BackEnd(relay.url), chromium, site: site.url };
  try {
    return [...(await firstFrames(place)), ...(await moves(place))];
  } finally {
    await Promise.all([chromium.close(), relay.stop(), janus.stop(), site.stop(), rm(pages, { recursive: true, force: true })]);
  }
}

async function firstFrames(place: Place): Promise<Row[]> {
  const times = new Map<string, Met[]>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const delay of DELAYS) {
      for (const kind of KINDS) {
        const met = kind === "janus" ? await asInTheDemo(place, `${round}-${delay}`, delay) : await byOurDoor(place, delay);
        times.set(`${kind} ${delay}`, [...(times.get(`${kind} ${delay}`) ?? []), met]);
      }
    }
  }
  const row = (title: string, what: keyof Met, delay: number, unit: string, goal: string): Row => {
    const of = (kind: string) => (times.get(`${kind} ${delay}`) ?? []).map((met) => met[what]);
    const [ours, theirs] = [median(of("doorstep")), median(of("janus"))];
    return {
      row: `P7 ${title} → first frame through Janus, ${delay * 2} ms round trip, beside its VideoRoom demo`,
      ours: Math.round(ours),
      reference: Math.round(theirs),
      ratio: ours / theirs,
      unit,
      goal,
      note: `each round: ${KINDS.map((kind) => `${kind} ${of(kind).map(Math.round).join(", ")}`).join("; ")}`,
    };
  };
  return DELAYS.flatMap((delay) => [
    row("let in", "letIn", delay, "ms, median until both see each other", delay === 0 ? "≤ 1.05" : "≤ 0.7"),
    row("share", "share", delay, "ms, median until it is seen", "≤ 1"),
  ]);
}

/**
 * The call goes through the server already, as one of that size does: two with open microphones see to it, and show the others small. So the
 * host receives already, by a connection that the new one's streams come to; in the demo each feed has a connection of its own.
 */
async function byOurDoor({ relay, backEnd, chromium, site }: Place, delay: number): Promise<Met> {
  const { session, links } = await backEnd.session(["Samir", "Somebody", "Somebody else"]);
  const answer = await fetch(`${relay.url}/v1/tokens`, {
    method: "POST",
    headers: { Authorization: `Bearer ${API_SECRET}`, "Content-Type": "application/json" },
    body: JSON.stringify({ sub: "maya.osei", name: "Dr. Maya Osei", role: "host", ttlSeconds: 600 }),
  });
  const { token } = (await answer.json()) as { token: string };
  const proxy = await slowProxy(relay.port, delay);
  const server = `http://127.0.0.1:${proxy.port}`;
  const query = (values: Record<string, string>) => new URLSearchParams(values).toString();
  const parameters: [string, string] = [
    query({ role: "host", relay: server, token, session: session.id }),
    query({ role: "guest", relay: server, link: links[0] ?? "" }),
  ];
  const listeners: RobotGuest[] = [];
  try {
    return await meet(chromium, parameters, `${site}/doorstep.html`, async () => {
      for (const link of links.slice(1)) {
        const robot = new RobotGuest(relay.url, link, "Somebody who listens", undefined, { publishes: ["audio"] });
        listeners.push(robot);
        await admit(relay.url, session.id, await robot.knock());
      }
      await until("the call goes through the server", () => listeners.every((each) => each.inside?.topology === "sfu"), SLOW);
      await until("the host's picture comes", () => listeners.every((each) => [...each.received.keys()].some(isPicture)), SLOW);
      await Promise.all(listeners.map((each) => each.show(2)));
    });
  } finally {
    await Promise.all(listeners.map((each) => each.leave()));
    await proxy.stop();
  }
}

const isPicture = (key: string): boolean => key.endsWith(" camera");

async function asInTheDemo({ janus, chromium, site }: Place, room: string, delay: number): Promise<Met> {
  const proxy = await slowProxy(janus.port, delay);
  const query = (role: string) =>
    new URLSearchParams({ role, server: `ws://127.0.0.1:${proxy.port}`, room, secret: JANUS_SECRET }).toString();
  try {
    return await meet(chromium, [query("host"), query("guest")], `${site}/janus.html`);
  } finally {
    await proxy.stop();
  }
}

async function moves({ relay, backEnd, chromium, site }: Place): Promise<Row[]> {
  const firefox = await launchFirefox();
  try {
    const { session, links } = await backEnd.session(["Samir", ...Array.from({ length: MOVES }, (_, n) => `Person ${n + 3}`)]);
    const host = await CallPerson.host(chromium, relay.url, session.id);
    const pair = [host, await CallPerson.guest(firefox, links[0] ?? "", relay.url, session.id, "Firefox")];
    await Promise.all(pair.map((each) => each.receives(1, SLOW)));
    const goes = (topology: string, ways: number) =>
      until(
        `the media goes ${topology} and no other way`,
        async () =>
          (await Promise.all(pair.map(async (each) => `${await each.topology()} ${await each.ways()}`))).every(
            (each) => each === `${topology} ${ways}`,
          ),
        SLOW,
      );
    const sights = [];
    for (const link of links.slice(1)) {
      const robot = new RobotGuest(relay.url, link, "Somebody who listens");
      const guestId = await robot.knock();
      let watch = await HandoverWatch.begin(pair);
      await admit(relay.url, session.id, guestId);
      await goes("sfu", 2);
      sights.push(...(await watch.end({ ofMove: true })));
      watch = await HandoverWatch.begin(pair);
      await robot.leave();
      await goes("mesh", 1);
      sights.push(...(await watch.end({ ofMove: true })));
    }
    await Promise.all(pair.map((each) => each.close()));
    const page = await openPage(chromium, `${site}/break.html`);
    await page.waitForFunction("window.breaks");
    const breaks = (await page.evaluate(`window.breaks(${MOVES * 2})`)) as number[];
    await page.close();
    const [ours, theirs] = [
      percentile(
        sights.map(({ gap }) => gap),
        0.95,
      ),
      median(breaks),
    ];
    const words = sights.map(({ gap, net, madeUp }) => `${Math.round(gap)}/${Math.round(net)}/${Math.round(madeUp)}`).join(", ");
    return [
      {
        row: "P8 longest gap of a picture while a call moves to Janus and back, in Chromium and Firefox, beside break before make",
        ours: Math.round(ours),
        reference: Math.round(theirs),
        ratio: ours / theirs,
        unit: "ms (ours p95, theirs median)",
        goal: "≤ 133 ms, two frame intervals, on a machine that has time",
        note: `gap / without the machine's own standstill / sound made up, of each move and browser: ${words}; theirs: ${breaks.map(Math.round).join(", ")}`,
      },
    ];
  } finally {
    await firefox.close();
  }
}
