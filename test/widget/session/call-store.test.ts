import assert from "node:assert/strict";
import { test } from "node:test";
import { refusal } from "../../../protocol/refusals.ts";
import type { ParticipantFlags } from "../../../protocol/fields.ts";
import type { LocalMedia } from "../../../widget/media/local-media.ts";
import type { CallNews } from "../../../widget/session/call-news.ts";
import { CallStore } from "../../../widget/session/call-store.ts";
import { crowd, FakeCallDoor, FakeMediaWorld, person } from "../support/call-fixture.ts";

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Devices without a browser: a microphone and a camera that are there when they are on. */
function devices() {
  const track = (kind: string) => ({ kind, stop() {} }) as unknown as MediaStreamTrack;
  const device = (kind: string): LocalMedia["camera"] => ({ on: true, track: track(kind), problem: undefined, deviceId: undefined });
  const media = Object.assign(new EventTarget(), {
    microphone: device("audio"),
    camera: device("video"),
    async setMicrophone(on: boolean) {
      media.microphone = { ...media.microphone, on };
      media.dispatchEvent(new Event("change"));
    },
    async setCamera(on: boolean) {
      media.camera = { on, track: on ? track("video") : undefined, problem: undefined, deviceId: undefined };
      media.dispatchEvent(new Event("change"));
    },
  });
  return media;
}

function call(role: "host" | "guest" = "guest") {
  const door = new FakeCallDoor(role);
  const world = new FakeMediaWorld();
  const media = devices();
  const store = new CallStore({ door, media: media as unknown as LocalMedia, load: world.load });
  const news: CallNews[] = [];
  store.listen((each) => news.push(each));
  const flags = () => door.asked.filter(([name]) => name === "flags").map(([, value]) => value as ParticipantFlags);
  return { door, world, media, store, news, flags };
}
const kinds = (news: CallNews[]) => news.map(({ is }) => is);

test("ADMIT1: nobody is connected to anyone before the view says that they are inside", async () => {
  const { door, world, store } = call();
  await store.warm();
  door.become({ is: "outside", heading: "Family session", inside: 3 });
  assert.equal(world.scenes.length, 0);

  door.goInside(crowd(3));
  assert.equal(world.scenes.length, 1);
  assert.deepEqual(
    (world.scenes[0] as { others: { participantId: string }[] }).others.map((each) => each.participantId),
    crowd(2).map((each) => each.participantId),
  );
});

test("REV6: put out, the engine is closed in the same breath, and the page is told why", async () => {
  const { door, world, store, news } = call();
  door.goInside(crowd(2));
  await settled();
  door.become({ is: "out", reason: "removed" });
  assert.equal(world.closed, 1);
  assert.equal(store.remotes.size, 0);
  assert.deepEqual(news.at(-1), { is: "left", reason: "removed" });

  door.goInside(crowd(2));
  await settled();
  assert.equal(store.inside?.participants.length, 2);
  assert.equal(world.scenes.length, 2);
});

test("sent back to the waiting room, media ends as well", async () => {
  const { door, world, news } = call();
  door.goInside(crowd(2));
  await settled();
  door.become({ is: "outside", heading: "Family session", inside: 0 });
  assert.equal(world.closed, 1);
  assert.deepEqual(news.at(-1), { is: "left", reason: "sent-back" });
});

test("the relay is away: the call goes on, and nothing is forgotten when it is back", async () => {
  const { door, world, store, flags, media } = call();
  door.goInside(crowd(2));
  await settled();
  door.refusal = refusal("unavailable");
  door.setOnline(false);
  await media.setMicrophone(false);
  await settled();
  assert.equal(world.closed, 0);
  assert.equal(store.online, false);

  door.refusal = undefined;
  door.setOnline(true);
  await settled();
  assert.deepEqual(flags().at(-1), { muted: true });
});

test("the page is told who comes and goes, not of those who were there before", async () => {
  const { door, news } = call();
  const [maya, noor, samir] = crowd(3);
  door.goInside([maya!, samir!], { me: samir!.participantId });
  assert.deepEqual(kinds(news), ["joined", "count", "topology"]);
  news.length = 0;

  door.goInside([maya!, noor!, samir!], { me: samir!.participantId });
  assert.deepEqual(
    news.map((each) => [each.is, "participant" in each ? each.participant.name : "count" in each ? each.count : ""]),
    [
      ["arrived", "Noor Haddad"],
      ["count", 3],
    ],
  );
  news.length = 0;

  door.goInside([{ ...maya!, handRaised: true }, { ...noor!, connected: false }, samir!], { me: samir!.participantId });
  assert.deepEqual(kinds(news), ["hand"]);
  news.length = 0;

  door.goInside([maya!, samir!], { me: samir!.participantId });
  assert.equal(news[0]?.is === "departed" && news[0].reason, "connection-lost");
});

