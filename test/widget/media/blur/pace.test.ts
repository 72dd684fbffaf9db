import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { EFFORTS, Pace } from "../../../../widget/media/blur/pace.ts";

/** `seconds` of pictures that take `ms` each, at most thirty a second. */
function spend(pace: Pace, from: number, seconds: number, ms: number): number {
  let now = from;
  while (now < from + 1000 * seconds) {
    now += Math.max(ms, 33);
    pace.spent(ms, now);
  }
  return now;
}
const step = (pace: Pace): number => EFFORTS.indexOf(pace.effort);

describe("The pace of blurring (MEDIA10)", () => {
  test("a machine that keeps up looks for the person in every picture", () => {
    const pace = new Pace();
    spend(pace, 0, 60, 20);
    assert.deepEqual([step(pace), pace.slow], [0, false]);
  });

  test("one that does not gives up fineness first, step by step, and only then is slow", () => {
    const pace = new Pace();
    let now = 0;
    const seen: number[] = [];
    while (!pace.slow) {
      now = spend(pace, now, 1, 150);
      if (seen.at(-1) !== step(pace)) seen.push(step(pace));
    }
    assert.deepEqual(seen, [0, 1, 2, 3]);
    assert.ok(now >= 12_000 && now <= 16_000, `${now}`);
  });

  test("one slow picture is nothing: the first takes long everywhere", () => {
    const pace = new Pace();
    pace.spent(1_200, 1_200);
    spend(pace, 1_200, 30, 15);
    assert.deepEqual([step(pace), pace.slow], [0, false]);
  });

  test("it is no longer slow when there is time again, and tries more after a while, later each time it was too much", () => {
    const pace = new Pace();
    let now = spend(pace, 0, 20, 150);
    assert.deepEqual([step(pace), pace.slow], [3, true]);
    now = spend(pace, now, 4, 20);
    assert.deepEqual([step(pace), pace.slow], [3, false]);
    const ups: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const start = now;
      while (step(pace) === 3) now = spend(pace, now, 1, 20);
      ups.push(now - start);
      // Too much after all.
      while (step(pace) === 2) now = spend(pace, now, 1, 150);
    }
    assert.ok(ups[1]! > ups[0]! * 1.5 && ups[2]! > ups[1]! * 1.5, ups.join());
  });

  test("whatever happens, the effort is one there is, and it is slow only at the least", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 1, max: 30 })), { maxLength: 20 }), (times) => {
        const pace = new Pace();
        let now = 0;
        for (const [ms, seconds] of times) {
          now = spend(pace, now, seconds, ms);
          assert.ok(step(pace) >= 0);
          assert.ok(!pace.slow || step(pace) === EFFORTS.length - 1);
        }
      }),
      { numRuns: 50 },
    );
  });
});
