import { execFileSync } from "node:child_process";
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
 * A TURN server of a test's own, on the loopback, for UDP and TCP on one port, and for TLS on another; with the secret that the relay shares.
 *
 *     const turn = await Coturn.start();
 *     t.after(() => turn.stop());
 */
export class Coturn {
  private constructor(
    private readonly process: OwnedProcess,
    private readonly folder: string,
    readonly port: number,
    readonly tlsPort: number,
    readonly secret: string,
  ) {}

  /** @param tls also over TLS, with a certificate that nobody vouches for; it takes `openssl` */
  static async start({ tls = false }: { tls?: boolean } = {}): Promise<Coturn> {
    const folder = mkdtempSync(join(tmpdir(), "doorstep-turn-"));
    const [port, tlsPort] = [await freePort(), await freePort()];
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
        ...(tls ? [`--tls-listening-port=${tlsPort}`, ...certificateIn(folder)] : ["--no-tls"]),
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
    const coturn = new Coturn(server, folder, port, tlsPort, secret);
    try {
      await until(
        "turnserver listens",
        () => {
          if (!server.alive) throw new Error(server.output);
          return Promise.all([listens(port), !tls || listens(tlsPort)]).then((all) => all.every(Boolean));
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
  settings(transport: "udp" | "tcp" | "tls"): Record<string, string> {
    const url =
      transport === "tls" ? `turns:localhost:${this.tlsPort}?transport=tcp` : `turn:127.0.0.1:${this.port}?transport=${transport}`;
    return { TURN_URLS: url, TURN_SECRET: this.secret };
  }

  async stop(): Promise<void> {
    await this.process.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Makes a certificate, and says how the server finds it. */
function certificateIn(folder: string): string[] {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
  const made = [...request, "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate];
  execFileSync("openssl", made, { stdio: "ignore" });
  return [`--cert=${certificate}`, `--pkey=${key}`];
}
