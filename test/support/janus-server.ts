import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import WebSocket from "ws";
import { writeJanusConfig } from "../../demo/private-janus.ts";
import { freePort } from "./free-port.ts";
import { OwnedProcess } from "./owned-process.ts";
import { until } from "./until.ts";

/** The secret that all Janus servers of tests have. */
export const JANUS_SECRET = "a-janus-secret-for-tests-of-32-chars";
/** Each server's own range of media ports, so that two of them on one machine never meet. */
let range = 0;
const PORTS_EACH = 400;
const FIRST_PORT = 40_000;

/**
 * A Janus of a test's own, with its API on the loopback.
 *
 *     const janus = await JanusServer.start();
 *     t.after(() => janus.stop());
 */
export class JanusServer {
  readonly #folder = mkdtempSync(join(tmpdir(), "doorstep-janus-"));
  #process: OwnedProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly adminPort: number,
  ) {
    process.on("exit", this.#removeFolder);
  }

  /** @param reclaimSeconds how long media outlives the relay that asked for it */
  static async start({ reclaimSeconds = 20 }: { reclaimSeconds?: number } = {}): Promise<JanusServer> {
    const server = new JanusServer(await freePort(), await freePort());
    const from = FIRST_PORT + (process.pid % 20) * 1_000 + (range++ % 2) * PORTS_EACH;
    await writeJanusConfig({
      port: server.port,
      adminPort: server.adminPort,
      apiSecret: JANUS_SECRET,
      mediaPorts: { from, to: from + PORTS_EACH - 1 },
      reclaimSeconds,
      folder: server.#folder,
    });
    try {
      await server.restart();
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  get output(): string {
    return this.#process?.output ?? "";
  }

  /** Starts it again on the same port, after `kill()`: with no room and no handle. */
  async restart(): Promise<void> {
    const server = new OwnedProcess("janus", ["-F", this.#folder]);
    this.#process = server;
    await until(
      "Janus answers",
      async () => {
        if (!server.alive) throw new Error(server.output);
        await ask(this.url, "janus-protocol", { janus: "info" });
        return true;
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

  /** A crash. */
  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  async stop(): Promise<void> {
    await this.#process?.kill();
    this.#removeFolder();
    process.off("exit", this.#removeFolder);
  }

  /** How many relays speak with it. */
  async sessions(): Promise<number> {
    return (await this.#admin<{ sessions: number[] }>({ janus: "list_sessions" })).sessions.length;
  }

  /** What is held in it, whoever holds it: handles of each API session. */
  async handles(): Promise<number> {
    const { sessions } = await this.#admin<{ sessions: number[] }>({ janus: "list_sessions" });
    const lists = await Promise.all(
      sessions.map((session_id) =>
        this.#admin<{ handles: number[] }>({ janus: "list_handles", session_id }).catch(() => ({ handles: [] })),
      ),
    );
    return lists.reduce((sum, { handles }) => sum + handles.length, 0);
  }

  async rooms(): Promise<{ room: string; num_participants: number; is_private: boolean; require_pvtid: boolean }[]> {
    const { response } = await this.#admin<{ response: { list: [] } }>({
      janus: "message_plugin",
      plugin: "janus.plugin.videoroom",
      request: { request: "list", admin_key: JANUS_SECRET },
    });
    return response.list;
  }

  #admin<T>(request: object): Promise<T> {
    return ask<T>(`ws://127.0.0.1:${this.adminPort}`, "janus-admin-protocol", { ...request, admin_secret: JANUS_SECRET });
  }

  readonly #removeFolder = (): void => rmSync(this.#folder, { recursive: true, force: true });
}

/** One question to Janus, on a connection of its own. */
export function ask<T>(url: string, protocol: string, request: object): Promise<T> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, protocol, { handshakeTimeout: 2_000 });
    const late = setTimeout(() => settle(() => reject(new Error("Janus did not answer."))), 3_000);
    const settle = (then: () => void): void => {
      clearTimeout(late);
      socket.terminate();
      then();
    };
    socket.once("error", (error) => settle(() => reject(error)));
    socket.once("open", () => socket.send(JSON.stringify({ ...request, transaction: "test" })));
    socket.once("message", (data) => {
      const answer = JSON.parse((data as Buffer).toString()) as { janus: string; error?: { reason: string } };
      settle(() => (answer.janus === "error" ? reject(new Error(answer.error?.reason)) : resolve(answer as T)));
    });
  });
}
