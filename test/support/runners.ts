import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Counts } from "./counts.ts";
import { FAILED, NONE, PASSED, sum } from "./counts.ts";
import { lanesOf } from "./lanes.ts";

/** No step of the test run may take longer; a browser or server that hangs would hold it for ever. */
const STEP_LIMIT_MS = 30 * 60_000;

/**
 * Runs a command with its output shown; true when it ended well. The command ends with this process at the latest.
 * @param toldTo is given its output instead
 */
function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, toldTo?: (text: string) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const stdio = toldTo === undefined ? "inherit" : ["ignore" as const, "pipe" as const, "pipe" as const];
    const child = spawn(command, args, { stdio, env: { ...process.env, ...env }, timeout: STEP_LIMIT_MS });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", (text: string) => toldTo?.(text));
    const end = (): void => void child.kill("SIGTERM");
    process.once("exit", end);
    child.once("error", (error) => {
      console.error(error.message);
      resolve(false);
    });
    child.once("close", (code) => {
      process.off("exit", end);
      resolve(code === 0);
    });
  });
}

/** An npm script that passes or fails as a whole. `say` is given what it prints. */
export async function script(name: string, say: (text: string) => void): Promise<Counts> {
  return (await run("npm", ["run", "--silent", name], {}, say)) ? PASSED : FAILED;
}

async function withTemporaryFile(use: (file: string) => Promise<Counts>): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "doorstep-counts-"));
  try {
    return await use(join(folder, "counts"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A runner that says it failed without naming a failed test, or that wrote no counts, has failed once. */
function honest(ended: boolean, read: () => Counts): Counts {
  let counts: Counts = NONE;
  try {
    counts = read();
  } catch {
    return FAILED;
  }
  return ended || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/** The totals at the end of a TAP report of Node's test runner. */
function readTap(file: string): Counts {
  const report = readFileSync(file, "utf8");
  const total = (word: string): number => {
    const found = new RegExp(`^# ${word} (\\d+)$`, "m").exec(report)?.[1];
    if (found === undefined) throw new Error(`The test report has no line "# ${word}".`);
    return Number(found);
  };
  return { passed: total("pass"), failed: total("fail") + total("cancelled"), skipped: total("skipped") + total("todo") };
}

/**
 * Files of `node:test`, each in a process of its own, in lanes.
 * @param concurrency How many of those that share the machine at a time.
 * @param timeoutMs   For each test and each file; a file that leaves something running ends by it, as a failure.
 */
export async function nodeTests(
  files: readonly string[],
  { concurrency, timeoutMs }: { concurrency: number; timeoutMs: number },
): Promise<Counts> {
  const { alone, patient, shared } = lanesOf(files);
  const together = await Promise.all([
    nodeLane(patient, { concurrency: patient.length, timeoutMs, toldAtTheEnd: shared.length > 0 }),
    nodeLane(shared, { concurrency, timeoutMs }),
  ]);
  return sum([...together, await nodeLane(alone, { concurrency: 1, timeoutMs })]);
}

/** @param toldAtTheEnd Its words are kept back until it has ended, so that they don't come amid another lane's. */
async function nodeLane(
  files: readonly string[],
  { concurrency, timeoutMs, toldAtTheEnd = false }: { concurrency: number; timeoutMs: number; toldAtTheEnd?: boolean },
): Promise<Counts> {
  if (files.length === 0) return NONE;
  return withTemporaryFile(async (report) => {
    const words = `${report}-words`;
    const reporters = ["spec", toldAtTheEnd ? words : "stdout", "tap", report].map((value, index) =>
      index % 2 === 0 ? `--test-reporter=${value}` : `--test-reporter-destination=${value}`,
    );
    const ended = await run(process.execPath, [
      ...["--import", "tsx", "--test", `--test-concurrency=${concurrency}`, `--test-timeout=${timeoutMs}`],
      ...reporters,
      ...files,
    ]);
    if (toldAtTheEnd && existsSync(words)) process.stdout.write(readFileSync(words, "utf8"));
    return honest(ended, () => readTap(report));
  });
}

/** Files that run in a page of a browser. */
export function browserTests(files: readonly string[]): Promise<Counts> {
  return withTemporaryFile(async (report) => {
    const env = { TEST_COUNTS_FILE: report, BROWSER_TEST_FILES: files.join(",") };
    const ended = await run("npm", ["exec", "--", "wtr"], env);
    return honest(ended, () => JSON.parse(readFileSync(report, "utf8")) as Counts);
  });
}
