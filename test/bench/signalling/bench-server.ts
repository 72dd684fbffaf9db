/** What every server of the signalling benches does as a child process: listens, and tells its CPU time and memory when asked. */

import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** ms of CPU, user and system, since the process began; bytes of memory after a collection. */
export interface Usage {
  cpuMs: number;
  heapBytes: number;
  residentBytes: number;
}

/** Extra questions a server answers, by name. */
export type Answers = Record<string, (argument: never) => unknown>;

export function serveBench(server: Server, answers: Answers = {}): void {
  server.listen(0, "127.0.0.1", () => {
    process.send?.({ port: (server.address() as AddressInfo).port });
  });
  process.on("message", ({ id, ask, argument }: { id: number; ask: string; argument?: unknown }) => {
    void Promise.resolve(ask === "usage" ? usage() : answers[ask]?.(argument as never)).then((answer) => process.send?.({ id, answer }));
  });
  process.on("disconnect", () => process.exit(0));
}

function usage(): Usage {
  globalThis.gc?.();
  globalThis.gc?.();
  const { user, system } = process.cpuUsage();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { cpuMs: (user + system) / 1_000, heapBytes: heapUsed + external, residentBytes: rss };
}
