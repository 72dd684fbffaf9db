import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import type { ParticipantId } from "../../../protocol/ids.ts";
import { PictureChoice, PICTURES } from "../../../widget/media/picture-choice.ts";
import type { Shown } from "../../../widget/media/transport.ts";
import { ALL_UP_TO, limitsFor, shareFor } from "../../../widget/media/uplink.ts";

const id = (n: number) => `gst_${n}` as ParticipantId;
const people = (count: number) => Array.from({ length: count }, (_, n) => id(n));
/** Heights by person; one who is not named stands on another page. */
const heights = (of: readonly number[]) =>
  new Map<ParticipantId, Shown>(of.flatMap((camera, n) => (camera === 0 ? [] : [[id(n), { camera, screen: 0 }]])));
const names = (chosen: ReadonlySet<ParticipantId>) => [...chosen].toSorted();

describe("Whose pictures are asked for in a large call from browser to browser (MEDIA9)", () => {
  test("who is not looked at takes nothing of the way up, and as long as they are few all look", () => {
    assert.deepEqual(shareFor(ALL_UP_TO, 0), limitsFor(ALL_UP_TO));
    assert.deepEqual(shareFor(15, 0), limitsFor(4));
    assert.deepEqual(shareFor(15, 15), limitsFor(15));
  });

  test("those who came first, before anybody has spoken", () => {
    assert.deepEqual(names(new PictureChoice().of(people(9), undefined)), [id(0), id(1), id(2), id(3)]);
  });

  test("whoever speaks takes the place of who has been silent the longest", () => {
    const choice = new PictureChoice();
    for (const n of [5, 6, 7, 8]) choice.hear([id(n)]);
    assert.deepEqual(names(choice.of(people(9), undefined)), [id(5), id(6), id(7), id(8)]);
    choice.hear([id(1)]);
    assert.deepEqual(names(choice.of(people(9), undefined)), [id(1), id(6), id(7), id(8)]);
  });

  test("two who speak by turns of a breath do not push a third one out", () => {
    const choice = new PictureChoice();
    for (const n of [3, 4, 1, 2]) choice.hear([id(n)]);
    for (let turn = 0; turn < 20; turn += 1) choice.hear([id(1 + (turn % 2))]);
    assert.deepEqual(names(choice.of(people(9), undefined)), [id(1), id(2), id(3), id(4)]);
  });

  test("whoever stands large is seen, also in silence", () => {
    const choice = new PictureChoice();
    for (const n of [1, 2, 3, 4]) choice.hear([id(n)]);
    const shown = heights([120, 120, 120, 120, 120, 120, 120, 600]);
    assert.ok(choice.of(people(8), shown).has(id(7)));
  });

  test("whatever is said and shown: no more than four, nobody from another page, and the last speaker on this one among them", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(0, 90, 100, 400), { minLength: ALL_UP_TO + 1, maxLength: 15 }),
        fc.array(fc.uniqueArray(fc.nat({ max: 14 }), { maxLength: 3 }), { maxLength: 30 }),
        (sizes, talk) => {
          const choice = new PictureChoice();
          for (const speaking of talk) choice.hear(speaking.map(id));
          const shown = heights(sizes);
          const chosen = choice.of(people(sizes.length), shown);
          assert.equal(chosen.size, Math.min(PICTURES, shown.size));
          for (const each of chosen) assert.ok(shown.has(each));
          const last = talk.at(-1)?.at(-1);
          const large = sizes.filter((size) => size === 400).length;
          if (last !== undefined && shown.has(id(last)) && large === 0 && talk.at(-1)?.length === 1) assert.ok(chosen.has(id(last)));
        },
      ),
    );
  });
});
