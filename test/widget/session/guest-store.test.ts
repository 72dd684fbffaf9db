import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, mock, test } from "node:test";
import { EARLY_POLL_MS } from "../../../protocol/limits.ts";
import type { GuestState } from "../../../widget/session/guest-store.ts";
import { GuestStore } from "../../../widget/session/guest-store.ts";
import { FakeGuest } from "../support/fake-guest.ts";
import { info, inside, lobby, out, waiting } from "../support/guest-views.ts";
import "../support/able-browser.ts";

const NOON = Date.parse("2026-11-24T12:00:00Z");
const yes = <T>(value: T) => ({ ok: true as const, value });
const no = (code: "rate-limited" | "link-revoked" | "unavailable") => ({ ok: false as const, refusal: { code, detail: "" } });

function open(fake: FakeGuest): GuestStore {
  const store = new GuestStore({ link: "link.mac", connect: fake.connect });
  store.open();
  return store;
}
const is = (store: GuestStore): GuestState["is"] => store.state.is;

describe("What a guest may see and do", () => {
  beforeEach(() => mock.timers.enable({ apis: ["setTimeout", "Date"], now: NOON }));
  afterEach(() => mock.timers.reset());

  test("the store follows the newest view, and an older one that comes late changes nothing (VIEW1)", () => {
    const fake = new FakeGuest();
    const store = open(fake);
    assert.equal(is(store), "connecting");
    const older = lobby();
    fake.show(waiting());
    assert.equal(is(store), "waiting");
    fake.push("view", older);
    assert.equal(is(store), "waiting");
  });

  test("a new connection starts afresh, even if the relay counts from a lower version than before (VIEW1)", () => {
    const fake = new FakeGuest();
    const store = open(fake);
    fake.show({ ...waiting(), version: 900 });
    fake.become({ is: "reconnecting", since: NOON });
    fake.show({ ...inside(), version: 3 });
    assert.equal(is(store), "in");
  });

  test("a lost connection leaves the page where it was: the place in line and the seat are kept (WAIT4, SEAT5)", () => {
    const fake = new FakeGuest((door) => door.show(waiting()));
    const store = open(fake);
    fake.become({ is: "reconnecting", since: NOON });
    assert.equal(is(store), "waiting");
  });

  test("a too-early link shows what the invitation said, is looked at every 15 s for a host who comes before, and at its time (LINK4)", () => {
    const opensAt = new Date(NOON + 20_000).toISOString();
    const fake = new FakeGuest((door) => door.refuse({ code: "too-early", detail: "", opensAt, info: info() }));
    const store = open(fake);
    assert.deepEqual(store.state, { is: "early", opensAt: NOON + 20_000, info: info() });
    mock.timers.tick(EARLY_POLL_MS + 1_000);
    assert.equal(fake.opened, 2);
    mock.timers.tick(5_000);
    assert.equal(fake.opened, 3, "at the opening itself, not at the next round");
    fake.door = (door) => door.show(lobby());
    mock.timers.tick(6_000);
    assert.equal(is(store), "lobby");
  });

  test("the browser sends the ticket it was given, and what it keeps beside it is never the link (WAIT4)", async () => {
    const kept = new Map<string, string>();
    Object.assign(globalThis, {
      localStorage: { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) },
    });
    try {
      const fake = new FakeGuest((door) => door.show(lobby()));
      open(fake);
      assert.equal((await fake.auth()).ticket, null);
      fake.push("ticket", { ticket: "tkt.1", guestId: "gst_AAAAAAAAAAAAAAAAAAAAAA" });
      assert.equal((await fake.auth()).ticket, "tkt.1");
      const reloaded = new FakeGuest();
      const store = open(reloaded);
      assert.equal((await reloaded.auth()).ticket, "tkt.1");
      assert.notEqual((await reloaded.auth()).instance, (await fake.auth()).instance, "another page load");
      assert.equal((await reloaded.auth()).instance, store.instance);
      assert.equal([...kept].flat().join(" ").includes("link.mac"), false);
    } finally {
      Reflect.deleteProperty(globalThis, "localStorage");
    }
  });

  test("asking is busy until the relay has answered, and what it answers is what is shown", async () => {
    const fake = new FakeGuest((door) => door.show(lobby()), { "guest:knock": ({ name }) => yes(waiting({ name })) });
    const store = open(fake);
    const asking = store.knock("Samir");
    assert.equal(store.busy, true);
    await asking;
    assert.equal(store.busy, false);
    assert.equal(store.state.is === "waiting" && store.state.view.name, "Samir");
  });

  test("a refusal for now stays on the page as its problem; one for good ends the visit", async () => {
    const fake = new FakeGuest((door) => door.show(lobby()), { "guest:knock": () => no("rate-limited") });
    const store = open(fake);
    await store.knock("Samir");
    assert.equal(is(store), "lobby");
    assert.equal(store.problem?.code, "rate-limited");
    fake.answers["guest:knock"] = () => no("link-revoked");
    await store.knock("Samir");
    assert.deepEqual([is(store), store.state.is === "out" && store.state.reason], ["out", "link-revoked"]);
  });

  test("after the relay's last word the connection is closed, so an older tab does not fight for the seat (SEAT4)", () => {
    const fake = new FakeGuest((door) => door.show(inside()));
    const store = open(fake);
    fake.push("view", out({ reason: "replaced", canRejoin: false }));
    assert.equal(is(store), "out");
    assert.equal(fake.state.is, "closed");
    fake.door = (door) => door.show(inside());
    store.resume();
    assert.equal(is(store), "in", "only the person's own press takes the seat over again");
  });

  test("declined: asking again is possible when the pause is over, also after a reload (ADMIT4)", async () => {
    const fake = new FakeGuest((door) => door.refuse({ code: "denied", detail: "", retryAfterMs: 40_000 }), {
      "guest:knock": () => yes(waiting()),
    });
    const store = open(fake);
    assert.deepEqual(store.state, { is: "out", reason: "denied", canRejoin: true, info: undefined, retryAt: NOON + 40_000 });
    fake.door = (door) => door.show(lobby());
    await store.knock("Samir");
    assert.equal(is(store), "waiting");
  });

  test("leaving the waiting room says goodbye and offers to ask again; taking the request back goes to the page before", async () => {
    const fake = new FakeGuest((door) => door.show(waiting()), {
      "guest:cancel": () => {
        fake.push("view", lobby());
        return yes({});
      },
      "guest:knock": () => yes(waiting()),
    });
    const store = open(fake);
    await store.leave();
    assert.deepEqual([is(store), store.state.is === "out" && store.state.canRejoin], ["out", true]);
    await store.knock("Samir");
    assert.equal(is(store), "waiting");
    await store.cancelKnock();
    assert.equal(is(store), "lobby");
  });

  test("leaving works without a network: the relay finds out by the closed connection", async () => {
    const fake = new FakeGuest((door) => door.show(inside()), { "call:leave": () => no("unavailable") });
    const store = open(fake);
    await store.leave();
    assert.equal(is(store), "out");
    assert.equal(fake.state.is, "closed");
  });

  test("what the door cannot decide before anything was shown is said on a page of its own", () => {
    const fake = new FakeGuest((door) => door.refuse({ code: "bad-request", detail: "link is too long." }));
    const store = open(fake);
    assert.equal(store.state.is === "out" && store.state.reason, "link-invalid");
  });

  test("closed, it leaves no timer and no listener behind", () => {
    const fake = new FakeGuest((door) => door.refuse({ code: "too-early", detail: "", opensAt: new Date(NOON + 60_000).toISOString() }));
    const store = open(fake);
    store.close();
    mock.timers.tick(10 * EARLY_POLL_MS);
    assert.equal(fake.opened, 1);
    assert.equal(fake.listeners, 0);
  });
});
