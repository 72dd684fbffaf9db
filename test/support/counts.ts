/** What a step of the whole test run came to. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Files that failed and were run once more; absent: none. */
  again?: number;
}

export const NONE: Readonly<Counts> = { passed: 0, failed: 0, skipped: 0 };
export const PASSED: Readonly<Counts> = { passed: 1, failed: 0, skipped: 0 };
export const FAILED: Readonly<Counts> = { passed: 0, failed: 1, skipped: 0 };
export const SKIPPED: Readonly<Counts> = { passed: 0, failed: 0, skipped: 1 };

export function sum(all: readonly Counts[]): Counts {
  const total = { ...NONE, again: 0 };
  for (const each of all) {
    total.passed += each.passed;
    total.failed += each.failed;
    total.skipped += each.skipped;
    total.again += each.again ?? 0;
  }
  return total;
}

/** `1 passed, 2 failed`, and what was skipped or run a second time, if anything was. */
export function inWords({ passed, failed, skipped, again = 0 }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}${again > 0 ? `; ${again} run a second time` : ""}`;
}
