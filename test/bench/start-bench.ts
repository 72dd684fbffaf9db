/** Scorecard P5: from opening the guest page to a button that can be pressed, on a processor four times slower, beside the barest lobby. */

import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser } from "puppeteer-core";
import { launchChromium } from "../support/browsers.ts";
import { BackEnd } from "../support/people.ts";
import { buildPageScripts } from "../support/page-scripts.ts";
import { RelayProcess } from "../support/relay-process.ts";
import type { Row } from "./row.ts";
import { median, percentile } from "./row.ts";

const ROUNDS = 9;
const SLOWER = 4;
/** How long the page is watched once there is a button, ms. */
const AFTER_MS = 2_000;

interface Start {
  /** ms from the navigation's start to the button. */
  ms: number;
  /** The longest stretch in which the page could not answer, ms; 0: none was over 50. */
  longest: number;
  /** Cumulative layout shift. */
  shift: number;
}

export async function run(): Promise<Row[]> {
  const folder = await buildPageScripts({ lobby: "test/bench/start/lobby-page.ts" });
  const relay = await RelayProcess.start({ withinMs: 60_000 });
  const site = await serveLobby(folder);
  const browser = await launchChromium();
  try {
    const backEnd = new BackEnd(relay.url);
    const ours: Start[] = [];
    const floor: Start[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { links } = await backEnd.session(["Samir", "Noor"]);
      const [ownPage = "", other = ""] = links;
      ours.push(await open(browser, ownPage, "drop-in-join", ".primary"));
      const token = other.slice(other.indexOf("#"));
      floor.push(await open(browser, `${site.url}/?relay=${encodeURIComponent(relay.url)}${token}`, "plain-lobby", "button"));
    }
    const times = (starts: Start[]) => starts.map(({ ms }) => ms);
    const [mine, theirs] = [median(times(ours)), median(times(floor))];
    const spread = (starts: Start[]) => `p95 ${Math.round(percentile(times(starts), 0.95))} ms`;
    const longest = (starts: Start[]) => Math.round(Math.max(...starts.map((start) => start.longest)));
    const shift = Math.max(...ours.map((start) => start.shift)).toFixed(3);
    return [
      {
        row: "P5 guest page → a button to press, processor 4× slower, beside a bare lit lobby",
        ours: Math.round(mine),
        reference: Math.round(theirs),
        ratio: mine / theirs,
        unit: "ms, median from the navigation's start",
        goal: "≤ 1.15",
        note: `${ROUNDS} interleaved rounds, an empty cache each; ours ${spread(ours)}, reference ${spread(floor)}; longest task ${longest(ours)} and ${longest(floor)} ms (0: none over 50), our layout shift ${shift}, both until ${AFTER_MS / 1_000} s after the button`,
      },
    ];
  } finally {
    await browser.close();
    await site.stop();
    await relay.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function open(browser: Browser, url: string, tag: string, button: string): Promise<Start> {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.emulateCPUThrottling(SLOWER);
    // The loader that runs this file marks functions with a helper that the page does not have.
    await page.evaluateOnNewDocument("globalThis.__name = (it) => it;");
    await page.evaluateOnNewDocument(
      (name, selector, afterMs) => {
        const seen = { longest: 0, shift: 0 };
        new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) seen.longest = Math.max(seen.longest, duration);
        }).observe({ type: "longtask", buffered: true });
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value;
        }).observe({ type: "layout-shift", buffered: true });
        const look = (): void => {
          const found = document.querySelector(name)?.shadowRoot?.querySelector<HTMLButtonElement>(selector);
          if (found == null || found.disabled) return void requestAnimationFrame(look);
          const ms = performance.now();
          // What is drawn after the button counts too, and what the observers have not told yet.
          setTimeout(() => started({ ms, ...seen }), afterMs);
        };
        let started: (start: object) => void;
        Object.assign(window, { start: new Promise((resolve) => (started = resolve)) });
        look();
      },
      tag,
      button,
      AFTER_MS,
    );
    await page.goto(url);
    return (await page.evaluate("window.start")) as Start;
  } finally {
    await context.close();
  }
}

async function serveLobby(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const script = readFileSync(join(folder, "lobby.js"));
  const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Lobby</title><body><script type="module" src="/lobby.js"></script>`;
  const server = createServer(({ url = "/" }, response) => {
    const isScript = url === "/lobby.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : page);
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
