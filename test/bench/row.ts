/** One line of the benchmark: ours beside a reference measured in the same run. */
export interface Row {
  /** The scorecard's name of it, e.g. "P14 joins decided on one session". */
  row: string;
  ours: number;
  reference: number;
  /** ours ÷ reference. */
  ratio: number;
  unit: string;
  /** What the ratio shall be, e.g. "≥ 1". */
  goal?: string;
  /** What was run, and with what spread. */
  note?: string;
}

export type Bench = () => Promise<Row[]>;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
