/** What every store must do, whichever it is. Called by `test/store/*.test.ts` once per store. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { RelayId, SessionId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Session, SessionEvent } from "../../relay/session/session.ts";
import type { SessionCommit, Store, StoredSession } from "../../relay/store/session-store.ts";
import { COMMIT_LATE_MS, UnknownCursor } from "../../relay/store/session-store.ts";
import { DELIVERIES_KEPT, RELAY_LEASE_MS } from "../../protocol/limits.ts";
import { openWorld, START } from "../session/world.ts";

export const RELAY: RelayId = "rly_own";

/** A document with an id of its own. */
export function document(changes: Partial<Session> = {}): Session {
  return { ...openWorld(1).is, id: newId("ses"), ...changes };
}

export function commitOf(session: Session, base: number, changes: Partial<SessionCommit> = {}, now = Date.now()): SessionCommit {
  return {
    sessionId: session.id,
    base,
    commitId: newId("cmt"),
    relayId: RELAY,
    now,
    session,
    places: {
      tenantId: session.tenantId,
      ...(session.clientRef === undefined ? {} : { clientRef: session.clientRef }),
      hostIds: session.hosts.map((host) => host.id),
      startsAt: session.startsAt,
      relays: [],
    },
    audit: [],
    due: null,
    touchesHosts: session.hosts.map((host) => host.id),
    ...changes,
  };
}

const event = (n: number): SessionEvent => ({ at: START + n, by: "vendor", type: "session.updated" });

