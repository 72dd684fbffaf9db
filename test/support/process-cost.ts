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
