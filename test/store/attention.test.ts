import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { TestContext } from "node:test";
import { createClient } from "redis";
import type { RelayId, SessionId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Command } from "../../relay/session/command.ts";
import type { SessionPolicy } from "../../relay/session/session.ts";
import { Attention } from "../../relay/store/attention.ts";
import { LEASES, RENEWED } from "../../relay/store/redis-keys.ts";
import { openRedisStore } from "../../relay/store/redis-store.ts";
import { SessionKeeper } from "../../relay/store/session-keeper.ts";
import type { Store } from "../../relay/store/session-store.ts";
import { DEATH_DELAY_MS } from "../../relay/store/session-store.ts";
import { at, guest, guestId, POLICY, VENDOR } from "../session/world.ts";
import { RedisServer } from "../support/redis-server.ts";
import { until } from "../support/until.ts";

interface Relay {
  relayId: RelayId;
  store: Store;
  keeper: SessionKeeper;
  attention: Attention;
  /** How often it was told that it is dead. */
  deaths: number;
  /** Sessions of the commits tried, in order. */
  commits: SessionId[];
  complaints: object[];
}

describe("Attention on one Redis", () => {
  let redis: RedisServer;
  let client: ReturnType<typeof createClient>;
  before(async () => {
    redis = await RedisServer.start();
    client = createClient({ url: redis.url });
    client.on("error", () => undefined);
    await client.connect();
  });
  after(async () => {
    await client.close();
    await redis.stop();
  });

  /** A relay whose attention looks only when told to. */
  async function relay(t: TestContext, policy: SessionPolicy = POLICY): Promise<Relay> {
    const relayId = newId("rly");
    const complaints: object[] = [];
    const log = { warn() {}, error: (detail: object) => void complaints.push(detail) };
    const store = await openRedisStore({ url: redis.url, relayId, log });
    const keeper = new SessionKeeper({ store, relayId, policyFor: () => policy, log });
    const made: Relay = { relayId, store, keeper, attention: undefined!, deaths: 0, commits: [], complaints };
    made.attention = new Attention({ store, keeper, relayId, log, onDeath: () => void (made.deaths += 1) });
    const commit = store.sessions.commit.bind(store.sessions);
    store.sessions.commit = (what) => {
      made.commits.push(what.sessionId);
      return commit(what);
    };
    t.after(async () => {
      await keeper.close();
      await store.close();
    });
    return made;
  }

  /** A session in which guest 1 waits, on `where`. */
  async function waitingOn({ keeper, relayId }: Relay): Promise<SessionId> {
    const id = newId("ses");
    const inviteId = newId("inv");
    const create: Command = {
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
    };
    assert((await keeper.submit(id, create)).ok);
    const connection = at("g1", 1, { relay: relayId });
    assert((await keeper.submit(id, { type: "knock", actor: { ...guest(1), inviteId }, name: "Guest 1", connection })).ok);
    return id;
  }
  const stateOf = async ({ keeper }: Relay, id: SessionId) => {
    const read = await keeper.read(id);
    assert(read.ok);
    return read.value?.session.guests[guestId(1)]?.state;
  };
  const leaseEnded = (relayId: RelayId, agoMs: number) => client.zAdd(LEASES, { score: Date.now() - agoMs, value: relayId });

  test("what a dead relay carried counts as lost since its lease ended, though nobody asks (SEAT7)", async (t) => {
    const [gone, alive] = [await relay(t), await relay(t)];
    const ids = [await waitingOn(gone), await waitingOn(gone), await waitingOn(gone)];
    assert.equal((await alive.store.sessions.carriedBy(gone.relayId)).length, 3);
    await leaseEnded(gone.relayId, DEATH_DELAY_MS + 500);
    await alive.attention.renew();
    const since = alive.store.leases.deadSince(gone.relayId);
    assert(since !== undefined);
    await alive.attention.look();
    for (const id of ids) {
      const state = await stateOf(alive, id);
      assert(state?.is === "waiting" && state.presence.is === "lost");
      assert.equal(state.presence.since, since);
    }
    assert.deepEqual(await alive.store.sessions.carriedBy(gone.relayId), []);
    alive.commits.length = 0;
    await alive.attention.look();
    assert.deepEqual(
      alive.commits.filter((id) => ids.includes(id)),
      [],
      "looked after once",
    );
  });

  test("a lease that is just over makes nobody dead yet, but it is not renewed any more either (SEAT7)", async (t) => {
    const [late, alive] = [await relay(t), await relay(t)];
    const id = await waitingOn(late);
    await leaseEnded(late.relayId, 100);
    await alive.attention.renew();
    assert.equal(alive.store.leases.deadSince(late.relayId), undefined);
    await late.attention.start();
    assert.equal(late.deaths, 1);
    const answer = await late.keeper.submit(id, { type: "end", actor: VENDOR });
    assert(!answer.ok && answer.refusal.code === "unavailable", "it commits nothing any more");
    await late.attention.stop();
    assert.equal(late.deaths, 1);
  });

  test("a relay that stops says so: the others know without waiting for its lease (SEAT5)", async (t) => {
    const [leaving, staying] = [await relay(t), await relay(t)];
    await leaving.attention.start();
    const id = await waitingOn(leaving);
    await leaving.attention.stop();
    await staying.attention.renew();
    await staying.attention.look();
    const state = await stateOf(staying, id);
    assert(state?.is === "waiting" && state.presence.is === "lost");
  });

  test("an outage of Redis is nobody's death: the time in which no relay at all could renew is given to all (SEAT7, STORE4)", async (t) => {
    const [one, two] = [await relay(t), await relay(t)];
    // As it stands when Redis has hung for a minute.
    await client.set(RENEWED, String(Date.now() - 60_000));
    await leaseEnded(one.relayId, 53_000);
    await leaseEnded(two.relayId, 52_000);
    await two.attention.renew();
    await one.attention.renew();
    assert.deepEqual([one.deaths, two.deaths], [0, 0]);
    assert.equal(two.store.leases.deadSince(one.relayId), undefined);
    // Whoever does not come back after it is dead as ever.
    await leaseEnded(one.relayId, DEATH_DELAY_MS + 500);
    await two.attention.renew();
    assert(two.store.leases.deadSince(one.relayId) !== undefined);
  });

  test("a due session is ticked without anyone asking, by one of the relays (SEAT6, WAIT5)", async (t) => {
    const brief = { ...POLICY, waitingGraceMs: 50, webhooks: false };
    const relays = [await relay(t, brief), await relay(t, brief)] as const;
    const id = await waitingOn(relays[0]);
    const read = await relays[0].keeper.read(id);
    assert(read.ok && read.value !== null);
    const inviteId = Object.keys(read.value.session.invites)[0] as `inv_${string}`;
    const connection = at("g1", 1, { relay: relays[0].relayId });
    await relays[0].keeper.submit(id, { type: "disconnect", actor: { ...guest(1), inviteId }, connection });
    for (const { commits } of relays) commits.length = 0;
    await until("it is off the list", async () => {
      await Promise.all(relays.map(({ attention }) => attention.look()));
      return (await stateOf(relays[1], id))?.is === "away";
    });
    const ticks = relays.flatMap(({ commits }) => commits.filter((which) => which === id));
    assert.equal(ticks.length, 1);
  });

  test("while Redis is away it keeps trying, complains of nothing, and goes on by itself when it is back", async (t) => {
    const only = await relay(t, { ...POLICY, waitingGraceMs: 50 });
    await only.attention.start();
    redis.pause();
    await until("its store is away", () => !only.store.sessions.ready(), { withinMs: 10_000 });
    redis.resume();
    const id = await until("it is served again", async () => waitingOn(only).catch(() => null), { withinMs: 10_000 });
    const read = await only.keeper.read(id);
    assert(read.ok && read.value !== null);
    const inviteId = Object.keys(read.value.session.invites)[0] as `inv_${string}`;
    const connection = at("g1", 1, { relay: only.relayId });
    await only.keeper.submit(id, { type: "disconnect", actor: { ...guest(1), inviteId }, connection });
    await until("it looks after its session again", async () => (await stateOf(only, id))?.is === "away", { withinMs: 10_000 });
    assert.deepEqual([only.deaths, only.complaints], [0, []]);
    await only.attention.stop();
  });
});
