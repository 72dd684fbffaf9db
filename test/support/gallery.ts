/** The gallery of the built demo without a relay, and its states by name. */

import { resolve } from "node:path";
import { serve } from "@hono/node-server";
import type { Page } from "puppeteer-core";
import { demoPages } from "../../demo/pages.ts";

/** When it is in the pictures, and where. */
const NOW = "2026-11-24T14:50:00.000Z";
const ZONE = "America/Toronto";

export interface Gallery {
  url: string;
  stop(): Promise<void>;
}

/** Serves what `npm run build:demo` built. */
export async function openGallery(): Promise<Gallery> {
  const app = demoPages(resolve(import.meta.dirname, "../../dist/demo"));
  const server = await new Promise<ReturnType<typeof serve>>((opened) => {
    const starting = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () => opened(starting));
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The gallery has no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  };
}

/** Makes a page's clock stand still, so that what it shows depends on nothing but its state. */
export async function stopClock(page: Page): Promise<void> {
  await page.emulateTimezone(ZONE);
  await page.evaluateOnNewDocument(`{
    const Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given) { super(...(given.length === 0 ? [${Date.parse(NOW)}] : given)); }
      static now() { return ${Date.parse(NOW)}; }
    };
  }`);
}

/** All states, as `tag/state`. */
export async function statesOf(page: Page, gallery: Gallery): Promise<string[]> {
  await page.goto(`${gallery.url}/elements`);
  await page.waitForSelector(".tags a");
  const tags = await page.$$eval(".tags a", (links) => links.map((link) => link.getAttribute("href")?.slice(1) ?? ""));
  const states: string[] = [];
  for (const tag of tags) {
    await page.goto(`${gallery.url}/elements#${tag}`);
    await page.waitForFunction((name) => document.querySelector<HTMLElement>(".tag")?.dataset["tag"] === name, {}, tag);
    states.push(...(await page.$$eval(".chip", (chips) => chips.map((chip) => chip.getAttribute("href")?.slice(1) ?? ""))));
  }
  return states;
}

export interface Look {
  theme: "light" | "dark";
  lang: string;
}

let loads = 0;

/** Goes to one state and waits until it stands still. */
export async function goToState(page: Page, gallery: Gallery, state: string, { theme, lang }: Look): Promise<void> {
  // Another address behind the # alone would not load anew; an empty page in between would cost a browser process each time.
  loads += 1;
  await page.goto(`${gallery.url}/elements/frame?theme=${theme}&lang=${lang}&load=${loads}#${state}`);
  try {
    await page.waitForSelector("html[data-ready]", { timeout: 60_000 });
  } catch (error) {
    throw new Error(`The state ${state} is never reached in ${lang}, ${theme}.`, { cause: error });
  }
  await stands(page);
}

/** Nothing of the page has changed for some frames, in no shadow tree, and every picture that plays shows something. */
export async function stands(page: Page): Promise<void> {
  // As text: what compiles this file gives functions within functions a helper, which the page does not have.
  await page.evaluate(`(async () => {
    const text = (node) => {
      let all = node instanceof Element ? [...node.attributes].map(({ name, value }) => name + value).join() : (node.nodeValue ?? "");
      if (node instanceof Element && node.shadowRoot !== null) all += text(node.shadowRoot);
      if (node instanceof HTMLVideoElement) all += node.readyState;
      for (const child of node.childNodes) all += text(child);
      return all;
    };
    for (let before = "", same = 0; same < 8;) {
      await new Promise((frame) => setTimeout(frame, 30));
      const now = text(document.body);
      same = now === before ? same + 1 : 0;
      before = now;
    }
    await document.fonts.ready;
  })()`);
}
