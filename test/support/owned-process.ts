import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/** How much of a process's last output is kept for an error message, in characters. */
const KEPT_OUTPUT = 20_000;
/** By when its last output has come once it has ended, ms. */
const LAST_WORDS_MS = 2_000;

/** Each with whether it has a process group of its own. */
const running = new Map<ChildProcess, boolean>();
let guarded = false;

/** Whatever way this process ends, short of SIGKILL, its children end before it; also those which a test has paused. */
function guard(): void {
  if (guarded) return;
  guarded = true;
  process.on("exit", () => {
    for (const [child, group] of running) send(child, group, "SIGKILL");
  });
  for (const [signal, code] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const) {
    process.once(signal, () => process.exit(code));
  }
}

function send(child: ChildProcess, group: boolean, signal: NodeJS.Signals): void {
  if (!group || child.pid === undefined) {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    // The whole group is gone already.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** A program that a test started and that does not outlive it. */
export class OwnedProcess {
  readonly #child: ChildProcess;
  readonly #group: boolean;
  /** Settles when the process has ended, and all it said has been read, with what a shell would call its exit: a code or a signal's name. */
  readonly ended: Promise<number | NodeJS.Signals>;
  #output = "";
  #alive = true;

  /**
   * @param group The program starts others, as npm does: signals go to all of them.
   * @param told Is given everything it writes to stdout and stderr, as it comes.
   */
  constructor(
    command: string,
    args: readonly string[],
    {
      group = false,
      told,
      ...options
    }: { cwd?: string; env?: NodeJS.ProcessEnv; group?: boolean; told?: ((text: string) => void) | undefined } = {},
  ) {
    guard();
    const child = spawn(command, args, { ...options, detached: group, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    this.#group = group;
    running.set(child, group);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#output = (this.#output + text).slice(-KEPT_OUTPUT);
        told?.(text);
      });
    }
    this.ended = new Promise((resolve) => {
      const end = (how: number | NodeJS.Signals): void => {
        this.#alive = false;
        running.delete(child);
        // What it wrote last is read after it has ended. What it started may hold its output open, and is not waited for.
        const late = setTimeout(() => resolve(how), LAST_WORDS_MS);
        child.once("close", () => {
          clearTimeout(late);
          resolve(how);
        });
      };
      child.once("exit", (code, signal) => end(signal ?? code ?? 0));
      child.once("error", (error) => {
        this.#output += `\n${error.message}`;
        if (child.pid === undefined) end(127);
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
    send(this.#child, this.#group, signal);
  }

  /** Asks it to end, and makes it when it has not within `graceMs`. Resolves when it is gone; fine to call twice. */
  async stop(graceMs = 5_000): Promise<void> {
    if (!this.#alive) return;
    // A paused process would take no notice of SIGTERM.
    this.signal("SIGCONT");
    this.signal("SIGTERM");
    const hardly = setTimeout(() => this.signal("SIGKILL"), graceMs);
    await this.ended;
    clearTimeout(hardly);
  }

  /** Ends it at once, without a chance to say goodbye. */
  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.ended;
  }
}
