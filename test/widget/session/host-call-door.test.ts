import assert from "node:assert/strict";
import { test } from "node:test";
import { accepted, refused } from "../../../protocol/refusals.ts";
import type { HostView } from "../../../protocol/views.ts";
import { HostCallDoor } from "../../../widget/session/host-call-door.ts";
import { FakeHost } from "../support/fake-host.ts";
import { hostView, idOf, inside, sessionId } from "../support/host-views.ts";
import "../support/able-browser.ts";

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const done = () => accepted({});
const me = idOf("hst", "maya");
const seated = (version: number, ...others: string[]): HostView =>
  hostView({
    version,
    me,
    participants: [inside("Dr. Maya Osei", { participantId: me, role: "host", order: 1 }), ...others.map((name) => inside(name))],
  });

function opened(answers: FakeHost["answers"] = {}) {
  const host = new FakeHost({
    "session:watch": () => accepted(hostView()),
    "session:unwatch": done,
    "call:join": () => accepted({ view: seated(2), ice: { iceServers: [] } }),
    "call:leave": done,
    ...answers,
  });
  const door = new HostCallDoor(host, sessionId);
  const end = door.look(() => {});
  return { host, door, end };
}
const names = (door: HostCallDoor) => (door.state.is === "inside" ? door.state.view.participants.map(({ name }) => name) : door.state.is);

test("a host sees who is inside, joins, and sees itself there although the pushed view is older", async () => {
  const { host, door } = opened();
  await settled();
  assert.equal(door.state.is, "outside");
  const ices: unknown[] = [];
  door.listen({
    signal: () => {},
    chat: () => {},
    mute: () => {},
    ask: () => {},
    ice: (ice) => ices.push(ice),
    sfu: () => {},
    offerTo: () => {},
  });
  assert.equal(await door.join(), undefined);
  host.push("session:view", hostView({ version: 1 }));
  assert.deepEqual(names(door), ["Dr. Maya Osei"]);
  assert.equal(ices.length, 1);

  host.push("session:view", seated(3, "Noor"));
  assert.deepEqual(names(door), ["Dr. Maya Osei", "Noor"]);
});

test("SEAT5: on a new connection it takes its seat again by itself, as the same page load, and stays inside meanwhile", async () => {
  const { host, door } = opened();
  await settled();
  await door.join();
  host.become({ is: "reconnecting", since: 0 });
  assert.deepEqual(names(door), ["Dr. Maya Osei"]);
  assert.equal(door.online, false);

  host.become({ is: "open" });
  await settled();
  const joins = host.all("call:join");
  assert.equal(joins.length, 2);
  assert.equal(joins[1]!.instance, joins[0]!.instance);
  assert.deepEqual(names(door), ["Dr. Maya Osei"]);
});

test("a seat that cannot be decided just now is asked for again; one refused for good is the end", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let answer: FakeHost["answers"]["call:join"] = () => accepted({ view: seated(2), ice: { iceServers: [] } });
  const { host, door } = opened({ "call:join": (payload) => answer!(payload) });
  await settled();
  await door.join();
  answer = () => refused("unavailable");
  host.become({ is: "reconnecting", since: 0 });
  host.become({ is: "open" });
  await settled();
  assert.deepEqual(names(door), ["Dr. Maya Osei"]);
  answer = () => refused("host-ended");
  t.mock.timers.tick(1_500);
  await settled();
  assert.deepEqual(door.state, { is: "out", reason: "host-ended" });
});

test("SEAT4: a newer tab takes the seat; this one does not fight back", async () => {
  const { host, door } = opened();
  await settled();
  await door.join();
  host.push("call:ended", { sessionId: idOf("ses", "other"), reason: "removed" });
  assert.deepEqual(names(door), ["Dr. Maya Osei"]);
  host.push("call:ended", { sessionId, reason: "replaced" });
  host.become({ is: "reconnecting", since: 0 });
  host.become({ is: "open" });
  await settled();
  assert.deepEqual(door.state, { is: "out", reason: "replaced" });
  assert.equal(host.all("call:join").length, 1);
});

test("leaving is at once, and told; an answer that comes later brings nobody back", async () => {
  let give: () => void = () => {};
  const { host, door } = opened({
    "call:join": () => new Promise((resolve) => (give = () => resolve(accepted({ view: seated(2), ice: { iceServers: [] } })))),
  });
  await settled();
  const joining = door.join();
  await settled();
  await door.leave();
  give();
  await joining;
  assert.deepEqual(door.state, { is: "out", reason: "left" });
  assert.equal(host.all("call:join").length, 1);
});

test("a session that ended says so; nothing stays behind after the last look", async () => {
  const { host, door, end } = opened({
    "session:watch": () => accepted(hostView({ session: { ...hostView().session, state: "ended", endReason: "host-ended" } })),
  });
  await settled();
  assert.deepEqual(door.state, { is: "out", reason: "host-ended" });
  end();
  await settled();
  assert.equal(host.listeners, 0);
});
