/**
 * `npm test`: everything, in order, with one line of figures at the end.
 *
 *     npm test                      all steps
 *     npm test -- unit              one step, or several
 *     npm test -- unit session/     of a step's files, those whose path holds one of these words
 */

import { existsSync } from "node:fs";
import type { Counts } from "./support/counts.ts";
import { FAILED, inWords, SKIPPED, sum } from "./support/counts.ts";
import { BUILT } from "./support/relay-process.ts";
import { browserTests, nodeTests, script } from "./support/runners.ts";
import { checkSizes } from "./support/size-budget.ts";
import { ensureSystemPackages, missing } from "./support/system-packages.ts";
import { testFiles } from "./support/test-files.ts";

const MINUTE = 60_000;

/** Files for a step that nothing was found for: a wrong filter or an emptied folder is a failure, a folder still to come a skip. */
function nothingToRun(folders: readonly string[]): Counts {
  const there = folders.filter((folder) => existsSync(folder));
  console.log(there.length > 0 ? `  no test files below ${there.join(", ")}` : `  skipped: ${folders.join(", ")} not there yet`);
  return there.length > 0 ? FAILED : SKIPPED;
}

async function inChromium(folders: readonly string[], files: readonly string[], run: () => Promise<Counts>): Promise<Counts> {
  if (files.length === 0) return nothingToRun(folders);
  const why = missing("chromium");
  if (why === false) return run();
  console.log(`  skipped: ${why}`);
  return SKIPPED;
}

type Step = (filters: readonly string[], say: (text: string) => void) => Counts | Promise<Counts>;

/** Every step by its name, in the order in which they run. Each gets the words that choose among its files. */
const steps: Record<string, Step> = {
  packages: () => ({ passed: 0, failed: 0, skipped: ensureSystemPackages().length }),
  types: (_, say) => script("typecheck", say),
  lint: (_, say) => script("lint", say),
  build: (_, say) => script("build", say),
  package: (_, say) => script("check:package", say),
  unit: (filters) => {
    const files = testFiles("test", ".test.ts", filters);
    return files.length > 0 ? nodeTests(files, { concurrency: 2, timeoutMs: 5 * MINUTE }) : nothingToRun(["test"]);
  },
  browser: (filters) => {
    const files = testFiles("test/widget", ".browser.ts", filters);
    return inChromium(["test/widget"], files, () => browserTests(files));
  },
  e2e: (filters) => {
    const folders = ["test/e2e", "test/walk"];
    const files = folders.flatMap((folder) => testFiles(folder, ".e2e.ts", filters));
    return inChromium(folders, files, () => nodeTests(files, { concurrency: 2, timeoutMs: 10 * MINUTE }));
  },
  sizes: () => sum(checkSizes()),
};

/** Steps that say nothing about the code when it could not be built. */
const needBuild = new Set(["package", "e2e", "sizes"]);

const words = process.argv.slice(2);
const chosen = Object.keys(steps).filter((name) => words.includes(name));
const filters = words.filter((word) => !(word in steps));
if (filters.length > 0 && chosen.length === 0) {
  console.error(`No step is called ${filters.join(" or ")}. There are: ${Object.keys(steps).join(", ")}.`);
  process.exit(2);
}

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)
  process.once(signal, () => process.exit(code));

const results = new Map<string, Counts>();

/** @param say is given all its words when it has ended; absent: they are printed as they come. */
async function take(name: string, step: Step, say?: (text: string) => void): Promise<void> {
  const start = performance.now();
  let words = "";
  const add = say === undefined ? (text: string) => void process.stdout.write(text) : (text: string) => void (words += text);
  add(`\n── ${name}\n`);
  let counts: Counts;
  if (needBuild.has(name) && (results.get("build")?.failed ?? 0) > 0) {
    add("  not run: the build failed\n");
    counts = FAILED;
  } else {
    try {
      counts = await step(filters, add);
    } catch (error) {
      console.error(error);
      counts = FAILED;
    }
  }
  results.set(name, counts);
  if (name === "build" && counts.failed === 0) process.env[BUILT] = "yes";
  add(`── ${name}: ${inWords(counts)} (${((performance.now() - start) / 1000).toFixed(1)} s)\n`);
  say?.(words);
}

/** Scripts that keep one core busy, in two rows that go beside each other. */
const ROWS = [
  ["types", "lint"],
  ["build", "package"],
];
const left = new Map(Object.entries(steps).filter(([name]) => chosen.length === 0 || chosen.includes(name)));
for (const [name, step] of left) {
  left.delete(name);
  if (!ROWS.flat().includes(name)) {
    await take(name, step);
    continue;
  }
  const taken = ROWS.map((row) => row.filter((each) => each === name || left.delete(each)));
  await Promise.all(
    taken.map(async (row) => {
      for (const each of row) await take(each, steps[each]!, (words) => void process.stdout.write(words));
    }),
  );
}

const total = sum([...results.values()]);
// Where nobody reads along, something left out would pass for something checked.
const skipsCount = Boolean(process.env["CI"]) && process.env["CI"] !== "false" && total.skipped > 0;
console.log("");
if (skipsCount) console.log("Something was skipped, which counts as a failure here (CI is set).");
console.log(inWords(total));
process.exit(total.failed > 0 || total.passed === 0 || skipsCount ? 1 : 0);
