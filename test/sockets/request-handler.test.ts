import assert from "node:assert/strict";
import { test } from "node:test";
import * as v from "valibot";
import { guestRequests, hostRequests } from "../../protocol/events.ts";
import type { Refusal, Result } from "../../protocol/refusals.ts";
import { accepted, isRefusalCode, refusal } from "../../protocol/refusals.ts";
import { PERMISSIONS } from "../../relay/session/permissions.ts";
import { guestRows } from "../../relay/sockets/guest-requests.ts";
import { hostRows } from "../../relay/sockets/host-requests.ts";
import type { Asker, Rows } from "../../relay/sockets/request-handler.ts";
import { RequestHandler } from "../../relay/sockets/request-handler.ts";

const schemas = {
  greet: v.strictObject({ name: v.pipe(v.string("name must be text."), v.minLength(1, "name is empty.")) }),
  listen: v.strictObject({}),
  explode: v.strictObject({}),
  hang: v.strictObject({}),
  reject: v.strictObject({}),
};
type Replies = Record<keyof typeof schemas, unknown>;

interface TestAsker extends Asker {
  forbidden: Refusal | null | Promise<Refusal | null>;
}

function setUp({ closed = false } = {}) {
  const ran: string[] = [];
  const complaints: string[] = [];
  const asker: TestAsker = { closed, purse: {}, forbidden: null, mayPass: () => asker.forbidden };
  const rows: Rows<TestAsker, typeof schemas, Replies> = {
    greet: {
      asks: null,
      run: (_asker, { name }) => {
        ran.push(name);
        return accepted(`hello ${name}`);
      },
    },
    listen: { asks: "signal", run: () => (ran.push("listened"), accepted({})) },
    explode: {
      asks: null,
      run: () => {
        throw new Error("boom");
      },
    },
    hang: { asks: null, run: () => new Promise<never>(() => undefined) },
    reject: { asks: null, run: () => Promise.reject(new Error("later boom")) },
  };
  const quiet = () => undefined;
  const handler = new RequestHandler(schemas, rows, {
    log: { info: quiet, warn: quiet, error: (_detail, message) => void complaints.push(message) },
    metrics: { sockets: quiet, doorRefused: quiet, request: quiet },
  });
  const ask = (name: unknown, ...args: unknown[]) =>
    new Promise<Result<unknown>>((resolve) => handler.take(asker, name, [...args, resolve]));
  return { handler, asker, ran, complaints, ask };
}

function codeOf(result: Result<unknown>): string {
  assert.ok(!result.ok, "expected a refusal");
  assert.ok(isRefusalCode(result.refusal.code));
  return result.refusal.code;
}

test("DOOR3: a payload that does not fit is answered with a sentence naming the field, and nothing runs", async () => {
  const { ask, ran } = setUp();
  const wrong = await ask("greet", { name: "" });
  assert.deepEqual(wrong, { ok: false, refusal: { code: "bad-request", detail: "name is empty." } });
  for (const payload of [null, 7, "text", [], { name: 5 }, { name: "Ann", more: 1 }, undefined])
    assert.equal(codeOf(await ask("greet", payload)), "bad-request");
  assert.equal(codeOf(await ask("greet", { name: "Ann" }, { name: "Bob" })), "bad-request");
  assert.deepEqual(ran, []);
  assert.deepEqual(await ask("greet", { name: "Ann" }), accepted("hello Ann"));
});

test("DOOR3: a payload nested beyond all measure is refused, not walked into", async () => {
  const { ask } = setUp();
  let deep: unknown = 0;
  for (let level = 0; level < 50_000; level += 1) deep = [deep];
  assert.equal(codeOf(await ask("greet", deep)), "bad-request");
});

test("DOOR2: what is no request of this door is refused, whatever an object inherits under that name", async () => {
  const { ask, ran } = setUp();
  for (const name of ["", "nothing", "__proto__", "constructor", "toString", "hasOwnProperty", 7, null, {}, ["greet"]]) {
    assert.equal(codeOf(await ask(name, { name: "Ann" })), "bad-request");
  }
  assert.deepEqual(ran, []);
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});

