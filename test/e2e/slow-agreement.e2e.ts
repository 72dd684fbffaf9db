import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { CallPerson } from "../support/callers.ts";
import { JANUS_SECRET, JanusServer } from "../support/janus-server.ts";
import { BackEnd } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";

/** A browser of a machine that is busy takes its time to set up what it has agreed to. */
const SLOW = `{
  const { prototype } = RTCPeerConnection;
  const native = prototype.setLocalDescription;
  prototype.setLocalDescription = async function (description) {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return Reflect.apply(native, this, description === undefined ? [] : [description]);
  };
}`;
const NO_MICROPHONE = `{
  const { mediaDevices } = navigator;
  const native = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (wish) =>
    wish?.audio ? Promise.reject(new DOMException("There is none.", "NotFoundError")) : native(wish);
}`;

describe("A browser that is slow to set up what it receives", { skip: missing("chromium", "firefox-esr", "janus") }, () => {
  let chromium: Browser;
  let firefox: Browser;
  let janus: JanusServer;
  let relay: RelayProcess;
  before(async () => {
    [chromium, firefox, janus] = await Promise.all([launchChromium(), launchFirefox(), JanusServer.start()]);
    relay = await RelayProcess.start({ env: { JANUS_URLS: janus.url, JANUS_API_SECRET: JANUS_SECRET, MESH_MAX: "2" } });
  });
  after(async () => {
    await Promise.all([chromium?.close(), firefox?.close(), relay?.stop(), janus?.stop()]);
  });

  test("hears whoever comes, also when nothing was heard of those who were there before (MEDIA11)", async () => {
    const { session, links } = await new BackEnd(relay.url).session(["Silent", "Slow"]);
    const silent = await CallPerson.guest(
      chromium,
      links[0] ?? "",
      relay.url,
      session.id,
      "somebody without a microphone",
      true,
      NO_MICROPHONE,
    );
    const slow = await CallPerson.guest(firefox, links[1] ?? "", relay.url, session.id, "a slow browser", true, SLOW);
    const before = await CallPerson.host(chromium, relay.url, session.id);
    const sees = (id: string) =>
      until(`${id} is seen`, async () => ((await slow.heard())[id]?.frames ?? 0) > 0, { withinMs: 20_000, everyMs: 100 });
    await until("the call goes through the server", async () => (await slow.topology()) === "sfu", { withinMs: 20_000 });
    await sees(await before.id());
    // It stays there for some seconds; whoever comes again receives but one, in silence.
    await before.leave();
    await before.close();
    await slow.page.reload({ waitUntil: "domcontentloaded" });
    await slow.inside();
    await sees(await silent.id());
    const host = await CallPerson.host(chromium, relay.url, session.id);
    const id = await host.id();
    await sees(id);
    await until("the host is heard", async () => ((await slow.heard())[id]?.energy ?? 0) > 0, { withinMs: 10_000 });
    assert.equal(await slow.topology(), "sfu");
    await Promise.all([silent, slow, host].map((each) => each.close()));
  });
});
