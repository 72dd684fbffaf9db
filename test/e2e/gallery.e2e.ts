import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "puppeteer-core";
import { launchChromium } from "../support/browsers.ts";
import type { Gallery, Look } from "../support/gallery.ts";
import { goToState, openGallery, stands, statesOf, stopClock } from "../support/gallery.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
interface Looks {
  lang: string;
  wide: Look["theme"];
  narrow: Look["theme"];
}

const LOOKS: Record<string, Looks> = {
  "in English": { lang: "en", wide: "light", narrow: "dark" },
  "in Arabic, from right to left": { lang: "ar", wide: "dark", narrow: "light" },
};

/** Rules of WCAG 2.2 AA and of good practice. A frame of the gallery is one tag, not a page: landmarks and headings are the host page's. */
const OPTIONS = {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: {
    region: { enabled: false },
    "page-has-heading-one": { enabled: false },
    "landmark-one-main": { enabled: false },
    "target-size": { enabled: true },
  },
  // What is in order it need not tell of.
  resultTypes: ["violations"],
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

/**
 * Everything that moves, in whatever shadow tree: the document's own list ends at the first of them. As text: what compiles this file gives
 * functions within functions a helper, which the page does not have.
 */
const ANIMATIONS = `((root) => {
  const animations = (root) => [
    ...root.getAnimations(),
    ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot === null ? [] : animations(shadowRoot))),
  ];
  return animations(root).filter((each) => each.playState === "running");
})(document)`;

/** How many things move for longer than an instant. */
function moving(page: Page): Promise<number> {
  return page.evaluate(`${ANIMATIONS}.filter((each) => Number(each.effect?.getTiming().duration) > 1).length`) as Promise<number>;
}

/** Every colour is the one it shall be: one that changes in an instant still needs a frame, for which a busy browser takes its time. */
async function hasItsColours(page: Page): Promise<void> {
  await page.waitForFunction(`${ANIMATIONS}.every((each) => !(each instanceof CSSTransition))`, { polling: 30 });
}

/** What is wrong with one state, in words: wide in one theme, and then in a narrow window in another. */
async function faults(page: Page, gallery: Gallery, state: string, { lang, wide, narrow }: Looks): Promise<string[]> {
  await page.setViewport({ width: 1000, height: 800 });
  await goToState(page, gallery, state, { theme: wide, lang });
  const found = (await violations(page)).map((each) => `wide, ${wide}: ${each}`);
  const inMotion = await moving(page);
  if (inMotion > 0) found.push(`${inMotion} things move for somebody who wants no motion`);
  await page.setViewport({ width: 320, height: 640 });
  await page.evaluate((scheme) => (document.documentElement.style.colorScheme = scheme), narrow);
  await stands(page);
  await hasItsColours(page);
  found.push(...(await violations(page)).map((each) => `narrow, ${narrow}: ${each}`));
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (over > 0) found.push(`scrolls sideways at 320 pixels, by ${over}`);
  return found;
}

/** What tells something by its colour alone, by `tag/state` and where it stands in it. */
const PAINTED: Record<string, readonly string[]> = {
  "session-link-manager/people": ["session-link-manager >>> .status .dot"],
  "waiting-room/present": ["waiting-room >>> .halo .dot"],
  "invite-message-editor/unknown": ["invite-message-editor >>> .state .dot"],
  "drop-in-join/before": ["drop-in-join >>> .meter i"],
  "session-call/before": ["session-call >>> .meter i"],
};

/** How many colours a small picture has. */
function colours(page: Page, png: string): Promise<number> {
  return page.evaluate(`(async () => {
    const bytes = Uint8Array.from(atob("${png}"), (letter) => letter.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    return new Set(new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer)).size;
  })()`) as Promise<number>;
}

/** Pages that share the work: while one settles, another is looked at. */
const PAGES = 4;

describe("Every tag in every state of the gallery", () => {
  let gallery: Gallery;
  let browser: Browser;
  const pages: Page[] = [];
  let states: string[] = [];
  before(async () => {
    gallery = await openGallery();
    browser = await launchChromium();
    for (let n = 0; n < PAGES; n += 1) {
      const page = await (await browser.createBrowserContext()).newPage();
      await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
      // The pages' own policy would keep axe out; that they hold it is another test's matter.
      await page.setBypassCSP(true);
      if (n === 0) states = await statesOf(page, gallery);
      await stopClock(page);
      await page.evaluateOnNewDocument(AXE);
      pages.push(page);
    }
  });
  after(async () => {
    await browser?.close();
    await gallery?.stop();
  });

  test("in forced colours, where backgrounds are taken away, dots and meters are still seen", async () => {
    const page = await browser.newPage();
    await stopClock(page);
    const session = await page.createCDPSession();
    const features = [
      { name: "forced-colors", value: "active" },
      { name: "prefers-reduced-motion", value: "reduce" },
    ];
    await session.send("Emulation.setEmulatedMedia", { features });
    await page.setBypassCSP(true);
    const unseen: string[] = [];
    for (const [state, places] of Object.entries(PAINTED)) {
      await goToState(page, gallery, state, { theme: "light", lang: "en" });
      for (const place of places) {
        const mark = await page.waitForSelector(place);
        if ((await colours(page, (await mark?.screenshot({ encoding: "base64" })) ?? "")) < 2) unseen.push(`${state}: ${place}`);
      }
    }
    await page.close();
    assert.deepEqual(unseen, []);
  });

  test("a practice's own look opens on a phone with nothing over the form", async () => {
    const page = await browser.newPage();
    await page.setViewport({ width: 390, height: 844, isMobile: true, hasTouch: true });
    await page.goto(`${gallery.url}/brand`);
    await page.waitForSelector("html[data-ready]");
    await page.waitForSelector("session-actions >>> [part~=send]");
    await stands(page);
    const over = await page.evaluate(`(() => {
      const { left, width, top } = document.querySelector("session-composer").getBoundingClientRect();
      const found = [];
      for (let y = top + 4; y < innerHeight; y += 20) found.push(document.elementFromPoint(left + width / 2, y).localName);
      return [...new Set(found)];
    })()`);
    await page.close();
    assert.deepEqual(over, ["session-composer"]);
  });

  for (const [name, look] of Object.entries(LOOKS)) {
    test(`has nothing that axe objects to, fits 320 pixels (200 % of a small window) and keeps still for who wants it, in light and dark, ${name}`, async () => {
      const wrong: Record<string, string[]> = {};
      const left = [...states];
      await Promise.all(
        pages.map(async (page) => {
          for (let state = left.shift(); state !== undefined; state = left.shift()) {
            const found = await faults(page, gallery, state, look);
            if (found.length > 0) wrong[state] = found;
          }
        }),
      );
      assert.ok(states.length > 55, `${states.length} states`);
      assert.deepEqual(wrong, {});
    });
  }
});
