/** One relay per data folder: two processes on one embedded store would each believe to be alone. */

import { createHash } from "node:crypto";
import { existsSync, realpathSync, renameSync, rmSync } from "node:fs";
import type { Server } from "node:net";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The system's limit for a socket's path is 104 bytes or more, the closing zero counted. */
const PATH_BYTES = 100;
const ATTEMPTS = 5;

/** `message` is a sentence for the operator. */
export class FolderTaken extends Error {
  override name = "FolderTaken";
}

/** The lock is a listening socket: the system lets go of it with the process, however that ends, and no process id can be mistaken. */
export class FolderLock {
  private constructor(private readonly server: Server) {}

  /** Rejects with `FolderTaken` when another process holds the folder. */
  static async take(folder: string): Promise<FolderLock> {
    const path = socketPath(realpathSync(folder));
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const server = await listen(path);
      if (server !== null) return new FolderLock(server);
      if (await answers(path)) break;
      await clearAway(path, `${path}.${process.pid}`);
    }
    throw new FolderTaken(`Another relay already uses the data folder ${folder}. Stop it, or give this one its own DATA_DIR.`);
  }

  release(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

/** In the folder itself, where whoever shares the folder sees it; a path too long for that is shortened to a name among temporary files. */
function socketPath(folder: string): string {
  const name = createHash("sha256").update(folder).digest("hex").slice(0, 24);
  if (process.platform === "win32") return `\\\\.\\pipe\\doorstep-${name}`;
  const inside = join(folder, "relay.sock");
  return Buffer.byteLength(inside) <= PATH_BYTES ? inside : join(tmpdir(), `doorstep-${name}.sock`);
}

/** Null: the name is taken. */
function listen(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => (error.code === "EADDRINUSE" ? resolve(null) : reject(error)));
    server.listen(path, () => {
      server.unref();
      resolve(server);
    });
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

/** Removes what a dead process left. Somebody else may have done so and listen there by now: such a socket is put back. */
async function clearAway(path: string, aside: string): Promise<void> {
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if ((await answers(aside)) && !existsSync(path)) renameSync(aside, path);
  else rmSync(aside, { force: true });
}
