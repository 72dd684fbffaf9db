import assert from "node:assert/strict";
import { test } from "node:test";
import type { Result } from "../../../protocol/refusals.ts";
import { accepted, refused } from "../../../protocol/refusals.ts";
import type { HostView, WaitingSummary } from "../../../protocol/views.ts";
import { admissionOffers } from "../../../widget/session/admission-offers.ts";
import { hostStores } from "../../../widget/session/host-store.ts";
import { FakeHost } from "../support/fake-host.ts";
import { hostView, idOf, sessionId, summary, waiting } from "../support/host-views.ts";

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const done = () => accepted({});

function watched(first: HostView = hostView()) {
  const host = new FakeHost({ "session:watch": () => accepted(first), "session:unwatch": done });
  const store = hostStores(host).session(sessionId);
  return { host, store };
}

test("two tags on one session share one store and one watch, and nothing is kept after the last", async () => {
  const { host, store } = watched();
  assert.equal(hostStores(host).session(sessionId), store);
  const ends = [store.look(() => {}), store.look(() => {})];
  await settled();
  assert.equal(host.all("session:watch").length, 1);
  assert.equal(store.view?.version, 1);

  ends[0]!();
  await settled();
  assert.equal(host.all("session:unwatch").length, 0);
  ends[1]!();
  await settled();
  assert.equal(host.all("session:unwatch").length, 1);
  assert.equal(host.listeners, 0);
  assert.notEqual(hostStores(host).session(sessionId), store);
});

test("a tag that is moved within the page leaves and comes back without a new watch", async () => {
  const { host, store } = watched();
  const end = store.look(() => {});
  await settled();
  end();
  const back = store.look(() => {});
  await settled();
  assert.deepEqual([host.all("session:watch").length, host.all("session:unwatch").length], [1, 0]);
  back();
});

test("VIEW1: the newest version stays, whatever is repeated or comes late, and another session's views are not its own", async () => {
  const { host, store } = watched();
  const seen: number[] = [];
  const end = store.look(() => store.view && seen.push(store.view.version));
  await settled();
  host.push("session:view", hostView({ version: 5 }));
  host.push("session:view", hostView({ version: 3 }));
  host.push("session:view", hostView({ version: 9, session: { ...hostView().session, id: idOf("ses", "other") } }));
  assert.equal(store.view?.version, 5);
  assert.deepEqual(seen, [1, 5]);
  end();
});

test("VIEW1: a lost connection leaves the last view marked, and the next one starts afresh even with a lower version", async () => {
  const { host, store } = watched(hostView({ version: 8 }));
  const end = store.look(() => {});
  await settled();
  host.become({ is: "reconnecting", since: 0 });
  assert.deepEqual([store.state.is, store.state.is === "ready" && store.state.stale], ["ready", true]);
  host.answers["session:watch"] = () => accepted(hostView({ version: 2 }));
  host.become({ is: "open" });
  await settled();
  assert.deepEqual([store.view?.version, store.state.is === "ready" && store.state.stale], [2, false]);
  end();
});

test("an answer to the connection before is not taken for this one's", async () => {
  let answerFirst = (_: Result<HostView>) => {};
  const host = new FakeHost({ "session:watch": () => new Promise((resolve) => (answerFirst = resolve)) });
  const store = hostStores(host).session(sessionId);
  const end = store.look(() => {});
  const late = answerFirst;
  host.become({ is: "reconnecting", since: 0 });
  host.answers["session:watch"] = () => accepted(hostView({ version: 2 }));
  host.become({ is: "open" });
  await settled();
  late(accepted(hostView({ version: 99 })));
  await settled();
  assert.equal(store.view?.version, 2);
  end();
});

test("a session that is gone, and one that was never this host's, say so", async () => {
  const { host, store } = watched();
  const end = store.look(() => {});
  await settled();
  host.push("session:gone", { sessionId, reason: "session-ended" });
  assert.equal(store.state.is === "refused" && store.state.refusal.code, "session-ended");
  end();
  await settled();

  host.answers["session:watch"] = () => refused("not-allowed");
  const other = hostStores(host).session(sessionId);
  const endOther = other.look(() => {});
  await settled();
  assert.equal(other.state.is === "refused" && other.state.refusal.code, "not-allowed");
  endOther();
});

test("a relay that is not reached at all is said to be away, and what it shows comes when it is reached", async () => {
  const { host, store } = watched();
  host.state = { is: "connecting" };
  const end = store.look(() => {});
  const seen = () => (store.state.is === "refused" ? store.state.refusal.code : store.state.is);
  assert.equal(seen(), "loading");
  host.become({ is: "reconnecting", since: 0 });
  assert.equal(seen(), "unavailable");
  host.become({ is: "open" });
  await settled();
  assert.equal(seen(), "ready");
  end();
});

test("a relay that cannot decide right now is asked again after the time it names", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const host = new FakeHost({ "session:watch": () => refused("unavailable", undefined, { retryAfterMs: 700 }), "session:unwatch": done });
  const store = hostStores(host).session(sessionId);
  const end = store.look(() => {});
  await settled();
  assert.equal(store.state.is, "refused");
  host.answers["session:watch"] = () => accepted(hostView());
  t.mock.timers.tick(700);
  await settled();
  assert.equal(store.state.is, "ready");
  end();
});

test("who waits anywhere: session by session the newest, and a push that overtakes the first answer hides no other session", async () => {
  const other = idOf("ses", "other");
  let answer = (_: Result<{ items: WaitingSummary[] }>) => {};
  const host = new FakeHost({ "waiting:watch": () => new Promise((resolve) => (answer = resolve)), "waiting:unwatch": done });
  const store = hostStores(host).waiting();
  const end = store.look(() => {});
  host.push("waiting:view", summary({ version: 4, waiting: [waiting("Ana"), waiting("Leila")] }));
  assert.equal(store.state.is, "loading");
  answer(
    accepted({ items: [summary({ version: 3, waiting: [waiting("Ana")] }), summary({ sessionId: other, waiting: [waiting("Jo")] })] }),
  );
  await settled();
  const names = () => (store.state.is === "ready" ? store.state.view.flatMap((each) => each.waiting.map(({ name }) => name)).sort() : []);
  assert.deepEqual(names(), ["Ana", "Jo", "Leila"]);
  host.push("waiting:view", summary({ version: 5, waiting: [] }));
  assert.deepEqual(names(), ["Jo"]);
  end();
  await settled();
  assert.equal(host.listeners, 0);
});

test("requests carry the session's id and give back the relay's own answer", async () => {
  const { host, store } = watched();
  host.answers["guest:admit"] = () => refused("session-full");
  const result = await store.door.admit(idOf("gst", "ana"));
  assert.equal(result.ok ? "" : result.refusal.code, "session-full");
  assert.deepEqual(host.all("guest:admit"), [{ sessionId, guestId: idOf("gst", "ana") }]);
  // Whoever of the page is in the call has an offer ready for some (SIG5).
  admissionOffers(host).set(sessionId, (whom) => (whom === idOf("gst", "ben") ? { for: whom } : undefined));
  await store.door.admit(idOf("gst", "ana"));
  await store.door.admit(idOf("gst", "ben"));
  assert.deepEqual(
    host.all("guest:admit").map((asked) => (asked as { offer?: unknown }).offer),
    [undefined, undefined, { for: idOf("gst", "ben") }],
  );
  await store.door.message("Five more minutes", idOf("gst", "ana"));
  assert.deepEqual(host.all("guest:message"), [{ sessionId, text: "Five more minutes", guestId: idOf("gst", "ana") }]);
});
