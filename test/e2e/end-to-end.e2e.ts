import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { CallPerson } from "../support/callers.ts";
import { JANUS_SECRET, JanusServer } from "../support/janus-server.ts";
import { BackEnd } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";

const SLOW = { withinMs: 40_000, everyMs: 150 };

describe("A call that is end-to-end encrypted", { skip: missing("chromium", "firefox-esr", "janus") }, () => {
  let first: Browser;
  let second: Browser;
  let firefox: Browser;
  let janus: JanusServer;
  let relay: RelayProcess;
  const people: CallPerson[] = [];

  before(async () => {
    [first, second, firefox, janus] = await Promise.all([launchChromium(), launchChromium(), launchFirefox(), JanusServer.start()]);
    relay = await RelayProcess.start({ env: { JANUS_URLS: janus.url, JANUS_API_SECRET: JANUS_SECRET, MESH_MAX: "2" } });
  });
  afterEach(async () => {
    await Promise.all(people.splice(0).map((each) => each.close()));
  });
  after(async () => {
    await Promise.all([first, second, firefox].map((each) => each?.close()));
    await Promise.all([relay?.stop(), janus?.stop()]);
  });

  test(
    "E2E1, E2E5: through a server browsers of two kinds see and hear each other, and read the same code",
    { timeout: 150_000 },
    async (t) => {
      const { session, links } = await new BackEnd(relay.url).session(["Samir", "Dina"], { e2ee: true });
      const host = await CallPerson.host(first, relay.url, session.id);
      const samir = await CallPerson.guest(firefox, links[0] ?? "", relay.url, session.id);
      people.push(host, samir);
      await Promise.all([host.receives(1), samir.receives(1)]);
      const dina = await CallPerson.guest(second, links[1] ?? "", relay.url, session.id);
      people.push(dina);
      const all = [host, samir, dina];
      await until(
        "the media goes through the server",
        async () => (await Promise.all(all.map((each) => each.topology()))).every((each) => each === "sfu"),
        SLOW,
      );
      await until("only that way is left", async () => (await host.ways()) === 2 && (await samir.ways()) === 2, SLOW);
      await Promise.all(all.map((each) => each.receives(2, SLOW)));
      const codes = await Promise.all(all.map((each) => each.page.evaluate(() => window.call()?.secret?.code)));
      t.diagnostic(`codes: ${codes.join(" | ")}`);
      assert.match(codes[0] ?? "", /^\d{5}( \d{5}){4}$/);
      assert.deepEqual(new Set(codes).size, 1);
    },
  );
});
