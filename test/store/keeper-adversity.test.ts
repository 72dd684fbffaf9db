import assert from "node:assert/strict";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { describe, test } from "node:test";
import { setInterval } from "node:timers/promises";
import type { TestContext } from "node:test";
import type { RelayId, SessionId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Command } from "../../relay/session/command.ts";
import { openRedisStore } from "../../relay/store/redis-store.ts";
import type { SessionChange } from "../../relay/store/session-keeper.ts";
import { SessionKeeper } from "../../relay/store/session-keeper.ts";
import type { Store } from "../../relay/store/session-store.ts";
import { at, guest, POLICY, VENDOR } from "../session/world.ts";
import { RedisServer } from "../support/redis-server.ts";
import { TcpProxy } from "../support/tcp-proxy.ts";
import { until } from "../support/until.ts";

const log = { warn() {}, error() {} };

interface Relay {
  store: Store;
  keeper: SessionKeeper;
}

async function relay(t: TestContext, url: string, relayId: RelayId = newId("rly")): Promise<Relay> {
  const store = await openRedisStore({ url, relayId, log });
  const keeper = new SessionKeeper({ store, relayId, policyFor: () => POLICY, log });
  t.after(async () => {
    await keeper.close();
    await store.close();
  });
  return { store, keeper };
}

async function redisOf(t: TestContext): Promise<RedisServer> {
  const redis = await RedisServer.start({ persist: true });
  t.after(() => redis.stop());
  return redis;
}

async function lineTo(t: TestContext, redis: RedisServer): Promise<TcpProxy> {
  const line = await TcpProxy.start(redis.port);
  t.after(() => line.stop());
  return line;
}

async function sessionOn(keeper: SessionKeeper): Promise<{ id: SessionId; inviteId: `inv_${string}` }> {
  const id = newId("ses");
  const inviteId = newId("inv");
  const created = await keeper.submit(id, {
    type: "create",
    actor: VENDOR,
    sessionId: id,
    fields: {
      title: "T",
      service: "S",
      hosts: [{ id: "user-1", name: "Host 1" }],
      startsAt: Date.now(),
      durationMinutes: 50,
      timeZone: "UTC",
    },
    linkSharing: true,
    invites: [{ inviteId, name: "All", label: "All", relation: "other" }],
  });
  assert(created.ok);
  return { id, inviteId };
}

const knock = (n: number, inviteId: `inv_${string}`): Command => ({
  type: "knock",
  actor: { ...guest(n), inviteId },
  name: `Guest ${n}`,
  connection: at(`g${n}`),
});
/** Done twice, it is there twice. */
const resend = (inviteId: `inv_${string}`): Command => ({ type: "resend-invite", actor: VENDOR, inviteId });
const message = (n: number): Command => ({ type: "message", actor: VENDOR, messageId: `m-${n}`, text: `Message ${n}` });

describe("A keeper on a bad line", () => {
  test("whose answers get lost asks again under the same id: all is done, nothing twice, and its own watchers see it (STORE2, REV6)", async (t) => {
    const redis = await redisOf(t);
    const line = await lineTo(t, redis);
    const near = await relay(t, `redis://127.0.0.1:${line.port}`);
    const far = await relay(t, redis.url);
    const { id, inviteId } = await sessionOn(near.keeper);
    await near.keeper.submit(id, knock(1, inviteId));
    const seen: SessionChange[] = [];
    await near.keeper.watch(id, (change) => seen.push(change));
    await far.keeper.watch(id, () => undefined);

    for (let n = 0; n < 12; n += 1) {
      line.losesCommits = n % 3 === 2 ? 2 : 1;
      const [mine, theirs] = await Promise.all([near.keeper.submit(id, resend(inviteId)), far.keeper.submit(id, resend(inviteId))]);
      assert(mine.ok && theirs.ok, `${n} was refused`);
    }
    const read = await far.keeper.read(id);
    assert(read.ok && read.value !== null);
    const resent = read.value.session.invites[inviteId]?.history.filter(({ what }) => what === "resent");
    assert.equal(resent?.length, 24, "each exactly once");
    const newest = read.value.version;
    await until("the near relay's watcher has seen the newest", () => seen.at(-1)?.version === newest);
    const versions = seen.map((change) => change.version);
    assert.deepEqual(
      versions,
      [...new Set(versions)].sort((a, b) => a - b),
    );
  });

  test("over which nothing passes any more gives it up and uses the next, without anyone's help (STORE4)", async (t) => {
    const redis = await redisOf(t);
    const line = await lineTo(t, redis);
    const near = await relay(t, `redis://127.0.0.1:${line.port}`);
    const { id } = await sessionOn(near.keeper);
    line.silent = true;
    let n = 0;
    // Somebody always asks; the dead connection must be given up nevertheless.
    await until(
      "the bus knows that it hears nothing",
      async () => {
        const answer = await near.keeper.submit(id, message((n += 1)));
        assert(!answer.ok && answer.refusal.code === "unavailable");
        return !near.store.bus.fresh() && !near.store.sessions.ready();
      },
      { withinMs: 15_000 },
    );
    line.silent = false;
    await until("it is served again", async () => near.store.bus.fresh() && (await near.keeper.submit(id, message((n += 1)))).ok, {
      withinMs: 4_000,
    });
  });
});

