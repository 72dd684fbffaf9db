import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "puppeteer-core";
import { MAIL_LANGUAGES } from "../../protocol/message-template.ts";
import type { MailKind } from "../../relay/outbox/mail/invite-mail.ts";
import { sampleMail } from "../outbox/mail/samples.ts";
import { launchChromium } from "../support/browsers.ts";
import { missing } from "../support/system-packages.ts";

/** What a mail looks like once drawn. Colours as `r,g,b`. */
interface Drawn {
  wider: number;
  button: { height: number; contrast: number } | null;
  /** The worst contrast between words and what lies behind them, and the words. */
  faintest: { contrast: number; words: string };
}

/** In the page: contrast as WCAG 2 counts it, of all text against the nearest background. */
function look(): Drawn {
  const channels = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = (colour: string): number => {
    const [r = 0, g = 0, b = 0] = channels(colour).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element: Element | null): string => {
    for (let at = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (channels(backgroundColor)[3] !== 0) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const contrast = (element: Element): number => {
    const [a, b] = [light(getComputedStyle(element).color), light(behind(element))].toSorted((one, other) => other - one);
    return ((a ?? 0) + 0.05) / ((b ?? 0) + 0.05);
  };
  const faintest = { contrast: Infinity, words: "" };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (parent === null || node.textContent?.trim() === "" || parent.getClientRects().length === 0) continue;
    const found = contrast(parent);
    if (found < faintest.contrast) Object.assign(faintest, { contrast: found, words: node.textContent?.trim().slice(0, 40) });
  }
  const label = document.querySelector("td.button > a");
  return {
    wider: document.documentElement.scrollWidth - innerWidth,
    button: label === null ? null : { height: label.getBoundingClientRect().height, contrast: contrast(label) },
    faintest,
  };
}

const KINDS: MailKind[] = ["invite", "reminder", "update", "cancel"];

describe("A mail, drawn", { skip: missing("chromium") }, () => {
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  before(async () => {
    browser = await launchChromium();
    page = await browser.newPage();
    // What compiles the tests gives functions their names by a helper, which the page lacks.
    await page.evaluateOnNewDocument("globalThis.__name = (what) => what");
    await page.goto("about:blank");
    await page.setRequestInterception(true);
    page.on("request", (request) => {
      asked.push(request.url());
      void request.abort();
    });
  });
  after(() => browser?.close());

  for (const scheme of ["light", "dark"] as const) {
    for (const width of [320, 390, 1280]) {
      test(`fits ${width} px in ${scheme}, is readable in every language, and fetches nothing`, async () => {
        await page.setViewport({ width, height: 800 });
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        for (const locale of MAIL_LANGUAGES) {
          for (const kind of KINDS) {
            const long = {
              invite: { id: "inv_B", name: "W".repeat(80), email: "samir@guest.example" },
              hostName: "Bartholomäus-Maximilian ".repeat(3),
            } as const;
            for (const different of [{}, long]) {
              await page.setContent(sampleMail({ kind, locale, ...different }).html);
              const { wider, button, faintest } = await page.evaluate(look);
              const which = `${kind} ${locale}`;
              assert(wider <= 0, `${which} is ${wider} px too wide`);
              assert(faintest.contrast >= 4.5, `${which}: ${faintest.contrast.toFixed(2)} "${faintest.words}"`);
              if (kind === "cancel") assert.equal(button, null);
              else assert(button && button.height >= 44 && button.contrast >= 4.5, `${which} ${JSON.stringify(button)}`);
            }
          }
        }
        assert.deepEqual(asked, []);
      });
    }
  }
});
