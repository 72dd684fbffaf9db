import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { accepted } from "../../protocol/refusals.ts";
import type { SfuSwitch } from "../../relay/sockets/deps.ts";
import { makeKeyPair } from "../../widget/media/e2ee/key-pair.ts";
import type { Guest, Host } from "./people.ts";
import { People } from "./people.ts";
import { makeSession, startTestRelay } from "./test-relay.ts";
import type { TestRelay } from "./test-relay.ts";

const SEND = { epoch: 1, build: 1, sdp: "v=0", slots: [] };

describe("Public keys and what they guard, on the wire (E2E3, E2E6, E2E7)", () => {
  let relay: TestRelay;
  let people: People;
  let published: string[];
  /** Who has sent through the media server. */
  const sent: string[] = [];
  const desk: SfuSwitch = {
    seated: () => undefined,
    publish: async ({ participantId }) => (sent.push(participantId), accepted({ sdp: "v=0" })),
    subscribe: async () => accepted({}),
    answer: async () => accepted({}),
    candidates: async () => accepted({}),
    configure: async () => accepted({ publish: [], subscribe: [] }),
    leave: async () => accepted({}),
    onWanted: () => undefined,
  };

  before(async () => {
    relay = await startTestRelay({ sfu: desk });
    people = new People();
    published = (await Promise.all([makeKeyPair(), makeKeyPair()])).map((pair) => pair.published);
  });
  beforeEach(() => {
    sent.length = 0;
  });
  after(async () => {
    people.leave();
    await relay.close();
  });

  /** The host inside, Sam inside, Dina at the door. */
  async function call({ e2ee = true } = {}): Promise<{ host: Host; sam: Guest; dina: Guest; sessionId: string; samId: string }> {
    const { session, links } = await makeSession(relay, ["Sam", "Dina"], { e2ee });
    const sessionId = session.id;
    const host = await people.host(relay.url);
    await host.asks("call:join", { sessionId, instance: host.instance });
    const [sam, dina] = [await people.guest(relay.url, links[0]!), await people.guest(relay.url, links[1]!)];
    await sam.asks("guest:knock", { name: "Sam" });
    await dina.asks("guest:knock", { name: "Dina" });
    const { guestId: samId } = await sam.ticket();
    await host.asks("guest:admit", { sessionId, guestId: samId });
    await sam.sees("in");
    return { host, sam, dina, sessionId, samId };
  }

  test("a page's public key is shown to those inside, and to nobody who waits", async () => {
    const { host, sam, dina, sessionId, samId } = await call();
    await sam.asks("call:key", { key: published[0] });
    await host.asks("call:key", { sessionId, key: published[1] });
    await sam.hears("view", (view) => view.state === "in" && view.e2ee === true && view.participants.every(({ key }) => key !== undefined));
    const { view } = await host.asks("call:join", { sessionId, instance: host.instance });
    assert.equal(view.participants.find(({ participantId }) => participantId === samId)?.key, published[0]);
    assert.equal(view.session.e2ee, true);
    const wire = dina.wire.join("\n");
    for (const key of published) assert.equal(wire.includes(key), false);
  });

  test("before it asks a guest learns that the session is encrypted, for its browser has to be able to; of another one it learns nothing", async () => {
    for (const e2ee of [true, false]) {
      const { links } = await makeSession(relay, ["Eve"], { e2ee });
      const eve = await people.guest(relay.url, links[0]!);
      assert.equal((await eve.sees("lobby")).e2ee, e2ee ? true : undefined);
    }
  });

  test("nobody who waits, was removed, or sits in another session tells a key or a letter", async () => {
    const { host, sam, dina, sessionId, samId } = await call();
    const other = await call();
    const letter = { to: samId, instance: sam.instance, data: { keys: { kid: 0, wrapped: "AAAA" } } };
    assert.equal((await dina.isRefused("call:key", { key: published[0] })).code, "not-allowed");
    assert.equal((await dina.isRefused("call:signal", letter)).code, "not-allowed");
    assert.equal((await other.sam.isRefused("call:signal", letter)).code, "not-allowed");
    const tab = await people.host(relay.url);
    assert.equal((await tab.isRefused("call:key", { sessionId, key: published[0] })).code, "replaced", "a tab that holds no seat");
    await host.asks("participant:remove", { sessionId, participantId: samId });
    await sam.sees("out");
    const after = await sam.request("call:key", { key: published[0] }).catch(() => undefined);
    assert(after?.ok !== true, "a removed guest told a key");
    assert.deepEqual(sam.all("call:signal"), []);
  });

  test("what is no public key is refused in a sentence", async () => {
    const { sam } = await call();
    const wrong = [
      "",
      "B",
      published[0]!.slice(1),
      `${published[0]}A`,
      `C${published[0]!.slice(1)}`,
      `${published[0]!.slice(0, -1)}=`,
      "B".repeat(10_000),
      7,
      null,
      {},
    ];
    for (const key of wrong) {
      const { code, detail } = await sam.isRefused("call:key", { key });
      assert.equal(code, "bad-request", JSON.stringify(key)?.slice(0, 100));
      assert.match(detail, /^key (is no public key|must be text)\.$/);
    }
    const large = { keys: { kid: 0, wrapped: "A".repeat(70_000) } };
    assert.equal((await sam.isRefused("call:signal", { to: "gst_x", instance: sam.instance, data: large })).code, "bad-request");
  });

  test("who has told no key sends nothing through the media server; in a call that is not encrypted nobody needs one", async () => {
    const { host, sam, sessionId, samId } = await call();
    const { code, detail } = await sam.isRefused("call:sfu-publish", SEND);
    assert.equal(code, "not-allowed");
    assert.match(detail, /end-to-end encrypted/);
    assert.equal((await host.isRefused("call:sfu-publish", { sessionId, ...SEND })).code, "not-allowed");
    await sam.asks("call:key", { key: published[0] });
    await sam.asks("call:sfu-publish", SEND);
    assert.deepEqual(sent, [samId]);
    const plain = await call({ e2ee: false });
    assert.equal((await plain.sam.isRefused("call:key", { key: published[0] })).code, "not-allowed");
    await plain.sam.asks("call:sfu-publish", SEND);
    assert.deepEqual(sent, [samId, plain.samId]);
  });

  test("a host may make such a session itself, and nobody changes it afterwards", async () => {
    const host = await people.host(relay.url);
    const draft = { title: "T", service: "S", startsAt: new Date().toISOString(), durationMinutes: 50, timeZone: "UTC" };
    const { session } = await host.asks("session:create", { ...draft, e2ee: true });
    assert.equal(session.e2ee, true);
    const { code } = await host.isRefused("session:update", { sessionId: session.id, changes: { e2ee: false } });
    assert.equal(code, "bad-request");
    assert.equal((await host.asks("session:create", draft)).session.e2ee, false);
  });
});
