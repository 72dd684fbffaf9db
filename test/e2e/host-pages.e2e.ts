import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, test } from "node:test";
import type { Browser, Page } from "puppeteer-core";
import { launchChromium } from "../support/browsers.ts";
import type { VendorPage, VendorSite } from "../support/host-pages.ts";
import { openVendorSite } from "../support/host-pages.ts";
import { BackEnd } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { Screen } from "../support/screen.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";

const NONCE = "r4nd0m";
/** What a page defines by itself, in an inline script that its policy knows by hash. */
const INLINE = "globalThis.vendor = 'here';";
/** CSS of somebody who shares the page with nobody. */
const HOSTILE = `* { all: revert; box-sizing: content-box !important; font: 40px/1 fantasy; color: red; letter-spacing: 1em; text-transform: uppercase; text-align: right; }
button, input, video, dialog { display: none !important; border: 9px dotted lime; } p, h1, .root, .page, .button { color: red !important; font-size: 60px !important; }`;

/** Keeps everything that a page's policy objected to, and counts what a tag may leave behind. */
const WATCH = `{
  globalThis.objected = [];
  document.addEventListener("securitypolicyviolation", (event) => objected.push(event.violatedDirective + " " + event.blockedURI + " " + event.sample));
  const timers = (globalThis.timers = new Set());
  for (const [set, clear] of [["setInterval", "clearInterval"], ["setTimeout", "clearTimeout"]]) {
    const [start, stop] = [globalThis[set], globalThis[clear]];
    globalThis[set] = (run, ms, ...more) => {
      const timer = start((...given) => { if (set === "setTimeout") timers.delete(timer); run(...given); }, ms, ...more);
      timers.add(timer);
      return timer;
    };
    globalThis[clear] = (timer) => { timers.delete(timer); stop(timer); };
  }
  const sockets = (globalThis.sockets = []);
  globalThis.WebSocket = class extends WebSocket { constructor(...given) { super(...given); sockets.push(new WeakRef(this)); } };
  const tracks = (globalThis.tracks = []);
  const ask = MediaDevices.prototype.getUserMedia;
  MediaDevices.prototype.getUserMedia = async function (...given) {
    const stream = await ask.apply(this, given);
    tracks.push(...stream.getTracks().map((track) => new WeakRef(track)));
    return stream;
  };
  const globals = new Set(Object.getOwnPropertyNames(globalThis));
  globalThis.newGlobals = () => Object.getOwnPropertyNames(globalThis).filter((name) => !globals.has(name) && name !== "newGlobals" && !/^\\d+$/.test(name));
}`;

/** How long the browser may hold on to a tag that is gone, ms. */
const PATIENCE_MS = 20_000;

