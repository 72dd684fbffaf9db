import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { received } from "../support/media-probe.ts";
import { BackEnd, Guest, Host } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { telling } from "../support/screen.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";

describe("A guest without camera and microphone", { skip: missing("chromium", "firefox-esr") }, () => {
  let demo: RelayProcess;
  let withDevices: Browser;
  let without: Browser;
  let backEnd: BackEnd;

  before(async () => {
    [demo, withDevices, without] = await Promise.all([
      RelayProcess.start({ demo: true }),
      launchChromium(),
      launchFirefox({ preferences: { "media.navigator.streams.fake": false } }),
    ]);
    backEnd = new BackEnd(demo.url);
  });
  after(() => Promise.all([demo?.stop(), withDevices?.close(), without?.close()]));

  test("is told so, joins all the same, and sees and hears the host", { timeout: 90_000 }, async () => {
    const { session, links } = await backEnd.session(["Dina"]);
    const host = await Host.arrive(withDevices, demo.url);
    const guest = await Guest.open(without, links[0] ?? "", "Dina");
    await telling([host.screen, guest.screen], async () => {
      await guest.screen.sees("No camera was found. Plug one in, or join without it.");
      await guest.knock("Dina", "Join without camera and microphone");
      await host.letIn("Dina");
      await host.joinCall(session.id);
      await until(
        "Dina receives the host's picture and sound",
        async () => {
          const { frames, energy } = await received(guest.screen);
          return frames > 5 && energy > 0;
        },
        { withinMs: 25_000 },
      );
      await host.screen.sees("Dina");
      assert.equal((await received(host.screen)).frames, 0);
    });
    await host.screen.close();
    await guest.screen.close();
  });
});
