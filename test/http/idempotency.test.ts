import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Invite, SessionInfo } from "../../protocol/views.ts";
import { StoreUnavailable } from "../../relay/store/session-store.ts";
import { HARBOUR_SECRET } from "../access/people.ts";
import { createSession, draft, openTestHouse } from "./house.ts";
import type { TestHouse } from "./house.ts";

const count = async (house: TestHouse): Promise<number> =>
  (await house.ask<{ items: unknown[] }>("GET", "/v1/sessions?limit=200")).body.items.length;
const key = (value: string) => ({ "idempotency-key": value });

describe("A POST with an Idempotency-Key", () => {
  test("repeated gives the same answer, and there is one session", async (t) => {
    const house = await openTestHouse(t);
    const ask = { body: draft({ invites: [{ email: "maya@example.org" }] }), headers: key("order-1") };
    const first = await house.ask("POST", "/v1/sessions", ask);
    const again = await house.ask("POST", "/v1/sessions", ask);
    assert.equal(first.status, 201);
    assert.deepEqual([again.status, again.text, again.headers.get("location")], [first.status, first.text, first.headers.get("location")]);
    assert.equal(again.headers.get("idempotency-replayed"), "true");
    assert.equal(await count(house), 1);
    await house.ask("POST", "/v1/sessions", { ...ask, headers: key("order-2") });
    assert.equal(await count(house), 2, "another key is another call");
  });

  test("sent many times at once makes one session; all others wait or get its answer", async (t) => {
    const house = await openTestHouse(t);
    const ask = { body: draft(), headers: key("burst") };
    const answers = await Promise.all(Array.from({ length: 20 }, () => house.ask<SessionInfo>("POST", "/v1/sessions", ask)));
    for (const { status, body } of answers)
      assert.ok(status === 201 || (status === 409 && (body as never)["code"] === "unavailable"), String(status));
    assert.equal(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.id)).size, 1);
    assert.equal(await count(house), 1);
  });

  test("used for another call is refused", async (t) => {
    const house = await openTestHouse(t);
    const { id } = await createSession(house);
    await house.ask("POST", `/v1/sessions/${id}/links`, { body: { label: "One" }, headers: key("k") });
    const other = await house.ask("POST", `/v1/sessions/${id}/links`, { body: { label: "Two" }, headers: key("k") });
    assert.deepEqual([other.status, other.body["code"]], [422, "bad-request"]);
    for (const value of ["", " ", "ä", "x".repeat(256)]) {
      const bad = await house
        .ask("POST", `/v1/sessions/${id}/links`, { body: { label: "One" }, headers: key(value) })
        .catch(() => undefined);
      if (bad !== undefined) assert.equal(bad.status, 400, JSON.stringify(value));
    }
  });

  test("is a tenant's own: another tenant's like call with the same key is carried out", async (t) => {
    const house = await openTestHouse(t);
    const ask = { body: draft(), headers: key("same") };
    const mine = await house.ask<SessionInfo>("POST", "/v1/sessions", ask);
    const theirs = await house.ask<SessionInfo>("POST", "/v1/sessions", { ...ask, token: HARBOUR_SECRET });
    assert.equal(theirs.status, 201);
    assert.notEqual(theirs.body.id, mine.body.id);
  });

  test("gives a refusal again as well, but tries anew what could not be decided", async (t) => {
    const house = await openTestHouse(t);
    const { id } = await createSession(house, { linkSharing: false });
    const ask = { body: { label: "x" }, headers: key("refused") };
    const refused = await house.ask("POST", `/v1/sessions/${id}/links`, ask);
    await house.ask("PATCH", `/v1/sessions/${id}`, { body: { linkSharing: true } });
    const again = await house.ask("POST", `/v1/sessions/${id}/links`, ask);
    assert.deepEqual([again.status, again.text], [refused.status, refused.text]);
  });

  test("whose relay died before it answered finds the session that was made, with its links (STORE2)", async (t) => {
    let answersAreKept = true;
    const house = await openTestHouse(t, {
      wrapStore: (store) => ({
        ...store,
        idempotency: {
          // As if the process had ended between the commit and the answer: the claim lapses, nothing was kept.
          claim: (...args) => store.idempotency.claim(...args),
          settle: (...args) => (answersAreKept ? store.idempotency.settle(...args) : store.idempotency.release(args[0])),
          release: (name) => store.idempotency.release(name),
        },
      }),
    });
    const ask = { body: draft({ invites: [{ email: "maya@example.org" }] }), headers: key("lost") };
    answersAreKept = false;
    const lost = await house.ask<SessionInfo & { invites: Invite[] }>("POST", "/v1/sessions", ask);
    answersAreKept = true;
    const again = await house.ask<SessionInfo & { invites: Invite[] }>("POST", "/v1/sessions", ask);
    assert.deepEqual([again.status, again.body.id, again.body.invites[0]?.url], [201, lost.body.id, lost.body.invites[0]?.url]);
    assert.equal(await count(house), 1);
  });

  test("leaves nothing readable in the store: answers hold links and tokens", async (t) => {
    const kept: string[] = [];
    const house = await openTestHouse(t, {
      wrapStore: (store) => ({
        ...store,
        idempotency: {
          claim: (...args) => store.idempotency.claim(...args),
          settle(name, answer, ttlMs) {
            kept.push(`${name} ${answer}`);
            return store.idempotency.settle(name, answer, ttlMs);
          },
          release: (name) => store.idempotency.release(name),
        },
      }),
    });
    const made = await house.ask<{ token: string }>("POST", "/v1/tokens", {
      body: { sub: "u", name: "Dr. Osei", role: "host", ttlSeconds: 60 },
      headers: key("t"),
    });
    assert.equal(made.status, 201);
    assert.equal(kept.length, 1);
    assert.ok(!kept[0]?.includes(made.body.token) && !kept[0]?.includes("Osei"));
    const again = await house.ask<{ token: string }>("POST", "/v1/tokens", {
      body: { sub: "u", name: "Dr. Osei", role: "host", ttlSeconds: 60 },
      headers: key("t"),
    });
    assert.equal(again.body.token, made.body.token);
  });
});

