import assert from "node:assert/strict";
import { test } from "node:test";
import type { LocalMedia } from "../../../widget/media/local-media.ts";
import type { DeviceProblem } from "../../../widget/media/device-problems.ts";
import { deviceAdvice } from "../../../widget/elements/drop-in-join/problem-words.ts";

const advice = (camera?: DeviceProblem, microphone?: DeviceProblem): string[] =>
  deviceAdvice({ camera: { problem: camera }, microphone: { problem: microphone } } as unknown as LocalMedia);

test("who did not allow camera and microphone reads once what to do about both", () => {
  const [words, ...more] = advice("denied", "denied");
  assert.match(words ?? "", /the camera and microphone\. Allow both in the address bar/u);
  assert.deepEqual(more, []);
  assert.equal(advice("dismissed", "dismissed").length, 1);
});

test("where they have different troubles, or one that is mended in two places, each has its sentence", () => {
  assert.equal(advice("denied", "missing").length, 2);
  assert.equal(advice("in-use", "in-use").length, 2);
  assert.equal(advice("denied").length, 1);
  assert.deepEqual(advice(), []);
});
