import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestContext } from "node:test";
import type { Built } from "../../../widget/media/rebuilds.ts";
import { Rebuilds } from "../../../widget/media/rebuilds.ts";

class Leg implements Built {
  readonly leg: { standing: "connecting" | "connected" | "broken"; close(): void };
  closed = false;

  constructor(readonly build: number) {
    this.leg = { standing: "connecting", close: () => (this.closed = true) };
  }
}

function begun({ mock }: TestContext): { rebuilds: Rebuilds<Leg>; made: Leg[] } {
  mock.timers.enable({ apis: ["setTimeout", "Date"], now: 1_000 });
  const made: Leg[] = [];
  const rebuilds: Rebuilds<Leg> = new Rebuilds(
    () => {
      const leg = new Leg(rebuilds.number());
      made.push(leg);
      return leg;
    },
    () => undefined,
  );
  rebuilds.begin();
  return { rebuilds, made };
}

function stands(rebuilds: Rebuilds<Leg>, { leg }: Leg): void {
  leg.standing = "connected";
  rebuilds.moved();
}

test("MEDIA4: a connection that the server lost plays on until the next one stands, and a moment more", (t) => {
  const { rebuilds, made } = begun(t);
  stands(rebuilds, made[0]!);
  rebuilds.lost(made[0]!.build);
  t.mock.timers.tick(0);
  assert.deepEqual([made.length, made[0]!.closed], [2, false]);
  assert(made[1]!.build > made[0]!.build);
  stands(rebuilds, made[1]!);
  assert.equal(made[0]!.closed, false);
  t.mock.timers.tick(1_000);
  assert.deepEqual([made[0]!.closed, rebuilds.all.length, made[1]!.closed], [true, 1, false]);
  rebuilds.close();
});

test("one that never stands is given up, and the next is tried after growing pauses", (t) => {
  const { rebuilds, made } = begun(t);
  rebuilds.expect(made[0]!.build);
  t.mock.timers.tick(8_000);
  t.mock.timers.tick(0);
  assert.deepEqual([made.length, made[0]!.closed], [2, true]);
  rebuilds.lost(made[1]!.build);
  t.mock.timers.tick(0);
  assert.equal(made.length, 2, "not at once this time");
  t.mock.timers.tick(1_000);
  assert.equal(made.length, 3);
  rebuilds.close();
  assert.equal(made[2]!.closed, true);
});

test("a relay that knows nothing of the newest connection makes it be built anew; one that does changes nothing", (t) => {
  const { rebuilds, made } = begun(t);
  stands(rebuilds, made[0]!);
  rebuilds.keepOnly([made[0]!.build]);
  t.mock.timers.tick(100);
  assert.equal(made.length, 1);
  rebuilds.keepOnly([]);
  t.mock.timers.tick(0);
  assert.equal(made.length, 2);
  rebuilds.close();
});