describe("Pages that Doorstep is put into", { skip: missing("chromium") }, () => {
  let relay: RelayProcess;
  let browser: Browser;
  let site: VendorSite;
  let link = "";
  let token = "";
  before(async () => {
    [relay, browser] = await Promise.all([RelayProcess.start(), launchChromium()]);
    ({
      links: [link = ""],
    } = await new BackEnd(relay.url).session(["Samir Haddad"]));
    token = link.split("#")[1] ?? "";
    site = await openVendorSite(pages());
  });
  after(() => Promise.all([relay?.stop(), browser?.close(), site?.stop()]));

  function pages(): Record<string, VendorPage> {
    const { url } = relay;
    const sockets = url.replace("http", "ws");
    const tag = `<drop-in-join relay="${url}" link="${token}"></drop-in-join>`;
    const script = (attributes = "") => `<script type="module" ${attributes} src="${url}/widget/drop-in-join.js"></script>`;
    const page = (body: string, head = ""): string =>
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><link rel="icon" href="data:,">${head}</head><body>${body}</body></html>`;
    const strict = (scripts: string): string =>
      `default-src 'none'; script-src ${scripts}; style-src 'self'; connect-src ${url} ${sockets}; media-src blob:; img-src data: blob:; base-uri 'none'; require-trusted-types-for 'script'; trusted-types lit-html`;
    const hash = createHash("sha256").update(INLINE).digest("base64");
    return {
      "/nonce": { html: page(tag, script(`nonce="${NONCE}"`)), policy: strict(`'nonce-${NONCE}' ${url}`) },
      "/hash": { html: page(`${tag}<script>${INLINE}</script>`, script()), policy: strict(`${url} 'sha256-${hash}'`) },
      "/hostile": { html: page(tag, `<style>${HOSTILE}</style>${script()}`) },
      "/frame": { html: page(tag, script()) },
      "/frame-without": { html: page('<iframe src="FRAME" width="800" height="700"></iframe>') },
      "/frame-with": { html: page('<iframe src="FRAME" allow="camera; microphone" width="800" height="700"></iframe>') },
      "/shadow": {
        html: page(
          `<div id="host"></div><script>document.querySelector("#host").attachShadow({ mode: "closed" }).innerHTML = '${tag}';</script>`,
          script(),
        ),
      },
      "/twice": {
        html: page(`${tag}<session-actions></session-actions>`, `${script()}<script type="module" src="/own/doorstep.js"></script>`),
      },
      "/again": { html: page("<main></main>", script()) },
    };
  }

  async function open(path: string): Promise<Screen> {
    const screen = await Screen.open(browser, "Samir");
    await screen.page.evaluateOnNewDocument(WATCH);
    await screen.goTo(site.url + path);
    return screen;
  }
  const told = <T>(page: Page, expression: string): Promise<T> => page.evaluate(expression) as Promise<T>;
  async function worksIn(screen: Screen): Promise<void> {
    await screen.find({ role: "button", name: "Join session" });
    await screen.sees("Video session with Dr. Maya Osei");
  }

  for (const path of ["/nonce", "/hash"])
    test(
      `a strict policy (${path.slice(1)}) with Trusted Types enforced objects to nothing, from the link to the waiting room`,
      { timeout: 60_000 },
      async () => {
        const screen = await open(path);
        await worksIn(screen);
        await screen.press("Join session");
        await screen.sees("You're in the waiting room");
        await screen.press("Leave");
        await screen.sees("You left the session");
        assert.deepEqual(await told(screen.page, "objected"), []);
        assert.deepEqual(
          screen.log.filter((line) => line.startsWith("error")),
          [],
        );
      },
    );

  test("hostile CSS of the page changes nothing inside of the tag", { timeout: 60_000 }, async () => {
    const looks = `(() => {
      const root = document.querySelector("drop-in-join").shadowRoot;
      const button = [...root.querySelectorAll("button")].find((each) => each.textContent.includes("Join session"));
      const style = getComputedStyle(button);
      const heading = getComputedStyle(root.querySelector("h1"));
      return [style.display === "none", style.boxSizing, style.borderTopStyle, style.textTransform, style.letterSpacing, heading.fontSize, heading.color, heading.textAlign];
    })()`;
    const calm = await open("/frame");
    await worksIn(calm);
    const hostile = await open("/hostile");
    await worksIn(hostile);
    const [expected, found] = [await told<unknown[]>(calm.page, looks), await told<unknown[]>(hostile.page, looks)];
    assert.deepEqual(found, expected);
  });

  test(
    "in a frame without permission the page's word is told, and the guest may come in without camera; with it all is as ever",
    { timeout: 60_000 },
    async () => {
      for (const [path, allowed] of [
        ["/frame-without", false],
        ["/frame-with", true],
      ] as const) {
        const screen = await Screen.open(browser, "Samir");
        await screen.goTo(site.url + path);
        // Another origin, as most frames have: localhost and 127.0.0.1 are two.
        await screen.page.evaluate(
          (url) => document.querySelector("iframe")?.setAttribute("src", url),
          `${site.url.replace("localhost", "127.0.0.1")}/frame`,
        );
        const frame = await until("the frame is there", async () => screen.page.frames().find((each) => each.url().endsWith("/frame")), {
          withinMs: 10_000,
        });
        const words = () => frame.evaluate(() => document.querySelector("drop-in-join")?.shadowRoot?.textContent ?? "");
        const says = allowed ? "Say something to test it" : "This page doesn't allow the camera.";
        await until(
          `the frame says “${says}”`,
          async () => (await words()).includes(says) || (allowed && (await words()).includes("We can hear you")),
          { withinMs: 15_000 },
        );
        const without = "Join without camera and microphone";
        await until(`“${without}” is ${allowed ? "not " : ""}offered`, async () => (await words()).includes(without) !== allowed);
        await screen.page.close();
      }
    },
  );

  test("inside somebody's closed shadow root", { timeout: 60_000 }, async () => {
    const screen = await open("/shadow");
    await until("the relay was asked", async () => (await told<number>(screen.page, "sockets.length")) > 0, { withinMs: 15_000 });
    await until("camera and microphone are on", async () => (await told<number>(screen.page, "tracks.length")) === 2, { withinMs: 15_000 });
    assert.deepEqual(
      screen.log.filter((line) => line.startsWith("error")),
      [],
    );
  });

  test(
    "two copies of Doorstep on one page: the first one's tags stay, the other adds those it lacks, and nothing throws",
    { timeout: 60_000 },
    async () => {
      const screen = await open("/twice");
      await worksIn(screen);
      await until(
        "the other copy's tags are there",
        async () => told<boolean>(screen.page, "customElements.get('session-actions') !== undefined"),
        {
          withinMs: 10_000,
        },
      );
      assert.equal(screen.log.filter((line) => /pageerror|already been|NotSupportedError/u.test(line)).length, 0);
    },
  );

  test(
    "put in and taken out a hundred times, nothing stays: no listener, timer, socket, camera, global or element",
    { timeout: 180_000 },
    async () => {
      const screen = await open("/again");
      const { page } = screen;
      const devtools = await page.createCDPSession();
      await devtools.send("Performance.enable");
      // Everything it shows before joining, to the last part: Lit keeps each part's template for good once it was drawn (the first time is no leak).
      // Nothing found is kept: what a test holds would not be let go either.
      const whole = async (): Promise<boolean> =>
        (await screen.has({ role: "button", name: "Join session" })) &&
        (await screen.has({ role: "button", name: "Test sound" })) &&
        told<boolean>(
          page,
          "(document.querySelector('drop-in-join')?.shadowRoot?.querySelector('[part=self-video]')?.videoWidth ?? 0) > 0",
        );
      const cycle = async (times: number): Promise<void> => {
        for (let turn = 0; turn < times; turn += 1) {
          await page.evaluate(
            (url, given) => {
              const tag = document.createElement("drop-in-join");
              tag.setAttribute("relay", url);
              tag.setAttribute("link", given);
              document.querySelector("main")?.replaceChildren(tag);
            },
            relay.url,
            token,
          );
          // Every tenth is let live until it is whole; the others go in the middle of their start, where things are easily forgotten.
          if (turn % 10 === 0) await until("it is whole", whole, { withinMs: 15_000 });
          await page.evaluate(() => document.querySelector("main")?.replaceChildren());
        }
      };
      const left = async (): Promise<Record<string, number>> => {
        await until(
          "sockets and cameras are closed",
          async () =>
            told<boolean>(
              page,
              "sockets.every((each) => (each.deref()?.readyState ?? 3) >= 2) && tracks.every((each) => (each.deref()?.readyState ?? 'ended') === 'ended')",
            ),
          { withinMs: 15_000 },
        );
        // Media and what hangs on it is let go by the browser in its own time, over several collections.
        const prototype = await page.evaluateHandle("customElements.get('drop-in-join').prototype");
        const end = performance.now() + PATIENCE_MS;
        let counted: Record<string, number> = {};
        let alive = 0;
        for (let same = 0; same < 3 || (alive > 0 && performance.now() < end);) {
          await devtools.send("HeapProfiler.collectGarbage");
          const { metrics } = await devtools.send("Performance.getMetrics");
          const of = (name: string) => metrics.find((each) => each.name === name)?.value ?? 0;
          const now = { listeners: of("JSEventListeners"), nodes: of("Nodes"), heap: of("JSHeapUsedSize") };
          same = now.listeners === counted["listeners"] && now.nodes === counted["nodes"] ? same + 1 : 0;
          counted = now;
          await page.evaluate("new Promise((later) => setTimeout(later, 300))");
          const tags = await page.queryObjects(prototype);
          alive = await tags.evaluate((each) => each.length);
          await tags.dispose();
        }
        await prototype.dispose();
        return { ...counted, alive, timers: await told<number>(page, "timers.size") };
      };
      await cycle(20);
      const before = await left();
      const globals = await told<string[]>(page, "newGlobals()");
      await cycle(100);
      const then = await left();
      const grown = (name: string) => (then[name] ?? 0) - (before[name] ?? 0);
      const figures = `${JSON.stringify(before)} → ${JSON.stringify(then)}`;
      assert.ok((then["alive"] ?? 0) <= 3, `tags: ${figures}`);
      assert.ok(grown("listeners") <= 10, `listeners: ${figures}`);
      assert.ok(grown("nodes") <= 50, `nodes: ${figures}`);
      assert.ok(grown("timers") <= 2, `timers: ${figures}`);
      assert.ok(grown("heap") <= 500_000, `heap: ${figures}`);
      console.log(`  left behind after a hundred: ${figures}`);
      assert.deepEqual(await told<string[]>(page, "newGlobals()"), globals);
      assert.deepEqual(
        globals.filter((name) => !/^(lit|reactiveElement|litElement)/u.test(name)),
        [],
        "nothing global but Lit's own version marks",
      );
    },
  );
});
