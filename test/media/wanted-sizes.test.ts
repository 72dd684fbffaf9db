import assert from "node:assert/strict";
import { mock, test } from "node:test";
import type { GuestId, ParticipantId } from "../../protocol/ids.ts";
import type { Wanted } from "../../relay/media/wanted-sizes.ts";
import { larger, WantedSizes } from "../../relay/media/wanted-sizes.ts";

const ana: GuestId = "gst_ana";
const ben: GuestId = "gst_ben";

test("MEDIA8: who sends is told of a larger size at once, of a smaller one after 5 s, and again what holds", () => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  const told: [ParticipantId, Wanted][] = [];
  const sizes = new WantedSizes((id, camera) => told.push([id, camera]));
  const said = () => told.splice(0);
  sizes.follow(new Map<ParticipantId, Wanted>([[ana, 0]]));
  assert.deepEqual(said(), [[ana, 0]]);
  sizes.follow(
    new Map<ParticipantId, Wanted>([
      [ana, 2],
      [ben, null],
    ]),
  );
  assert.deepEqual(said(), [
    [ana, 2],
    [ben, null],
  ]);

  sizes.follow(new Map<ParticipantId, Wanted>([[ana, 1]]));
  mock.timers.tick(4_999);
  assert.deepEqual(said(), [], "not yet, and Ben is gone");
  mock.timers.tick(1);
  assert.deepEqual(said(), [[ana, 1]]);

  sizes.follow(new Map<ParticipantId, Wanted>([[ana, 0]]));
  mock.timers.tick(3_000);
  sizes.follow(new Map<ParticipantId, Wanted>([[ana, 1]]));
  mock.timers.tick(1_999);
  assert.deepEqual(said(), [], "somebody looked again in time");
  mock.timers.tick(1);
  assert.deepEqual(said(), [[ana, 1]], "ten seconds after the beginning");
  sizes.follow(
    new Map<ParticipantId, Wanted>([
      [ana, 1],
      [ben, null],
    ]),
  );
  said();
  sizes.close();
  assert.deepEqual(said(), [[ana, null]], "nobody is left here; Ben was told already");
  mock.timers.tick(60_000);
  assert.deepEqual(said(), []);
  mock.timers.reset();
});

test("of two sizes the larger one counts, and any is larger than none", () => {
  assert.deepEqual([larger(undefined, null), larger(null, 0), larger(0, null), larger(1, 2), larger(2, 1)], [null, 0, 0, 2, 2]);
});
