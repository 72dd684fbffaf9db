/** Says what differs, as people read it. */

export function equal(actual: unknown, expected: unknown, what = "it"): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: expected ${b}, got ${a}`);
}

export function ok(value: unknown, what: string): asserts value {
  if (value === false || value === null || value === undefined || value === 0 || value === "") throw new Error(what);
}

export function includes(text: string, part: string): void {
  if (!text.includes(part)) throw new Error(`expected “${part}” in “${text}”`);
}

export function excludes(text: string, part: string): void {
  if (text.includes(part)) throw new Error(`expected no “${part}” in “${text}”`);
}
