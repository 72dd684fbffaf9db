import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { smear } from "../../../../widget/media/blur/smear.ts";

const WIDTH = 64;
const HEIGHT = 36;

/** A picture and a mask, each by a function of the place. */
function picture(color: (x: number, y: number) => [number, number, number], person: (x: number, y: number) => number) {
  const pixels = new Uint8ClampedArray(4 * WIDTH * HEIGHT);
  const mask = new Float32Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      pixels.set([...color(x, y), 255], 4 * (y * WIDTH + x));
      mask[y * WIDTH + x] = person(x, y);
    }
  }
  return { pixels, mask };
}
const at = (pixels: Uint8ClampedArray, x: number, y: number) => [...pixels.subarray(4 * (y * WIDTH + x), 4 * (y * WIDTH + x) + 4)];

describe("Smearing a room (MEDIA10)", () => {
  test("stripes as fine as letters become one grey", () => {
    const { pixels, mask } = picture(
      (x) => (x % 2 === 0 ? [255, 255, 255] : [0, 0, 0]),
      () => 0,
    );
    smear(pixels, mask, WIDTH, 4);
    for (let x = 0; x < WIDTH; x += 1) assert.ok(Math.abs(at(pixels, x, 10)[0]! - 127) < 12, `${x}: ${at(pixels, x, 10).join()}`);
  });

  test("an even wall stays as it is, up to its edges", () => {
    const { pixels, mask } = picture(
      () => [200, 100, 50],
      () => 0,
    );
    smear(pixels, mask, WIDTH, 4);
    for (const [x, y] of [
      [0, 0],
      [WIDTH - 1, HEIGHT - 1],
      [30, 12],
    ] as const)
      assert.deepEqual(at(pixels, x, y), [200, 100, 50, 255]);
  });

  test("the person does not shine into the room", () => {
    const inside = (x: number) => x >= 24 && x < 40;
    const { pixels, mask } = picture(
      (x) => (inside(x) ? [255, 0, 0] : [0, 0, 200]),
      (x) => (inside(x) ? 1 : 0),
    );
    smear(pixels, mask, WIDTH, 4);
    const [red, , blue] = at(pixels, 22, 18);
    assert.ok(red! < 16 && blue! > 180, at(pixels, 22, 18).join());
  });

  test("where there is nothing but the person there still is a colour", () => {
    const { pixels, mask } = picture(
      () => [90, 80, 70],
      () => 1,
    );
    smear(pixels, mask, WIDTH, 4);
    const [red, green, blue] = at(pixels, 30, 18);
    assert.ok(Math.abs(red! - 90) < 3 && Math.abs(green! - 80) < 3 && Math.abs(blue! - 70) < 3);
  });
});