export function sessionStoreContract(name: string, open: () => Promise<Store>): void {
  describe(`${name} keeps sessions as every store must`, () => {
    let store: Store;
    before(async () => {
      store = await open();
    });
    after(() => store.close());

    const write = async (session: Session, base = 0, changes: Partial<SessionCommit> = {}): Promise<number> => {
      const outcome = await store.sessions.commit(commitOf(session, base, changes, store.sessions.now()));
      assert.equal(outcome.is, "committed");
      return outcome.is === "committed" ? outcome.version : 0;
    };
    const stored = async (id: SessionId): Promise<StoredSession | null> => (await store.sessions.load(id)).stored;

    test("what was committed is there, whole, with its version (STORE1)", async () => {
      const session = document();
      assert.equal(await stored(session.id), null);
      assert.equal(await write(session), 1);
      assert.deepEqual(await stored(session.id), { version: 1, session });
      assert.equal(await write({ ...session, title: "Ünïcödé 😀 \u2028" }, 1), 2);
      assert.equal((await stored(session.id))?.session.title, "Ünïcödé 😀 \u2028");
    });

    test("of two commits on one version the second is told what stands instead (STORE3)", async () => {
      const session = document();
      await write(session);
      const late = await store.sessions.commit(commitOf({ ...session, title: "Late" }, 0, {}, store.sessions.now()));
      assert.equal(late.is, "conflict");
      assert(late.is === "conflict" && late.current?.version === 1);
      assert.equal((await stored(session.id))?.session.title, session.title);
    });

    test("a commit repeated after a lost answer is not done twice (STORE2)", async () => {
      const session = document();
      const commit = commitOf(session, 0, { audit: [event(1)] }, store.sessions.now());
      const first = await store.sessions.commit(commit);
      const again = await store.sessions.commit(commit);
      assert(first.is === "committed" && again.is === "committed");
      assert.equal(again.version, first.version);
      assert.equal((await store.sessions.audit(session.id, { limit: 10 })).items.length, 1);
      // Known again, as the version it made, even after others have committed many times on top of it.
      for (let version = 1; version <= 40; version += 1) await write(session, version, { relayId: "rly_other" });
      const muchLater = await store.sessions.commit(commit);
      assert(muchLater.is === "committed" && muchLater.version === 1);
      assert.equal((await stored(session.id))?.version, 41);
    });

    test("a deletion repeated after a lost answer is a deletion still (STORE2)", async () => {
      const session = document();
      await write(session);
      const commit = { ...commitOf(session, 1, {}, store.sessions.now()), session: null };
      for (let time = 0; time < 2; time += 1) {
        const outcome = await store.sessions.commit(commit);
        assert(outcome.is === "committed" && outcome.version === 2);
      }
    });

    test("a commit that comes over a second after it was decided is refused, and changes nothing (STORE6, SEAT7)", async () => {
      const session = document();
      const now = store.sessions.now();
      assert.equal((await store.sessions.commit(commitOf(session, 0, {}, now - COMMIT_LATE_MS - 50))).is, "late");
      assert.equal((await store.sessions.commit(commitOf(session, 0, {}, now + COMMIT_LATE_MS + 500))).is, "late");
      assert.equal(await stored(session.id), null);
      // One that happened is known again however late.
      const commit = commitOf(session, 0, {}, store.sessions.now());
      await store.sessions.commit(commit);
      assert.equal((await store.sessions.commit({ ...commit, now: now - 60_000 })).is, "committed");
    });

    test("a look that finds nothing new carries no document", async () => {
      const session = document();
      assert.equal((await store.sessions.loadUnless(session.id, 0)).stored, undefined);
      await write(session);
      assert.equal((await store.sessions.loadUnless(session.id, 1)).stored, undefined);
      assert.equal((await store.sessions.loadUnless(session.id, 0)).stored?.version, 1);
    });

    test("a deleted session leaves nothing behind", async () => {
      const session = document({ tenantId: "deleting" });
      await write(session, 0, { audit: [event(1)], due: store.sessions.now() - 1 });
      await store.sessions.commit({ ...commitOf(session, 1, {}, store.sessions.now()), session: null });
      assert.equal(await stored(session.id), null);
      assert.deepEqual((await store.sessions.audit(session.id, { limit: 10 })).items, []);
      assert.deepEqual((await store.sessions.list({ tenantId: "deleting", limit: 10 })).items, []);
      assert(!(await takeAllDue(store)).includes(session.id));
    });

    test("lists are by start time, by client, by host, between times, page by page, and follow changes", async () => {
      const tenantId = `t-${newId("req")}`;
      const ids: SessionId[] = [];
      for (let n = 0; n < 7; n += 1) {
        // Two start at the very same time: pages must neither repeat nor skip one.
        const session = document({ tenantId, startsAt: START + (n === 4 ? 3 : n) * 60_000, clientRef: n % 2 === 0 ? "even" : "odd" });
        await write(session);
        ids.push(session.id);
      }
      const list = async (query: object) => {
        const found: SessionId[] = [];
        let cursor: string | undefined;
        do {
          const page = await store.sessions.list({ tenantId, limit: 2, ...query, ...(cursor === undefined ? {} : { cursor }) });
          assert(page.items.length <= 2);
          found.push(...page.items.map((item) => item.session.id));
          cursor = page.nextCursor;
        } while (cursor !== undefined);
        return found;
      };
      const all = await list({});
      assert.deepEqual(new Set(all), new Set(ids));
      assert.equal(all.length, ids.length);
      assert.deepEqual(await list({ clientRef: "odd" }), [ids[1], ids[3], ids[5]]);
      assert.deepEqual((await list({ hostId: "user-2" })).length, 7);
      assert.deepEqual(await list({ hostId: "nobody" }), []);
      assert.deepEqual(await list({ clientRef: "odd", hostId: "nobody" }), []);
      assert.deepEqual(await list({ from: START + 5 * 60_000 }), [ids[5], ids[6]]);
      assert.deepEqual(await list({ to: START + 60_000 }), [ids[0]]);
      // Moved to the end, and given to another client and host.
      const first = (await stored(ids[0]!))!;
      await write({ ...first.session, startsAt: START + 99 * 60_000, clientRef: "moved", hosts: [{ id: "user-3", name: "H" }] }, 1);
      assert.equal((await list({})).at(-1), ids[0]);
      assert.deepEqual(await list({ clientRef: "moved" }), [ids[0]]);
      assert.deepEqual(await list({ hostId: "user-3" }), [ids[0]]);
      assert.equal((await list({ hostId: "user-1" })).length, 6);
    });

    test("a cursor that no page gave is refused, in place of a list that would start anew without end", async () => {
      const session = document();
      await write(session, 0, { audit: [event(1), event(2)] });
      const { tenantId } = session;
      const encoded = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString("base64url");
      const forged = ["", "0", "-1", "a cursor", encoded(null), encoded([START]), encoded([START, "ses_"]), encoded(["0", session.id])];
      for (const cursor of forged) await assert.rejects(store.sessions.list({ tenantId, cursor, limit: 2 }), UnknownCursor, cursor);
      for (const cursor of ["", "-1", "1.5", "0x1", "1e3", "Infinity", "a line", "9".repeat(20)]) {
        await assert.rejects(store.sessions.audit(session.id, { cursor, limit: 2 }), UnknownCursor, cursor);
      }
    });

    test("the audit trail grows with each commit, in order, page by page", async () => {
      const session = document();
      await write(session, 0, { audit: [event(1), event(2)] });
      await write(session, 1, { audit: [event(3)] });
      const page = await store.sessions.audit(session.id, { limit: 2 });
      assert.deepEqual(page.items, [event(1), event(2)]);
      assert(page.nextCursor !== undefined);
      const rest = await store.sessions.audit(session.id, { cursor: page.nextCursor, limit: 2 });
      assert.deepEqual(rest.items, [event(3)]);
      assert.equal(rest.nextCursor, undefined);
    });

    test("a due session is taken once per lease, and again when nothing came of it", async () => {
      const session = document();
      await write(session, 0, { due: store.sessions.now() - 1 });
      assert((await takeAllDue(store, 60_000)).includes(session.id));
      assert(!(await takeAllDue(store)).includes(session.id));
      const another = document();
      await write(another, 0, { due: store.sessions.now() - 1 });
      assert((await takeAllDue(store, -1)).includes(another.id));
      assert((await takeAllDue(store)).includes(another.id), "its lease was over at once");
      const later = document();
      await write(later, 0, { due: store.sessions.now() + 60_000 });
      assert(!(await takeAllDue(store)).includes(later.id));
    });

    test("a relay's sessions are found while it carries them, and not after", async () => {
      const session = document();
      const places = { ...commitOf(session, 0).places, relays: ["rly_a" as const, "rly_b" as const] };
      await write(session, 0, { places });
      assert((await store.sessions.carriedBy("rly_a")).includes(session.id));
      await write(session, 1, { places: { ...places, relays: ["rly_b"] } });
      assert(!(await store.sessions.carriedBy("rly_a")).includes(session.id));
      assert((await store.sessions.carriedBy("rly_b")).includes(session.id));
    });

    test("an idempotency key is claimed once; its answer is given again; released, it is free (draft-ietf-httpapi-idempotency-key-header)", async () => {
      const key = newId("req");
      assert.deepEqual(await store.idempotency.claim(key, "print", 60_000), { is: "first" });
      assert.deepEqual(await store.idempotency.claim(key, "other", 60_000), { is: "pending", fingerprint: "print" });
      await store.idempotency.settle(key, "the answer", 60_000);
      assert.deepEqual(await store.idempotency.claim(key, "print", 60_000), { is: "done", fingerprint: "print", answer: "the answer" });
      await store.idempotency.release(key);
      assert.deepEqual(await store.idempotency.claim(key, "print", 60_000), { is: "first" });
    });

    test("what became of a tenant's webhooks is kept, newest first, and no more than can be looked at (HOOK3)", async () => {
      assert.deepEqual(await store.deliveries.newest("vendor"), []);
      for (let n = 1; n <= DELIVERIES_KEPT + 5; n += 1) await store.deliveries.add("vendor", `${n}`);
      await store.deliveries.add("another", "1");
      const kept = await store.deliveries.newest("vendor");
      assert.deepEqual([kept.length, kept[0], kept.at(-1)], [DELIVERIES_KEPT, `${DELIVERIES_KEPT + 5}`, "6"]);
    });

    test("a tenant's settings are its own", async () => {
      assert.equal(await store.settings.get("a", "message"), null);
      await store.settings.set("a", "message", "Hello");
      await store.settings.set("a", "message", "Good day");
      assert.equal(await store.settings.get("a", "message"), "Good day");
      assert.equal(await store.settings.get("b", "message"), null);
    });

    test("its clock is near the machine's, and a living relay is not dead (STORE6, SEAT7)", async () => {
      await store.sessions.load(newId("ses"));
      assert(Math.abs(store.sessions.now() - Date.now()) < 1_000);
      assert.equal(await store.leases.renew(RELAY), true);
      assert.equal(store.leases.deadSince(RELAY), undefined);
      assert(RELAY_LEASE_MS > 1_000);
    });

    test("a host's watchers are told of every commit that touches its lists", async () => {
      const told: SessionId[] = [];
      const stop = await store.bus.watchHost("riverside", "user-1", (id) => told.push(id));
      const session = document();
      await write(session);
      for (let look = 0; look < 200 && !told.includes(session.id); look += 1) await store.sessions.load(session.id);
      assert(told.includes(session.id));
      await stop();
    });
  });
}

/** Everything due, over as many looks as the store needs to see all of it. */
export async function takeAllDue(store: Store, leaseMs = 60_000): Promise<SessionId[]> {
  const taken: SessionId[] = [];
  for (let look = 0; look < 8; look += 1) {
    taken.push(...(await store.sessions.takeDue(store.sessions.now(), leaseMs, 1_000)));
    if (leaseMs < 0 && taken.length > 0) break;
  }
  return taken;
}
