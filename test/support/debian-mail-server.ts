import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { OwnedProcess } from "./owned-process.ts";
import { missing } from "./system-packages.ts";
import { until } from "./until.ts";

/** Why a test that needs the server has to be skipped, or `false`. It starts as root and gives its rights away by itself. */
export function noMailServer(): string | false {
  return missing("opensmtpd") || (process.getuid?.() === 0 ? false : "opensmtpd starts only as root");
}

/** A real mail server, OpenSMTPD, of a test's own: on a free port of the loopback, keeping every mail it takes in a folder. */
export class DebianMailServer {
  readonly #folder: string;
  readonly #process: OwnedProcess;

  private constructor(
    readonly port: number,
    folder: string,
  ) {
    this.#folder = folder;
    this.#process = new OwnedProcess("/usr/sbin/smtpd", ["-d", "-f", join(folder, "smtpd.conf")], { group: true });
  }

  static async start(): Promise<DebianMailServer> {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), "doorstep-smtpd-"));
    // It delivers as nobody.
    chmodSync(folder, 0o777);
    const lines = [
      'table everyone { "@" = "nobody" }',
      `listen on 127.0.0.1 port ${port} hostname mail.test.example`,
      `action "keep" maildir "${folder}/mails" virtual <everyone>`,
      'match from any for any action "keep"',
    ];
    writeFileSync(join(folder, "smtpd.conf"), `${lines.join("\n")}\n`, { mode: 0o600 });
    const server = new DebianMailServer(port, folder);
    try {
      await until("smtpd answers", () => answers(port), { withinMs: 10_000 });
    } catch (error) {
      await server.stop();
      throw new Error(`smtpd did not start. It said:\n${server.#process.output}`, { cause: error });
    }
    return server;
  }

  get url(): string {
    return `smtp://127.0.0.1:${this.port}?ignoreTLS=true`;
  }

  /** What it has delivered, as it lies in the mailbox. */
  delivered(): Buffer[] {
    try {
      const inbox = join(this.#folder, "mails", "new");
      return readdirSync(inbox).map((name) => readFileSync(join(inbox, name)));
    } catch (error) {
      // The mailbox comes with the first mail.
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
      throw error;
    }
  }

  async stop(): Promise<void> {
    await this.#process.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** It greets whoever connects. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: "127.0.0.1" });
    const done = (alive: boolean): void => {
      socket.destroy();
      resolve(alive);
    };
    socket.setTimeout(500, () => done(false));
    socket.once("error", () => done(false));
    socket.once("data", (data) => done(data.toString().startsWith("220")));
  });
}
