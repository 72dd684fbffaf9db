/** A bench server as a child process of its own, so that its CPU time and memory are its own. */

import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Usage } from "./bench-server.ts";

export class Child {
  #next = 0;

  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
  ) {}

  static async start(file: string, environment: Record<string, string> = {}): Promise<Child> {
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
      execArgv: ["--import", "tsx", "--expose-gc"],
      env: { ...process.env, ...environment },
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    const [{ port }] = (await once(child, "message")) as [{ port: number }];
    return new Child(child, `http://127.0.0.1:${port}`);
  }

  ask<T>(ask: string, argument?: unknown): Promise<T> {
    const id = this.#next++;
    return new Promise((resolve) => {
      const heard = (message: { id: number; answer: T }): void => {
        if (message.id !== id) return;
        this.process.off("message", heard);
        resolve(message.answer);
      };
      this.process.on("message", heard);
      this.process.send({ id, ask, argument });
    });
  }

  usage(): Promise<Usage> {
    return this.ask<Usage>("usage");
  }

  async stop(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const gone = once(this.process, "exit");
    this.process.disconnect();
    await gone;
  }
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
