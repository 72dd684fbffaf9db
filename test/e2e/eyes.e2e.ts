import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { hearsAndSees } from "../support/media-probe.ts";
import { Screen } from "../support/screen.ts";

/** The instruments of the walks, held against a page whose truth is known: an eye that sees too much would let a broken page pass. */
const PAGE = `<!doctype html>
  <h1>Door</h1>
  <p hidden>secret</p>
  <label>Your name <input id="name" value="Sam"></label>
  <div id="host"><span slot="words">from the page</span></div>
  <button disabled>Let in</button>
  <script>
    const root = document.getElementById("host").attachShadow({ mode: "open" });
    root.innerHTML = '<slot name="words"></slot><button aria-label="Copy link">x</button><style>p { color: red }</style>';
    root.querySelector("button").onclick = () => (document.querySelector("h1").textContent = "Copied " + document.getElementById("name").value);
  </script>`;

const server = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end(PAGE));
before(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
after(() => void server.close());
const url = (): string => `http://localhost:${(server.address() as AddressInfo).port}/`;

for (const [name, launch] of [
  ["Chromium", launchChromium],
  ["Firefox", launchFirefox],
] as const) {
  describe(`Looking at a page in ${name}`, () => {
    let browser: Browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser.close());

    test("sees what is visible, through shadow trees, and nothing else", async () => {
      const screen = await Screen.open(browser, "Sam");
      await screen.goTo(url());
      assert.match(await screen.sees("from the page"), /^Door Your name Sam from the page/u);
      assert.doesNotMatch(await screen.words(), /secret|red/u);
      assert.equal(await screen.has({ role: "button", name: "Let in" }), false, "a button that is off can't be pressed");
      await screen.fill("Your name", "Ana");
      await screen.press("Copy link");
      await screen.sees("Copied Ana");
      await assert.rejects(screen.sees("Goodbye", { withinMs: 100 }), /Sam does not see Goodbye\. The page says: Copied Ana/u);
      await screen.close();
    });

    test("measures pictures and sound that arrive, and their absence", async () => {
      const screen = await Screen.open(browser, "Sam");
      await screen.goTo(url());
      await assert.rejects(hearsAndSees(screen, { withinMs: 300 }), /receives no moving picture with sound/u);
      await screen.page.evaluate(async () => {
        const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
        const [here, there] = [new RTCPeerConnection(), new RTCPeerConnection()];
        here.onicecandidate = ({ candidate }) => void there.addIceCandidate(candidate ?? undefined);
        there.onicecandidate = ({ candidate }) => void here.addIceCandidate(candidate ?? undefined);
        there.ontrack = ({ streams }) => {
          const video = document.createElement("video");
          video.srcObject = streams[0] ?? null;
          void video.play();
          document.body.append(video);
        };
        for (const track of stream.getTracks()) here.addTrack(track, stream);
        await here.setLocalDescription();
        await there.setRemoteDescription(here.localDescription ?? { type: "offer" });
        await there.setLocalDescription();
        await here.setRemoteDescription(there.localDescription ?? { type: "answer" });
      });
      const { connections } = await hearsAndSees(screen);
      assert.equal(connections, 2);
      await screen.close();
    });
  });
}
