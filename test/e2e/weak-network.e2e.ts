import assert from "node:assert/strict";
import { setTimeout as pass } from "node:timers/promises";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { Coturn } from "../support/coturn.ts";
import { freePort } from "../support/free-port.ts";
import { hearsAndSees, received } from "../support/media-probe.ts";
import { BackEnd, Guest, Host } from "../support/people.ts";
import { relayOnly } from "../support/relay-only.ts";
import { RelayProcess } from "../support/relay-process.ts";
import type { Screen } from "../support/screen.ts";
import { telling } from "../support/screen.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";
import { WeakLine } from "../support/weak-line.ts";

const WEATHER = { delayMs: 100, loss: 0.05 };
const JOINED_MS = 6_000;
const BACK_MS = 3_000;
const CUT_MS = 30_000;

describe("A guest on a weak line (A16)", { skip: missing("chromium", "firefox-esr", "coturn") }, () => {
  let turn: Coturn;
  let line: WeakLine;
  let demo: RelayProcess;
  let backEnd: BackEnd;
  let chromium: Browser;
  let firefox: Browser;

  before(async () => {
    turn = await Coturn.start();
    const port = await freePort();
    line = await WeakLine.start({ tcp: port, udp: turn.port });
    // The guest's page and its connection come over the line; it reaches others by the TURN server alone, and that by the line alone.
    // The host has a good network of its own.
    const env = {
      PORT: String(port),
      PUBLIC_URL: `http://localhost:${line.tcpPort}`,
      TURN_URLS: `turn:127.0.0.1:${line.udpPort},turn:127.0.0.1:${turn.port}`,
      TURN_SECRET: turn.secret,
      ALLOWED_ORIGINS: "*",
    };
    [demo, chromium, firefox] = await Promise.all([RelayProcess.start({ demo: true, env }), launchChromium(), launchFirefox()]);
    backEnd = new BackEnd(demo.url);
  });
  after(async () => {
    await Promise.all([demo?.stop(), chromium?.close(), firefox?.close()]);
    await line?.stop();
    await turn?.stop();
  });

  /** The guest waits on the other side of the line, the host is inside. */
  async function atTheDoor(guestBrowser: Browser, hostBrowser: Browser) {
    const { session, links } = await backEnd.session(["Samir"]);
    const host = await Host.arrive(hostBrowser, demo.url, (screen) => relayOnly(screen, turn.port));
    const guest = await Guest.open(guestBrowser, links[0] ?? "", "Samir", (screen) => relayOnly(screen, line.udpPort));
    await guest.knock("Samir");
    await host.joinCall(session.id);
    await host.screen.sees("Samir", { withinMs: 40_000 });
    return { sessionId: session.id, host, guest };
  }
  async function letIn(host: Host): Promise<void> {
    await host.screen.press("Let in", { within: "session-call" });
  }
  const bothWays = (a: Screen, b: Screen, withinMs: number) => Promise.all([hearsAndSees(a, { withinMs }), hearsAndSees(b, { withinMs })]);

  for (const name of ["Chromium", "Firefox"] as const) {
    test(`5 % loss and 200 ms round trip in ${name}: inside within 6 s, and sound is kept`, { timeout: 100_000 }, async (t) => {
      const [own, other] = name === "Chromium" ? [chromium, firefox] : [firefox, chromium];
      line.weather = WEATHER;
      const { host, guest } = await atTheDoor(own, other);
      await telling([host.screen, guest.screen], async () => {
        await letIn(host);
        const start = performance.now();
        await bothWays(host.screen, guest.screen, 40_000);
        const took = performance.now() - start;
        t.diagnostic(`let in to picture and sound both ways: ${Math.round(took)} ms`);
        assert.ok(took < JOINED_MS, `${Math.round(took)} ms`);
        for (const screen of [host.screen, guest.screen]) {
          // Sound in each of eight seconds.
          for (let second = 0; second < 8; second += 1) {
            const { energy } = await received(screen);
            await until(`${screen.who} hears on`, async () => (await received(screen)).energy > energy, {
              withinMs: 1_000,
              everyMs: 100,
            });
          }
        }
        assert.doesNotMatch(await guest.screen.words(), /Your connection is weak: we turned your video off/u);
      });
      await host.screen.close();
      await guest.screen.close();
    });
  }

  test(
    "the line is cut for 30 s: words meanwhile, then the same seat, and sound and picture again within 3 s",
    { timeout: 140_000 },
    async (t) => {
      line.weather = {};
      const { sessionId, host, guest } = await atTheDoor(chromium, firefox);
      await telling([host.screen, guest.screen], async () => {
        await letIn(host);
        await bothWays(host.screen, guest.screen, 20_000);
        const seats = async () =>
          (await backEnd.attendance(sessionId)).participants.map(({ participantId, seatedAt }) => [participantId, seatedAt]);
        const before = await seats();
        line.cut();
        const mended = pass(CUT_MS);
        await Promise.all([host.screen.sees("Reconnecting…"), guest.screen.sees("Reconnecting…")]);
        await guest.screen.sees("The connection to the session was lost.", { withinMs: CUT_MS });
        await mended;
        line.mend();
        const start = performance.now();
        await bothWays(host.screen, guest.screen, 40_000);
        const took = performance.now() - start;
        t.diagnostic(`mended to picture and sound both ways: ${Math.round(took)} ms`);
        assert.deepEqual(await seats(), before);
        assert.ok(took < BACK_MS, `${Math.round(took)} ms`);
      });
      await host.screen.close();
      await guest.screen.close();
    },
  );
});
