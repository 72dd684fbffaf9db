import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

export interface ProcessCost {
  /** Of all cores together, since it was started. */
  cpuMs: number;
  /** What it holds in memory now. */
  megabytes: number;
}

/** Clock ticks and pages are those of every Linux that tests run on. */
export function costOf(pid: number | undefined): ProcessCost {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  const pages = Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]);
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, megabytes: Math.round((pages * 4_096) / 2 ** 20) };
}

/** How long each has been kept from running though it had something to do, ms: this process and all that come from it, their main threads. */
function heldUp(): Map<string, number> {
  const parents = new Map<string, string>();
  for (const pid of readdirSync("/proc")) {
    const stat = /^\d+$/u.test(pid) ? read(`/proc/${pid}/stat`) : undefined;
    if (stat !== undefined) parents.set(pid, stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] ?? "");
  }
  const isOurs = (pid: string | undefined): boolean => pid !== undefined && (pid === `${process.pid}` || isOurs(parents.get(pid)));
  const ours = [...parents.keys()].filter(isOurs);
  return new Map(ours.map((pid) => [pid, Number(read(`/proc/${pid}/schedstat`)?.split(" ")[1] ?? 0) / 1e6]));
}

/** Undefined: it has ended. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** From now on; the result says for how long the machine has held up that one of our processes which it held up the longest, ms. */
export function watchHoldUps(): () => number {
  const before = heldUp();
  return () => Math.max(...[...heldUp()].map(([pid, ms]) => ms - (before.get(pid) ?? 0)));
}

/**
 * Holds what is promised against the time it took, but for what a machine that has too much to do held it up: next to nothing on one
 * that has time.
 *
 * @returns how long it took, ms
 */
export async function happensWithin(promisedMs: number, what: () => Promise<unknown>): Promise<number> {
  const lateBy = watchHoldUps();
  const began = performance.now();
  await what();
  const took = performance.now() - began;
  const late = lateBy();
  assert.ok(took < promisedMs + late, `it took ${Math.round(took)} ms, of which the machine held it up for ${Math.round(late)}`);
  return took;
}
