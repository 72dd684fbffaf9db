/** One relay per data folder: two processes on one embedded store would each believe to be alone. */

import { createHash } from "node:crypto";
import { realpathSync, rmSync } from "node:fs";
import type { Server } from "node:net";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The lock is a listening socket: the system lets go of it with the process, however that ends, and no process id can be mistaken. */
export class FolderLock {
  private constructor(private readonly server: Server) {}

  /** Rejects with a sentence when another process holds the folder. */
  static async take(folder: string): Promise<FolderLock> {
    const name = createHash("sha256").update(realpathSync(folder)).digest("hex").slice(0, 24);
    const path = join(tmpdir(), `doorstep-${name}.sock`);
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const server = await listen(path);
      if (server !== null) return new FolderLock(server);
      if (await answers(path)) break;
      rmSync(path, { force: true });
    }
    throw new Error(`Another relay already uses the data folder ${folder}. Stop it, or give this one its own DATA_DIR.`);
  }

  release(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}

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
