import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { TestContext } from "node:test";
import type { SessionId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Command } from "../../relay/session/command.ts";
import { openEmbeddedStore } from "../../relay/store/embedded-store.ts";
import type { SessionChange } from "../../relay/store/session-keeper.ts";
import { SessionKeeper } from "../../relay/store/session-keeper.ts";
import type { Store } from "../../relay/store/session-store.ts";
import { StoreUnavailable } from "../../relay/store/session-store.ts";
import { at, guest, guestId, host, POLICY, VENDOR } from "../session/world.ts";
import { until } from "../support/until.ts";

const log = { warn() {}, error() {} };

interface Desk {
  store: Store;
  keeper: SessionKeeper;
  id: SessionId;
  inviteId: `inv_${string}`;
}

/** A keeper on a store of its own whose verbs a test may bend, and one session that is on. */
async function desk(t: TestContext, policy = POLICY): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), "doorstep-keeper-"));
  const store = await openEmbeddedStore(folder);
  const keeper = new SessionKeeper({ store, relayId: "rly_1", policyFor: () => policy, log });
  t.after(async () => {
    await keeper.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const id = newId("ses");
  const inviteId = newId("inv");
  const created = await keeper.submit(id, create(id, inviteId));
  assert(created.ok);
  return { store, keeper, id, inviteId };
}

const create = (id: SessionId, inviteId: `inv_${string}`): Command => ({
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
const knock = (n: number, inviteId: `inv_${string}`): Command => ({
  type: "knock",
  actor: { ...guest(n), inviteId },
  name: `Guest ${n}`,
  connection: at(`g${n}`),
});

/** A verb of the store that waits, having done its work, until it is let go. */
function heldBack<A extends unknown[], R>(
  verb: (...args: A) => Promise<R>,
): { verb: (...args: A) => Promise<R>; done: Promise<void>; letGo: () => void } {
  let letGo: () => void = () => undefined;
  let worked: () => void = () => undefined;
  const gone = new Promise<void>((resolve) => (letGo = resolve));
  const done = new Promise<void>((resolve) => (worked = resolve));
  return {
    async verb(...args) {
      const result = await verb(...args);
      worked();
      await gone;
      return result;
    },
    done,
    letGo: () => letGo(),
  };
}

describe("A keeper", () => {
  test("decides what waits in the order it came, and answers each for itself", async (t) => {
    const { keeper, id, inviteId } = await desk(t);
    const answers = await Promise.all([
      keeper.submit(id, { type: "admit", actor: host(), guestId: guestId(1) }),
      keeper.submit(id, knock(1, inviteId)),
      keeper.submit(id, { type: "admit", actor: host(), guestId: guestId(1) }),
      keeper.submit(id, { type: "admit", actor: host(2), guestId: guestId(1) }),
    ]);
    assert.deepEqual(
      answers.map((answer) => (answer.ok ? "ok" : answer.refusal.code)),
      ["not-allowed", "ok", "ok", "not-allowed"],
    );
    const versions = answers.map((answer) => (answer.ok ? answer.value.stored?.version : undefined));
    assert.deepEqual(versions, [undefined, 2, 2, undefined], "one commit");
  });

  test("looks up what stands when a commit's answer never comes, for it does not hear of its own commits (REV6)", async (t) => {
    const { store, keeper, id, inviteId } = await desk(t);
    const seen: SessionChange[] = [];
    await keeper.watch(id, (change) => seen.push(change));
    const { sessions } = store;
    const commit = sessions.commit.bind(sessions);
    sessions.commit = async (what) => {
      await commit(what);
      throw new StoreUnavailable("Its answer is lost.");
    };
    const start = performance.now();
    const answer = await keeper.submit(id, { type: "revoke-invite", actor: VENDOR, inviteId });
    assert(!answer.ok && answer.refusal.code === "unavailable");
    assert(performance.now() - start < 2_000, "STORE4");
    await until("its watcher sees the link revoked", () => seen.at(-1)?.session?.invites[inviteId]?.revokedAt !== undefined);
  });

  test("asks again for a commit without an answer, under its id, and then answers as if nothing had been (STORE2)", async (t) => {
    const { store, keeper, id, inviteId } = await desk(t);
    const { sessions } = store;
    const commit = sessions.commit.bind(sessions);
    const ids: string[] = [];
    sessions.commit = async (what) => {
      const outcome = await commit(what);
      if (ids.push(what.commitId) < 3) throw new StoreUnavailable("Its answer is lost.");
      return outcome;
    };
    const answer = await keeper.submit(id, { type: "resend-invite", actor: VENDOR, inviteId });
    assert(answer.ok && answer.value.stored?.version === 2);
    assert.equal(ids.length, 3);
    assert.equal(new Set(ids).size, 1);
  });

  test("takes no notice of an answer that is older than what it knows: a deleted session stays deleted", async (t) => {
    // With nothing left to send, it is gone at once.
    const { store, keeper, id } = await desk(t, { ...POLICY, webhooks: false });
    const seen: SessionChange[] = [];
    await keeper.watch(id, (change) => seen.push(change));
    const { sessions } = store;
    const slow = heldBack(async () => ({ stored: (await sessions.load(id)).stored, now: sessions.now() }));
    const loadUnless = sessions.loadUnless.bind(sessions);
    sessions.loadUnless = slow.verb;
    const reading = keeper.read(id);
    await slow.done;
    sessions.loadUnless = loadUnless;
    const deleted = await keeper.submit(id, { type: "delete", actor: VENDOR });
    assert(deleted.ok && deleted.value.stored === null);
    slow.letGo();
    await reading;
    assert.deepEqual(
      seen.map(({ version, session }) => [version, session]),
      [[2, null]],
    );
    assert.equal(keeper.held(id), undefined);
    const read = await keeper.read(id);
    assert(read.ok && read.value === null);
  });

  test("commits nothing once its relay's lease may be over, and goes on when it is renewed (SEAT7)", async (t) => {
    const { keeper, id, inviteId } = await desk(t);
    keeper.leaseEnds(performance.now());
    const answer = await keeper.submit(id, knock(1, inviteId));
    assert(!answer.ok && answer.refusal.code === "unavailable");
    assert((await keeper.read(id)).ok, "what stands may still be told");
    keeper.leaseEnds(performance.now() + 60_000);
    assert((await keeper.submit(id, knock(1, inviteId))).ok);
  });

  test("keeps what lapsed by the clock even if the command itself is refused (SEAT6)", async (t) => {
    const { store, keeper, id, inviteId } = await desk(t);
    await keeper.submit(id, knock(1, inviteId));
    await keeper.submit(id, { type: "disconnect", actor: { ...guest(1), inviteId }, connection: at("g1") });
    const { now } = store.sessions;
    store.sessions.now = () => now.call(store.sessions) + POLICY.waitingGraceMs;
    const admitted = await keeper.submit(id, { type: "admit", actor: host(), guestId: guestId(2) });
    assert.equal(admitted.ok, false);
    const read = await keeper.read(id);
    assert(read.ok);
    assert.equal(read.value?.session.guests[guestId(1)]?.state.is, "away");
  });

  test("remembers for a while what nobody watches, and still never answers from what was", async (t) => {
    const { store, keeper, id } = await desk(t);
    const loads: string[] = [];
    const { sessions } = store;
    const load = sessions.load.bind(sessions);
    sessions.load = (which) => {
      loads.push(which);
      return load(which);
    };
    assert((await keeper.read(id)).ok);
    assert.deepEqual(loads, [], "it was held since it was made");
    // Somebody else changes it unheard.
    const stored = (await load(id)).stored;
    assert(stored !== null);
    const session = { ...stored.session, title: "Changed" };
    const places = { tenantId: session.tenantId, hostIds: [], startsAt: session.startsAt, relays: [] };
    const change = { sessionId: id, base: 1, commitId: newId("cmt"), relayId: "rly_2", now: sessions.now(), session, places } as const;
    await sessions.commit({ ...change, audit: [], due: null, touchesHosts: [] });
    const read = await keeper.read(id);
    assert(read.ok && read.value?.session.title === "Changed");
  });

  test("that is closed answers what waits, and whoever still comes, with `unavailable` (DOOR4)", async (t) => {
    const { store, keeper, id, inviteId } = await desk(t);
    const { sessions } = store;
    const slow = heldBack(sessions.commit.bind(sessions));
    sessions.commit = slow.verb;
    const first = keeper.submit(id, knock(1, inviteId));
    await slow.done;
    const second = keeper.submit(id, knock(2, inviteId));
    const closing = keeper.close();
    slow.letGo();
    await closing;
    assert((await first).ok, "what was being committed is told");
    const codes = [await second, await keeper.submit(id, knock(3, inviteId))].map((answer) => !answer.ok && answer.refusal.code);
    assert.deepEqual(codes, ["unavailable", "unavailable"]);
  });
});
