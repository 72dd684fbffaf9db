/** Makes a picture of a room unreadable. */

/** Three of these one after another are as soft as a lens. */
const ROUNDS = 3;
/** Where there is nothing but the person, the person's own colours. */
const LEAST = 0.02;

/**
 * Smears the colours of what is behind the person, in place. Those of the person are left out, so no shine of them stands around it.
 *
 * @param pixels RGBA, row by row; what they show of the room afterwards is a mean over thrice `reach` to every side
 * @param mask how surely each point is the person, 0 to 1
 * @param width points in a row
 * @param reach points to each side
 */
export function smear(pixels: Uint8ClampedArray, mask: Float32Array, width: number, reach: number): void {
  const height = mask.length / width;
  // Red, green, blue, and how much of the room is in them.
  const planes = [0, 1, 2, 3].map((plane) =>
    mask.map((person, index) => {
      const room = Math.max(1 - person, LEAST);
      return plane === 3 ? room : pixels[4 * index + plane]! * room;
    }),
  );
  const spare = new Float32Array(mask.length);
  for (const plane of planes) {
    for (let round = 0; round < ROUNDS; round += 1) {
      mean(plane, spare, { lines: height, step: width, length: width, stride: 1, reach });
      mean(spare, plane, { lines: width, step: 1, length: height, stride: width, reach });
    }
  }
  const [red, green, blue, room] = planes as [Float32Array, Float32Array, Float32Array, Float32Array];
  for (let index = 0; index < mask.length; index += 1) {
    const share = room[index]!;
    pixels[4 * index] = red[index]! / share;
    pixels[4 * index + 1] = green[index]! / share;
    pixels[4 * index + 2] = blue[index]! / share;
    pixels[4 * index + 3] = 255;
  }
}

/** Each line's running mean; at its ends the picture goes on as in a mirror. */
function mean(
  from: Float32Array,
  to: Float32Array,
  { lines, step, length, stride, reach }: { lines: number; step: number; length: number; stride: number; reach: number },
): void {
  const count = 2 * reach + 1;
  for (let line = 0; line < lines; line += 1) {
    const start = line * step;
    const at = (place: number) => from[start + (place < 0 ? -place - 1 : place < length ? place : 2 * length - place - 1) * stride]!;
    let sum = 0;
    for (let place = -reach; place <= reach; place += 1) sum += at(place);
    for (let place = 0; place < length; place += 1) {
      to[start + place * stride] = sum / count;
      sum += at(place + reach + 1) - at(place - reach);
    }
  }
}
