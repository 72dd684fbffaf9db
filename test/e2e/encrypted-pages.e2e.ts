import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { missing } from "../support/system-packages.ts";

const WIDGET = "dist/widget";
/** The file with what only an encrypted call needs. */
const FILE = readdirSync(`${WIDGET}/chunks`).find(
  (file) => file.startsWith("end-to-end-") && readFileSync(`${WIDGET}/chunks/${file}`, "utf8").includes("doorstep sender key"),
);
const TRUSTED = "require-trusted-types-for 'script'; trusted-types lit-html";

for (const [name, launch] of [
  ["chromium", launchChromium],
  ["firefox-esr", launchFirefox],
] as const) {
  describe(`E2E1: the thread that seals frames, under the rules of a page, ${name}`, { skip: missing(name) }, () => {
    let browser: Browser;
    let page: Server;
    let elsewhere: Server;
    let policy = "";

    before(async () => {
      [browser, page, elsewhere] = await Promise.all([launch(), serve(() => policy), serve(() => "")]);
    });
    after(async () => {
      await browser?.close();
      for (const server of [page, elsewhere]) {
        server?.close();
        server?.closeAllConnections();
      }
    });

    /** What comes of starting it, on a page under `rules`, with the tags from `origin`. */
    async function start(rules: string, origin: string): Promise<string> {
      policy = rules;
      const tab = await browser.newPage();
      try {
        await tab.evaluateOnNewDocument("globalThis.__name = (it) => it");
        await tab.goto(originOf(page), { waitUntil: "domcontentloaded" });
        return await tab.evaluate(async (url) => {
          const file = (await import(url)) as Record<string, { start(with_: object): Promise<{ close(): void }> }>;
          const [EndToEnd] = Object.values(file);
          const ended = EndToEnd!.start({ send: () => {}, changed: () => {} }).then((started) => started.close());
          return ended.then(
            () => "started",
            (error: unknown) => String(error),
          );
        }, `${origin}/chunks/${FILE}`);
      } finally {
        await tab.close();
      }
    }

    test("on a page that serves the tags itself it starts under the strictest policy", async () => {
      const rules = `default-src 'none'; script-src 'self'; worker-src 'self'; ${TRUSTED} doorstep-worker`;
      assert.equal(await start(rules, originOf(page)), "started");
    });

    test("with the tags from elsewhere it starts where the page lets it, and where there are no rules", async () => {
      const other = originOf(elsewhere);
      const rules = `default-src 'none'; script-src ${other}; worker-src blob: ${other}; ${TRUSTED} doorstep-worker`;
      assert.equal(await start(rules, other), "started");
      assert.equal(await start("", other), "started");
    });

    test("where the page does not let it start, that is said, and nothing waits for it", async () => {
      const own = originOf(page);
      assert.match(await start(`default-src 'none'; script-src 'self'; worker-src 'none'`, own), /does not let|Error/);
      assert.match(await start(`default-src 'none'; script-src 'self'; worker-src 'self'; ${TRUSTED}`, own), /doorstep-worker/);
    });
  });
}

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** An empty page under a policy, and the tags' files for everybody. */
async function serve(policy: () => string): Promise<Server> {
  const server = createServer(({ url = "/" }, response) => {
    if (url === "/") {
      if (policy() !== "") response.setHeader("content-security-policy", policy());
      return response.setHeader("content-type", "text/html").end("<!doctype html><title>A page</title>");
    }
    if (!/^\/(?:chunks|assets)\/[\w.-]+\.js$/u.test(url)) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": "text/javascript", "access-control-allow-origin": "*" });
    return response.end(readFileSync(WIDGET + url));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
