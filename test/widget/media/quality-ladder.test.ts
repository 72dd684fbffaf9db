import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { SOUND_ONLY, STEPS, steppedDown } from "../../../widget/media/picture-steps.ts";
import type { Strain } from "../../../widget/media/quality-ladder.ts";
import { DOWN_MS, QualityLadder, UP_FIRST_MS, UP_LONGEST_MS } from "../../../widget/media/quality-ladder.ts";
import { limitsFor } from "../../../widget/media/uplink.ts";

const BEAT_MS = 2_000;
const GOOD: Strain = { loss: 0, rttMs: 40, encodeLoad: 0.2 };

const strain: fc.Arbitrary<Strain> = fc.record({
  loss: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
  rttMs: fc.option(fc.integer({ min: 0, max: 5_000 }), { nil: undefined }),
  encodeLoad: fc.option(fc.double({ min: 0, max: 4, noNaN: true }), { nil: undefined }),
  outgoingBps: fc.option(fc.integer({ min: 0, max: 5_000_000 }), { nil: undefined }),
});
const ways = fc.array(fc.tuple(strain, fc.integer({ min: 100, max: 6_000 })), { maxLength: 300 });

/** Walks a ladder over the whole way; each step with its time. */
function walk(way: readonly (readonly [Strain, number])[], ladder = new QualityLadder()): { at: number; step: number }[] {
  let at = 0;
  return way.map(([each, pause]) => ({ at: (at += pause), step: ladder.next(each, at) }));
}
const held = (each: Strain, ms: number): [Strain, number][] => Array.from({ length: Math.ceil(ms / BEAT_MS) }, () => [each, BEAT_MS]);

test("one step at a time, within the ladder, and never two within the pause, whatever is measured", () => {
  fc.assert(
    fc.property(ways, (way) => {
      let before = 0;
      let movedAt = -Infinity;
      for (const { at, step } of walk(way)) {
        assert.ok(step >= 0 && step <= SOUND_ONLY);
        assert.ok(Math.abs(step - before) <= 1);
        if (step !== before) {
          assert.ok(at - movedAt >= DOWN_MS);
          movedAt = at;
        }
        before = step;
      }
    }),
  );
});

test("whatever came before: a bad way ends with sound alone, within half a minute", () => {
  const bad = fc.constantFrom<Strain>(
    { loss: 0.15 },
    { loss: 0.5, rttMs: 300 },
    { rttMs: 1_500 },
    { outgoingBps: 60_000 },
    { encodeLoad: 2 },
  );
  fc.assert(
    fc.property(ways, bad, (before, each) => {
      const ladder = new QualityLadder();
      const start = walk(before, ladder).at(-1)?.at ?? 0;
      let step = 0;
      for (let at = start; at <= start + 30_000; at += BEAT_MS) step = ladder.next(each, at);
      assert.equal(step, SOUND_ONLY);
    }),
  );
});

test("whatever came before: a good way ends with full pictures", () => {
  fc.assert(
    fc.property(ways, (before) => {
      const ladder = new QualityLadder();
      const start = walk(before, ladder).at(-1)?.at ?? 0;
      let step = SOUND_ONLY;
      for (let at = start; at <= start + SOUND_ONLY * (UP_LONGEST_MS + 10 * BEAT_MS); at += BEAT_MS) step = ladder.next(GOOD, at);
      assert.equal(step, 0);
    }),
  );
});

test("it takes back slowly: no step up sooner than ten seconds after a step down", () => {
  fc.assert(
    fc.property(ways, (way) => {
      let before = 0;
      let downAt = -Infinity;
      for (const { at, step } of walk(way)) {
        if (step > before) downAt = at;
        if (step < before) assert.ok(at - downAt >= UP_FIRST_MS);
        before = step;
      }
    }),
  );
});

test("a way that breaks under each step up is tried ever more seldom", () => {
  const ladder = new QualityLadder();
  const ups: number[] = [];
  let before = 0;
  // Bears the smallest picture and nothing larger.
  for (let at = 0; at < 20 * 60_000; at += BEAT_MS) {
    const step = ladder.next(before < SOUND_ONLY - 1 ? { loss: 0.2 } : GOOD, at);
    if (step < SOUND_ONLY - 1 && step < before) ups.push(at);
    before = step;
  }
  assert.ok(ups.length >= 3 && ups.length <= 12, `${ups.length} tries in 20 minutes`);
  const pauses = ups.slice(1).map((at, index) => at - ups[index]!);
  assert.ok(pauses.at(-1)! >= UP_LONGEST_MS, `${pauses.join(", ")}`);
});

test("5 % loss and 200 ms round trip are borne with pictures", () => {
  const steps = walk(held({ loss: 0.05, rttMs: 200, encodeLoad: 0.4 }, 120_000));
  assert.equal(steps.at(-1)?.step, 0);
});

test("each step is less than the one before in every respect, and the sound is the same on all", () => {
  for (const peers of [1, 2, 3, 6, 15]) {
    const rows = STEPS.map((_, step) => steppedDown(limitsFor(peers), step));
    for (const [index, { audio, camera, screen }] of rows.entries()) {
      assert.deepEqual(audio, limitsFor(peers).audio);
      const before = rows[index - 1];
      if (before === undefined) continue;
      assert.ok(camera.maxBitrate <= before.camera.maxBitrate && screen.maxBitrate <= before.screen.maxBitrate);
      assert.ok(camera.maxFramerate! <= before.camera.maxFramerate!);
      assert.ok(camera.scaleResolutionDownBy! >= before.camera.scaleResolutionDownBy!);
      assert.equal(camera.active, index < SOUND_ONLY);
    }
  }
});
