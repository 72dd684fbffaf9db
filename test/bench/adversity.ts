/** The adversity rows at their full counts: the same tests as in `npm test`, tried more often. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { testFiles } from "../support/test-files.ts";

const FOLDERS = ["test/adversity", "test/session", "test/access", "test/sockets", "test/media"];

/** True when every row holds. */
export async function runAdversity(): Promise<boolean> {
  const files = FOLDERS.flatMap((folder) => testFiles(folder, ".test.ts", []));
  const run = spawn(process.execPath, ["--import", "tsx", "--test", "--test-concurrency=1", ...files], {
    stdio: "inherit",
    env: { ...process.env, ADVERSITY: "full" },
  });
  const [code] = (await once(run, "exit")) as [number | null];
  return code === 0;
}
