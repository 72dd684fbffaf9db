import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { freePort } from "./free-port.ts";
import { OwnedProcess } from "./owned-process.ts";
import { until } from "./until.ts";

const ROOT = resolve(import.meta.dirname, "../..");

/** The tenant's secret, unless a test sets another. */
export const API_SECRET = "an-api-secret-for-tests-of-32-characters";

/** Set where what was built is what the source says. */
export const BUILT = "DOORSTEP_TEST_BUILT";

/** What a relay needs to start at all; a test's own settings go over it. */
const DEFAULTS: Readonly<Record<string, string>> = {
  TENANT_ID: "clinic",
  API_SECRET,
  ALLOWED_ORIGINS: "*",
  LINK_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
  LOG_LEVEL: "warn",
};

/** A relay as an operator runs it: a process with settings, a port and signals. */
export class RelayProcess {
  private constructor(
    readonly process: OwnedProcess,
    readonly port: number,
    private readonly removeFolder: () => void,
  ) {}

  /**
   * Starts a relay and waits until it is ready.
   * @param env   Settings over `DEFAULTS`. Nothing else of this process's environment reaches the relay but `PATH` and `HOME`.
   *              Without `DATA_DIR` it keeps its data in a folder that goes with it.
   * @param built Run what `npm run build` made instead of the source: it starts in half the time. By default where this run has built it.
   * @param demo  Run the demo's relay, with the portal on board.
   * @param told  Is given everything that it writes.
   */
  static async start({
    env = {},
    built = process.env[BUILT] !== undefined,
    demo = false,
    withinMs = 60_000,
    told,
  }: {
    env?: Readonly<Record<string, string>>;
    built?: boolean;
    demo?: boolean;
    withinMs?: number;
    told?: (text: string) => void;
  } = {}): Promise<RelayProcess> {
    const port = env["PORT"] === undefined ? await freePort() : Number(env["PORT"]);
    const folder = mkdtempSync(join(tmpdir(), "doorstep-relay-"));
    const removeFolder = (): void => rmSync(folder, { recursive: true, force: true });
    process.on("exit", removeFolder);
    const { PATH, HOME } = process.env;
    const child = new OwnedProcess(
      process.execPath,
      built && !demo ? ["dist/relay/main.js"] : ["--import", "tsx", demo ? "demo/main.ts" : "relay/main.ts"],
      {
        cwd: ROOT,
        told,
        env: { PATH, HOME, ...DEFAULTS, DATA_DIR: folder, PUBLIC_URL: `http://localhost:${port}`, ...env, PORT: String(port) },
      },
    );
    const relay = new RelayProcess(child, port, () => {
      process.off("exit", removeFolder);
      removeFolder();
    });
    try {
      await until("the relay is ready", () => relay.ready(), { withinMs });
    } catch (error) {
      await relay.stop();
      throw new Error(`The relay did not start. It said:\n${child.output}`, { cause: error });
    }
    return relay;
  }

  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** What it logged lately. */
  get output(): string {
    return this.process.output;
  }

  /** Whether it says that it can serve. Throws when its process has ended. */
  async ready(): Promise<boolean> {
    if (!this.process.alive) throw new Error(`The relay has ended:\n${this.output}`);
    const answer = await fetch(`http://127.0.0.1:${this.port}/readyz`, { signal: AbortSignal.timeout(2_000) });
    return answer.ok;
  }

  /** Sends a signal: `SIGKILL` is a crash, `SIGSTOP` a hang, `SIGTERM` a restart's polite request. */
  kill(signal: NodeJS.Signals): void {
    this.process.signal(signal);
  }

  /** Ends it if it still runs, and removes its folder. Fine to call twice. */
  async stop(): Promise<void> {
    await this.process.stop();
    this.removeFolder();
  }
}
