import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

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

/**
 * For how long the machine has kept processes from running though they had something to do, ms, in all: none on a machine with nothing
 * else to do. Of each the main thread counts.
 */
export function heldUpMs(...pids: (number | undefined)[]): number {
  return pids.reduce<number>((sum, pid) => sum + Number(readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ")[1]) / 1e6, 0);
}

/**
 * Holds what is promised against the time it took, but for what the machine held up this process and those others.
 *
 * @param others process ids of whoever has a part in it
 * @returns how long it took, ms
 */
export async function happensWithin(promisedMs: number, what: () => Promise<unknown>, ...others: (number | undefined)[]): Promise<number> {
  const heldUp = heldUpMs(process.pid, ...others);
  const began = performance.now();
  await what();
  const took = performance.now() - began;
  const late = heldUpMs(process.pid, ...others) - heldUp;
  assert.ok(took < promisedMs + late, `it took ${Math.round(took)} ms, of which the machine held it up for ${Math.round(late)}`);
  return took;
}
