import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import type { OwnedProcess } from "../support/owned-process.ts";
import { missing } from "../support/system-packages.ts";
import { openVirtualScreen } from "../support/virtual-screen.ts";
import { person } from "../widget/support/person.ts";
import { sharpness } from "../widget/support/sharpness.ts";

const WIDGET = "dist/widget";
/** The file with what only a blurred background needs. */
const FILE = readdirSync(`${WIDGET}/chunks`).find((file) => file.startsWith("cover-"));
const TRUSTED = "require-trusted-types-for 'script'; trusted-types lit-html doorstep-worker";
const TYPES: Record<string, string> = { ".js": "text/javascript", ".wasm": "application/wasm" };

interface Cover {
  mayBlur(camera: MediaStreamTrack): boolean;
  cover(camera: MediaStreamTrack, wish: object): Promise<MediaStreamTrack>;
}
interface Outcome {
  offered: boolean;
  /** Why it did not start. */
  error?: string;
  /** How sharp the room is before and after. */
  room?: [number, number];
}

for (const [name, packages] of [
  ["Chromium", ["chromium"]],
  ["Firefox", ["firefox-esr", "xvfb"]],
] as const) {
  describe(`MEDIA10: blurring a background, under the rules of a page, ${name}`, { skip: missing(...packages) }, () => {
    let browser: Browser;
    let screen: OwnedProcess | undefined;
    let page: Server;
    let elsewhere: Server;
    let policy = "";

    before(async () => {
      const virtual = name === "Firefox" ? await openVirtualScreen() : undefined;
      screen = virtual?.screen;
      [page, elsewhere] = await Promise.all([serve(() => policy), serve(() => "")]);
      browser = virtual === undefined ? await launchChromium() : await launchFirefox({ screen: virtual.env });
    });
    after(async () => {
      await browser?.close();
      await screen?.stop();
      for (const server of [page, elsewhere]) {
        server?.close();
        server?.closeAllConnections();
      }
    });

    /** What comes of it on a page under `rules`, with the tags from `origin`. */
    async function blur(rules: string, origin: string): Promise<Outcome> {
      policy = rules;
      const tab = await browser.newPage();
      try {
        await tab.evaluateOnNewDocument("globalThis.__name = (it) => it");
        await tab.goto(originOf(page), { waitUntil: "domcontentloaded" });
        const camera = await tab.evaluateHandle(person);
        const started = await tab.evaluateHandle(
          async (url, stream) => {
            const { mayBlur, cover } = (await import(url)) as Cover;
            const [track] = stream.getVideoTracks();
            const wish = { constraints: {}, signal: new AbortController().signal, failed: () => {}, slow: () => {} };
            const outcome = await cover(track!, wish).catch(String);
            return { offered: mayBlur(track!), bare: track!, outcome };
          },
          `${origin}/chunks/${FILE}`,
          camera,
        );
        const offered = await started.evaluate((it) => it.offered);
        const error = await started.evaluate((it) => (typeof it.outcome === "string" ? it.outcome : undefined));
        if (error !== undefined) return { offered, error };
        const bare = await tab.evaluate(sharpness, await started.evaluateHandle((it) => it.bare));
        const blurred = await tab.evaluate(sharpness, await started.evaluateHandle((it) => it.outcome as MediaStreamTrack));
        return { offered, room: [bare.room, blurred.room] };
      } finally {
        await tab.close();
      }
    }

    const isBlurred = ({ offered, error, room }: Outcome) => {
      assert.deepEqual([offered, error], [true, undefined]);
      assert.ok(room![1] < room![0] / 8, room!.join(" → "));
    };

    test("on a page that serves the tags itself it works under the strictest policy, without 'wasm-unsafe-eval'", async () => {
      isBlurred(await blur(`default-src 'none'; script-src 'self'; worker-src 'self'; ${TRUSTED}`, originOf(page)));
    });

    test("with the tags from elsewhere it works where the page lets it, and where there are no rules", async () => {
      const other = originOf(elsewhere);
      const rules = `default-src 'none'; script-src ${other} 'wasm-unsafe-eval'; worker-src blob: ${other}; connect-src ${other}; ${TRUSTED}`;
      isBlurred(await blur(rules, other));
      isBlurred(await blur("", other));
    });

    test("where the page forbids wasm it is not offered; where it forbids a thread or a file, that is said", async () => {
      const other = originOf(elsewhere);
      const noWasm = await blur(
        `default-src 'none'; script-src ${other}; worker-src blob: ${other}; connect-src ${other}; ${TRUSTED}`,
        other,
      );
      assert.deepEqual([noWasm.offered, /cannot be blurred/.test(noWasm.error ?? "")], [false, true]);
      const noThread = await blur(`default-src 'none'; script-src 'self'; worker-src 'none'; ${TRUSTED}`, originOf(page));
      assert.match(noThread.error ?? "", /does not let|Error/);
      const noFiles = await blur(
        `default-src 'none'; script-src ${other} 'wasm-unsafe-eval'; worker-src blob: ${other}; ${TRUSTED}`,
        other,
      );
      assert.match(noFiles.error ?? "", /Error/);
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
    if (!/^\/(?:chunks|assets)\/[\w.-]+$/u.test(url)) return response.writeHead(404).end();
    const type = TYPES[extname(url)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "access-control-allow-origin": "*" });
    return response.end(readFileSync(WIDGET + url));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
