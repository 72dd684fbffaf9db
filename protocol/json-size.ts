/** Deeper values are no SDP and no candidate, and would overflow whoever walks them. */
const DEEPEST = 16;

/**
 * Whether `value` is plain JSON of about `limit` bytes at most and not too deep. Counted without writing it out, for this is asked of
 * every signal: text by its length, every other part by a few bytes.
 */
export function fitsIn(limit: number, value: unknown): boolean {
  return remaining(limit, value, DEEPEST) >= 0;
}

/** What is left of `room` after `value`; negative: it does not fit. */
function remaining(room: number, value: unknown, depth: number): number {
  if (typeof value === "string") return room - value.length - 2;
  if (typeof value === "number" || typeof value === "boolean" || value === null) return room - 8;
  if (typeof value !== "object" || depth === 0) return -1;
  let left = room - 2;
  if (Array.isArray(value)) {
    for (const each of value as unknown[]) {
      left = remaining(left, each, depth - 1) - 1;
      if (left < 0) return -1;
    }
    return left;
  }
  // What is no plain object (a typed array, a buffer) came as a binary part.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return -1;
  for (const name in value) {
    left = remaining(left, (value as Record<string, unknown>)[name], depth - 1) - name.length - 4;
    if (left < 0) return -1;
  }
  return left;
}
