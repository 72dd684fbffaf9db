import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { hearsAndSees } from "../support/media-probe.ts";
import { BackEnd, Guest, Host } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import type { Screen } from "../support/screen.ts";
import { telling } from "../support/screen.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";

const STOPPED = "This link no longer works";
const SLOW = { withinMs: 25_000 };

describe("Turning link sharing off (REV2, REV3)", { skip: missing("chromium", "firefox-esr") }, () => {
  let demo: RelayProcess;
  let chromium: Browser;
  let firefox: Browser;
  let backEnd: BackEnd;

  before(async () => {
    [demo, chromium, firefox] = await Promise.all([RelayProcess.start({ demo: true }), launchChromium(), launchFirefox()]);
    backEnd = new BackEnd(demo.url);
  });
  after(() => Promise.all([demo?.stop(), chromium?.close(), firefox?.close()]));

  /** One guest inside, one waiting, one who was sent a link and has not opened it; the host in the call. */
  async function fullHouse(screens: Screen[]) {
    const { session, links } = await backEnd.session(["Samir", "Leila", "Dina"]);
    const [insideLink = "", waitingLink = "", unopenedLink = ""] = links;
    const host = await Host.arrive(chromium, demo.url);
    screens.push(host.screen);
    const inside = await Guest.open(firefox, insideLink, "Samir");
    screens.push(inside.screen);
    await inside.knock("Samir");
    await host.letIn("Samir");
    await host.joinCall(session.id);
    await hearsAndSees(inside.screen, SLOW);
    const waiting = await Guest.open(chromium, waitingLink, "Leila");
    screens.push(waiting.screen);
    await waiting.knock("Leila");
    return { session, host, inside, waiting, links, unopenedLink };
  }

  /** In another tab of the portal: the switch in the share window, with its question. */
  async function turnOff(host: Host, sessionId: string, { remove }: { remove: boolean }): Promise<Screen> {
    const tab = await host.screen.sameBrowser();
    await tab.goTo(`${demo.url}/#/clients/noor-haddad/sessions`);
    await tab.press("Open the share window", { within: `[data-session="${sessionId}"]` });
    await tab.press("Link sharing is on", { role: "switch" });
    await tab.sees("3 links stop working now. 1 person is waiting and 1 is in the session.");
    if (remove) await tab.press("Also remove those inside", { role: "checkbox" });
    await tab.press("Turn off", { exact: true });
    await tab.sees("Link sharing is off. Every link has stopped.");
    return tab;
  }

  async function refusedAtOnce(link: string): Promise<void> {
    const late = await Guest.open(chromium, link, "A late guest");
    await telling([late.screen], async () => {
      await late.screen.sees(STOPPED);
      assert.equal(await late.screen.has({ role: "button", name: "Join session" }), false);
    });
    await late.screen.close();
  }

  test("stops every link, tells those waiting, and keeps those inside until they leave", { timeout: 120_000 }, async () => {
    const screens: Screen[] = [];
    await telling(screens, async () => {
      const { session, host, inside, waiting, unopenedLink, links } = await fullHouse(screens);
      const tab = await turnOff(host, session.id, { remove: false });
      screens.push(tab);
      await waiting.screen.sees(STOPPED);
      await refusedAtOnce(unopenedLink);
      await Promise.all([hearsAndSees(inside.screen, SLOW), hearsAndSees(host.screen, SLOW)]);

      // On again: no old link comes back.
      await tab.press("Link sharing is off", { role: "switch" });
      await tab.sees("Links that were stopped stay stopped");
      for (const link of links.slice(1)) await refusedAtOnce(link);
      await waiting.screen.reload();
      await waiting.screen.sees(STOPPED);

      await inside.screen.press("Leave");
      await until(
        "the guest's seat is free",
        async () => (await backEnd.attendance(session.id)).participants.every(({ role }) => role === "host"),
        SLOW,
      );
      await inside.screen.reload();
      await inside.screen.sees(STOPPED);
    });
    for (const screen of screens) await screen.close();
  });

  test("removes those inside too, when the host says so", { timeout: 120_000 }, async () => {
    const screens: Screen[] = [];
    await telling(screens, async () => {
      const { session, host, inside, waiting } = await fullHouse(screens);
      screens.push(await turnOff(host, session.id, { remove: true }));
      await Promise.all([waiting.screen.sees(STOPPED), inside.screen.sees(STOPPED)]);
      const { participants } = await backEnd.attendance(session.id);
      assert.deepEqual(
        participants.map(({ name }) => name),
        ["Dr. Maya Osei"],
      );
    });
    for (const screen of screens) await screen.close();
  });

  test("does so for a back end as well", { timeout: 60_000 }, async () => {
    const { session, links } = await backEnd.session(["Samir"]);
    const guest = await Guest.open(firefox, links[0] ?? "", "Samir");
    await telling([guest.screen], async () => {
      await guest.knock("Samir");
      await backEnd.change(session.id, { linkSharing: false });
      await guest.screen.sees(STOPPED);
      await backEnd.change(session.id, { linkSharing: true });
      await guest.screen.reload();
      await guest.screen.sees(STOPPED);
    });
    await guest.screen.close();
  });
});
