import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium } from "../support/browsers.ts";
import { BackEnd, Guest } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { Screen, telling } from "../support/screen.ts";
import { missing } from "../support/system-packages.ts";

/** How a mail scanner looks at a link before its reader does. */
const FETCHES = 1_000;
const AT_ONCE = 20;

describe("A mail scanner follows a drop-in link (A10, LINK2)", { skip: missing("chromium") }, () => {
  let relay: RelayProcess;
  let chromium: Browser;
  let backEnd: BackEnd;

  before(async () => {
    [relay, chromium] = await Promise.all([RelayProcess.start(), launchChromium()]);
    backEnd = new BackEnd(relay.url);
  });
  after(() => Promise.all([relay?.stop(), chromium?.close()]));

  test(`${FETCHES} times with GET and HEAD: the link is not even opened`, { timeout: 60_000 }, async () => {
    const { session, links } = await backEnd.session(["Samir"]);
    const link = links[0] ?? "";
    const pages = new Set<string>();
    for (let done = 0; done < FETCHES; done += AT_ONCE) {
      await Promise.all(
        Array.from({ length: AT_ONCE }, async (_, index) => {
          const answer = await fetch(link, { method: index % 2 === 0 ? "GET" : "HEAD" });
          assert.equal(answer.status, 200);
          const page = await answer.text();
          if (index % 2 === 0) pages.add(page);
        }),
      );
    }
    assert.equal(pages.size, 1, "the page is the same for everybody");
    assert.equal([...pages][0]?.includes(link.split("#")[1] ?? link), false, "and holds nothing of the link");
    const [invite] = await backEnd.invites(session.id);
    assert.equal(invite?.openedAt, undefined);
    assert.deepEqual((await backEnd.attendance(session.id)).waiting, []);
  });

  test(
    "with a browser that runs the page and presses nothing: nobody knocks, and the reader comes in as if first",
    { timeout: 60_000 },
    async () => {
      const { session, links } = await backEnd.session(["Samir"]);
      const link = links[0] ?? "";
      const scanner = await Screen.open(chromium, "A scanner");
      await telling([scanner], async () => {
        await scanner.goTo(link);
        await scanner.find({ role: "button", name: "Join session" });
      });
      assert.deepEqual((await backEnd.attendance(session.id)).waiting, []);
      await scanner.close();

      const reader = await Guest.open(chromium, link);
      await telling([reader.screen], () => reader.knock("Samir"));
      const { waiting } = await backEnd.attendance(session.id);
      assert.equal(waiting.length, 1);
      assert.equal("sameLinkAs" in (waiting[0] ?? {}), false, "the scanner counts as nobody");
      await reader.screen.close();
    },
  );
});
