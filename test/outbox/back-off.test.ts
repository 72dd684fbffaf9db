import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MAX_ATTEMPTS, nextAttemptAt } from "../../relay/outbox/back-off.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/** The pauses until it is given up. */
function pauses(random: () => number): number[] {
  const all: number[] = [];
  for (let attempts = 1; ; attempts += 1) {
    const at = nextAttemptAt(attempts, 1_000_000, random);
    if (at === null) return all;
    all.push(at - 1_000_000);
  }
}

describe("What could not be sent", () => {
  test("is tried again soon at first, ever more rarely, for a day, and then given up (HOOK1)", () => {
    const usual = pauses(() => 0.5);
    assert.equal(usual.length, MAX_ATTEMPTS - 1);
    assert.equal(usual[0], 5 * SECOND);
    assert(usual.slice(0, 6).reduce((sum, each) => sum + each) < 10 * 60 * SECOND, "six more tries within ten minutes");
    usual.slice(1).forEach((pause, index) => assert(pause >= (usual[index] ?? 0)));
    for (const random of [0, 0.5, 0.999]) {
      const whole = pauses(() => random).reduce((sum, each) => sum + each);
      assert(whole > 19 * HOUR && whole < 31 * HOUR, `${whole / HOUR} hours`);
    }
  });

  test("does not come back all at once", () => {
    const [early, late] = [nextAttemptAt(5, 0, () => 0), nextAttemptAt(5, 0, () => 0.999)];
    assert(early !== null && late !== null && late - early > 40 * SECOND, `${early} ${late}`);
  });

  test("waits as long as the receiver asks, within reason", () => {
    assert.equal(
      nextAttemptAt(1, 0, () => 0.5, 90 * SECOND),
      90 * SECOND,
    );
    assert.equal(
      nextAttemptAt(1, 0, () => 0.5, 1),
      5 * SECOND,
    );
    assert.equal(
      nextAttemptAt(1, 0, () => 0.5, 1_000 * HOUR),
      6 * HOUR,
    );
    assert.equal(
      nextAttemptAt(MAX_ATTEMPTS, 0, () => 0.5, 90 * SECOND),
      null,
    );
  });
});
