import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import type { Browser } from "puppeteer-core";
import { launchChromium, launchFirefox } from "../support/browsers.ts";
import { LoadBalancer } from "../support/load-balancer.ts";
import { BackEnd } from "../support/people.ts";
import { RedisServer } from "../support/redis-server.ts";
import { RelayProcess } from "../support/relay-process.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";
import { walk } from "../support/walk.ts";

/**
 * Three relays on one Redis. The host's portal is on the first; a guest's link leads to a balancer before the other two, which sends
 * everyone to the second one while it lives. What one side does, the other sees only through Redis.
 */
describe("The walk over three relays", { skip: missing("chromium", "firefox-esr", "redis-server") }, () => {
  let redis: RedisServer;
  let guestsDoor: LoadBalancer;
  let relays: [RelayProcess, RelayProcess, RelayProcess];
  let chromium: Browser;
  let firefox: Browser;

  before(async () => {
    [redis, guestsDoor, chromium, firefox] = await Promise.all([
      RedisServer.start({ persist: true }),
      LoadBalancer.start(),
      launchChromium(),
      launchFirefox(),
    ]);
    const env = { REDIS_URL: redis.url, JOIN_URL: `${guestsDoor.url}/join` };
    relays = await Promise.all([
      RelayProcess.start({ demo: true, env }),
      RelayProcess.start({ env: { ...env, PUBLIC_URL: guestsDoor.url } }),
      RelayProcess.start({ env: { ...env, PUBLIC_URL: guestsDoor.url } }),
    ]);
    guestsDoor.ports = [relays[1].port, relays[2].port];
  });
  after(async () => {
    await Promise.all([guestsDoor?.stop(), chromium?.close(), firefox?.close(), ...(relays ?? []).map((relay) => relay.stop())]);
    await redis?.stop();
  });

  test("host and guest on different relays", { timeout: 90_000 }, async () => {
    await walk({ hostBrowser: firefox, guestBrowser: chromium, portalUrl: relays[0].url, backEnd: new BackEnd(relays[2].url) });
    assert.equal(guestsDoor.taken.get(relays[2].port), undefined, "the guest was on the second relay all the time");
  });

  test("the guest's relay dies in the call (A5)", { timeout: 120_000 }, () =>
    walk({
      hostBrowser: chromium,
      guestBrowser: firefox,
      portalUrl: relays[0].url,
      backEnd: new BackEnd(relays[0].url),
      async mishap() {
        await relays[1].process.kill();
        await until("the guest's browser is at the third relay", () => (guestsDoor.taken.get(relays[2].port) ?? 0) > 0, {
          withinMs: 20_000,
        });
      },
    }),
  );
});
