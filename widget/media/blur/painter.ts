/** Puts a person before a blurred room. Runs in the thread that blurs. */

import type { Effort } from "./pace.ts";
import type { Picture } from "./blur-messages.ts";
import { MASK_HEIGHT, MASK_WIDTH } from "./segmenter.ts";
import { smear } from "./smear.ts";

/** The room is kept no finer than this: from so few points nobody reads a letter. */
const ROOM_WIDTH = MASK_WIDTH / 2;
const ROOM_HEIGHT = MASK_HEIGHT / 2;
const REACH = 4;
/** Below the first a point is room, above the second it is person, in between some of both. */
const [ROOM, PERSON] = [0.45, 0.85];
/** How much of a new mask counts at once: edges that jump from picture to picture are seen more than edges that lag. */
const NEW = 0.7;

/** Whoever marks the person. */
export interface Marker {
  mark(picture: OffscreenCanvas, now: number, mask: Float32Array): void;
}

export class Painter {
  readonly #seen = canvas(MASK_WIDTH, MASK_HEIGHT);
  readonly #room = canvas(ROOM_WIDTH, ROOM_HEIGHT);
  readonly #shape = canvas(MASK_WIDTH, MASK_HEIGHT);
  readonly #out = canvas(MASK_WIDTH, MASK_HEIGHT);
  readonly #fresh = new Float32Array(MASK_WIDTH * MASK_HEIGHT);
  readonly #mask = new Float32Array(MASK_WIDTH * MASK_HEIGHT);
  readonly #coarse = new Float32Array(ROOM_WIDTH * ROOM_HEIGHT);
  readonly #alpha = new ImageData(MASK_WIDTH, MASK_HEIGHT);
  #count = 0;

  constructor(private readonly marker: Marker) {}

  /** @throws {Error} when the person cannot be told from the room: then there is no picture. */
  paint(picture: Picture, { every, height: highest }: Effort, now: number): ImageBitmap {
    const [wide, high] = "displayWidth" in picture ? [picture.displayWidth, picture.displayHeight] : [picture.width, picture.height];
    // A phone that is held upright sends less width, not less height.
    const scale = Math.min(1, highest / Math.min(wide, high));
    this.#seen.drawImage(picture, 0, 0, MASK_WIDTH, MASK_HEIGHT);
    if (this.#count % every === 0) this.#mark(now);
    this.#count += 1;
    this.#blur();
    return this.#compose(picture, Math.round(wide * scale), Math.round(high * scale));
  }

  #mark(now: number): void {
    this.marker.mark(this.#seen.canvas, now, this.#fresh);
    const share = this.#count === 0 ? 1 : NEW;
    for (let index = 0; index < this.#mask.length; index += 1) {
      const sure = this.#mask[index]! + (this.#fresh[index]! - this.#mask[index]!) * share;
      this.#mask[index] = sure;
      this.#alpha.data[4 * index + 3] = (255 * (sure - ROOM)) / (PERSON - ROOM);
    }
    this.#shape.putImageData(this.#alpha, 0, 0);
    for (let y = 0; y < ROOM_HEIGHT; y += 1) {
      for (let x = 0; x < ROOM_WIDTH; x += 1) {
        const at = 2 * y * MASK_WIDTH + 2 * x;
        // Half a person is not room: its colours would shine beside it.
        const sure = Math.max(this.#mask[at]!, this.#mask[at + 1]!, this.#mask[at + MASK_WIDTH]!, this.#mask[at + MASK_WIDTH + 1]!);
        this.#coarse[y * ROOM_WIDTH + x] = sure;
      }
    }
  }

  #blur(): void {
    this.#room.drawImage(this.#seen.canvas, 0, 0, ROOM_WIDTH, ROOM_HEIGHT);
    const pixels = this.#room.getImageData(0, 0, ROOM_WIDTH, ROOM_HEIGHT);
    smear(pixels.data, this.#coarse, ROOM_WIDTH, REACH);
    this.#room.putImageData(pixels, 0, 0);
  }

  #compose(picture: Picture, width: number, height: number): ImageBitmap {
    const out = this.#out;
    if (out.canvas.width !== width || out.canvas.height !== height) Object.assign(out.canvas, { width, height });
    // Only where the shape is, and under it the room; at no time is there more of the picture.
    out.globalCompositeOperation = "copy";
    out.drawImage(this.#shape.canvas, 0, 0, width, height);
    out.globalCompositeOperation = "source-in";
    out.drawImage(picture, 0, 0, width, height);
    out.globalCompositeOperation = "destination-over";
    out.drawImage(this.#room.canvas, 0, 0, width, height);
    return out.canvas.transferToImageBitmap();
  }
}

function canvas(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: width <= MASK_WIDTH });
  if (context === null) throw new Error("This browser does not draw in a thread.");
  return context;
}
