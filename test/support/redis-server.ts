import { mkdtempSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { OwnedProcess } from "./owned-process.ts";
import { until } from "./until.ts";

/** Asks a Redis server for a sign of life; true when it answers within half a second. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: "127.0.0.1" }, () => socket.write("PING\r\n"));
    const done = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    socket.setTimeout(500, () => done(false));
    socket.once("error", () => done(false));
    // While it still loads its data from disk it answers with -LOADING.
    socket.once("data", (data) => done(data.toString().startsWith("+PONG")));
  });
}

/**
 * A Redis server of a test's own: on a free port of the loopback, in a folder of its own.
 *
 *     const redis = await RedisServer.start();
 *     t.after(() => redis.stop());
 */
export class RedisServer {
  readonly #folder = mkdtempSync(join(tmpdir(), "doorstep-redis-"));
  #process: OwnedProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly settings: readonly string[],
  ) {
    process.on("exit", this.#removeFolder);
  }

  /**
   * @param persist  Keep every write on disk (append-only file, synced each time), so that `kill()` and `restart()` lose nothing.
   * @param settings More of redis-server's own options, e.g. `["--cluster-enabled", "yes"]`.
   */
  static async start({ persist = false, settings = [] }: { persist?: boolean; settings?: readonly string[] } = {}): Promise<RedisServer> {
    const durable = persist ? ["--appendonly", "yes", "--appendfsync", "always"] : ["--appendonly", "no"];
    const server = new RedisServer(await freePort(), [...durable, ...settings]);
    try {
      await server.restart();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** The server's process id, while it runs. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Starts it again on the same port, after `kill()`: empty, or with what it had when it persists. */
  async restart(): Promise<void> {
    if (this.#process?.alive) throw new Error("This Redis server runs already.");
    const server = new OwnedProcess(
      "redis-server",
      ["--port", String(this.port), "--bind", "127.0.0.1", "--save", "", "--dir", this.#folder, ...this.settings],
      { cwd: this.#folder },
    );
    this.#process = server;
    await until(
      "redis-server answers",
      () => {
        if (!server.alive) throw new Error(server.output);
        return answers(this.port);
      },
      { withinMs: 10_000 },
    );
  }

  /** Makes it hang: connections stay open and nothing is answered. */
  pause(): void {
    this.#process?.signal("SIGSTOP");
  }

  resume(): void {
    this.#process?.signal("SIGCONT");
  }

  /** A crash. What was not persisted is lost. */
  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  /** The end: stops it and removes its folder. Fine to call twice. */
  async stop(): Promise<void> {
    // Its data is thrown away, so there is nothing it could wish to save.
    await this.#process?.kill();
    this.#removeFolder();
    process.off("exit", this.#removeFolder);
  }

  readonly #removeFolder = (): void => rmSync(this.#folder, { recursive: true, force: true });
}
