import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "../../protocol/ids.ts";
import type { JanusHandle } from "../../relay/media/janus-handle.ts";
import { JanusKeys } from "../../relay/media/janus-keys.ts";
import type { Feed, JanusRoom } from "../../relay/media/janus-room.ts";
import { SfuPerson } from "../../relay/media/sfu-person.ts";
import type { Session } from "../../relay/session/session.ts";
import { until } from "../support/until.ts";

interface Asked {
  request: string;
  ptype?: string;
  streams?: { mid: string }[];
  subscribe?: { mid: string }[];
}

test("a new picture is asked for by those who show it; who does not is no reason for its browser to make it anew (MEDIA8)", async () => {
  const [me, other] = [newId("gst"), newId("gst")];
  const asked: Asked[] = [];
  const handle = {
    ask: async (body: Asked) => {
      asked.push(body);
      return { data: { private_id: 1, streams: [] }, jsep: { type: "offer", sdp: "v=0" } };
    },
    detach: async () => undefined,
    onUp: () => undefined,
    onHangup: () => undefined,
    onGone: () => undefined,
  } as unknown as JanusHandle;
  const streams = (["audio", "camera"] as const).map((slot) => ({ mid: slot, slot, simulcast: slot === "camera" }));
  const feed: Feed = { feed: `${other}.1`, participantId: other, build: 1, streams };
  const room = {
    name: "a room",
    id: "a room",
    opened: Promise.resolve(),
    allow: async () => "token",
    node: { attach: async () => handle, id: (name: string) => name },
    feeds: new Map([[feed.feed, feed]]),
  } as unknown as JanusRoom;
  const seat = { sessionId: newId("ses"), participantId: me, instance: newId("ins"), tell: () => undefined };
  const session = { seats: { [me]: {}, [other]: {} } } as unknown as Session;
  const keys = new JanusKeys("a-janus-secret-for-tests-of-32-chars");
  const person = new SfuPerson(
    { room, keys, epoch: 1, session: () => session, failed: (error) => assert.fail(String(error)), changed: () => undefined },
    seat,
  );
  person.configure({ epoch: 1, shown: [{ participantId: other, camera: null, screen: false }] });
  await person.subscribe({ epoch: 1, build: 1 });
  const joined = await until("it receives", () => asked.find(({ ptype }) => ptype === "subscriber"));
  assert.deepEqual(
    joined.streams?.map(({ mid }) => mid),
    ["audio"],
  );

  person.answer({ epoch: 1, build: 1, n: 1, sdp: "v=0" });
  person.configure({ epoch: 1, shown: [{ participantId: other, camera: 0, screen: false }] });
  const more = await until("it receives more", () => asked.find(({ subscribe }) => subscribe?.some(({ mid }) => mid === "camera")));
  assert.equal(more.request, "update");
  await person.close();
});
