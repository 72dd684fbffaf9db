import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "puppeteer-core";
import { barePage } from "../support/bare-page.ts";
import { People } from "../sockets/people.ts";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { hostileTexts } from "../support/hostile-texts.ts";
import { BackEnd } from "../support/people.ts";
import { API_SECRET, RelayProcess } from "../support/relay-process.ts";
import { missing } from "../support/system-packages.ts";
import type { Look } from "../support/text-look.ts";
import { lookAround } from "../support/text-look.ts";
import { until } from "../support/until.ts";

/** Such as a door takes, some of all. */
const NAMES = hostileTexts(80)
  .filter((text) => text === text.trim() && !/[\p{Cc}\p{Surrogate}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u.test(text))
  .filter((text) => /[<"'{`]|evil/u.test(text))
  .filter((_, n) => n % 8 === 0);
/** As many as a waiting room keeps. */
const MESSAGES = NAMES.slice(0, 20);
const SLOW = { withinMs: 20_000, everyMs: 100 };
const LOOK = `globalThis.__name = (it) => it; (${lookAround.toString()})()`;

describe("Hostile names and messages through a relay, from one browser to another (A12, TEXT2)", () => {
  let relay: RelayProcess;
  before(async () => {
    relay = await RelayProcess.start({ env: { LIMIT_PER_ADDRESS: "10000" } });
  });
  after(() => relay?.stop());

  const browsers = { chromium: launchChromium, firefox: launchFirefox };
  for (const [name, launch] of Object.entries(browsers)) {
    test(
      `are text to the host and to those who wait, in ${name}`,
      { skip: missing(name === "firefox" ? "firefox-esr" : "chromium") },
      async (t) => {
        const browser: Browser = await launch();
        t.after(() => browser.close());
        const people = new People();
        t.after(() => people.leave());
        const outside: string[] = [];
        const open = async (url: string): Promise<Page> => {
          const page = await browser.newPage();
          page.on("request", (request) => {
            if (!/^(?:blob:|data:)/u.test(request.url()) && !request.url().startsWith(relay.url)) outside.push(request.url());
          });
          page.on("dialog", (dialog) => outside.push(`dialog ${dialog.message()}`));
          await page.goto(url, { waitUntil: "domcontentloaded" });
          return page;
        };
        const shows = async (page: Page, texts: readonly string[], where: string): Promise<void> => {
          let look: Look = { texts: [], census: {}, dangers: [] };
          await until(
            `${where} shows them all`,
            async () => {
              look = (await page.evaluate(LOOK)) as Look;
              return texts.every((text) => look.texts.some((shown) => shown.includes(text)));
            },
            SLOW,
          );
          assert.deepEqual(look.dangers, [], where);
          for (const element of ["a", "base", "iframe", "img", "meta", "object", "script", "style"]) {
            assert.equal(look.census[element], undefined, `${element} in ${where}`);
          }
        };

        const backEnd = new BackEnd(relay.url);
        const { session, links } = await backEnd.session(["Somebody in a browser", ...NAMES]);
        const [own = "", ...others] = links;
        for (const [n, link] of others.entries()) {
          const guest = await people.guest(relay.url, link.split("#")[1] ?? "");
          await guest.asks("guest:knock", { name: NAMES[n] });
        }
        const answer = await fetch(`${relay.url}/v1/tokens`, {
          method: "POST",
          headers: { authorization: `Bearer ${API_SECRET}`, "content-type": "application/json" },
          body: JSON.stringify({ sub: "maya.osei", name: NAMES[0], role: "host", ttlSeconds: 600 }),
        });
        const { token } = (await answer.json()) as { token: string };

        const host = await open(barePage(relay.url));
        await host.evaluate(
          async (of) => {
            document.body.replaceChildren();
            await import(`${of.relay}/widget/doorstep.js`);
            const provider = Object.assign(document.createElement("session-provider"), { relay: of.relay, token: of.token });
            const share = Object.assign(document.createElement("session-link-manager"), { sessionId: of.sessionId, inline: true });
            provider.append(share, Object.assign(document.createElement("waiting-list"), { sessionId: of.sessionId }));
            document.body.append(provider);
          },
          { relay: relay.url, token, sessionId: session.id },
        );
        await shows(host, NAMES, "the host's page");

        const door = await people.host(relay.url, token);
        for (const text of MESSAGES) await door.asks("guest:message", { sessionId: session.id, text });
        const guest = await open(own);
        await until(
          "the guest has asked",
          () =>
            guest.evaluate(() => {
              const tag = document.querySelector("drop-in-join");
              const ready = tag?.shadowRoot?.querySelector("button") != null;
              if (ready) void tag.knock();
              return ready;
            }),
          SLOW,
        );
        await shows(guest, MESSAGES, "the waiting room");
        assert.deepEqual(outside, []);
        t.diagnostic(`${NAMES.length} names, ${MESSAGES.length} messages`);
      },
    );
  }
});
