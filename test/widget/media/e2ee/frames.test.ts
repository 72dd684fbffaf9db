import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { clearBytes } from "../../../../widget/media/e2ee/clear-bytes.ts";
import { FrameOpener, OLD_KEYS_MS, OpenedStream } from "../../../../widget/media/e2ee/frame-opener.ts";
import { FrameSealer } from "../../../../widget/media/e2ee/frame-sealer.ts";
import { kidOf } from "../../../../widget/media/e2ee/key-ids.ts";
import { nextBase } from "../../../../widget/media/e2ee/sframe.ts";

const ANNA = "gst_anna";
const base = (byte: number): Uint8Array<ArrayBuffer> => new Uint8Array(64).fill(byte);
const camera = { kind: "video", slot: "camera" } as const;
const KEY_FRAME = Uint8Array.from([0x50, 1, 2, 0x9d, 1, 0x2a, 64, 1, 180, 0, ...Array<number>(40).fill(7)]);
const LATER_FRAME = Uint8Array.from([0x51, 1, 2, ...Array<number>(40).fill(9)]);

function stream(slot = "camera", from = ANNA): OpenedStream {
  const made = new OpenedStream({ kind: slot === "audio" ? "audio" : "video", slot: "" });
  made.assign(from, slot);
  return made;
}

/** Anna, who sends, and somebody who has her first key; the clock stands until it is moved. */
async function pair() {
  const clock = { now: 0 };
  const anna = new FrameSealer();
  const opener = new FrameOpener(() => clock.now);
  await anna.use(kidOf(0, 0), base(1));
  await opener.know(ANNA, kidOf(0, 0), base(1));
  return { anna, opener, clock };
}