test("what oneself shows is told to the relay, once, and again until it was taken", async () => {
  const { door, media, flags, store } = call();
  const me = person("Me", { order: 2 });
  door.goInside([crowd(1)[0]!, me]);
  await settled();
  assert.deepEqual(flags(), []);

  await media.setCamera(false);
  store.setHand(true);
  await settled();
  await settled();
  assert.deepEqual(Object.assign({}, ...flags()), { cameraOff: true, handRaised: true });
  const sent = flags().length;
  door.goInside([crowd(1)[0]!, { ...me, cameraOff: true, handRaised: true }]);
  await settled();
  assert.equal(flags().length, sent);
});

test("a host's request to mute is obeyed, told, and may be undone", async () => {
  const { door, media, news } = call();
  door.goInside(crowd(2));
  door.hear("mute");
  await settled();
  assert.equal(media.microphone.on, false);
  assert.ok(kinds(news).includes("muted-by-host"));
  await media.setMicrophone(true);
  door.hear("mute");
  await settled();
  assert.equal(kinds(news).filter((is) => is === "muted-by-host").length, 2);
});

test("CHAT1: a line stands once, one's own when the relay has carried it; all are gone with the call", async () => {
  const { door, store } = call();
  door.goInside(crowd(2));
  assert.equal(await store.say("Hello"), undefined);
  const line = { id: "msg_1", from: crowd(1)[0]!.participantId, name: "Dr. Maya Osei", text: "Hi", at: new Date().toISOString() };
  door.hear("chat", line);
  door.hear("chat", line);
  assert.deepEqual(
    store.messages.map(({ text }) => text),
    ["Hello", "Hi"],
  );

  door.refusal = refusal("rate-limited");
  assert.equal((await store.say("Again"))?.code, "rate-limited");
  assert.equal(store.messages.length, 2);
  door.become({ is: "out", reason: "host-ended" });
  assert.equal(store.messages.length, 0);
});

test("a host asks to come in once, and reads why not", async () => {
  const { door, store } = call("host");
  door.refusal = refusal("session-full");
  await Promise.all([store.join(), store.join()]);
  assert.equal(door.asked.filter(([name]) => name === "join").length, 1);
  assert.equal(store.problem?.code, "session-full");
});

test("an engine that could not be loaded is said to be broken, and tried again after a pause", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const door = new FakeCallDoor("guest");
  const world = new FakeMediaWorld();
  let fails = true;
  let tries = 0;
  const store = new CallStore({
    door,
    media: devices() as unknown as LocalMedia,
    load: () => {
      tries += 1;
      return fails ? Promise.reject(new Error("no network")) : world.load();
    },
  });
  // As a tag does that is told of every change and wants the call made ready.
  store.subscribe(() => void store.warm());
  door.goInside(crowd(2));
  await settled();
  assert.equal(store.broken, true);
  assert.equal(tries, 1, "not asked for without end while the network is away");
  fails = false;
  t.mock.timers.tick(3_000);
  await settled();
  assert.equal(store.broken, false);
  assert.equal(world.scenes.length, 1);
});

test("an engine that does not come is not asked for without end, but again after a pause", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const door = new FakeCallDoor("guest");
  const world = new FakeMediaWorld();
  let tries = 0;
  const load = () => ((tries += 1) < 3 ? Promise.reject(new Error("no network")) : world.load());
  const store = new CallStore({ door, media: devices() as unknown as LocalMedia, load });
  // As a tag does that asks with each of its updates.
  store.subscribe(() => void store.warm());
  door.become({ is: "outside", heading: "Family session", inside: 0 });
  await settled();
  assert.equal(tries, 1);
  t.mock.timers.tick(3_000);
  await settled();
  t.mock.timers.tick(3_000);
  await settled();
  assert.deepEqual([tries, store.broken], [3, false]);
});

test("closing leaves the session and nothing behind", async () => {
  const { door, world, store } = call();
  door.goInside(crowd(2));
  await settled();
  store.close();
  assert.equal(world.closed, 1);
  assert.deepEqual(door.asked.at(-1), ["leave"]);
  assert.equal(door.lookers, 0);
});
