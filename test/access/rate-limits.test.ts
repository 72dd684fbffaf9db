import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createClient } from "redis";
import { RateLimits } from "../../relay/access/rate-limits.ts";
import type { LimitSizes } from "../../relay/access/rate-limits.ts";
import { RedisServer } from "../support/redis-server.ts";

const sizes = (more: Partial<LimitSizes> = {}): LimitSizes => ({
  address: 5,
  link: 3,
  knock: 3,
  tenant: 100,
  rest: 100,
  credentials: 2,
  "test-mail": 2,
  ...more,
});

async function takeMany(limits: RateLimits, count: number, key: string): Promise<number> {
  let allowed = 0;
  for (let n = 0; n < count; n += 1) if ((await limits.take("address", key)) === null) allowed += 1;
  return allowed;
}

describe("Limits (DOOR6)", () => {
  test("let through what they allow, then refuse with a time, each kind and key for itself", async () => {
    const limits = new RateLimits({ perMinute: sizes(), redisClient: null });
    assert.equal(await takeMany(limits, 9, "203.0.113.7"), 5);
    const refused = await limits.take("address", "203.0.113.7");
    assert.equal(refused?.code, "rate-limited");
    assert.ok((refused?.retryAfterMs ?? 0) > 0 && (refused?.retryAfterMs ?? 0) <= 60_000);
    assert.match(refused?.detail ?? "", /address/);
    assert.equal(await limits.take("address", "203.0.113.8"), null, "another address");
    assert.equal(await limits.take("link", "203.0.113.7"), null, "another kind");
  });

  test("count a whole IPv6 network as one address", async () => {
    const limits = new RateLimits({ perMinute: sizes(), redisClient: null });
    let allowed = 0;
    for (let n = 1; n <= 20; n += 1) if ((await limits.take("address", `2001:db8::${n}`)) === null) allowed += 1;
    assert.equal(allowed, 5);
  });

  test("are shared by relays on one Redis, so that more relays do not mean more attempts", async (t) => {
    const redis = await RedisServer.start();
    t.after(() => redis.stop());
    const clients = await Promise.all(
      [1, 2].map(async () => {
        const client = createClient({ url: redis.url, disableOfflineQueue: true });
        client.on("error", () => undefined);
        await client.connect();
        t.after(() => client.destroy());
        return client;
      }),
    );
    const relays = clients.map((redisClient) => new RateLimits({ perMinute: sizes(), redisClient }));
    const allowed = await Promise.all(relays.map((limits) => takeMany(limits, 10, "203.0.113.7")));
    assert.equal(allowed[0]! + allowed[1]!, 5);
  });

  test("go on in memory while Redis is away or hangs: a limit keeps nobody out by itself", async (t) => {
    const redis = await RedisServer.start();
    t.after(() => redis.stop());
    const client = createClient({ url: redis.url, disableOfflineQueue: true });
    client.on("error", () => undefined);
    await client.connect();
    t.after(() => client.destroy());
    const limits = new RateLimits({ perMinute: sizes(), redisClient: client });
    assert.equal(await limits.take("address", "203.0.113.7"), null);
    redis.pause();
    const began = performance.now();
    assert.equal(await limits.take("address", "203.0.113.7"), null);
    assert.ok(performance.now() - began < 1_500, "without waiting for it");
    redis.resume();
    await redis.stop();
    assert.equal(await takeMany(limits, 10, "198.51.100.1"), 5, "and the limit still holds");
  });
});
