import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";

/**
 * How the server treats a mail.
 * - `ok`: takes it. `drop`: takes it and cuts the connection instead of answering. `silent`: takes it and never answers.
 * - `cut`: cuts the connection when it hears the recipient.
 * - `at`: answers so at that step, e.g. `{at: "RCPT", code: 550}`; `END`: when it has the whole mail.
 */
export type SmtpMode = "ok" | "drop" | "silent" | "cut" | { at: "MAIL" | "RCPT" | "END"; code: number };

export interface ReceivedMail {
  from: string;
  to: string[];
  source: string;
}

/** A mail server of a test's own. */
export class TestSmtpServer {
  readonly received: ReceivedMail[] = [];
  mode: SmtpMode | ((recipient: string) => SmtpMode) = "ok";
  readonly #server: SMTPServer;
  readonly #login: { user: string; pass: string } | undefined;

  private constructor(login: { user: string; pass: string } | undefined) {
    this.#login = login;
    this.#server = new SMTPServer({
      authOptional: login === undefined,
      disabledCommands: login === undefined ? ["STARTTLS", "AUTH"] : ["STARTTLS"],
      allowInsecureAuth: true,
      disableReverseLookup: true,
      logger: false,
      onAuth: ({ username, password }, _session, callback) => {
        if (username === login?.user && password === login?.pass) callback(null, { user: username });
        else callback(refusal(535, "Authentication failed"));
      },
      onMailFrom: (_address, _session, callback) => callback(this.#refusalAt("MAIL", "")),
      onRcptTo: ({ address }, session, callback) => {
        if (this.#modeFor(address) === "cut") return this.#cut(session.id);
        callback(this.#refusalAt("RCPT", address));
      },
      onData: (stream, session, callback) => {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          const refused = this.#refusalAt("END", to[0] ?? "");
          if (refused !== null) return callback(refused);
          const from = session.envelope.mailFrom;
          this.received.push({ from: from === false ? "" : from.address, to, source: Buffer.concat(chunks).toString("utf8") });
          const mode = this.#modeFor(to[0] ?? "");
          if (mode === "drop") return this.#cut(session.id);
          if (mode !== "silent") callback(null, "2.0.0 Ok: queued as 4F1C2");
        });
      },
    });
    // A connection that a test cuts, or that is cut for it.
    this.#server.on("error", () => undefined);
  }

  static async start({ login }: { login?: { user: string; pass: string } } = {}): Promise<TestSmtpServer> {
    const smtp = new TestSmtpServer(login);
    await new Promise<void>((resolve) => {
      smtp.#server.listen(0, "127.0.0.1", resolve);
    });
    return smtp;
  }

  get url(): string {
    const { port } = this.#server.server.address() as AddressInfo;
    const who = this.#login === undefined ? "" : `${this.#login.user}:${this.#login.pass}@`;
    return `smtp://${who}127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    for (const { session } of [...this.#server.connections]) this.#cut(session.id);
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #modeFor(recipient: string): SmtpMode {
    return typeof this.mode === "function" ? this.mode(recipient) : this.mode;
  }

  #refusalAt(step: "MAIL" | "RCPT" | "END", recipient: string): Error | null {
    const mode = this.#modeFor(recipient);
    return typeof mode === "object" && mode.at === step ? refusal(mode.code, "As the test wants it") : null;
  }

  #cut(id: string): void {
    for (const connection of this.#server.connections) {
      if (connection.session.id === id) connection._socket.destroy();
    }
  }
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
