import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { BackEnd } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { missing } from "../support/system-packages.ts";
import { walk } from "../support/walk.ts";

describe("A session from the link to the goodbye, on one relay", { skip: missing("chromium", "firefox-esr") }, () => {
  let demo: RelayProcess;
  let chromium: Browser;
  let firefox: Browser;

  before(async () => {
    [demo, chromium, firefox] = await Promise.all([RelayProcess.start({ demo: true }), launchChromium(), launchFirefox()]);
  });
  after(() => Promise.all([demo?.stop(), chromium?.close(), firefox?.close()]));

  test("host in Chromium, guest in Firefox", { timeout: 110_000 }, () =>
    walk({ hostBrowser: chromium, guestBrowser: firefox, portalUrl: demo.url, backEnd: new BackEnd(demo.url) }),
  );

  test("host in Firefox, guest in Chromium", { timeout: 110_000 }, () =>
    walk({ hostBrowser: firefox, guestBrowser: chromium, portalUrl: demo.url, backEnd: new BackEnd(demo.url) }),
  );
});
