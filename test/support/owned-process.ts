import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/** How much of a process's last output is kept for an error message, in characters. */
const KEPT_OUTPUT = 20_000;

const running = new Set<ChildProcess>();
let guarded = false;

/** Whatever way this process ends, short of SIGKILL, its children end before it; also those which a test has paused. */
function guard(): void {
  if (guarded) return;
  guarded = true;
  process.on("exit", () => {
    for (const child of running) child.kill("SIGKILL");
  });
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.once(signal, () => process.exit(code));
  }
}

/** A program that a test started and that does not outlive it. */
export class OwnedProcess {
  readonly #child: ChildProcess;
  /** Settles when the process has ended, with what a shell would call its exit: a code or a signal's name. */
  readonly ended: Promise<number | NodeJS.Signals>;
  #output = "";
  #alive = true;

  constructor(command: string, args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
    guard();
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    running.add(child);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#output = (this.#output + text).slice(-KEPT_OUTPUT);
      });
    }
    this.ended = new Promise((resolve) => {
      const end = (how: number | NodeJS.Signals): void => {
        this.#alive = false;
        running.delete(child);
        resolve(how);
      };
      child.once("exit", (code, signal) => end(signal ?? code ?? 0));
      child.once("error", (error) => {
        this.#output += `\n${error.message}`;
        end(127);
      });
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** The last of what it wrote to stdout and stderr, in the order of arrival. */
  get output(): string {
    return this.#output;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Asks it to end, and makes it when it has not within `graceMs`. Resolves when it is gone; fine to call twice. */
  async stop(graceMs = 5_000): Promise<void> {
    if (!this.#alive) return;
    // A paused process would take no notice of SIGTERM.
    this.#child.kill("SIGCONT");
    this.#child.kill("SIGTERM");
    const hardly = setTimeout(() => this.#child.kill("SIGKILL"), graceMs);
    await this.ended;
    clearTimeout(hardly);
  }

  /** Ends it at once, without a chance to say goodbye. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.ended;
  }
}
