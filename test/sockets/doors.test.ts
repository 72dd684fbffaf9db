import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { io } from "socket.io-client";
import { GUEST_DOOR, HOST_DOOR, SOCKET_PATH } from "../../protocol/events.ts";
import type { ParticipantId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { GuestId } from "../../protocol/ids.ts";
import { RedisServer } from "../support/redis-server.ts";
import { RateLimits } from "../../relay/access/rate-limits.ts";
import { PLENTY } from "../http/house.ts";
import type { Guest, Host } from "./people.ts";
import { People } from "./people.ts";
import { hostToken, links, makeSession, startTestRelay, TURN_SECRET } from "./test-relay.ts";
import type { TestRelay } from "./test-relay.ts";

describe("The doors", () => {
  let relay: TestRelay;
  let people: People;
  before(async () => {
    relay = await startTestRelay();
    people = new People();
  });
  after(async () => {
    people.leave();
    await relay.close();
  });

  /** A host inside, and guests let in with the links given. */
  async function inside(
    names: string[],
  ): Promise<{ host: Host; guests: Guest[]; sessionId: `ses_${string}`; links: string[]; inviteIds: string[] }> {
    const { session, links: made, inviteIds } = await makeSession(relay, names);
    const host = await people.host(relay.url);
    await host.asks("call:join", { sessionId: session.id, instance: host.instance });
    const guests: Guest[] = [];
    for (const [n, link] of made.entries()) {
      const guest = await people.guest(relay.url, link);
      await guest.asks("guest:knock", { name: names[n] });
      const { guestId } = await guest.ticket();
      await host.asks("guest:admit", { sessionId: session.id, guestId });
      await guest.sees("in");
      guests.push(guest);
    }
    return { host, guests, sessionId: session.id, links: made, inviteIds };
  }

  test("a browser page of another origin is turned away on both transports, before the handshake (DOOR5)", async () => {
    const { links: made } = await makeSession(relay, ["Sam"]);
    for (const transport of ["websocket", "polling"] as const) {
      const stranger = await people.tryGuest(relay.url, made[0], { origin: "https://evil.example", transports: [transport] });
      assert(!stranger.in, transport);
      const allowed = await people.tryGuest(relay.url, made[0], { transports: [transport] });
      assert(allowed.in, transport);
    }
  });

  test("a link that is forged, revoked, expired or too early opens nothing and learns nothing (LINK1, LINK3, LINK4)", async () => {
    const { session, links: made, inviteIds } = await makeSession(relay, ["Kim", "Lee"]);
    const host = await people.host(relay.url);
    await host.asks("invite:revoke", { sessionId: session.id, inviteId: inviteIds[0] });
    const early = await makeSession(relay, ["Early"], { startsInMinutes: 120 });
    const late = await makeSession(relay, ["Late"], { startsInMinutes: -300 });
    const cases: [unknown, string][] = [
      [`${made[1]}x`, "link-invalid"],
      ["", "link-invalid"],
      [{ $ne: 1 }, "bad-request"],
      [made[0], "link-revoked"],
      [early.links[0], "too-early"],
      [late.links[0], "link-expired"],
      [links.sign({ sessionId: newId("ses"), inviteId: newId("inv"), generation: 1 }), "session-ended"],
    ];
    for (const [link, word] of cases) {
      const door = await people.tryGuest(relay.url, link);
      assert(!door.in);
      assert.equal(door.refusal?.code, word);
      const told = JSON.stringify(door.refusal);
      assert(!told.includes("Jamie"), "VIEW2: the title is not told");
      if (word === "too-early") assert.equal(door.refusal?.info?.hostName, "Dr ana");
      else assert.equal(door.refusal?.info, undefined);
    }
  });

  test("a forged link never reaches the store (LINK1)", async () => {
    const { load, loadUnless } = relay.store.sessions;
    const { session, links: made } = await makeSession(relay, ["Sam"]);
    let looks = 0;
    const note = (id: string): void => void (looks += id === session.id ? 1 : 0);
    relay.store.sessions.load = (id) => (note(id), load.call(relay.store.sessions, id));
    relay.store.sessions.loadUnless = (id, version) => (note(id), loadUnless.call(relay.store.sessions, id, version));
    for (let n = 0; n < 50; n += 1) await people.tryGuest(relay.url, `${made[0]!.slice(0, -1)}${n % 10}${n}`);
    assert.equal(looks, 0);
    await people.guest(relay.url, made[0]!);
    assert(looks > 0, "a good one does");
    relay.store.sessions.load = load;
    relay.store.sessions.loadUnless = loadUnless;
  });

  test("nothing that a waiting guest is sent names anyone else or anything of the call (WAIT2, A2)", async () => {
    const { host, sessionId, guests } = await inside(["Alma", "Bruno"]);
    const link = (await host.asks("link:create", { sessionId, label: "Waiting room canary" })).invite.url?.split("#")[1];
    const waiting = await people.guest(relay.url, link ?? "");
    await waiting.asks("guest:knock", { name: "Wanda" });
    // A call goes on: signals, chat, flags, people coming and going, and the host speaks to the waiting room.
    const [alma, bruno] = guests as [Guest, Guest];
    const view = await alma.hears("view", (seen) => seen.state === "in" && seen.participants.length === 3);
    assert(view.state === "in");
    const other = view.participants.find((each) => each.name === "Bruno");
    assert(other !== undefined);
    await alma.asks("call:signal", {
      to: other.participantId,
      instance: other.instance,
      data: { sdp: "v=0 CANARY-SDP", candidate: "CANARY-CANDIDATE" },
    });
    await bruno.asks("call:chat", { text: "CANARY-CHAT" });
    await bruno.asks("call:flags", { flags: { muted: true } });
    await host.asks("guest:message", { sessionId, text: "Five more minutes" });
    await bruno.asks("call:leave", {});
    await waiting.hears("view", (seen) => seen.state === "waiting" && seen.messages.length === 1);
    const wire = waiting.wire.join("\n");
    assert(wire.includes("Five more minutes"), "the recording is of this guest");
    for (const secret of [
      "Alma",
      "Bruno",
      "CANARY",
      "Jamie",
      "sdp",
      "candidate",
      "credential",
      "turn:",
      "stun:",
      TURN_SECRET,
      "participantId",
      "hst_",
      alma.instance,
    ]) {
      assert(!wire.includes(secret), `the waiting guest was sent ${secret}`);
    }
    for (const guest of guests) assert(!wire.includes((await guest.ticket()).guestId));
  });

  test("TURN credentials are given with the seat, not before (SIG4)", async () => {
    const { session, links: made } = await makeSession(relay, ["Sam"]);
    const host = await people.host(relay.url);
    const guest = await people.guest(relay.url, made[0]!);
    await guest.asks("guest:knock", { name: "Sam" });
    assert.equal((await guest.isRefused("call:ice", {})).code, "not-allowed");
    assert.deepEqual(guest.all("call:ice"), []);
    await host.asks("guest:admit", { sessionId: session.id, guestId: (await guest.ticket()).guestId });
    const ice = await guest.hears("call:ice");
    assert(JSON.stringify(ice).includes("credential"));
  });

  test("signals pass between those seated, to the page load they are meant for, and from nobody else (SIG1, SIG3)", async () => {
    const { host, guests, sessionId } = await inside(["Alma", "Bruno"]);
    const [alma, bruno] = guests as [Guest, Guest];
    const { participants } = await alma.sees("in");
    const hostSeat = participants.find((each) => each.role === "host");
    assert(hostSeat !== undefined);
    await alma.asks("call:signal", { to: hostSeat.participantId, instance: hostSeat.instance, data: { offer: 1 } });
    const heard = await host.hears("call:signal");
    assert.deepEqual(heard.data, { offer: 1 });
    assert.equal(heard.from, (await alma.ticket()).guestId);
    await alma.request("call:signal", { to: hostSeat.participantId, instance: newId("ins"), data: { stale: 1 } });
    assert.equal((await alma.isRefused("call:signal", { to: newId("gst"), instance: hostSeat.instance, data: {} })).code, "not-allowed");
    // A host that only looks on has no seat.
    const onlooker = await people.host(relay.url, hostToken("ana"));
    assert.equal(
      (await onlooker.isRefused("call:signal", { sessionId, to: hostSeat.participantId, instance: hostSeat.instance, data: {} })).code,
      "replaced",
    );
    // What was said by then has arrived; the stale one never does.
    await bruno.asks("call:chat", { text: "done" });
    await host.hears("call:chat");
    assert.equal(host.all("call:signal").length, 1);
  });

  test("a newer tab takes over; the older one is told so and disconnected (WAIT4, SEAT4)", async () => {
    const { guests, links: made } = await inside(["Alma"]);
    const { ticket } = await guests[0]!.ticket();
    const newer = await people.guest(relay.url, made[0]!, { ticket });
    await newer.sees("in");
    assert.equal((await guests[0]!.sees("out")).reason, "replaced");
    await guests[0]!.gone();
  });

  test("what a host's older tab says after it was replaced, or has left, takes nothing from the newer one (SEAT4)", async () => {
    const { host: older, sessionId } = await inside(["Alma"]);
    const sits = (tab: Host) => tab.asks("call:join", { sessionId, instance: tab.instance });
    const newer = await people.host(relay.url);
    const { view } = await sits(newer);
    assert.equal((await older.hears("call:ended")).reason, "replaced");
    assert.equal((await older.isRefused("call:leave", { sessionId })).code, "replaced");
    const other = await people.host(relay.url);
    await sits(other);
    await other.asks("call:leave", { sessionId });
    await sits(newer);
    assert.equal((await other.isRefused("call:leave", { sessionId })).code, "replaced");
    await newer.asks("call:chat", { sessionId, text: "Still here" });
    assert.equal((await newer.asks("session:watch", { sessionId })).me, view.me);
  });

  test("whoever is put out hears nothing more and is disconnected (REV6, ADMIT7)", async () => {
    const { host, guests, sessionId } = await inside(["Alma", "Bruno"]);
    const [alma, bruno] = guests as [Guest, Guest];
    const id: ParticipantId = (await alma.ticket()).guestId;
    await host.asks("participant:remove", { sessionId, participantId: id });
    assert.equal((await alma.sees("out")).reason, "removed");
    await alma.gone();
    const heard = alma.heard.length;
    await bruno.asks("call:chat", { text: "Is she gone?" });
    await host.hears("call:chat");
    assert.equal(alma.heard.length, heard);
  });

  test("sent back, a guest waits on the same socket and hears nothing of the call any more (ADMIT7)", async () => {
    const { host, guests, sessionId } = await inside(["Alma", "Bruno"]);
    const [alma, bruno] = guests as [Guest, Guest];
    const participantId: GuestId = (await alma.ticket()).guestId;
    await host.asks("participant:send-back", { sessionId, participantId });
    const view = await alma.sees("waiting");
    assert(view.sentBack || (await alma.hears("view", (seen) => seen.state === "waiting" && seen.sentBack)));
    await bruno.asks("call:chat", { text: "CANARY" });
    await host.hears("call:chat");
    assert.equal(alma.all("call:chat").length, 0);
    await host.asks("guest:admit", { sessionId, guestId: participantId });
    await alma.hears("view", (seen) => seen.state === "in" && seen.version > view.version);
  });

  test("a host of another tenant, or not named by the session, is answered as if it were not there (VIEW3)", async () => {
    const { session } = await makeSession(relay, ["Sam"]);
    for (const token of [hostToken("mallory"), hostToken("ana", { tenantId: "harbour" })]) {
      const came = await people.tryHost(relay.url, token, token.includes("harbour") ? { origin: "https://harbour.example" } : {});
      assert(came.in);
      for (const request of ["session:watch", "call:join", "guest:admit-all", "session:end"] as const) {
        const payload: object = { sessionId: session.id, ...(request === "call:join" ? { instance: came.person.instance } : {}) };
        assert.equal((await came.person.isRefused(request, payload)).code, "not-allowed", request);
      }
    }
  });

  test("a connection beyond the limit is refused with a time (DOOR6)", async () => {
    const { links: made } = await makeSession(relay, ["Sam"]);
    relay.limits.refuse = () => ({ code: "rate-limited", detail: "Too many.", retryAfterMs: 1_000 });
    const door = await people.tryGuest(relay.url, made[0]);
    relay.limits.refuse = () => null;
    assert(!door.in);
    assert.equal(door.refusal?.code, "rate-limited");
  });

  test("a host whose token is good for one session hears nothing of the others, and makes none (VIEW3)", async () => {
    const [{ session, links: mine }, other] = await Promise.all([makeSession(relay, ["Sam"]), makeSession(relay, ["Kim"])]);
    const [all, one] = await Promise.all([people.host(relay.url), people.host(relay.url, hostToken("ana", { sessions: [session.id] }))]);
    await Promise.all([all, one].map((host) => host.asks("waiting:watch", {})));
    const someone = async (link: string | undefined): Promise<void> => {
      const guest = await people.guest(relay.url, link ?? "");
      await guest.asks("guest:knock", { name: "Someone" });
      await all.hears("waiting:view", ({ waiting }) => waiting.length > 0);
      await guest.asks("guest:cancel", {});
    };
    const over = (host: Host, id: string) =>
      host.hears("waiting:view", ({ sessionId, waiting }) => sessionId === id && waiting.length === 0);
    await someone(other.links[0]);
    await over(all, other.session.id);
    // What it is told of its own session comes after what it would have been told of the other one.
    await someone(mine[0]);
    await over(one, session.id);
    assert.deepEqual([...new Set(one.all("waiting:view").map(({ sessionId }) => sessionId))], [session.id]);
    const draft = {
      title: "Another one",
      service: "Video Session",
      startsAt: new Date().toISOString(),
      durationMinutes: 50,
      timeZone: "UTC",
    };
    assert.equal((await one.isRefused("session:create", draft)).code, "not-allowed");
    await all.asks("session:create", draft);
  });

  test("connections are counted by ticket for whoever has one, else by the link as it is now: a link that was stopped takes nothing from the new one (DOOR6)", async () => {
    const { links: made, session, inviteIds } = await makeSession(relay, ["Kim"]);
    const counted: string[] = [];
    relay.limits.refuse = (kind, key) =>
      kind === "link" && counted.push(key) > 100 ? { code: "rate-limited", detail: "Too many." } : null;
    const kim = await people.guest(relay.url, made[0] ?? "");
    await kim.asks("guest:knock", { name: "Kim" });
    const { ticket, guestId } = await kim.ticket();
    await people.guest(relay.url, made[0] ?? "", { ticket });
    await people.guest(relay.url, made[0] ?? "");
    await people.tryGuest(relay.url, links.sign({ sessionId: session.id, inviteId: inviteIds[0]!, generation: 2 }));
    relay.limits.refuse = () => null;
    const [first, ticketed, other, renewed] = counted;
    assert.equal(ticketed, guestId);
    assert.equal(first, other);
    assert.notEqual(renewed, first);
    assert.equal(counted.length, 4);
  });

  test("a browser that sends and never reads is cut off before it fills the relay's memory, and nobody else is (DOOR6)", async () => {
    const { guests } = await inside(["Deaf", "Alma"]);
    const [deaf, alma] = guests as [Guest, Guest];
    const { transport } = deaf.socket.io.engine as unknown as { transport: { ws: { _socket: { pause(): void; resume(): void } } } };
    transport.ws._socket.pause();
    const asked = 200_000;
    let answered = 0;
    for (let n = 0; n < asked; n += 1) {
      deaf.socket.emit("guest:nothing", {}, () => (answered += 1));
      // What is sent goes out only between two turns of the event loop.
      if (n % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    // Answered after all that came before it.
    await alma.asks("call:chat", { text: "I am here" });
    transport.ws._socket.resume();
    await deaf.gone();
    assert(answered < asked, `${answered} answers were kept for it`);
    await alma.asks("call:chat", { text: "And go on" });
  });

  test("who asks and goes again and again is stopped, as a new browser too, and leaves no more traces; other links are not (DOOR6)", async () => {
    const { session, links: made } = await makeSession(relay, ["Restless", "Calm"]);
    const [restless = "", calm = ""] = made;
    const limits = new RateLimits({ perMinute: { ...PLENTY, knock: 3 }, redisClient: null });
    relay.limits.refuse = (kind, key) => limits.take(kind, key);
    try {
      const guest = await people.guest(relay.url, restless);
      for (let n = 0; n < 3; n += 1) {
        await guest.asks("guest:knock", { name: "Restless" });
        await guest.asks("guest:cancel", {});
      }
      const traces = async () => (await relay.store.sessions.audit(session.id, { limit: 200 })).items.length;
      const before = [await traces(), relay.keeper.held(session.id)?.version];
      const refusal = await guest.isRefused("guest:knock", { name: "Restless" });
      assert.equal(refusal.code, "rate-limited");
      assert((refusal.retryAfterMs ?? 0) > 0 && (refusal.retryAfterMs ?? 0) <= 60_000);
      const another = await people.guest(relay.url, restless);
      assert.equal((await another.isRefused("guest:knock", { name: "Somebody else" })).code, "rate-limited");
      assert.deepEqual([await traces(), relay.keeper.held(session.id)?.version], before, "nothing was committed");
      await (await people.guest(relay.url, calm)).asks("guest:knock", { name: "Calm" });
    } finally {
      relay.limits.refuse = () => null;
    }
  });

  test("packets that make no sense do the relay and its other guests no harm (DOOR3, A18)", async () => {
    const { guests, host, sessionId } = await inside(["Alma"]);
    const { links: made } = await makeSession(relay, ["Fuzz"]);
    const nonsense: unknown[] = [
      null,
      undefined,
      1,
      "",
      [],
      {},
      { __proto__: { admin: true } },
      { name: "\u0000" },
      { name: "x".repeat(100_000) },
      { flags: { muted: "yes" } },
      new Uint8Array(64),
      [[[[[]]]]],
    ];
    for (const door of [GUEST_DOOR, HOST_DOOR]) {
      const socket = io(relay.url + door, {
        path: SOCKET_PATH,
        transports: ["websocket"],
        reconnection: false,
        forceNew: true,
        extraHeaders: { origin: "https://portal.example" },
        auth: door === HOST_DOOR ? { token: hostToken("ana") } : { link: made[0], instance: newId("ins") },
      });
      await new Promise<void>((resolve, reject) => socket.on("connect", resolve).on("connect_error", reject));
      const names = [
        "guest:knock",
        "call:signal",
        "session:update",
        "constructor",
        "__proto__",
        "toString",
        "disconnect2",
        "session:create",
      ];
      for (const name of names) {
        for (const payload of nonsense) socket.emit(name, payload);
        const answer = (await socket.timeout(3_000).emitWithAck(name, { __proto__: null, nonsense: 1 })) as { ok: boolean };
        assert.equal(answer.ok, false, name);
      }
      socket.disconnect();
    }
    await host.asks("call:chat", { sessionId, text: "Still here" });
    await guests[0]!.hears("call:chat");
  });
});

describe("The doors of three relays on one Redis", () => {
  test("a call over three relays: signals reach the one they are for, and a revocation cuts them everywhere (SIG1, REV6)", async (t) => {
    const redis = await RedisServer.start();
    const relays = await Promise.all([1, 2, 3].map(() => startTestRelay({ redisUrl: redis.url })));
    const people = new People();
    t.after(async () => {
      people.leave();
      for (const relay of relays) await relay.close();
      await redis.stop();
    });
    const [one, two, three] = relays as [TestRelay, TestRelay, TestRelay];
    const { session, links: made, inviteIds } = await makeSession(one, ["Alma", "Bruno"]);
    const host = await people.host(one.url);
    await host.asks("call:join", { sessionId: session.id, instance: host.instance });
    const guests: Guest[] = [];
    for (const [n, relay] of [two, three].entries()) {
      const guest = await people.guest(relay.url, made[n]!);
      await guest.asks("guest:knock", { name: `Guest ${n}` });
      await host.asks("guest:admit", { sessionId: session.id, guestId: (await guest.ticket()).guestId });
      guests.push(guest);
    }
    const [alma, bruno] = guests as [Guest, Guest];
    const { participants } = (await alma.hears("view", (view) => view.state === "in" && view.participants.length === 3)) as {
      participants: { participantId: ParticipantId; instance: string; name: string }[];
    };
    const target = participants.find((each) => each.name === "Guest 1");
    assert(target !== undefined);
    for (let n = 0; n < 20; n += 1) await alma.asks("call:signal", { to: target.participantId, instance: target.instance, data: { n } });
    await bruno.hears("call:signal", (signal) => (signal.data as { n: number }).n === 19);
    assert.deepEqual(
      bruno.all("call:signal").map((signal) => (signal.data as { n: number }).n),
      Array.from({ length: 20 }, (_, n) => n),
      "in order",
    );
    assert.equal(host.all("call:signal").length, 0);

    await host.asks("invite:revoke", { sessionId: session.id, inviteId: inviteIds[1] });
    assert.equal((await bruno.sees("out")).reason, "link-revoked");
    await bruno.gone();
    await alma.hears("view", (view) => view.state === "in" && view.participants.length === 2);
    assert.equal(
      (await alma.isRefused("call:signal", { to: target.participantId, instance: target.instance, data: {} })).code,
      "not-allowed",
    );
  });
});
