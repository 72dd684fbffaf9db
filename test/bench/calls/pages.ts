/** The pages of the call benches: built, served and opened, and two of them brought together. */

import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "puppeteer-core";
import { buildPageScripts } from "../../support/page-scripts.ts";
import { drawnScreen, watchFirstFrame } from "./first-frame.ts";

/** How long a guest waits before it is let in: what a page makes ready meanwhile is ready. */
const WAITING_MS = 1_500;
/** The call's own beginning is over by then. */
const SETTLES_MS = 2_000;

/** Opens a page that watches for the first picture of somebody else. */
export async function openPage(place: Browser | BrowserContext, url: string): Promise<Page> {
  const page = await place.newPage();
  await page.evaluateOnNewDocument(`globalThis.__name = (it) => it; (${watchFirstFrame.toString()})(); (${drawnScreen.toString()})();`);
  await page.goto(url);
  return page;
}

export interface Met {
  /** From the host's decision until both see the other's first picture, ms. */
  letIn: number;
  /** From the guest's choice of a screen until the host sees its first picture, ms. */
  share: number;
}

/**
 * Brings two together, and then has the guest share a screen.
 *
 * @param page    the address of a page that both open, the host with the first and the guest with the second parameters
 * @param between what has to come about between the host's coming and the guest's
 */
export async function meet(
  browser: Browser,
  [host, guest]: [string, string],
  page: string,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<Met> {
  const contexts = await Promise.all([browser.createBrowserContext(), browser.createBrowserContext()]);
  try {
    const hostPage = await openPage(contexts[0], `${page}?${host}`);
    if (!/peerjs|bare/u.test(page)) await hostPage.waitForFunction("window.joined");
    await between();
    const guestPage = await openPage(contexts[1], `${page}?${guest}`);
    await Promise.all([hostPage, guestPage].map((each) => each.waitForFunction("window.ready")));
    await new Promise((resolve) => setTimeout(resolve, WAITING_MS));
    // Where nobody waits at a door the guest's own page begins.
    const at = (await (page.includes("janus") ? guestPage : hostPage).evaluate("window.letIn()")) as number;
    const seen = await Promise.all(
      [hostPage, guestPage].map(async (each) => {
        await each.waitForFunction("window.firstFrameAt !== undefined", { timeout: 15_000 });
        return (await each.evaluate("window.firstFrameAt")) as number;
      }),
    );
    const before = (await hostPage.evaluate("window.firstFramesAt.length")) as number;
    await new Promise((resolve) => setTimeout(resolve, SETTLES_MS));
    const shared = (await guestPage.evaluate("window.share()")) as number;
    await hostPage.waitForFunction(`window.firstFramesAt.length > ${before}`, { timeout: 15_000 });
    const shown = (await hostPage.evaluate("window.firstFramesAt.at(-1)")) as number;
    return { letIn: Math.max(...seen) - at, share: shown - shared };
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
  }
}

/** Builds `test/bench/calls/<name>-page.ts` of each; the folder they are in is the caller's to remove. */
export function buildPages(names: readonly string[]): Promise<string> {
  return buildPageScripts(Object.fromEntries(names.map((name) => [name, `test/bench/calls/${name}-page.ts`])));
}

/** Serves them as `/<name>.html`. */
export async function servePages(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer(({ url = "/" }, response) => {
    const { pathname } = new URL(url, "http://localhost");
    const page = /^\/(\w+)\.html$/u.exec(pathname)?.[1];
    if (page !== undefined) {
      response.setHeader("content-type", "text/html");
      return response.end(
        `<!doctype html><html lang="en"><meta charset="utf-8"><title>Bench</title><body><script type="module" src="/${page}.js"></script>`,
      );
    }
    try {
      const body = readFileSync(join(folder, pathname));
      response.setHeader("content-type", "text/javascript");
      return response.end(body);
    } catch {
      response.statusCode = 404;
      return response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
