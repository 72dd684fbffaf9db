/** Puts overlapping appointments side by side. */

interface Stretch {
  from: number;
  to: number;
}

export interface Laned<T> {
  item: T;
  lane: number;
  /** How many lanes its group of overlapping ones needs. */
  of: number;
}

/** @param sorted by `from`. */
export function lanes<T extends Stretch>(sorted: readonly T[]): Laned<T>[] {
  const placed: Laned<T>[] = [];
  let group: Laned<T>[] = [];
  let ends: number[] = [];
  const close = () => {
    for (const each of group) each.of = ends.length;
    placed.push(...group);
    group = [];
    ends = [];
  };
  for (const item of sorted) {
    if (ends.every((end) => end <= item.from)) close();
    const free = ends.findIndex((end) => end <= item.from);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = item.to;
    group.push({ item, lane, of: 1 });
  }
  close();
  return placed;
}
