/** What every server of the signalling benches does as a child process: says where it listens, and tells its CPU time and memory when asked. */

import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** ms of CPU, user and system, since the process began; bytes of memory after a collection. */
export interface Usage {
  cpuMs: number;
  /** Heap and what buffers hold beside it. */
  memoryBytes: number;
}

export function serveBench(server: Server): void {
  server.listen(0, "127.0.0.1", () => answerBench((server.address() as AddressInfo).port));
}

export function answerBench(port: number): void {
  process.on("message", ({ id, ask }: { id: number; ask: "usage" | "cpu" }) => process.send?.({ id, answer: usage(ask) }));
  process.on("disconnect", () => process.exit(0));
  process.send?.({ port });
}

/** Collecting costs CPU time itself, so the clock alone is asked for without. */
function usage(ask: "usage" | "cpu"): Usage {
  const { user, system } = process.cpuUsage();
  if (ask === "usage") for (let n = 0; n < 3; n += 1) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return { cpuMs: (user + system) / 1_000, memoryBytes: heapUsed + external };
}