describe("Frames on their way through a server (E2E1, E2E2)", () => {
  test("what stays in the clear is what a server needs to tell frames apart, and no more", async () => {
    const { anna, opener } = await pair();
    for (const [frame, clear] of [
      [KEY_FRAME, 10],
      [LATER_FRAME, 3],
    ] as const) {
      const sealed = await anna.seal(frame, camera);
      assert.equal(clearBytes("video", frame), clear);
      assert.deepEqual(sealed?.subarray(0, clear), frame.subarray(0, clear));
      assert.equal(Buffer.from(sealed).includes(Buffer.from(frame.subarray(clear, clear + 8))), false);
      assert.deepEqual(await opener.open(sealed, stream()), frame);
    }
  });

  test("whatever is sent arrives as it was, sound and picture, also sound of one byte", async () => {
    const { anna, opener } = await pair();
    const slot = fc.constantFrom("audio", "camera", "screen");
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 2_000 }), slot, async (bytes, of) => {
        const frame = Uint8Array.from(bytes);
        const sealed = await anna.seal(frame, { kind: of === "audio" ? "audio" : "video", slot: of });
        // What is shorter than the header of a picture is none, and is not sent.
        if (of !== "audio" && frame.length < (frame[0]! % 2 === 0 ? 10 : 3)) return assert.equal(sealed, undefined);
        assert.deepEqual(await opener.open(sealed!, stream(of)), frame);
      }),
      { numRuns: 60 },
    );
  });

  test("without a key nothing is sent, and nothing is shown", async () => {
    assert.equal(await new FrameSealer().seal(KEY_FRAME, camera), undefined);
    const { anna } = await pair();
    const stranger = new FrameOpener(() => 0);
    assert.equal(await stranger.open((await anna.seal(KEY_FRAME, camera))!, stream()), undefined);
    assert.equal(await stranger.open(KEY_FRAME, stream()), undefined, "in the clear");
  });

  test("it does not open as somebody else's, nor as another picture of the same person, nor of nobody", async () => {
    const { anna, opener } = await pair();
    await opener.know("gst_ben", kidOf(0, 0), base(2));
    const sealed = (await anna.seal(KEY_FRAME, camera))!;
    assert.equal(await opener.open(sealed, stream("camera", "gst_ben")), undefined);
    assert.equal(await opener.open(sealed, stream("screen")), undefined);
    assert.equal(await opener.open(sealed, new OpenedStream({ ...camera })), undefined);
    assert.deepEqual(await opener.open(sealed, stream()), KEY_FRAME);
  });

  test("one that came before does not open again; late ones do", async () => {
    const { anna, opener } = await pair();
    const here = stream();
    const sealed: Uint8Array<ArrayBuffer>[] = [];
    for (let n = 0; n < 4; n += 1) sealed.push((await anna.seal(LATER_FRAME, camera))!);
    for (const n of [0, 3, 1]) assert(await opener.open(sealed[n]!, here), `frame ${n}`);
    for (const n of [0, 3, 1]) assert.equal(await opener.open(sealed[n]!, here), undefined, `frame ${n} again`);
    assert(await opener.open(sealed[2]!, here));
  });

  test("E2E3: a newcomer opens what is sent from its step on, and nothing from before", async () => {
    const { anna, opener } = await pair();
    const before = (await anna.seal(KEY_FRAME, camera))!;
    const next = await nextBase(base(1));
    await anna.use(kidOf(0, 1), next.slice());
    const after = (await anna.seal(LATER_FRAME, camera))!;
    const newcomer = new FrameOpener(() => 0);
    await newcomer.know(ANNA, kidOf(0, 1), next);
    assert.equal(await newcomer.open(before, stream()), undefined);
    assert(await newcomer.open(after, stream()));
    assert(await opener.open(after, stream()), "who has the step before makes this one");
    assert(await opener.open(before, stream()), "what was on its way still comes");
  });

  test("E2E4: two seconds after somebody's new key was heard its old one opens nothing", async () => {
    const { anna, opener, clock } = await pair();
    const removed = new FrameSealer();
    await removed.use(kidOf(0, 0), base(1));
    const here = stream();
    assert(await opener.open((await anna.seal(KEY_FRAME, camera))!, here));
    await opener.know(ANNA, kidOf(1, 0), base(2));
    await anna.use(kidOf(1, 0), base(2));
    const sealed = (await anna.seal(LATER_FRAME, camera))!;
    assert(await opener.open(sealed, here));
    for (let n = 0; n < 10; n += 1) await removed.seal(LATER_FRAME, camera);
    assert(await opener.open((await removed.seal(LATER_FRAME, camera))!, here), "still on its way");
    clock.now += OLD_KEYS_MS + 1;
    assert.equal(await opener.open((await removed.seal(LATER_FRAME, camera))!, here), undefined);
    await opener.know(ANNA, kidOf(0, 0), base(1));
    assert.equal(await opener.open((await removed.seal(LATER_FRAME, camera))!, here), undefined, "told again it is no better");
    const old = new FrameOpener(() => 0);
    await old.know(ANNA, kidOf(0, 0), base(1));
    assert.equal(await old.open(sealed, stream()), undefined, "nor does the old one open what the new one sealed");
  });

  test("who is forgotten while a key is made ready stays forgotten", async () => {
    const { anna } = await pair();
    const opener = new FrameOpener(() => 0);
    const known = opener.know(ANNA, kidOf(0, 0), base(1));
    opener.forget(ANNA);
    await known;
    assert.equal(await opener.open((await anna.seal(KEY_FRAME, camera))!, stream()), undefined);
  });

  test("a number that somebody wrote moves no key on", async () => {
    const { anna, opener } = await pair();
    const liar = new FrameSealer();
    await liar.use(kidOf(0, 20), base(9));
    assert.equal(await opener.open((await liar.seal(KEY_FRAME, camera))!, stream()), undefined);
    await liar.use(kidOf(7, 0), base(9));
    assert.equal(await opener.open((await liar.seal(KEY_FRAME, camera))!, stream()), undefined);
    assert(await opener.open((await anna.seal(KEY_FRAME, camera))!, stream()));
  });

  test("nothing that comes makes it stumble", async () => {
    const { opener } = await pair();
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), fc.constantFrom("audio", "camera"), async (any, slot) => {
        assert.equal(await opener.open(Uint8Array.from(any), stream(slot)), undefined);
      }),
    );
  });

  test("a counter is never used again, not when the same key is told twice", async () => {
    const { anna } = await pair();
    const one = await anna.seal(LATER_FRAME, camera);
    await anna.use(kidOf(0, 0), base(1));
    assert.notDeepEqual(await anna.seal(LATER_FRAME, camera), one);
  });
});
