import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { Browser } from "puppeteer-core";
import { launchChromium } from "../support/browsers.ts";
import { HostAppServer } from "../support/host-app-server.ts";
import { HOST_APPS, HostApps } from "../support/host-apps.ts";
import { hearsAndSees } from "../support/media-probe.ts";
import { Guest } from "../support/people.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { Screen, telling } from "../support/screen.ts";
import { missing } from "../support/system-packages.ts";
import type { Traces } from "../support/traces.ts";
import { installTraces } from "../support/traces.ts";
import { until } from "../support/until.ts";

const SLOW = { withinMs: 30_000 };
const NOTHING: Omit<Traces, "listeners"> = { tracks: 0, sockets: 0, peers: 0, sounds: 0 };

const traces = (screen: Screen): Promise<Traces> => screen.page.evaluate(() => window.traces());

/** Portals of vendors, each built with the tools of its framework from the package as it is published, each on an origin of its own. */
describe("In the portal of a vendor", { skip: missing("chromium") }, () => {
  const folder = mkdtempSync(join(tmpdir(), "doorstep-vendors-"));
  const servers = new Map<string, HostAppServer>();
  let apps: HostApps;
  let relay: RelayProcess;
  let browser: Browser;

  before(async () => {
    apps = await HostApps.install();
    for (const app of HOST_APPS) {
      const vendor = { id: app, apiSecret: `the-secret-of-the-vendor-${app}-of-32-or-more`, folder: await apps.build(app) };
      servers.set(app, await HostAppServer.start(vendor));
    }
    const tenants = join(folder, "tenants.json");
    writeFileSync(tenants, JSON.stringify([...servers.values()].map(({ tenant }) => tenant)));
    const env = { TENANTS_FILE: tenants, TENANT_ID: "", API_SECRET: "", ALLOWED_ORIGINS: "" };
    browser = await launchChromium();
    relay = await RelayProcess.start({ env, built: true, withinMs: 120_000 });
    for (const server of servers.values()) server.relayUrl = relay.url;
  });
  after(async () => {
    await Promise.all([relay?.stop(), browser?.close(), ...[...servers.values()].map((server) => server.stop())]);
    apps?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const app of HOST_APPS) {
    test(`${app}: a link is made and followed, its guest let in, seen, heard and gone; signing out leaves no trace`, async () => {
      const maya = await Screen.open(browser, `Maya with ${app}`);
      const screens = [maya];
      await maya.page.evaluateOnNewDocument(`(${installTraces.toString()})()`);
      await telling(screens, async () => {
        const url = servers.get(app)?.url ?? "";
        await maya.goTo(url);
        await maya.sees("connection: open", { within: "#news" });

        // `services` and `contacts` are properties, which the framework hands over.
        await maya.find({ role: "combobox", name: "Service" });
        await maya.press("Create session");
        await maya.sees("created: Family session", { within: "#news" });
        await maya.press("Samir Haddad", { role: "checkbox" });
        await maya.press("Send invitations (1)");
        await maya.sees("invited: 1", { within: "#news" });
        await maya.press("Copy the link of Samir Haddad");
        const link = await until("the link is copied", () => maya.copied());
        assert.ok(link.startsWith(`${url}/guest.html#`), link);

        const guest = await Guest.open(browser, link);
        screens.push(guest.screen);
        await guest.knock();
        await maya.press("Open the door to Samir Haddad");
        await maya.sees("let in: Samir Haddad", { within: "#news" });
        await guest.screen.sees("The door is open");

        await maya.press("Open the call");
        await maya.press("Join", { exact: true, within: "session-call" });
        await maya.sees("in the call", { within: "#news" });
        await Promise.all([hearsAndSees(maya, SLOW), hearsAndSees(guest.screen, SLOW)]);
        await maya.sees("inside: 2", { within: "#news" });
        const during = await traces(maya);
        assert.ok(during.tracks > 0 && during.sockets > 0 && during.peers > 0, JSON.stringify(during));

        await guest.screen.page.evaluate(() => document.querySelector("drop-in-join")?.leave());
        await guest.screen.sees("Goodbye: left");
        await maya.press("Leave", { exact: true, within: "session-call" });
        await maya.sees("left: left", { within: "#news" });

        const listeners = await leavesNoTrace(maya);
        await maya.press("Sign in");
        await maya.sees(/connection: open.*connection: open/u, { within: "#news" });
        assert.ok((await traces(maya)).sockets > 0);
        assert.equal(await leavesNoTrace(maya), listeners, "listeners after another visit");
      });
      for (const screen of screens) await screen.close();
    });
  }

  test("plain: a call whose tag is taken off the page in the midst of it turns the camera off", async () => {
    const maya = await Screen.open(browser, "Maya");
    await maya.page.evaluateOnNewDocument(`(${installTraces.toString()})()`);
    await telling([maya], async () => {
      await maya.goTo(servers.get("plain")?.url ?? "");
      await maya.press("Create session");
      await maya.press("Open the call");
      await maya.press("Join", { exact: true, within: "session-call" });
      await maya.sees("in the call", { within: "#news" });
      await until("the camera is on", async () => (await traces(maya)).tracks > 0);
      await leavesNoTrace(maya);
    });
    await maya.close();
  });
});

/** Takes every tag off the page; how many listeners are left once nothing goes any more, the page's own among them. */
async function leavesNoTrace(screen: Screen): Promise<number> {
  await screen.press("Sign out");
  let listeners = 0;
  await until("camera, sockets, connections and sounds are gone, and no more listeners go", async () => {
    const before = listeners;
    const left = await traces(screen);
    ({ listeners } = left);
    const { listeners: _, ...rest } = left;
    assert.deepEqual(rest, NOTHING);
    return listeners === before;
  });
  return listeners;
}
