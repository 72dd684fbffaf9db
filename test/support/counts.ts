/** What a step of the whole test run came to. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export const NONE: Readonly<Counts> = { passed: 0, failed: 0, skipped: 0 };
export const PASSED: Readonly<Counts> = { passed: 1, failed: 0, skipped: 0 };
export const FAILED: Readonly<Counts> = { passed: 0, failed: 1, skipped: 0 };
export const SKIPPED: Readonly<Counts> = { passed: 0, failed: 0, skipped: 1 };

export function sum(all: readonly Counts[]): Counts {
  const total = { ...NONE };
  for (const each of all) {
    total.passed += each.passed;
    total.failed += each.failed;
    total.skipped += each.skipped;
  }
  return total;
}

/** `1 passed, 2 failed`, and what was skipped if anything was. */
export function inWords({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
