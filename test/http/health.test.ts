import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { openTestHouse } from "./house.ts";

describe("For whoever runs the relay", () => {
  test("it says that it lives, and that it takes people only while its store answers and it is not closing", async (t) => {
    let accepting = true;
    let storeAnswers = true;
    const house = await openTestHouse(t, {
      deps: { accepting: () => accepting },
      wrapStore: (store) => ({
        ...store,
        sessions: new Proxy(store.sessions, {
          get: (target, name) => (name === "ready" ? () => storeAnswers : Reflect.get(target, name, target)),
        }),
      }),
    });
    const ready = async (): Promise<[number, unknown]> => {
      const { status, body } = await house.ask("GET", "/readyz", { token: null });
      return [status, body["checks"]];
    };
    assert.deepEqual(await ready(), [200, { store: true, accepting: true }]);
    storeAnswers = false;
    assert.deepEqual(await ready(), [503, { store: false, accepting: true }]);
    storeAnswers = true;
    accepting = false;
    assert.deepEqual(await ready(), [503, { store: true, accepting: false }]);
    assert.equal((await house.ask("GET", "/healthz", { token: null })).status, 200, "alive all the while");
  });

  test("it counts its calls by route and status, never by what visitors make up", async (t) => {
    const house = await openTestHouse(t);
    await house.ask("GET", "/v1/sessions");
    await house.ask("GET", "/v1/sessions/ses_AAAAAAAAAAAAAAAAAAAAAA");
    for (let n = 0; n < 50; n += 1) await house.ask("GET", `/made-up-${n}`);
    const { text, headers } = await house.ask("GET", "/metrics", { token: null });
    assert.match(headers.get("content-type") ?? "", /^text\/plain/);
    assert.match(text, /doorstep_http_request_duration_seconds_count\{method="GET",route="\/v1\/sessions",status="200"\} 1/);
    assert.match(text, /route="\/v1\/sessions\/:sessionId",status="404"\} 1/);
    assert.match(text, /route="other",status="404"\} 50/);
    assert.match(text, /doorstep_store_ready 1/);
    assert.ok(!text.includes("made-up"));
  });

  test("its counts can be kept from strangers", async (t) => {
    const house = await openTestHouse(t, { deps: { metricsToken: "a-token-for-the-counts" } });
    assert.equal((await house.ask("GET", "/metrics", { token: null })).status, 401);
    assert.equal((await house.ask("GET", "/metrics", { token: "a-token-for-the-count" })).status, 401);
    assert.equal((await house.ask("GET", "/metrics", { token: "a-token-for-the-counts" })).status, 200);
  });
});