test("DOOR2: a passage runs only if the table lets it through, decided now or a moment later", async () => {
  const { ask, asker, ran } = setUp();
  asker.forbidden = refusal("not-allowed", "Join the session first.");
  assert.equal(codeOf(await ask("listen", {})), "not-allowed");
  asker.forbidden = Promise.resolve(refusal("removed"));
  assert.equal(codeOf(await ask("listen", {})), "removed");
  assert.deepEqual(ran, []);
  asker.forbidden = Promise.resolve(null);
  assert.deepEqual(await ask("listen", {}), accepted({}));
  assert.deepEqual(ran, ["listened"]);
});

test("DOOR4: what throws, at once or later, is acknowledged as unavailable and complained of", async () => {
  const { ask, complaints } = setUp();
  assert.equal(codeOf(await ask("explode", {})), "unavailable");
  assert.equal(codeOf(await ask("reject", {})), "unavailable");
  assert.equal(complaints.length, 2);
});

test("DOOR4: what hangs is acknowledged as unavailable within 5 s", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { ask } = setUp();
  const answer = ask("hang", {});
  t.mock.timers.tick(5_000);
  assert.equal(codeOf(await answer), "unavailable");
});

test("DOOR4: a request without an acknowledgement runs and is answered to nobody; a hostile one does no harm", () => {
  const { handler, asker, ran } = setUp();
  handler.take(asker, "greet", [{ name: "Ann" }]);
  assert.deepEqual(ran, ["Ann"]);
  for (const args of [[], [null], ["greet"], [{ name: "x" }, {}, {}]]) handler.take(asker, "greet", args);
  handler.take(asker, "explode", [{}]);
  assert.deepEqual(ran, ["Ann"]);
});

test("DOOR6: a flood of requests from one socket is rate-limited with a time, and only that socket's", async () => {
  const { ask, ran } = setUp();
  let limited: Result<unknown> | undefined;
  for (let n = 0; n < 300 && limited === undefined; n += 1) {
    const result = await ask("greet", { name: "Ann" });
    if (!result.ok) limited = result;
  }
  assert.ok(limited !== undefined && !limited.ok);
  assert.equal(limited.refusal.code, "rate-limited");
  assert.ok(limited.refusal.retryAfterMs !== undefined && limited.refusal.retryAfterMs > 0);
  assert.ok(ran.length >= 100);
  assert.deepEqual(await setUp().ask("greet", { name: "Bob" }), accepted("hello Bob"));
});

test("REV6: a packet that arrives after its socket was put out is not taken in", () => {
  const { handler, asker, ran } = setUp({ closed: true });
  handler.take(asker, "greet", [{ name: "Ann" }]);
  assert.deepEqual(ran, []);
});

test("DOOR2: every request of either door has a row, and every row names a line that somebody has in the permission table", () => {
  const lines = new Set<string>([...Object.values(PERMISSIONS.host).flat(), ...Object.values(PERMISSIONS.guest).flat()]);
  const house = {} as never;
  const doors = [
    [hostRequests, hostRows(house, house)],
    [guestRequests, guestRows(house)],
  ] as const;
  for (const [requests, rows] of doors) {
    assert.deepEqual(Object.keys(rows).sort(), Object.keys(requests).sort());
    for (const [name, row] of Object.entries(rows)) {
      if (row.asks !== null) assert.ok(lines.has(row.asks), `${name} asks for ${row.asks}, which nobody may`);
    }
  }
  const concernNobodyElse = Object.entries({ ...hostRows(house, house), ...guestRows(house) }).filter(([, row]) => row.asks === null);
  // The clinic's words belong to no session: who may write them goes by the token's role (MAIL8), under test in message.test.ts.
  const words = ["message:get", "message:restore", "message:save", "message:test"];
  const own = ["session:list", "session:unwatch", "waiting:unwatch", "waiting:watch"];
  assert.deepEqual(concernNobodyElse.map(([name]) => name).sort(), [...words, ...own]);
});
