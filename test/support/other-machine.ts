/**
 * Whoever else is in a call has a machine of their own. On this one, what runs for them gives way to the browsers that are looked at: they
 * come to the processor when those have nothing to do.
 */

import { execFile } from "node:child_process";
import { setPriority } from "node:os";
import { promisify } from "node:util";
import type { Browser } from "puppeteer-core";

const LAST = 15;

/** @param pid of one process; what it starts from now on gives way too */
export function givesWay(pid: number): void {
  setPriority(pid, LAST);
}

/** A browser is many processes, all of one group. */
export async function browserGivesWay(browser: Browser): Promise<Browser> {
  const pid = browser.process()?.pid;
  if (pid !== undefined) await promisify(execFile)("renice", ["-n", String(LAST), "-g", String(pid)]);
  return browser;
}
