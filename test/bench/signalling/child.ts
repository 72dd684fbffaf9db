/** A bench server as a child process of its own, so that its CPU time and memory are its own. */

import type { ChildProcess } from "node:child_process";
import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Usage } from "./bench-server.ts";

export const API_SECRET = "an-api-secret-for-benches-of-32-characters";
/** The same for all relays of a bench: they are one service. */
const LINK_KEYS = `bench:${randomBytes(32).toString("base64")}`;

export class Child {
  #next = 0;

  private constructor(
    private readonly process: ChildProcess,
    readonly url: string,
    private readonly tidy: () => void,
    private readonly again: () => Promise<Child>,
  ) {}

  static async start(file: string, environment: Record<string, string> = {}, tidy: () => void = () => undefined): Promise<Child> {
    const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
      execArgv: ["--import", "tsx", "--expose-gc", ...(process.env["BENCH_NODE_OPTIONS"]?.split(" ") ?? [])],
      env: { ...process.env, ...environment },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const gone = once(child, "exit").then(([code]) => {
      throw new Error(`${file} ended before it listened: ${code}`);
    });
    const [{ port }] = (await Promise.race([once(child, "message"), gone])) as [{ port: number }];
    // From here on its end is nobody's surprise.
    gone.catch(() => undefined);
    return new Child(child, `http://127.0.0.1:${port}`, tidy, () => Child.start(file, environment, tidy));
  }

  /** A relay of ours; on the embedded store unless `redisUrl` says otherwise. */
  static doorstep(redisUrl?: string): Promise<Child> {
    const folder = mkdtempSync(join(tmpdir(), "doorstep-bench-"));
    const environment = {
      PORT: "0",
      DATA_DIR: folder,
      TENANT_ID: "bench",
      API_SECRET,
      ALLOWED_ORIGINS: "https://portal.example",
      LINK_KEYS,
      LOG_LEVEL: "error",
      ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    };
    return Child.start("./doorstep-server.ts", environment, () => rmSync(folder, { recursive: true, force: true }));
  }

  /** CPU time so far, ms. */
  async cpu(): Promise<number> {
    return (await this.#ask("cpu")).cpuMs;
  }

  /** Bytes in use after a collection. */
  async memory(): Promise<number> {
    return (await this.#ask("usage")).memoryBytes;
  }

  async stop(): Promise<void> {
    if (this.process.exitCode === null && this.process.signalCode === null) {
      const gone = once(this.process, "exit");
      this.process.disconnect();
      await gone;
    }
    this.tidy();
  }

  /** Ends it as a crash does, and starts another over what it left. */
  async killAndRestart(): Promise<Child> {
    const gone = once(this.process, "exit");
    this.process.kill("SIGKILL");
    await gone;
    return this.again();
  }

  #ask(ask: "usage" | "cpu"): Promise<Usage> {
    const id = this.#next++;
    return new Promise((resolve) => {
      const heard = (message: { id: number; answer: Usage }): void => {
        if (message.id !== id) return;
        this.process.off("message", heard);
        resolve(message.answer);
      };
      this.process.on("message", heard);
      this.process.send({ id, ask });
    });
  }
}
