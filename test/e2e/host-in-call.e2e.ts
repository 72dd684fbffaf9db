import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { hearsAndSees } from "../support/media-probe.ts";
import { BackEnd, Guest, Host } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { telling } from "../support/screen.ts";
import { missing } from "../support/system-packages.ts";

const SLOW = { withinMs: 25_000 };

describe("A host in the call", { skip: missing("chromium", "firefox-esr") }, () => {
  let demo: RelayProcess;
  let chromium: Browser;
  let firefox: Browser;
  let backEnd: BackEnd;

  before(async () => {
    [demo, chromium, firefox] = await Promise.all([RelayProcess.start({ demo: true }), launchChromium(), launchFirefox()]);
    backEnd = new BackEnd(demo.url);
  });
  after(() => Promise.all([demo?.stop(), chromium?.close(), firefox?.close()]));

  /** Host and guest inside, each hearing and seeing the other. */
  async function together(hostBrowser: Browser, guestBrowser: Browser) {
    const { session, links } = await backEnd.session(["Samir"]);
    const host = await Host.arrive(hostBrowser, demo.url);
    const guest = await Guest.open(guestBrowser, links[0] ?? "");
    await guest.knock("Samir");
    await host.letIn("Samir");
    await host.joinCall(session.id);
    await Promise.all([hearsAndSees(host.screen, SLOW), hearsAndSees(guest.screen, SLOW)]);
    return { sessionId: session.id, host, guest };
  }
  const seats = async (sessionId: string) =>
    (await backEnd.attendance(sessionId)).participants.map(({ participantId, seatedAt }) => [participantId, seatedAt]);

  for (const browsers of ["Chromium", "Firefox"] as const) {
    test(
      `reloads its page in ${browsers}: the same seat, and sound and picture both ways again (SEAT3, SEAT5)`,
      { timeout: 110_000 },
      async () => {
        const [own, other] = browsers === "Chromium" ? [chromium, firefox] : [firefox, chromium];
        const { sessionId, host, guest } = await together(own, other);
        await telling([host.screen, guest.screen], async () => {
          const before = await seats(sessionId);
          await host.screen.reload();
          await host.screen.press("Join", { exact: true, within: "session-call" });
          await Promise.all([hearsAndSees(host.screen, SLOW), hearsAndSees(guest.screen, SLOW)]);
          assert.deepEqual(await seats(sessionId), before);
        });
        await host.screen.close();
        await guest.screen.close();
      },
    );
  }

  test("ends the session for everyone: each has a page that says so, and the link is dead (REV4)", { timeout: 110_000 }, async () => {
    const { sessionId, host, guest } = await together(chromium, firefox);
    const link = guest.link;
    await telling([host.screen, guest.screen], async () => {
      await host.screen.press("More", { exact: true, within: "session-call" });
      await host.screen.press("End for everyone…", { within: "session-call" });
      await host.screen.sees("every link stops working");
      await host.screen.press("End for everyone", { exact: true, within: "session-call" });
      await host.screen.sees("The session has ended");
      await host.screen.find({ role: "link", name: "Back to the portal" });
      await guest.screen.sees(/The session has ended/u);
      await guest.screen.sees(/You were in the session for/u);
      assert.deepEqual(await seats(sessionId), []);
      const late = await Guest.open(chromium, link, "Samir, later");
      await late.screen.sees(/ended/u);
      assert.doesNotMatch(await late.screen.words(), /Join session|Rejoin/u);
      await late.screen.close();
    });
    await host.screen.close();
    await guest.screen.close();
  });
});
