import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "puppeteer-core";
import { launchChromium } from "../support/browsers.ts";
import type { Gallery, Look } from "../support/gallery.ts";
import { goToState, openGallery, stands, statesOf, stopClock } from "../support/gallery.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LIGHT: Look = { theme: "light", lang: "en" };
const DARK: Look = { theme: "dark", lang: "en" };
const ARABIC: Look = { theme: "light", lang: "ar" };

/** Rules of WCAG 2.2 AA and of good practice. A frame of the gallery is one tag, not a page: landmarks and headings are the host page's. */
const OPTIONS = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: {
    region: { enabled: false },
    "page-has-heading-one": { enabled: false },
    "landmark-one-main": { enabled: false },
    "target-size": { enabled: true },
  },
};

interface Violation {
  id: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

async function violations(page: Page): Promise<string[]> {
  const found = (await page.evaluate(`axe.run(document, ${JSON.stringify(OPTIONS)}).then(({ violations }) => violations)`)) as Violation[];
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary = "" }) => `${id}: ${target.flat().join(" ")}: ${failureSummary.replaceAll(/\s+/gu, " ")}`),
  );
}

describe("Every tag in every state of the gallery", () => {
  let gallery: Gallery;
  let browser: Browser;
  let page: Page;
  let states: string[] = [];
  before(async () => {
    gallery = await openGallery();
    browser = await launchChromium();
    page = await browser.newPage();
    await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
    // The pages' own policy would keep axe out; that they hold it is another test's matter.
    await page.setBypassCSP(true);
    states = await statesOf(page, gallery);
    await stopClock(page);
    await page.evaluateOnNewDocument(AXE);
  });
  after(async () => {
    await browser?.close();
    await gallery?.stop();
  });

  for (const [name, look] of Object.entries({
    light: LIGHT,
    dark: DARK,
    "Arabic, from right to left,": ARABIC,
  }))
    test(`has nothing that axe objects to, in ${name} theme`, async () => {
      const wrong: Record<string, string[]> = {};
      await page.setViewport({ width: 1000, height: 800 });
      for (const state of states) {
        await goToState(page, gallery, state, look);
        const found = await violations(page);
        if (found.length > 0) wrong[state] = found;
      }
      assert.ok(states.length > 55, `${states.length} states`);
      assert.deepEqual(wrong, {});
    });

  test("fits 320 pixels (and 200 % of a small window) without scrolling sideways, in the longest of languages", async () => {
    const wide: string[] = [];
    await page.setViewport({ width: 320, height: 640 });
    for (const state of states) {
      for (const lang of ["en", "de", "ar"]) {
        await goToState(page, gallery, state, { theme: "light", lang });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (over > 0) wide.push(`${state} in ${lang}: ${over} px`);
      }
    }
    assert.deepEqual(wide, []);
  });

  test("moves nothing for those who want no motion", async () => {
    const moving: string[] = [];
    for (const state of states) {
      await goToState(page, gallery, state, LIGHT);
      await stands(page);
      const running = await page.evaluate(
        () =>
          document.getAnimations().filter((each) => each.playState === "running" && Number(each.effect?.getTiming().duration) > 1).length,
      );
      if (running > 0) moving.push(state);
    }
    assert.deepEqual(moving, []);
  });
});
