import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { barePage } from "../support/bare-page.ts";
import { launchChromium } from "../support/browsers.ts";
import { CallPerson, hostToken } from "../support/callers.ts";
import type { Gallery } from "../support/gallery.ts";
import { openGallery, statesOf } from "../support/gallery.ts";
import { BackEnd } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";
import { WebKit } from "../support/webkit.ts";

/** What is on the page, through all shadow trees. */
const READ = `
  const said = (node) => node.nodeType === 3 ? node.nodeValue : node.nodeType !== 1 || /^(?:style|script|noscript)$/.test(node.localName) ? "" :
    node.localName === "slot" && node.assignedNodes().length > 0 ? node.assignedNodes().map(said).join(" ") : words(node.shadowRoot ?? node);
  const words = (node) => [...node.childNodes].map(said).join(" ").replace(/\\s+/g, " ");
  const all = (root, css) => [...root.querySelectorAll(css), ...[...root.querySelectorAll("*")].flatMap((each) =>
    each.shadowRoot === null ? [] : all(each.shadowRoot, css))];
`;
const STATE = `${READ}
  return {
    ready: document.documentElement.dataset.ready === "",
    words: words(document.body).trim(),
    tall: Math.max(0, ...all(document, "[part~=base]").map((each) => each.getBoundingClientRect().height)),
    complaints: all(document, "[part~=complaint]").length,
    wide: document.documentElement.scrollWidth - innerWidth,
  };`;
const PRESS = `${READ}
  const button = all(document, "button").find((each) => words(each).trim() === arguments[0] && !each.disabled);
  button?.click();
  return button !== undefined;`;

/** A row of buttons, px. */
const SMALLEST = 40;

const HOST_PAGE = `
  const [relay, token, sessionId] = arguments;
  document.body.replaceChildren();
  import(relay + "/widget/doorstep.js").then(() => {
    const provider = Object.assign(document.createElement("session-provider"), { relay, token });
    provider.append(Object.assign(document.createElement("waiting-list"), { sessionId }));
    document.body.append(provider);
  });`;

interface State {
  ready: boolean;
  words: string;
  /** Of the tallest tag, px. */
  tall: number;
  complaints: number;
  wide: number;
}

describe("In WebKit", { skip: missing("chromium", "webkit2gtk-driver", "xvfb") }, () => {
  let webkit: WebKit;
  before(async () => {
    webkit = await WebKit.start();
  });
  after(() => webkit?.stop());

  const sees = (words: string) =>
    until(`WebKit shows “${words}”`, async () => (await webkit.run<State>(STATE)).words.includes(words), {
      withinMs: 20_000,
      everyMs: 100,
    });
  const presses = (words: string) =>
    until(`“${words}” is pressed`, () => webkit.run<boolean>(PRESS, words), { withinMs: 10_000, everyMs: 100 });

  describe("every tag up to the call", () => {
    let gallery: Gallery;
    before(async () => {
      gallery = await openGallery();
    });
    after(() => gallery?.stop());

    test("shows each of its states in words, complains of nothing and fits the window", { timeout: 180_000 }, async () => {
      const chromium = await launchChromium();
      const states = await statesOf(await chromium.newPage(), gallery).finally(() => chromium.close());
      assert(states.length > 50, `${states.length} states`);
      for (const [load, state] of states.entries()) {
        await webkit.open(`${gallery.url}/elements/frame?lang=en&load=${load}#${state}`);
        let last: State | undefined;
        await until(
          `${state} is there in WebKit`,
          async () => {
            last = await webkit.run<State>(STATE);
            return last.ready && (last.words.length > 1 || last.tall >= SMALLEST);
          },
          { withinMs: 20_000, everyMs: 50 },
        );
        // One state is a page's mistake: there the complaint is the point.
        assert.equal(last?.complaints, state === "drop-in-join/no-relay" ? 1 : 0, state);
        assert.equal(last?.wide, 0, `${state} is wider than the window`);
      }
    });
  });

  describe("with a relay", () => {
    let relay: RelayProcess;
    before(async () => {
      relay = await RelayProcess.start();
    });
    after(() => relay?.stop());

    test("a guest whose browser has no calls is told so at the door, and nobody is made to wait for it", { timeout: 60_000 }, async () => {
      const backEnd = new BackEnd(relay.url);
      const { session, links } = await backEnd.session(["Samir"]);
      await webkit.open(links[0] ?? "");
      await sees("Video session with Dr. Maya Osei");
      // Debian's WebKit has none.
      assert.equal(await webkit.run<string>("return typeof RTCPeerConnection"), "undefined");
      await sees("Video sessions don't work in this browser.");
      await presses("Join without camera and microphone");
      await sees("Video session with Dr. Maya Osei");
      assert.deepEqual((await backEnd.attendance(session.id)).waiting, []);
    });

    test("a host sees who waits, and lets them in", { timeout: 60_000 }, async () => {
      const backEnd = new BackEnd(relay.url);
      const { session, links } = await backEnd.session(["Dina"]);
      await webkit.open(barePage(relay.url));
      await webkit.run(HOST_PAGE, relay.url, await hostToken(relay.url), session.id);
      const chromium = await launchChromium();
      try {
        await CallPerson.atTheDoor(chromium, links[0] ?? "", relay.url, session.id);
        await sees("Dina");
        await presses("Let in");
        await until("Dina is let in", async () => (await backEnd.attendance(session.id)).waiting.length === 0, { withinMs: 15_000 });
      } finally {
        await chromium.close();
      }
    });
  });
});
