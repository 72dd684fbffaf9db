import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { Coturn } from "../support/coturn.ts";
import { freePort } from "../support/free-port.ts";
import { hearsAndSees } from "../support/media-probe.ts";
import { BackEnd, Guest, Host } from "../support/people.ts";
import { relayOnly, waysOf } from "../support/relay-only.ts";
import { RelayProcess } from "../support/relay-process.ts";
import type { Screen } from "../support/screen.ts";
import { telling } from "../support/screen.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";

describe("A call in networks that let nobody reach anybody", { skip: missing("chromium", "firefox-esr", "coturn", "openssl") }, () => {
  let turn: Coturn;
  let chromium: Browser;
  let firefox: Browser;

  before(async () => {
    [turn, chromium, firefox] = await Promise.all([
      Coturn.start({ tls: true }),
      // Nobody vouches for the test's own certificate.
      launchChromium({ args: ["--ignore-certificate-errors"] }),
      launchFirefox({ anyCertificate: true }),
    ]);
  });
  after(() => Promise.all([turn?.stop(), chromium?.close(), firefox?.close()]));

  for (const transport of ["udp", "tcp", "tls"] as const) {
    test(
      `goes through TURN over ${transport.toUpperCase()}, and SIG4: before a guest is let in nothing of it reaches the guest's browser`,
      {
        timeout: 110_000,
      },
      async (t) => {
        const demo = await RelayProcess.start({ demo: true, env: turn.settings(transport) });
        t.after(() => demo.stop());
        const { session, links } = await new BackEnd(demo.url).session(["Samir"]);
        const host = await Host.arrive(firefox, demo.url, relayOnly);
        const heard: string[] = [];
        const guest = await Guest.open(chromium, links[0] ?? "", "Samir", async (screen) => {
          await relayOnly(screen);
          await record(screen, heard);
        });
        await telling([host.screen, guest.screen], async () => {
          await guest.screen.sees("Your connection is good.");
          await guest.knock("Samir");
          await host.joinCall(session.id);
          await hearsNothingOfTurn(heard);
          await host.screen.sees("Samir");
          await host.screen.press("Let in", { within: "session-call" });
          await Promise.all([hearsAndSees(host.screen), hearsAndSees(guest.screen)]);
          assert.deepEqual(await waysOf(guest.screen), [`relay/${transport}`]);
          assert.deepEqual(await waysOf(host.screen), [`relay/${transport}`]);
          assert.match(heard.join("\n"), /"credential":/u, "once inside, the guest's browser has one");
        });
        await host.screen.close();
        await guest.screen.close();
      },
    );
  }

  const tcp = (port: number): string => `turn:127.0.0.1:${port}?transport=tcp`;
  for (const [found, sentence, way] of [
    ["TCP alone", "Your network lets calls through only on a detour.", () => tcp(turn.port)],
    ["nothing at all", "Your network seems to hold video calls back.", tcp],
  ] as [string, string, (dead: number) => string][]) {
    test(`a guest whose network lets ${found} out reads so before joining (NET2)`, { timeout: 60_000 }, async (t) => {
      const dead = await freePort();
      const env = { TURN_URLS: `turn:127.0.0.1:${dead},${way(dead)}`, TURN_SECRET: turn.secret };
      const demo = await RelayProcess.start({ demo: true, env });
      t.after(() => demo.stop());
      const { links } = await new BackEnd(demo.url).session(["Samir"]);
      const guest = await Guest.open(chromium, links[0] ?? "");
      await telling([guest.screen], async () => {
        await guest.screen.sees(sentence);
      });
      await guest.screen.close();
    });
  }
});

/** Writes down all that the relay says to a page in Chromium. */
async function record(screen: Screen, heard: string[]): Promise<void> {
  const devtools = await screen.page.createCDPSession();
  await devtools.send("Network.enable");
  devtools.on("Network.webSocketFrameReceived", ({ response }) => heard.push(response.payloadData));
}

/** The host is inside, with credentials of its own; the guest was told that the host is there, and knows the servers by name (NET2). */
async function hearsNothingOfTurn(heard: readonly string[]): Promise<void> {
  await until("the guest was told that the host is there", () => heard.some((text) => text.includes('"hostPresent":true')));
  assert.doesNotMatch(heard.join("\n"), /iceServers|credential|username/u);
}
