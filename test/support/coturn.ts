import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { OwnedProcess } from "./owned-process.ts";
import { until } from "./until.ts";

/** Resolves with whether something listens there. */
function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: "127.0.0.1" });
    const done = (there: boolean): void => {
      socket.destroy();
      resolve(there);
    };
    socket.once("connect", () => done(true)).once("error", () => done(false));
  });
}

/**
 * A TURN server of a test's own, on the loopback, for UDP and TCP on one port, with the secret that the relay shares.
 *
 *     const turn = await Coturn.start();
 *     t.after(() => turn.stop());
 */
export class Coturn {
  private constructor(
    private readonly process: OwnedProcess,
    private readonly folder: string,
    readonly port: number,
    readonly secret: string,
  ) {}

  static async start(): Promise<Coturn> {
    const folder = mkdtempSync(join(tmpdir(), "doorstep-turn-"));
    const port = await freePort();
    const secret = randomBytes(32).toString("base64url");
    const server = new OwnedProcess(
      "turnserver",
      [
        "-n",
        "--use-auth-secret",
        `--static-auth-secret=${secret}`,
        "--realm=doorstep.test",
        "--listening-ip=127.0.0.1",
        "--relay-ip=127.0.0.1",
        `--listening-port=${port}`,
        "--no-tls",
        "--no-dtls",
        "--no-cli",
        "--no-multicast-peers",
        // The browsers of a test are on the loopback themselves. A server for people denies private and loopback addresses.
        "--allow-loopback-peers",
        "--fingerprint",
        "--verbose",
        "--log-file=stdout",
        `--pidfile=${join(folder, "turn.pid")}`,
        `--userdb=${join(folder, "turn.db")}`,
      ],
      { cwd: folder },
    );
    const coturn = new Coturn(server, folder, port, secret);
    try {
      await until(
        "turnserver listens",
        () => {
          if (!server.alive) throw new Error(server.output);
          return listens(port);
        },
        { withinMs: 10_000 },
      );
    } catch (error) {
      await coturn.stop();
      throw error;
    }
    return coturn;
  }

  /** What a relay is told of it. @param transport how browsers reach it */
  settings(transport: "udp" | "tcp"): Record<string, string> {
    return { TURN_URLS: `turn:127.0.0.1:${this.port}?transport=${transport}`, TURN_SECRET: this.secret };
  }

  async stop(): Promise<void> {
    await this.process.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
