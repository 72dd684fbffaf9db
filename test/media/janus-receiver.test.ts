import assert from "node:assert/strict";
import { describe, mock, test } from "node:test";
import type { JanusHandle } from "../../relay/media/janus-handle.ts";
import { JanusAway, JanusRefusal, NO_SUCH_FEED } from "../../relay/media/janus-handle.ts";
import { JanusReceiver } from "../../relay/media/janus-receiver.ts";
import type { JanusRoom } from "../../relay/media/janus-room.ts";
import { until } from "../support/until.ts";

/** Asks what Janus would be asked, and has its answers: one stream of one feed. */
class Subscription {
  readonly asked: string[] = [];
  readonly problems: unknown[] = [];
  /** What it describes; none: it has forgotten to. */
  describes = true;
  /** Somebody whom it is asked for has gone. */
  gone = false;
  wanted = ["1"];
  readonly handle = {
    ask: async (body: { request: string }, jsep?: { sdp: string }) => {
      this.asked.push(jsep === undefined ? body.request : `${body.request} ${jsep.sdp}`);
      if (this.gone) throw new JanusRefusal("No such feed", NO_SUCH_FEED);
      const describes = this.describes && body.request !== "start";
      return {
        data: { streams: [{ mid: "0", feed_id: "maya", feed_mid: "1" }] },
        jsep: describes ? { type: "offer", sdp: `offer for ${body.request}` } : undefined,
      };
    },
    detach: async () => undefined,
    onUp: (told: () => void) => (this.up = told),
  } as unknown as JanusHandle;
  /** Its connection stands from now on. */
  up = (): void => undefined;
  /** Each time it was told, whether what Maya sends comes through. */
  readonly told: boolean[] = [];
  readonly offered: number[] = [];
  readonly receiver = new JanusReceiver({
    room: { id: "room" } as unknown as JanusRoom,
    attaching: Promise.resolve().then(() => this.handle),
    privateId: 1,
    token: "token",
    wants: () => this.wanted.map((mid) => ({ feed: "maya", mid, layer: 2, send: true })),
    offer: ({ n }) => this.offered.push(n),
    attached: () => undefined,
    changed: () => this.told.push(this.receiver.takes({ feed: "maya", mid: "1" })),
    failed: (error) => this.problems.push(error),
  });
}

describe("What one browser receives from Janus", () => {
  test("goes on where somebody has gone who was just asked for, and all the rest is asked for again (MEDIA4)", async () => {
    const whole = new Subscription();
    const { receiver, offered, asked, problems } = whole;
    receiver.follow();
    await until("the offer is made", () => offered.length === 1);
    receiver.answer(1, "answer");
    await until("it has begun", () => asked.includes("start answer"));
    whole.wanted = ["1", "2"];
    whole.gone = true;
    receiver.follow();
    await until("it is told that there is no such feed", () => asked.at(-1) === "update");
    whole.gone = false;
    receiver.follow();
    await until("the rest is offered", () => offered.at(-1) === 2);
    assert.deepEqual(problems, []);
    await receiver.close();
  });

  test("begins where whoever was asked for first has gone meanwhile", async () => {
    const whole = new Subscription();
    whole.gone = true;
    whole.receiver.follow();
    await until("it is told that there is no such feed", () => whole.asked.length === 1);
    whole.gone = false;
    whole.receiver.follow();
    await until("the rest is offered", () => whole.offered.length === 1);
    assert.deepEqual(whole.asked, ["join", "join"]);
    assert.deepEqual(whole.problems, []);
    await whole.receiver.close();
  });

  test("MEDIA11: an offer that nobody answers is made again, the same, until its answer comes; then what was asked for meanwhile goes on", async () => {
    mock.timers.enable({ apis: ["setInterval"] });
    try {
      const { receiver, offered, asked, problems } = new Subscription();
      receiver.follow();
      await until("the offer is made", () => offered.length === 1);
      // Its answer is lost. Asked for another way, it cannot offer one before.
      receiver.restart();
      mock.timers.tick(1_999);
      assert.deepEqual(offered, [1]);
      mock.timers.tick(1);
      mock.timers.tick(2_000);
      assert.deepEqual(offered, [1, 1, 1]);

      receiver.answer(1, "answer");
      await until("another way is offered", () => offered.at(-1) === 2);
      assert.deepEqual(asked, ["join", "start answer", "configure"]);
      receiver.answer(2, "another answer");
      await until("it is taken", () => asked.at(-1) === "start another answer");
      mock.timers.tick(10_000);
      assert.deepEqual(offered, [1, 1, 1, 2], "what is answered is not offered again");
      assert.deepEqual(problems, []);
      await receiver.close();
    } finally {
      mock.timers.reset();
    }
  });

  test("MEDIA11: what Janus does not describe is a failure, after which the browser begins anew, and no silence for good", async () => {
    const subscription = new Subscription();
    subscription.describes = false;
    subscription.receiver.follow();
    await until("it has failed", () => subscription.problems.length === 1);
    assert.ok(subscription.problems[0] instanceof JanusAway);
    assert.deepEqual(subscription.offered, []);
    await subscription.receiver.close();
  });

  test("MEDIA8: what a feed sends comes through once its browser has agreed to it and its way stands, whichever is first", async () => {
    for (const early of [true, false]) {
      const subscription = new Subscription();
      const { receiver, told, offered } = subscription;
      receiver.follow();
      await until("the offer is made", () => offered.length === 1);
      if (early) subscription.up();
      receiver.answer(1, "answer");
      await until("the answer is Janus's", () => told.length === (early ? 2 : 1));
      if (!early) subscription.up();
      assert.deepEqual(told, [false, true]);
      assert(!receiver.takes({ feed: "maya", mid: "2" }), "nobody agreed to that");
      await receiver.close();
    }
  });
});
