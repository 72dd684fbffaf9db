/**
 * `npm run bench`: the scorecard's rows, ours beside the reference, measured in one run.
 *
 *     npm run bench                 every row
 *     npm run bench -- P14 P16      the benches whose rows are named
 *     npm run bench -- adversity    the adversity rows at their full counts
 */

import { existsSync } from "node:fs";
import type { Bench, Row } from "./row.ts";

/** Benches by the rows they print. */
const BENCHES: [rows: string, module: string][] = [
  ["P1 P2 P3 P4", "./size-bench.ts"],
  ["P5", "./start-bench.ts"],
  ["P6 P10", "./call-bench.ts"],
  ["P7 P8", "./sfu-bench.ts"],
  ["P9", "./janus-bench.ts"],
  ["A15", "./loss-bench.ts"],
  ["P11 P12 P13 P15", "./signalling-bench.ts"],
  ["P14", "./join-bench.ts"],
  ["P16", "./growth-bench.ts"],
  ["P17 A17", "./load-bench.ts"],
];

const wanted = process.argv.slice(2);
if (wanted.includes("adversity")) {
  const { runAdversity } = await import("./adversity.ts");
  process.exit((await runAdversity()) ? 0 : 1);
}

let failed = false;
for (const [rows, module] of BENCHES) {
  if (wanted.length > 0 && !wanted.some((each) => rows.split(" ").includes(each.toUpperCase()))) continue;
  if (!existsSync(new URL(module, import.meta.url))) {
    console.log(`${rows}: no bench`);
    failed = true;
    continue;
  }
  try {
    const { run } = (await import(module)) as { run: Bench };
    for (const row of await run()) print(row);
  } catch (error) {
    console.error(`${rows}: failed`, error);
    failed = true;
  }
}
process.exit(failed ? 1 : 0);

function print({ row, ours, reference, ratio, unit, goal, note }: Row): void {
  const figures = `ours ${ours} · reference ${reference} ${unit} · ratio ${ratio.toFixed(2)}`;
  console.log(`${row}\n    ${figures}${goal === undefined ? "" : ` · goal ${goal}`}${note === undefined ? "" : `\n    ${note}`}`);
}
