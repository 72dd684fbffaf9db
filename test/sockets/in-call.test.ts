import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { RedisServer } from "../support/redis-server.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";
import type { Guest, Host } from "./people.ts";
import { People } from "./people.ts";
import type { TestRelay } from "./test-relay.ts";
import { makeSession, startTestRelay } from "./test-relay.ts";

describe("In the call, over two relays", { skip: missing("redis-server") }, () => {
  let redis: RedisServer;
  let relays: TestRelay[];
  let people: People;

  before(async () => {
    redis = await RedisServer.start();
    relays = [await startTestRelay({ redisUrl: redis.url }), await startTestRelay({ redisUrl: redis.url })];
    people = new People();
  });
  after(async () => {
    people.leave();
    for (const relay of relays) await relay.close();
    await redis.stop();
  });

  /** The host and the first of `names` on one relay, all others on the other; everyone waits until let in. */
  async function call(
    names: string[],
  ): Promise<{ host: Host; guests: Guest[]; sessionId: `ses_${string}`; letIn: (guest: Guest) => Promise<void> }> {
    const { session, links } = await makeSession(relays[0]!, names);
    const host = await people.host(relays[0]!.url);
    await host.asks("call:join", { sessionId: session.id, instance: host.instance });
    const guests: Guest[] = [];
    for (const [n, link] of links.entries()) {
      const guest = await people.guest(relays[n === 0 ? 0 : 1]!.url, link);
      await guest.asks("guest:knock", { name: names[n] });
      guests.push(guest);
    }
    const letIn = async (guest: Guest): Promise<void> => {
      await host.asks("guest:admit", { sessionId: session.id, guestId: (await guest.ticket()).guestId });
      await guest.sees("in");
    };
    return { host, guests, sessionId: session.id, letIn };
  }

  test("what was written is there for who comes later on another relay, and for nobody who waits (CHAT2, WAIT2)", async () => {
    const { host, guests, sessionId, letIn } = await call(["Alma", "Bruno"]);
    const [alma, bruno] = guests as [Guest, Guest];
    await letIn(alma);
    const { message } = await alma.asks("call:chat", { text: "See <b>https://example.org/x</b>" });
    await host.asks("call:chat", { sessionId, text: "Thank you" });
    assert.equal((await bruno.isRefused("call:chat-lines", {})).code, "not-allowed");
    await letIn(bruno);
    const { messages } = await bruno.asks("call:chat-lines", {});
    assert.deepEqual(
      messages.map(({ text }) => text),
      ["See <b>https://example.org/x</b>", "Thank you"],
    );
    assert.deepEqual(messages[0], message, "the very line that Alma was answered with");
  });

  test("an offer that comes with the admission is heard right after the view that seats the guest, and by nobody else (SIG5, WAIT2)", async () => {
    const { host, guests, sessionId } = await call(["Alma", "Bruno", "Carla"]);
    const [alma, bruno, carla] = guests as [Guest, Guest, Guest];
    const offer = { sdp: "an offer made beforehand" };
    for (const guest of [alma, bruno]) {
      const { guestId } = await guest.ticket();
      await host.asks("guest:admit", { sessionId, guestId, offer });
      const signal = await guest.hears("call:signal");
      assert.deepEqual([signal.data, signal.instance], [offer, host.instance]);
      const names = guest.heard.map(({ name }) => name);
      const view = guest.heard.findIndex(({ name, payload }) => name === "view" && (payload as { state: string }).state === "in");
      assert(view >= 0 && view < names.indexOf("call:signal"), `in this order: ${names.join()}`);
      const seen = guest.heard[view]?.payload as { me: string; participants: { participantId: string; offeredBy?: string }[] };
      assert.equal(seen.participants.find(({ participantId }) => participantId === guestId)?.offeredBy, signal.from);
    }
    assert(!carla.wire.join("").includes("made beforehand"), "Carla waits");
    // Pressed once more, nothing is said twice.
    await host.asks("guest:admit", { sessionId, guestId: (await alma.ticket()).guestId, offer: { sdp: "another" } });
    await host.asks("participant:send-back", { sessionId, participantId: (await bruno.ticket()).guestId });
    await bruno.hears("view", ({ state }) => state === "waiting");
    assert.deepEqual([alma.all("call:signal").length, bruno.all("call:signal").length], [1, 1]);
  });

  test("a host that holds no seat has nothing to offer: its guest is let in without (SIG5)", async () => {
    const { session, links } = await makeSession(relays[0]!, ["Dora"]);
    const host = await people.host(relays[0]!.url);
    const dora = await people.guest(relays[0]!.url, links[0]!);
    await dora.asks("guest:knock", { name: "Dora" });
    const { guestId } = await dora.ticket();
    await host.asks("guest:admit", { sessionId: session.id, guestId, offer: { sdp: "from outside" } });
    await dora.sees("in");
    await dora.asks("call:chat-lines", {});
    assert.equal(dora.all("call:signal").length, 0);
    assert.equal((await host.isRefused("guest:admit", { sessionId: session.id, guestId, offer: "x".repeat(70_000) })).code, "bad-request");
  });

  test("everyone's view says who stands before everyone's eyes (CALL1)", async () => {
    const { host, guests, sessionId, letIn } = await call(["Alma", "Bruno"]);
    const [alma, bruno] = guests as [Guest, Guest];
    await letIn(alma);
    await letIn(bruno);
    const { guestId } = await alma.ticket();
    await host.asks("session:spotlight", { sessionId, participantId: guestId });
    for (const guest of [alma, bruno]) await guest.hears("view", (view) => view.state === "in" && view.spotlight === guestId);
    await host.asks("session:spotlight", { sessionId, participantId: null });
    await until("nobody does any more", () => {
      const view = bruno.all("view").at(-1);
      return view?.state === "in" && view.spotlight === undefined;
    });
  });

  test("a host's wish reaches the one it is for, and no guest may have one (CALL2)", async () => {
    const { host, guests, sessionId, letIn } = await call(["Alma", "Bruno"]);
    const [alma, bruno] = guests as [Guest, Guest];
    await letIn(alma);
    await letIn(bruno);
    for (const what of ["unmute", "stop-share"] as const) {
      await host.asks("participant:ask", { sessionId, participantId: (await bruno.ticket()).guestId, what });
      await bruno.hears("call:ask", (request) => request.what === what);
    }
    assert.deepEqual(alma.all("call:ask"), []);
    const refusal = await host.isRefused("participant:ask", { sessionId, participantId: (await bruno.ticket()).guestId, what: "sing" });
    assert.equal(refusal.code, "bad-request");
  });

  test("a waiting guest learns which servers there are, and no credential for them (NET2, SIG4)", async () => {
    const { guests } = await call(["Alma"]);
    const { urls } = await guests[0]!.asks("connection:check", {});
    assert.deepEqual(urls, ["stun:stun.example:3478", "turn:turn.example:3478"]);
    assert.doesNotMatch(JSON.stringify(guests[0]!.heard), /credential|username/u);
  });
});
