import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium } from "../support/browsers.ts";
import { hearsAndSees } from "../support/media-probe.ts";
import { BackEnd, Guest, Host } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import type { Screen } from "../support/screen.ts";
import { telling } from "../support/screen.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";
import { person } from "../widget/support/person.ts";
import { sharpness } from "../widget/support/sharpness.ts";

const SLOW = { withinMs: 40_000 };
/** A person before a wall of letters, and a real microphone's track. */
const IN_A_ROOM = `{
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wish) => {
    const drawn = wish.video ? (${person.toString()})().getVideoTracks() : [];
    const sound = wish.audio ? (await ask({ audio: wish.audio })).getAudioTracks() : [];
    return new MediaStream([...sound, ...drawn]);
  };
}`;

describe("A guest who does not wish to show the room", { skip: missing("chromium") }, () => {
  let demo: RelayProcess;
  let chromium: Browser;
  before(async () => {
    [demo, chromium] = await Promise.all([RelayProcess.start({ demo: true }), launchChromium()]);
  });
  after(() => Promise.all([demo?.stop(), chromium?.close()]));

  /** How sharp the other's room is where it arrives. */
  const arriving = (screen: Screen): Promise<number> =>
    screen.page.evaluate(`(async () => {
      const connection = window.peerConnections.findLast((each) => each.connectionState === "connected");
      const [camera] = connection.getReceivers().map(({ track }) => track).filter(({ kind }) => kind === "video");
      return (await (${sharpness.toString()})(camera)).room;
    })()`) as Promise<number>;
  /** What both ends have agreed upon. */
  const agreed = (screen: Screen): Promise<unknown> =>
    screen.page.evaluate(() => window.peerConnections.map(({ currentLocalDescription }) => currentLocalDescription?.sdp));

  test(
    "blurs it before joining; others see it blurred from the first picture, and sharp once that is wished (MEDIA10)",
    { timeout: 200_000 },
    async () => {
      const { session, links } = await new BackEnd(demo.url).session(["Samir"]);
      const host = await Host.arrive(chromium, demo.url);
      const guest = await Guest.open(chromium, links[0] ?? "", "Samir", async ({ page }) => {
        await page.evaluateOnNewDocument(IN_A_ROOM);
      });
      await telling([host.screen, guest.screen], async () => {
        await guest.screen.press("Camera and sound settings");
        await guest.screen.press("Blur my background");
        await guest.screen.press("Done");
        await guest.knock("Samir");
        await host.letIn("Samir");
        await host.joinCall(session.id);
        await Promise.all([hearsAndSees(host.screen, SLOW), hearsAndSees(guest.screen, SLOW)]);
        assert.ok((await arriving(host.screen)) < 2);
        assert.equal(guest.screen.page.workers().length, 1);

        const before = await agreed(host.screen);
        await guest.screen.press("More", { exact: true });
        await guest.screen.press("Camera and sound");
        await guest.screen.press("Blur my background");
        assert.deepEqual(
          guest.screen.log.filter((line) => /TensorFlow|segmenter|GL/u.test(line)),
          [],
          "the library talks to the console",
        );
        await until("the room is sharp", async () => (await arriving(host.screen)) > 4, SLOW);
        await guest.screen.press("Blur my background");
        await until("the room is blurred again", async () => (await arriving(host.screen)) < 2, SLOW);
        assert.deepEqual(await agreed(host.screen), before, "it was negotiated");

        await guest.screen.press("Done");
        await guest.screen.press("Leave", { exact: true });
        await until("no thread is left", () => guest.screen.page.workers().length === 0);
      });
      await host.screen.close();
      await guest.screen.close();
    },
  );
});
