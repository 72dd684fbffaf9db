import assert from "node:assert/strict";
import { test } from "node:test";
import { CHAT_KEPT_LENGTH, CHAT_LINES_KEPT } from "../../protocol/limits.ts";
import { chatLines, hostView } from "../../relay/session/views.ts";
import type { World } from "./world.ts";
import { at, guest, guestId, host, hostSeatId, MINUTE, guestSees, openWorld } from "./world.ts";

const write = (world: World, n: number, text: string, id = `msg_${text.length}`) =>
  world.do({ type: "chat", actor: guest(n), messageId: id, text });
test("CHAT2: what was written stands for whoever comes later, and goes with the last seat", () => {
  const world = openWorld().join().knock(1).admit(1);
  write(world, 1, "Hello");
  world.do({ type: "chat", actor: host(), messageId: "msg_2", text: "Good morning" });
  world.knock(2).admit(2);
  assert.deepEqual(
    chatLines(world.is).map(({ from, name, text }) => [from, name, text]),
    [
      [guestId(1), "Guest 1", "Hello"],
      [hostSeatId(1), "Host 1", "Good morning"],
    ],
  );
  world.do({ type: "leave", actor: guest(1) }).do({ type: "leave", actor: guest(2) });
  assert.equal(chatLines(world.is).length, 2, "the host is still there");
  world.do({ type: "leave", actor: host() });
  assert.equal(world.is.chat, undefined);
});

test("CHAT2: nobody's waiting is shown a line, and who waits writes none", () => {
  const world = openWorld().join().knock(1).admit(1).knock(2);
  write(world, 1, "Only for those inside");
  assert.doesNotMatch(JSON.stringify(guestSees(world, 2)), /Only for those inside/u);
  assert.equal(world.word({ type: "chat", actor: guest(2), messageId: "msg_3", text: "Let me in" }), "not-allowed");
  assert.equal(world.word({ type: "chat", actor: host(2), messageId: "msg_4", text: "From outside" }), "not-allowed");
});

test("CHAT2: the newest lines are kept, by number and by length", () => {
  const world = openWorld().join().knock(1).admit(1);
  for (let n = 1; n <= CHAT_LINES_KEPT + 5; n += 1) write(world, 1, `Line ${n}`, `msg_${n}`);
  assert.equal(world.is.chat?.length, CHAT_LINES_KEPT);
  assert.equal(world.is.chat?.[0]?.text, "Line 6");
  for (let n = 0; n < 20; n += 1) write(world, 1, "x".repeat(2_000), `msg_long${n}`);
  assert.equal(
    world.is.chat?.reduce((sum, { text }) => sum + text.length, 0),
    CHAT_KEPT_LENGTH,
  );
});

test("CALL1: a seated host puts one participant before everyone's eyes, until that one is gone", () => {
  const world = openWorld().join().knock(1).admit(1).knock(2).admit(2);
  const light = (participantId: ReturnType<typeof guestId> | null) => ({ type: "spotlight", actor: host(), participantId }) as const;
  world.do(light(guestId(1)));
  for (const n of [1, 2]) {
    const view = guestSees(world, n);
    assert.equal(view.state === "in" && view.spotlight, guestId(1));
  }
  const forHosts = hostView({ version: 1, session: world.is }, { me: hostSeatId(1), linkFor: () => "", policy: world.policy });
  assert.equal(forHosts.spotlight, guestId(1));

  assert.equal(world.word({ type: "spotlight", actor: guest(2), participantId: guestId(2) }), "not-allowed");
  assert.equal(world.word(light(guestId(9))), "not-allowed");
  assert.equal(world.word({ ...light(guestId(2)), actor: host(2) }), "not-allowed", "a host who is not inside");

  world.do({ type: "disconnect", actor: guest(1), connection: at("g1") });
  assert.equal(world.is.spotlight, guestId(1), "a lost connection is no absence yet");
  world.pass(MINUTE);
  assert.equal(world.is.spotlight, undefined);
  world.do(light(guestId(2))).do(light(null));
  assert.equal(world.is.spotlight, undefined);
});
