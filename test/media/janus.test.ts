import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { GuestId, RelayId, SessionId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import { JanusKeys } from "../../relay/media/janus-keys.ts";
import { JanusNode } from "../../relay/media/janus-node.ts";
import { JanusPool } from "../../relay/media/janus-pool.ts";
import { JanusPublisher } from "../../relay/media/janus-publisher.ts";
import { JanusRefusal } from "../../relay/media/janus-handle.ts";
import { destroyRoom, JanusRoom } from "../../relay/media/janus-room.ts";
import { SfuPerson } from "../../relay/media/sfu-person.ts";
import { createLog } from "../../relay/ops/log.ts";
import { COUNTS } from "../adversity/counts.ts";
import { JANUS_SECRET, JanusServer } from "../support/janus-server.ts";
import { missing } from "../support/system-packages.ts";
import { TcpProxy } from "../support/tcp-proxy.ts";
import { until } from "../support/until.ts";

const log = createLog({ level: "silent" });
const keys = new JanusKeys(JANUS_SECRET);

describe("A relay and a real Janus", { skip: missing("janus"), timeout: 120_000 }, () => {
  let janus: JanusServer;
  let node: JanusNode;
  /** Every change of the node: up (true) or lost, and when, ms. */
  const changes: { alive: boolean; at: number }[] = [];

  before(async () => {
    janus = await JanusServer.start({ reclaimSeconds: 1 });
    node = new JanusNode({
      url: janus.url,
      apiSecret: JANUS_SECRET,
      log,
      changed: ({ alive }) => changes.push({ alive, at: performance.now() }),
    });
    node.start();
    await until("Janus is there", () => node.alive);
  });
  after(async () => {
    await node?.stop();
    await janus?.stop();
  });

  const room = (name: string, { relayId = newId("rly"), changed = () => undefined }: { relayId?: RelayId; changed?: () => void } = {}) =>
    new JanusRoom(name, node, keys, relayId, changed, () => undefined);
  const refusedWith = (code: number) => (error: unknown) => error instanceof JanusRefusal && error.code === code;

  test("MEDIA6: a room is private, wants a known publisher, and opens for no token but those issued", async () => {
    const name = `${newId("ses")}.1`;
    const guest = newId("gst");
    const made = room(name);
    await made.opened;
    const [entry] = (await janus.rooms()).filter(({ room: id }) => id === name);
    assert.deepEqual([entry?.is_private, entry?.require_pvtid], [true, true]);

    const stranger = await node.attach();
    const join = (token: string) => stranger.ask({ request: "join", ptype: "publisher", room: name, id: "x", token });
    await assert.rejects(join("guessed"), refusedWith(433));
    await assert.rejects(join(keys.token(name, guest)), refusedWith(433), "one that was not issued yet");
    await assert.rejects(stranger.ask({ request: "join", ptype: "subscriber", room: name, streams: [{ feed: "x" }], token: "guessed" }));
    await assert.rejects(
      stranger
        .ask({ request: "listparticipants", room: name, secret: "guessed" })
        .then(() => stranger.ask({ request: "destroy", room: name, secret: "guessed" })),
    );
    await made.allow(guest);
    await join(keys.token(name, guest));
    await stranger.detach();
    await made.close();
    await destroyRoom(node, name, keys);
  });

  test("MEDIA6: who is put out is out, and its token opens nothing any more", async () => {
    const name = `${newId("ses")}.1`;
    const guest = newId("gst");
    const made = room(name);
    const publisher = await JanusPublisher.enter(made, guest, 7);
    // It sends nothing here, so the room has not heard of its feed: it is named as if it had.
    made.feeds.set(`${guest}.7`, { feed: `${guest}.7`, participantId: guest, build: 7, streams: [] });
    await made.putOut(guest);
    const again = await node.attach();
    await assert.rejects(
      again.ask({ request: "join", ptype: "publisher", room: name, id: "again", token: keys.token(name, guest) }),
      refusedWith(433),
    );
    await assert.rejects(publisher.handle.ask({ request: "configure", audio: true }), JanusRefusal, "the handle is in no room");
    await Promise.all([again.detach(), publisher.close(), made.close()]);
    await destroyRoom(node, name, keys);
  });

  test("what is still on its way into a room counts as there: nobody is told to begin anew meanwhile (MEDIA5)", async () => {
    const name = `${newId("ses")}.1`;
    const made = room(name);
    const participantId = newId("gst");
    const seat = { sessionId: newId("ses"), participantId, instance: newId("ins"), tell: () => undefined };
    const person = new SfuPerson(
      { room: made, keys, epoch: 1, session: () => null, failed: () => undefined, changed: () => undefined },
      seat,
    );
    const subscribing = person.subscribe({ epoch: 1, build: 5 });
    assert.deepEqual(person.configure({ epoch: 1, shown: [] }), { publish: [5], subscribe: [5] });
    await subscribing;
    assert.deepEqual(person.configure({ epoch: 1, shown: [] }), { publish: [5], subscribe: [5] });
    await person.close();
    await made.close();
    await destroyRoom(node, name, keys);
  });

  test("two relays share a room, and whoever comes second finds it", async () => {
    const name = `${newId("ses")}.1`;
    const [one, two] = [room(name), room(name)];
    await Promise.all([one.opened, two.opened]);
    await Promise.all([one.close(), two.close()]);
    await destroyRoom(node, name, keys);
    await destroyRoom(node, name, keys);
    assert.equal((await janus.rooms()).length, 0);
  });

  test(`MEDIA7: after ${COUNTS.rooms} rooms with people who came, came again and went, nothing is left (A15)`, async () => {
    const cycle = async (n: number): Promise<void> => {
      const name = `${newId("ses")}.${n}`;
      const guest: GuestId = newId("gst");
      const made = room(name);
      const [first, second] = await Promise.all([JanusPublisher.enter(made, guest, 1), JanusPublisher.enter(made, guest, 2)]);
      await first.close();
      await made.putOut(guest);
      await Promise.all([second.close(), made.close()]);
      await destroyRoom(node, name, keys);
    };
    for (let n = 0; n < COUNTS.rooms; n += 10) await Promise.all(Array.from({ length: 10 }, (_each, m) => cycle(n + m)));
    assert.deepEqual([(await janus.rooms()).length, await janus.handles()], [0, 1], "rooms, and handles but the relay's own");
  });

  test(`MEDIA7: nor is anything left of ${COUNTS.orphans} rooms with people in them whose relays died (A15)`, async () => {
    const line = await TcpProxy.start(Number(new URL(janus.url).port));
    const dying = new JanusNode({ url: `ws://127.0.0.1:${line.port}`, apiSecret: JANUS_SECRET, log, changed: () => undefined });
    dying.start();
    for (let n = 0; n < COUNTS.orphans; n += 20) {
      await until("the next relay is connected", () => dying.alive);
      const enters = async (m: number): Promise<void> => {
        const made = new JanusRoom(
          `${newId("ses")}.${n + m}`,
          dying,
          keys,
          newId("rly"),
          () => undefined,
          () => undefined,
        );
        await Promise.all([JanusPublisher.enter(made, newId("gst"), 1), JanusPublisher.enter(made, newId("gst"), 1)]);
      };
      await Promise.all(Array.from({ length: 20 }, (_each, m) => enters(m)));
      line.cut();
      await until("that relay is gone", () => !dying.alive);
    }
    await until("the last one is connected", () => dying.alive);
    assert.equal((await janus.rooms()).length, COUNTS.orphans, "rooms that nobody took away");
    await Promise.all([dying.stop(), line.stop()]);
    const { changed, needed } = { changed: () => undefined, needed: async () => null };
    const pool = new JanusPool({ urls: [janus.url], apiSecret: JANUS_SECRET, keys, log, changed, needed });
    pool.start();
    await until("the pool has its server", () => pool.sights[0]?.alive);
    await pool.sweep();
    await pool.sweep();
    await pool.stop();
    assert.equal((await janus.rooms()).length, 0);
    await until("no handle is left but the relay's own", async () => (await janus.handles()) === 1, { withinMs: 10_000 });
  });

  test("MEDIA7: rooms that relays now dead had made are swept away, those that sessions need stay, others' are left alone", async () => {
    const [old, current]: SessionId[] = [newId("ses"), newId("ses")];
    const rooms = [room(`${old}.3`), room(`${current}.2`), room("not-of-ours")];
    await Promise.all(rooms.map(({ opened }) => opened));
    const pool = new JanusPool({
      urls: [janus.url],
      apiSecret: JANUS_SECRET,
      keys,
      log,
      changed: () => undefined,
      needed: async (id) => (id === current ? `${current}.2` : null),
    });
    pool.start();
    await until("the pool has its server", () => pool.sights[0]?.alive);
    await pool.sweep();
    await pool.sweep();
    assert.deepEqual((await janus.rooms()).map(({ room: id }) => id).sort(), [`${current}.2`, "not-of-ours"].sort());
    await pool.stop();
    await Promise.all(rooms.map((each) => each.close()));
    for (const each of rooms) await destroyRoom(node, each.name, keys);
  });

  test("MEDIA3: a Janus that hangs is found within 5 s, and taken back when it goes on", async (t) => {
    const at = performance.now();
    janus.pause();
    await until("it is given up", () => !node.alive, { withinMs: 5_000 });
    t.diagnostic(`found after ${Math.round(performance.now() - at)} ms`);
    await assert.rejects(node.attach(), { name: "JanusAway" });
    janus.resume();
    await until("it is back", () => node.alive, { withinMs: 10_000 });
  });

  test("MEDIA3: a Janus that dies is known at once, and taken back when it runs again", async (t) => {
    changes.length = 0;
    const at = performance.now();
    await janus.kill();
    await until("it is lost", () => changes.some(({ alive }) => !alive), { withinMs: 2_000, everyMs: 1 });
    t.diagnostic(`known after ${Math.round((changes[0]?.at ?? at) - at)} ms`);
    await janus.restart();
    await until("it is back", () => node.alive, { withinMs: 10_000 });
    const made = room(`${newId("ses")}.1`);
    await made.opened;
    await made.close();
  });
});
