import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { stands } from "../support/gallery.ts";
import { hostileTexts } from "../support/hostile-texts.ts";
import type { VendorSite } from "../support/host-pages.ts";
import { openVendorSite } from "../support/host-pages.ts";
import { buildPageScripts } from "../support/page-scripts.ts";
import { missing } from "../support/system-packages.ts";
import type { Place } from "../support/text-hall.ts";
import type { Look } from "../support/text-look.ts";

/** A few that are longer than any name may be, as a mail server's answers and messages are. */
const ALL = hostileTexts(160).filter((text) => text.trim() !== "");
/** Texts of one view. A call has room for so many, and takes its time to show them: it gets some of all. */
const AT_ONCE = 200;
const IN_CALL = 15;
/** Within this a place shows its texts, ms; what is missing then is missing. */
const WHOLE_MS = 15_000;

function batches(place: Place): string[][] {
  const isCall = place === "call, tiles and people";
  const texts = isCall ? ALL.filter((_, n) => n % 4 === 0) : ALL;
  const size = isCall ? IN_CALL : AT_ONCE;
  return Array.from({ length: Math.ceil(texts.length / size) }, (_, n) => texts.slice(n * size, (n + 1) * size));
}

/** Places that show every text they get; the others have room for some, or put them into words of their own. */
const SHOWS_ALL: ReadonlySet<Place> = new Set([
  "share window, people",
  "share window, invite",
  "waiting list of a session",
  "waiting room",
  "call, tiles and people",
  "call, chat",
]);

/** Where one is taken for markup, the page is another one, and there is nothing left to look at. */
const LEADS_AWAY = /<meta|<base|<iframe|<form/iu;

/** Texts of the same shape in which nothing can be found: as many lines and words, as many letters in each. */
const harmless = (text: string): string => text.replaceAll(/[^\s\u0085{}]/gu, "x");

describe("500 hostile names and messages in pages (A12, TEXT1, TEXT2, CHAT1)", { concurrency: true }, () => {
  let hall: string;
  let site: VendorSite;
  before(async () => {
    hall = await buildPageScripts({ hall: "test/support/text-hall.ts" });
    // Without a policy: what a text could do, it can do.
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><link rel="icon" href="data:,"><title>Hall</title><body><script type="module" src="/own/hall.js"></script></body></html>`;
    site = await openVendorSite({ "/": { html } }, hall);
  });
  after(async () => {
    await site?.stop();
    await rm(hall, { recursive: true, force: true });
  });

  const browsers = { chromium: launchChromium, firefox: launchFirefox };
  for (const [name, launch] of Object.entries(browsers)) {
    describe(`in ${name}`, { concurrency: false, skip: missing(name === "firefox" ? "firefox-esr" : "chromium") }, () => {
      let browser: Browser;
      let page: Page;
      let places: Place[] = [];
      const outside: string[] = [];
      const dialogs: string[] = [];
      before(async () => {
        browser = await launch();
        page = await browser.newPage();
        page.on("dialog", (dialog) => {
          dialogs.push(dialog.message());
          void dialog.dismiss();
        });
        await page.setRequestInterception(true);
        page.on("request", (request) => {
          const url = request.url();
          const own = url.startsWith(site.url) || url.startsWith("blob:") || /^data:(?:,|image\/svg)/u.test(url);
          if (!own) outside.push(url);
          void (own ? request.continue() : request.abort());
        });
        await page.goto(`${site.url}/`);
        await page.waitForFunction("window.places !== undefined");
        places = await page.evaluate(() => window.places as Place[]);
      });
      after(() => browser?.close());

      async function look(place: Place | "control", texts: string[]): Promise<Look> {
        await page.evaluate((at, shown) => window.show(at, shown), place, texts);
        await stands(page);
        // A part may still be on its way while the rest of the place stands still.
        const isWhole = (seen: Look): boolean => {
          const shown = (text: string): boolean => seen.texts.some((each) => each.includes(text));
          return SHOWS_ALL.has(place as Place) ? texts.every(shown) : texts.some(shown);
        };
        let seen = await page.evaluate(() => window.look());
        for (const end = performance.now() + WHOLE_MS; !isWhole(seen) && performance.now() < end;) {
          await stands(page);
          seen = await page.evaluate(() => window.look());
        }
        return seen;
      }

      test("are shown letter for letter in every place, and add no element, no attribute and no address", async (t) => {
        const seen = new Map<Place, number>();
        for (const place of places) {
          for (const texts of batches(place)) {
            const hostile = await look(place, texts);
            const plain = await look(place, texts.map(harmless));
            assert.deepEqual(hostile.dangers, [], place);
            assert.deepEqual(hostile.census, plain.census, place);
            const missed = texts.filter((text) => !hostile.texts.some((shown) => shown.includes(text)));
            if (SHOWS_ALL.has(place)) assert.deepEqual(missed, [], place);
            seen.set(place, (seen.get(place) ?? 0) + texts.length - missed.length);
          }
        }
        t.diagnostic(`${ALL.length} texts; shown: ${[...seen].map(([place, count]) => `${place} ${count}`).join(", ")}`);
      });

      test("run nothing and fetch nothing: no request leaves the page's own origin", async () => {
        assert.equal(await page.evaluate(() => window.hits), 0);
        assert.deepEqual(outside, []);
        assert.deepEqual(dialogs, []);
      });

      test("do all that where a page takes them for markup, so this test would notice", async () => {
        const { dangers } = await look(
          "control",
          ALL.filter((text) => !LEADS_AWAY.test(text)),
        );
        assert.ok(dangers.length > 100, `${dangers.length}`);
        assert.ok(
          outside.some((url) => url.startsWith("https://evil.example/")),
          "fetches",
        );
        assert.ok((await page.evaluate(() => window.hits)) > 0, "runs");
      });
    });
  }
});