describe("While the store is away (STORE4)", () => {
  test("every call is refused as unavailable, with a time to come back, and none hangs", async (t) => {
    const away = (): never => {
      throw new StoreUnavailable("gone");
    };
    const house = await openTestHouse(t, {
      wrapStore: (store) => ({
        ...store,
        sessions: new Proxy(store.sessions, {
          get: (target, name) =>
            ["load", "loadUnless", "commit", "list", "audit"].includes(String(name))
              ? () => Promise.resolve().then(away)
              : Reflect.get(target, name, target).bind(target),
        }),
        idempotency: {
          claim: () => Promise.resolve().then(away),
          settle: () => Promise.resolve().then(away),
          release: () => Promise.resolve().then(away),
        },
      }),
    });
    const id = "ses_AAAAAAAAAAAAAAAAAAAAAA";
    const calls: [string, string, object?, Record<string, string>?][] = [
      ["POST", "/v1/sessions", draft()],
      ["POST", "/v1/sessions", draft(), key("k")],
      ["GET", "/v1/sessions"],
      ["GET", `/v1/sessions/${id}`],
      ["PATCH", `/v1/sessions/${id}`, { title: "x" }],
      ["DELETE", `/v1/sessions/${id}`],
      ["POST", `/v1/sessions/${id}/links`, { label: "x" }],
      ["GET", `/v1/sessions/${id}/audit`],
    ];
    for (const [method, path, body, headers = {}] of calls) {
      const answer = await house.ask(method, path, { ...(body === undefined ? {} : { body }), headers });
      assert.deepEqual([answer.status, answer.body["code"]], [503, "unavailable"], `${method} ${path}`);
      assert.ok(Number(answer.headers.get("retry-after")) >= 1);
    }
  });
});
