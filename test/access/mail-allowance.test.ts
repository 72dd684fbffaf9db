import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { open } from "lmdb";
import { createClient } from "redis";
import { MailAllowance } from "../../relay/access/mail-allowance.ts";
import { EmbeddedCounts } from "../../relay/store/embedded-counts.ts";
import { openEmbeddedStore } from "../../relay/store/embedded-store.ts";
import { RedisServer } from "../support/redis-server.ts";
import { missing } from "../support/system-packages.ts";

const ANA = { tenantId: "riverside", hostId: "ana" };
const TOM = { tenantId: "riverside", hostId: "tom" };

describe("A day's invitations (MAIL6)", () => {
  test("are counted for each host and each tenant, all of a call or none", async () => {
    const allowance = new MailAllowance({ perDay: { host: 10, tenant: 15 }, redisClient: null, counts: null });
    assert.equal(await allowance.take(ANA, 8), null);
    assert.match((await allowance.take(ANA, 3))?.detail ?? "", /as one person may in a day/);
    assert.equal(await allowance.take(ANA, 2), null, "what was refused did not count");
    assert.match((await allowance.take(TOM, 6))?.detail ?? "", /Your clinic/);
    assert.equal(await allowance.take(TOM, 5), null);
    assert.equal((await allowance.take({ tenantId: "riverside" }, 1))?.code, "rate-limited", "the back end has its tenant's limit");
    assert.equal(await allowance.take({ tenantId: "harbour", hostId: "ana" }, 10), null, "another tenant's host of the same id");
  });

  test("that were not sent after all may be sent later", async () => {
    const allowance = new MailAllowance({ perDay: { host: 10, tenant: 10 }, redisClient: null, counts: null });
    assert.equal(await allowance.take(ANA, 10), null);
    await allowance.giveBack(ANA, 4);
    assert.equal((await allowance.take(ANA, 5))?.code, "rate-limited");
    assert.equal(await allowance.take(ANA, 4), null);
  });

  test("are not forgotten by a relay that starts anew with its folder", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "doorstep-allowance-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const lives = async (story: (allowance: MailAllowance) => Promise<void>): Promise<void> => {
      const { counts, redisClient, close } = await openEmbeddedStore(folder);
      await story(new MailAllowance({ perDay: { host: 10, tenant: 12 }, redisClient, counts }));
      await close();
    };
    await lives(async (allowance) => {
      assert.equal(await allowance.take(ANA, 9), null);
      assert.equal((await allowance.take(ANA, 2))?.code, "rate-limited");
    });
    await lives(async (allowance) => {
      const refused = await allowance.take(ANA, 2);
      assert.match(refused?.detail ?? "", /as one person may in a day/);
      const day = 24 * 60 * 60_000;
      assert.ok(
        refused?.retryAfterMs !== undefined && refused.retryAfterMs > day - 60_000 && refused.retryAfterMs <= day,
        "by the first window",
      );
      assert.equal(await allowance.take(ANA, 1), null, "what was refused did not count");
      assert.match((await allowance.take(TOM, 3))?.detail ?? "", /Your clinic/);
      await allowance.giveBack(ANA, 4);
    });
    await lives(async (allowance) => assert.equal(await allowance.take(TOM, 6), null, "what was given back is there again"));
  });

  test("begin anew when their day is over, and go on in memory where the folder cannot be written", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "doorstep-allowance-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const { counts, close } = await openEmbeddedStore(folder);
    t.after(close);
    assert.equal(await counts?.take("ana", 5, { limit: 5, windowMs: 0 }), null);
    assert.equal(await counts?.take("ana", 5, { limit: 5, windowMs: 60_000 }), null, "the window before was over");
    assert.ok(((await counts?.take("ana", 1, { limit: 5, windowMs: 60_000 })) ?? 0) > 59_000);
    const full = () => Promise.reject(new Error("ENOSPC"));
    const allowance = new MailAllowance({ perDay: { host: 1, tenant: 5 }, redisClient: null, counts: { take: full, giveBack: full } });
    assert.equal(await allowance.take(ANA, 1), null);
    assert.equal((await allowance.take(ANA, 1))?.code, "rate-limited");
  });

  test("leave nothing behind when their day is over, however many others still run", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "doorstep-allowance-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const root = open({ path: join(folder, "counts.mdb"), maxDbs: 1 });
    t.after(() => root.close());
    const counts = new EmbeddedCounts(root);
    const running = Array.from({ length: 50 }, (_, n) => `host-${String(n).padStart(2, "0")}`);
    for (const key of running) await counts.take(key, 1, { limit: 5, windowMs: 60_000 });
    await counts.take("long-gone", 1, { limit: 5, windowMs: 0 });
    for (let turn = 0; turn < 5; turn += 1) await counts.take("host-00", 1, { limit: 50, windowMs: 60_000 });
    const kept = root.openDB({ name: "counts", encoding: "json" });
    assert.equal(kept.get("long-gone"), undefined);
    assert.ok(running.every((key) => kept.get(key) !== undefined));
  });

  test("are shared by relays on one Redis", { skip: missing("redis-server") }, async (t) => {
    const redis = await RedisServer.start();
    t.after(() => redis.stop());
    const relays = await Promise.all(
      [1, 2].map(async () => {
        const redisClient = createClient({ url: redis.url, disableOfflineQueue: true });
        redisClient.on("error", () => undefined);
        await redisClient.connect();
        t.after(() => redisClient.destroy());
        return new MailAllowance({ perDay: { host: 10, tenant: 100 }, redisClient, counts: null });
      }),
    );
    const asked = await Promise.all(Array.from({ length: 20 }, (_, n) => relays[n % 2]!.take(ANA, 1)));
    assert.equal(asked.filter((refused) => refused === null).length, 10);
    await relays[0]!.giveBack(ANA, 1);
    assert.equal(await relays[1]!.take(ANA, 1), null);
  });
});