describe("A keeper whose Redis hangs", () => {
  test("refuses everything within two seconds, also what came while something else was being asked, and is well within two of its return (STORE4)", async (t) => {
    const redis = await redisOf(t);
    const { keeper, store } = await relay(t, redis.url);
    const { id, inviteId } = await sessionOn(keeper);
    redis.pause();
    const delay = monitorEventLoopDelay({ resolution: 10 });
    delay.enable();
    const timed = async (asked: Promise<{ ok: boolean }>): Promise<number> => {
      const start = performance.now();
      assert.equal((await asked).ok, false);
      return performance.now() - start;
    };
    const asked = [timed(keeper.submit(id, knock(1, inviteId)))];
    let n = 1;
    for await (const _ of setInterval(200)) {
      if ((n += 1) === 12) break;
      asked.push(timed(keeper.submit(id, knock(n, inviteId))), timed(keeper.read(id)));
    }
    const slowest = Math.max(...(await Promise.all(asked)));
    delay.disable();
    // What this machine is late with its timers is not the keeper's.
    assert(slowest < 2_000 + delay.max / 1e6, `one was refused only after ${Math.round(slowest)} ms`);
    assert.equal(store.sessions.ready(), false);
    const start = performance.now();
    redis.resume();
    await until("it decides again", async () => (await keeper.submit(id, message(1))).ok);
    assert(performance.now() - start < 2_000);
  });

  test("does nothing later that it refused long ago: what waited in the line comes too late (SEAT7)", async (t) => {
    const redis = await redisOf(t);
    const { keeper } = await relay(t, redis.url);
    const { id } = await sessionOn(keeper);
    await keeper.submit(id, message(0));
    // It holds the document, so the commit itself is what waits in the line.
    await keeper.watch(id, () => undefined);
    redis.pause();
    const refusedThen = await keeper.submit(id, message(1));
    assert(!refusedThen.ok && refusedThen.refusal.code === "unavailable");
    redis.resume();
    await until("it decides again", async () => (await keeper.submit(id, message(2))).ok);
    const read = await keeper.read(id);
    assert(read.ok);
    assert.deepEqual(
      read.value?.session.messages.map((each) => each.id),
      ["m-0", "m-2"],
    );
  });

  test("goes on when Redis was killed and started again, with its watchers shown what they missed (STORE4)", async (t) => {
    const redis = await redisOf(t);
    const one = await relay(t, redis.url);
    const two = await relay(t, redis.url);
    const { id } = await sessionOn(one.keeper);
    const seen: SessionChange[] = [];
    await two.keeper.watch(id, (change) => seen.push(change));
    await redis.kill();
    assert.equal((await one.keeper.submit(id, message(1))).ok, false);
    await redis.restart();
    const back = performance.now();
    await until("it decides again", async () => (await one.keeper.submit(id, message(2))).ok);
    assert(performance.now() - back < 2_000);
    await until("the other relay's watcher sees it", () => seen.at(-1)?.session?.messages.at(-1)?.id === "m-2");
  });
});
