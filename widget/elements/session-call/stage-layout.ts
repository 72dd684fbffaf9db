/** Where each picture stands. Pure: from a size and a number to boxes, so that the same people always stand in the same places. */

/** px, from the stage's top left corner. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const GAP = 10;
/** A picture is never wider, nor taller, than these in proportion: faces are cut otherwise. */
const WIDEST = 16 / 9;
const TALLEST = 3 / 4;

/** `count` boxes of one size that use the space best, row by row, the last row in the middle. */
export function gridBoxes(count: number, { x, y, width, height }: Box): Box[] {
  if (count === 0 || width <= 0 || height <= 0) return [];
  // Alone it may be of any shape: a phone held upright shows one face in full height.
  if (count === 1) return [{ x, y, width, height }];
  let best = { columns: 1, width: 0, height: 0, score: -1 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const cell = { width: (width - GAP * (columns - 1)) / columns, height: (height - GAP * (rows - 1)) / rows };
    const tile = { width: Math.min(cell.width, cell.height * WIDEST), height: Math.min(cell.height, cell.width / TALLEST) };
    const score = tile.width * tile.height;
    if (score > best.score + 1) best = { columns, ...tile, score };
  }
  const rows = Math.ceil(count / best.columns);
  const top = y + (height - rows * best.height - (rows - 1) * GAP) / 2;
  return Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / best.columns);
    const inRow = Math.min(best.columns, count - row * best.columns);
    const left = x + (width - inRow * best.width - (inRow - 1) * GAP) / 2;
    const column = index - row * best.columns;
    return { x: left + column * (best.width + GAP), y: top + row * (best.height + GAP), width: best.width, height: best.height };
  });
}

/** Smaller than this a face is no face any more: the others stand on another page. px */
export const FACE = { width: 132, height: 100 };
/** In the strip beside a large picture. px */
export const SMALL_FACE = { width: 84, height: 64 };

/** How many of `count` pictures to show at once, so that none is smaller than `least`; as evenly over the pages as can be. */
export function perPage(count: number, area: Box, least: { width: number; height: number }): number {
  for (let pages = 1; pages < count; pages += 1) {
    const shown = Math.ceil(count / pages);
    const [box] = gridBoxes(shown, area);
    if (box !== undefined && box.width >= least.width && box.height >= least.height) return shown;
  }
  return 1;
}

/** Where a large picture stands, and where the others do: beside it, or below it where the stage is taller than wide. */
export function speakerAreas(stage: Box): { main: Box; strip: Box } {
  const beside = stage.width > stage.height;
  const strip = beside ? Math.min(240, stage.width * 0.24) : Math.min(160, stage.height * 0.24);
  const { x, y, width, height } = stage;
  const main = beside ? { x, y, width: width - strip - GAP, height } : { x, y, width, height: height - strip - GAP };
  const rest = beside ? { x: x + width - strip, y, width: strip, height } : { x, y: y + height - strip, width, height: strip };
  return { main, strip: rest };
}

/** Oneself, small, in the corner where nobody's name stands. */
export function cornerBox({ x, y, width, height }: Box): Box {
  const upright = height > width;
  const small = upright
    ? { width: Math.min(112, width * 0.3), height: Math.min(150, width * 0.4) }
    : { width: Math.min(220, width * 0.26), height: Math.min(138, width * 0.1625) };
  return { x: x + width - small.width - 12, y: y + height - small.height - 12, ...small };
}
