import { writeFileSync } from "node:fs";
import { setPriority } from "node:os";

/** A third of the time that others get is left to it where all are in want of it (sched(7)): on a slow machine it shall be late, not starve. */
const NICE = 5;

/**
 * That process, which would run on another machine, gives way to what else runs on this one.
 *
 * @param pid of one that leads a session of its own: Linux shares time among sessions first, and among the processes of one afterwards (sched(7))
 */
export function giveWay(pid: number | undefined): void {
  if (pid === undefined) return;
  setPriority(pid, NICE);
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(NICE));
  } catch {
    // Not every system has such groups.
  }
}
