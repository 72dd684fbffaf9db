import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as v from "valibot";
import { newId } from "../../protocol/ids.ts";
import { problemSchema } from "../../relay/http/problem.ts";
import { goodClaims, HARBOUR_SECRET, p256, RIVERSIDE_SECRET, seconds, signed } from "../access/people.ts";
import { createSession, openTestHouse } from "./house.ts";
import type { TestHouse } from "./house.ts";

/** Every call of the REST interface, as its own app has it mounted. */
function calls(house: TestHouse): [string, string][] {
  const seen = new Set<string>();
  return house.app.routes.flatMap(({ method, path }) => {
    const key = `${method} ${path}`;
    if (!path.startsWith("/v1/") || method === "ALL" || seen.has(key)) return [];
    seen.add(key);
    const concrete = path
      .replace(":sessionId", newId("ses"))
      .replace(":inviteId", newId("inv"))
      .replace(":guestId", newId("gst"))
      .replace(":participantId", newId("gst"));
    return [[method, concrete]];
  });
}

async function wrongCredentials(): Promise<[string, string | null, number][]> {
  return [
    ["none at all", null, 401],
    ["a secret that is nobody's", "not-a-secret-of-anybody-0123456789", 401],
    ["half a secret", RIVERSIDE_SECRET.slice(0, 16), 401],
    ["the secret with something behind it", `${RIVERSIDE_SECRET}x`, 401],
    ["a host's token", await signed(goodClaims()), 403],
    ["a host's token signed with a registered key", await signed(goodClaims(), { alg: "ES256", key: p256.privateKey }), 403],
    ["an admin's token that has expired", await signed(goodClaims({ role: "admin", exp: seconds() - 60 })), 401],
    ["an admin's token for somebody else", await signed(goodClaims({ role: "admin", aud: "other" })), 401],
    [
      "an admin's token signed with another tenant's secret",
      await signed(goodClaims({ role: "admin" }), { key: Buffer.from(HARBOUR_SECRET) }),
      401,
    ],
    [
      "a token without an algorithm",
      `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify(goodClaims({ role: "admin" }))).toString("base64url")}.`,
      401,
    ],
  ];
}

describe("Every REST call", () => {
  test("is refused without the right credentials, before anything else is looked at", async (t) => {
    const looked: string[] = [];
    const house = await openTestHouse(t, {
      wrapStore: (store) => ({
        ...store,
        sessions: new Proxy(store.sessions, {
          get(target, name) {
            const value: unknown = Reflect.get(target, name, target);
            if (typeof value !== "function") return value;
            return (...args: unknown[]): unknown => {
              looked.push(String(name));
              return (value as (...all: unknown[]) => unknown).apply(target, args);
            };
          },
        }),
      }),
    });
    // Mailgun has no credentials of ours: its signature is what counts (MAIL9).
    const everyCall = calls(house).filter(([, path]) => path !== "/v1/mail-events");
    assert.equal(everyCall.length, 22, "the calls of the contract that there are so far");
    for (const [what, token, status] of await wrongCredentials()) {
      for (const [method, path] of everyCall) {
        const answer = await house.ask(method, path, { token, ...(method === "POST" || method === "PATCH" ? { body: "{" } : {}) });
        assert.equal(answer.status, status, `${method} ${path} with ${what}`);
        assert.equal(answer.headers.get("content-type"), "application/problem+json");
        const parsed = v.safeParse(problemSchema, answer.body);
        assert.ok(parsed.success && parsed.output.code === "not-allowed" && parsed.output.status === status);
        assert.equal(answer.headers.has("www-authenticate"), status === 401);
      }
    }
    assert.deepEqual(
      looked.filter((name) => name !== "now" && name !== "ready"),
      [],
      "the store was never asked",
    );
  });

  test("takes credentials only as Bearer", async (t) => {
    const house = await openTestHouse(t);
    for (const authorization of [
      RIVERSIDE_SECRET,
      `Basic ${RIVERSIDE_SECRET}`,
      "Bearer",
      "Bearer ",
      `Bearer ${RIVERSIDE_SECRET} x`,
      `Bearer: ${RIVERSIDE_SECRET}`,
    ]) {
      assert.equal((await house.ask("GET", "/v1/sessions", { token: null, headers: { authorization } })).status, 401, authorization);
    }
    assert.equal(
      (await house.ask("GET", "/v1/sessions", { token: null, headers: { authorization: `bearer ${RIVERSIDE_SECRET}` } })).status,
      200,
    );
    assert.equal((await house.ask("GET", `/v1/sessions?token=${RIVERSIDE_SECRET}`, { token: null })).status, 401);
  });

  test("with wrong credentials is throttled by address, while the right ones go on (DOOR6)", async (t) => {
    const house = await openTestHouse(t, { perMinute: { credentials: 5 } });
    const statuses: number[] = [];
    for (let n = 0; n < 8; n += 1) statuses.push((await house.ask("GET", "/v1/sessions", { token: `guess-${n}` })).status);
    assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429, 429, 429]);
    assert.equal((await house.ask("GET", "/v1/sessions")).status, 200);
  });

  test("of one tenant is limited, and the others' are not", async (t) => {
    const house = await openTestHouse(t, { perMinute: { rest: 3 } });
    for (let n = 0; n < 3; n += 1) assert.equal((await house.ask("GET", "/v1/sessions")).status, 200);
    const refused = await house.ask("GET", "/v1/sessions");
    assert.deepEqual([refused.status, refused.body["code"]], [429, "rate-limited"]);
    assert.ok(Number(refused.headers.get("retry-after")) >= 1);
    assert.equal((await house.ask("GET", "/v1/sessions", { token: HARBOUR_SECRET })).status, 200);
  });

  test("is answered with a name for the log, the caller's own if it gave one", async (t) => {
    const house = await openTestHouse(t);
    const own = await house.ask("GET", "/v1/sessions", { headers: { "x-request-id": "vendor-42.a" } });
    assert.equal(own.headers.get("x-request-id"), "vendor-42.a");
    const strange = await house.ask("GET", "/v1/nothing", { headers: { "x-request-id": "<script>" } });
    assert.match(strange.headers.get("x-request-id") ?? "", /^req_/);
    assert.equal(strange.body["requestId"], strange.headers.get("x-request-id"));
  });
});

