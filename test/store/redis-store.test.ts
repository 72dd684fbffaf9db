import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createClient } from "redis";
import type { RelayId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import { STORE_TIMEOUT_MS } from "../../protocol/limits.ts";
import { openRedisStore } from "../../relay/store/redis-store.ts";
import type { Store } from "../../relay/store/session-store.ts";
import { StoreUnavailable } from "../../relay/store/session-store.ts";
import { commitOf, document, sessionStoreContract } from "../contract/session-store.contract.ts";
import { RedisServer } from "../support/redis-server.ts";
import { TcpProxy } from "../support/tcp-proxy.ts";
import { until } from "../support/until.ts";

const log = { info() {}, warn() {}, error() {} };
const open = (url: string, relayId: RelayId = newId("rly")): Promise<Store> => openRedisStore({ url, relayId, log });

describe("Redis", () => {
  let redis: RedisServer;
  before(async () => {
    redis = await RedisServer.start();
  });
  after(() => redis.stop());

  sessionStoreContract("Redis", () => open(redis.url));

  describe("with three relays on it", () => {
    let stores: Store[];
    before(async () => {
      stores = await Promise.all(["rly_1", "rly_2", "rly_3"].map((id) => open(redis.url, id as RelayId)));
    });
    after(() => Promise.all(stores.map((store) => store.close())));

    test("whoever watches a session is told of what the others commit, with the document, and not of its own", async () => {
      const [one, two] = stores as [Store, Store];
      const session = document();
      const heard: [number, string | undefined][] = [];
      const own: number[] = [];
      const stops = [
        await two.bus.watchSession(session.id, ({ version, stored }) => heard.push([version, stored?.session.title])),
        await one.bus.watchSession(session.id, ({ version }) => own.push(version)),
      ];
      await one.sessions.commit({ ...commitOf(session, 0, {}, one.sessions.now()), relayId: "rly_1" });
      await one.sessions.commit({ ...commitOf({ ...session, title: "Second" }, 1, {}, one.sessions.now()), relayId: "rly_1" });
      await until("both versions are heard", () => heard.length === 2);
      assert.deepEqual(heard, [
        [1, session.title],
        [2, "Second"],
      ]);
      assert.deepEqual(own, []);
      for (const stop of stops) await stop();
    });

    test("signals go to the one relay they are for, all of one turn in one message", async () => {
      const [one, , three] = stores as [Store, Store, Store];
      const heard: unknown[][] = [[], [], []];
      stores.forEach((store, n) => store.bus.receive((message) => heard[n]?.push(message)));
      const counter = createClient({ url: redis.url });
      await counter.connect();
      const published = async () => Number(/cmdstat_publish:calls=(\d+)/.exec(await counter.info("commandstats"))?.[1] ?? 0);
      const start = await published();
      for (let n = 0; n < 10; n += 1) one.bus.send("rly_2", { n });
      await until("all arrived", () => heard[1]?.length === 10);
      assert.equal((await published()) - start, 1);
      one.bus.send("rly_1", "to itself");
      assert.deepEqual(heard[0], ["to itself"], "without Redis");
      assert.equal((await published()) - start, 1);
      assert.deepEqual(heard[2], []);
      assert(three.bus.fresh());
      await counter.close();
    });

    test("of commits on one version by all three exactly one is done (STORE3)", async () => {
      const session = document();
      for (let version = 0; version < 30; version += 1) {
        const outcomes = await Promise.all(
          stores.map((store) => store.sessions.commit(commitOf(session, version, {}, store.sessions.now()))),
        );
        assert.equal(outcomes.filter(({ is }) => is === "committed").length, 1);
      }
    });

    test("a relay that gives up its lease is dead for good, and everyone learns when (SEAT7)", async () => {
      const gone = await open(redis.url, "rly_gone");
      await gone.leases.release("rly_gone");
      const [one] = stores as [Store];
      await until("the death is known", async () => {
        await one.leases.renew("rly_1");
        return one.leases.deadSince("rly_gone") !== undefined;
      });
      assert.equal(await gone.leases.renew("rly_gone"), false, "it must start anew under another id");
      await gone.close();
    });
  });

  test("a commit whose answer was lost is known again when it is repeated (STORE2)", async () => {
    const line = await TcpProxy.start(redis.port);
    const store = await open(`redis://127.0.0.1:${line.port}`);
    const session = document();
    await store.sessions.commit(commitOf(session, 0, {}, store.sessions.now()));
    for (let version = 1; version <= 10; version += 1) {
      const commit = commitOf(session, version, { audit: [{ at: version, by: "vendor", type: "session.updated" }] }, store.sessions.now());
      line.loseAnswers = true;
      await assert.rejects(store.sessions.commit(commit), StoreUnavailable);
      line.loseAnswers = false;
      await until("the line stands again", () => store.sessions.load(session.id));
      const outcome = await store.sessions.commit({ ...commit, now: store.sessions.now() });
      assert.deepEqual(outcome.is === "committed" && outcome.version, version + 1);
    }
    const { items } = await store.sessions.audit(session.id, { limit: 100 });
    assert.deepEqual(
      items.map((item) => item.at),
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      "each exactly once",
    );
    await store.close();
    await line.stop();
  });

  test("forgotten scripts are sent again", async () => {
    const store = await open(redis.url);
    const client = createClient({ url: redis.url });
    await client.connect();
    await client.scriptFlush();
    const outcome = await store.sessions.commit(commitOf(document(), 0, {}, store.sessions.now()));
    assert.equal(outcome.is, "committed");
    await client.close();
    await store.close();
  });

  test("a Redis that hangs makes every answer `unavailable` in time, and all is well when it goes on (STORE4)", async () => {
    const own = await RedisServer.start();
    const store = await open(own.url);
    const session = document();
    await store.sessions.commit(commitOf(session, 0, {}, store.sessions.now()));
    own.pause();
    await assert.rejects(store.sessions.load(session.id), StoreUnavailable);
    assert.equal(store.sessions.ready(), false);
    own.resume();
    await until("it answers again", async () => (await store.sessions.load(session.id)).stored?.version === 1);
    assert.equal(store.sessions.ready(), true);
    assert(STORE_TIMEOUT_MS < 2_000);
    await store.close();
    await own.stop();
  });

  test("a Redis that went and came back is used again, and watchers are told to look anew (STORE4)", async () => {
    const own = await RedisServer.start({ persist: true });
    const store = await open(own.url, "rly_a");
    const other = await open(own.url, "rly_b");
    const session = document();
    const heard: number[] = [];
    const turns: boolean[] = [];
    other.bus.onFreshness((fresh) => turns.push(fresh));
    await other.bus.watchSession(session.id, ({ version }) => heard.push(version));
    await own.kill();
    await assert.rejects(store.sessions.commit(commitOf(session, 0, {}, store.sessions.now())), StoreUnavailable);
    await own.restart();
    await until("both are back", async () => other.bus.fresh() && (await store.sessions.load(session.id)).stored === null);
    assert.deepEqual(turns, [false, true]);
    await store.sessions.commit({ ...commitOf(session, 0, {}, store.sessions.now()), relayId: "rly_a" });
    await until("the watcher hears again", () => heard.length === 1);
    await store.close();
    await other.close();
    await own.stop();
  });
});
