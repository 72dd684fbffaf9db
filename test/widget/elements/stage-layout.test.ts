import assert from "node:assert/strict";
import { test } from "node:test";
import type { Box } from "../../../widget/elements/session-call/stage-layout.ts";
import { cornerBox, FACE, gridBoxes, perPage, SMALL_FACE } from "../../../widget/elements/session-call/stage-layout.ts";
import { placesOf, shownOf } from "../../../widget/elements/session-call/stage-places.ts";
import type { Sight } from "../../../widget/elements/session-call/stage-sights.ts";
import { crowd } from "../support/call-fixture.ts";

const STAGES: Box[] = [
  [1280, 680],
  [928, 676],
  [374, 720],
  [304, 460],
  [640, 220],
].map(([width, height]) => ({ x: 0, y: 0, width: width!, height: height! }));

const within = (box: Box, stage: Box) =>
  box.x >= stage.x - 0.5 &&
  box.y >= stage.y - 0.5 &&
  box.x + box.width <= stage.x + stage.width + 0.5 &&
  box.y + box.height <= stage.y + stage.height + 0.5;
const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width - 0.5 && b.x < a.x + a.width - 0.5 && a.y < b.y + b.height - 0.5 && b.y < a.y + a.height - 0.5;

const people = (count: number): Sight[] =>
  crowd(count).map((participant) => ({ key: participant.participantId, participant, screen: false, self: false }));

test("1 to 16 people: each on one page, inside the stage, none over another, in a grid and beside a large one", () => {
  for (const stage of STAGES) {
    for (let count = 1; count <= 16; count += 1) {
      const sights = people(count);
      for (const large of [undefined, sights[0]]) {
        const seen: string[] = [];
        for (let page = 0, pages = 1; page < pages; page += 1) {
          const places = placesOf(sights, { stage, large, cornered: undefined, page });
          ({ pages } = places);
          const boxes = [...places.of.values()].map(({ box }) => box);
          seen.push(...[...places.of.keys()].filter((key) => key !== large?.key));
          for (const [index, box] of boxes.entries()) {
            assert.ok(within(box, stage), `${count} on ${stage.width}×${stage.height}: box ${index}`);
            for (const other of boxes.slice(index + 1)) assert.ok(!overlap(box, other), `${count} on ${stage.width}×${stage.height}`);
          }
        }
        const expected = sights.filter((sight) => sight !== large).map(({ key }) => key);
        assert.deepEqual(seen, expected, `${count} on ${stage.width}×${stage.height}`);
      }
    }
  }
});

test("sixteen need one page on a desk and a few on a phone, where every face stays a face", () => {
  const pages = ([, , phone]: Box[], stage = phone!) =>
    placesOf(people(16), { stage, large: undefined, cornered: undefined, page: 0 }).pages;
  assert.equal(pages(STAGES, STAGES[0]), 1);
  assert.ok(pages(STAGES) >= 2 && pages(STAGES) <= 3, `${pages(STAGES)} on a phone`);
  for (const stage of STAGES) {
    for (const least of [FACE, SMALL_FACE]) {
      for (let count = 1; count <= 16; count += 1) {
        const shown = perPage(count, stage, least);
        const [box] = gridBoxes(shown, stage);
        assert.ok(shown === 1 || (box!.width >= least.width && box!.height >= least.height));
      }
    }
  }
});

test("a page that is no longer there is the last one", () => {
  const wish = { stage: STAGES[2]!, large: undefined, cornered: undefined, page: 9 };
  const { page, pages } = placesOf(people(16), wish);
  assert.equal(page, pages - 1);
  assert.equal(placesOf(people(2), wish).page, 0);
});

test("all pictures of a grid are alike, and no face is cut to a strip", () => {
  for (const stage of STAGES) {
    for (let count = 2; count <= 16; count += 1) {
      const boxes = gridBoxes(count, stage);
      for (const { width, height } of boxes) {
        assert.equal(width, boxes[0]!.width);
        assert.ok(width / height >= 0.74 && width / height <= 1.79, `${width} × ${height}`);
      }
    }
  }
});

test("six people on a wide stage are three beside three; the last row stands in the middle", () => {
  const stage = { x: 0, y: 0, width: 928, height: 676 };
  assert.equal(new Set(gridBoxes(6, stage).map(({ y }) => y)).size, 2);
  const five = gridBoxes(5, stage);
  const last = five.slice(3);
  assert.ok(Math.abs(last[0]!.x - (stage.width - last[1]!.x - last[1]!.width)) < 1);
});

test("a stage without a size has no places, and oneself in the corner stays on it", () => {
  assert.deepEqual(gridBoxes(4, { x: 0, y: 0, width: 0, height: 100 }), []);
  for (const stage of STAGES) assert.ok(within(cornerBox(stage), stage));
});

test("MEDIA8: a picture is asked for as high as its box needs it, and not at all from whoever stands on another page", () => {
  const sights = people(16);
  const stage = { x: 0, y: 0, width: 374, height: 720 };
  const places = placesOf(sights, { stage, large: undefined, cornered: undefined, page: 0 });
  const shown = shownOf(sights, places, 2);
  assert.equal(shown.size, 16);
  for (const { key, participant } of sights) {
    const box = places.of.get(key)?.box;
    const { camera = -1, screen } = shown.get(participant.participantId) ?? {};
    if (box === undefined) assert.equal(camera, 0);
    else assert(camera >= 2 * box.height - 1 && camera >= 2 * box.width * (9 / 16) - 1);
    assert.equal(screen, 0);
  }
  assert(places.of.size < 16, "there is another page");
});