describe("A malformed call (DOOR3)", () => {
  test("is refused with a sentence that names what is wrong, and changes nothing", async (t) => {
    const house = await openTestHouse(t);
    const { id } = await createSession(house);
    const before = (await house.store.sessions.load(id)).stored;
    const good = {
      title: "T",
      service: "S",
      hosts: [{ id: "h", name: "H" }],
      startsAt: "2030-01-01T10:00:00Z",
      durationMinutes: 50,
      timeZone: "UTC",
    };
    const faults: [string, string, unknown, RegExp, number?][] = [
      ["POST", "/v1/sessions", "{", /not JSON/],
      ["POST", "/v1/sessions", "", /not JSON/],
      ["POST", "/v1/sessions", "null", /must be a JSON object/],
      ["POST", "/v1/sessions", "[]", /must be a JSON object|missing/],
      ["POST", "/v1/sessions", {}, /^title is missing/],
      ["POST", "/v1/sessions", { ...good, title: "" }, /title is empty/],
      ["POST", "/v1/sessions", { ...good, title: 7 }, /title must be text/],
      ["POST", "/v1/sessions", { ...good, title: "a\u202eb" }, /title holds/],
      ["POST", "/v1/sessions", { ...good, colour: "red" }, /^colour is not a field of this call/],
      ["POST", "/v1/sessions", `{"__proto__":{"admin":true},${JSON.stringify(good).slice(1)}`, /is not a field of this call/],
      ["POST", "/v1/sessions", { ...good, startsAt: "tomorrow" }, /startsAt/],
      ["POST", "/v1/sessions", { ...good, startsAt: "2030-01-01T10:00:00" }, /startsAt/],
      ["POST", "/v1/sessions", { ...good, startsAt: "2030-02-31T10:00:00Z" }, /startsAt/],
      ["POST", "/v1/sessions", { ...good, durationMinutes: 1e9 }, /durationMinutes/],
      ["POST", "/v1/sessions", { ...good, durationMinutes: "50" }, /durationMinutes/],
      ["POST", "/v1/sessions", { ...good, timeZone: "Mars/Olympus" }, /timeZone/],
      ["POST", "/v1/sessions", { ...good, hosts: [] }, /hosts is empty/],
      ["POST", "/v1/sessions", { ...good, hosts: [{ id: "h" }] }, /hosts\.0\.name is missing/],
      ["POST", "/v1/sessions", { ...good, linkSharing: true, invites: [{ email: "nobody" }] }, /email/],
      [
        "POST",
        `/v1/sessions/${id}/invites`,
        { recipients: Array.from({ length: 51 }, (_, n) => ({ email: `a${n}@example.org` })) },
        /At most 50/,
      ],
      ["POST", `/v1/sessions/${id}/invites`, { recipients: [{ email: "a@b.example\r\nBcc: c@d.example" }] }, /email/],
      ["POST", `/v1/sessions/${id}/links`, { label: " " }, /label is empty/],
      ["PATCH", `/v1/sessions/${id}`, { linkSharing: "no" }, /linkSharing/],
      ["POST", "/v1/tokens", { sub: "u", name: "U", role: "guest", ttlSeconds: 60 }, /role/],
      ["POST", "/v1/tokens", { sub: "u", name: "U", role: "host", ttlSeconds: 43_201 }, /ttlSeconds/],
      ["GET", "/v1/sessions?limit=0", undefined, /limit/],
      ["GET", "/v1/sessions?limit=201", undefined, /limit/],
      ["GET", "/v1/sessions?from=yesterday", undefined, /from|time/],
      ["GET", "/v1/sessions?colour=red", undefined, /colour is not/],
      ["GET", `/v1/sessions/${id}/audit?limit=x`, undefined, /limit/],
    ];
    for (const [method, path, body, words, status = 400] of faults) {
      const answer = await house.ask(method, path, body === undefined ? {} : { body });
      assert.equal(answer.status, status, `${method} ${path} ${JSON.stringify(body)} → ${answer.text}`);
      assert.ok(v.is(problemSchema, answer.body));
      assert.equal(answer.body["code"], "bad-request");
      assert.match(String(answer.body["detail"]), words);
      assert.match(String(answer.body["detail"]), /\.$/, "a whole sentence");
    }
    const nested = await house.ask("POST", "/v1/sessions", { body: `{"title":${"[".repeat(30_000)}${"]".repeat(30_000)}}` });
    assert.equal(nested.status, 400);
    const wrongType = await house.ask("POST", "/v1/sessions", { body: JSON.stringify(good), headers: { "content-type": "text/plain" } });
    assert.deepEqual([wrongType.status, wrongType.body["code"]], [415, "bad-request"]);
    const huge = await house.ask("POST", "/v1/sessions", { body: { ...good, title: "x".repeat(200_000) } });
    assert.deepEqual([huge.status, huge.body["code"]], [413, "bad-request"]);
    assert.deepEqual((await house.store.sessions.load(id)).stored, before);
    assert.deepEqual(house.complaints, [], "nothing of it was an error of the relay's");
  });

  test("to an address or with a method that is not there says so", async (t) => {
    const house = await openTestHouse(t);
    const nowhere = await house.ask("GET", "/v1/nowhere");
    assert.deepEqual([nowhere.status, nowhere.body["code"]], [404, "not-allowed"]);
    const put = await house.ask("PUT", "/v1/sessions");
    assert.deepEqual([put.status, put.headers.get("allow")], [405, "POST, GET"]);
    assert.equal((await house.ask("DELETE", "/healthz")).status, 405);
    for (const path of ["/v1/sessions/ses_short", "/v1/sessions/..%2f..%2fetc", "/v1/sessions/%00", "/v1/sessions/%E0%A4%A"]) {
      assert.equal((await house.ask("GET", path)).status, 404, path);
    }
  });
});

describe("An error nobody foresaw", () => {
  test("is logged, and tells the caller nothing of the relay's inside", async (t) => {
    const house = await openTestHouse(t, {
      wrapStore: (store) => ({
        ...store,
        sessions: {
          ...store.sessions,
          list: () => Promise.reject(new Error("secret inside of the relay")),
          now: () => Date.now(),
          ready: () => true,
        },
      }),
    });
    const answer = await house.ask("GET", "/v1/sessions");
    assert.equal(answer.status, 500);
    assert.equal(answer.body["code"], "unavailable");
    assert.ok(!answer.text.includes("secret inside"));
    assert.equal(house.complaints.length, 1);
  });
});
