/** Mails through an SMTP server. */

import { Readable } from "node:stream";
import type { NodemailerError } from "nodemailer/lib/errors";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { parseConnectionUrl } from "nodemailer/lib/shared";
import type { MailTransport, OutgoingMail, SendOutcome } from "./mail.ts";
import { reasonOf } from "./mail.ts";
import { composeMime } from "./mime.ts";
import { isPlainAddress } from "./plain-line.ts";

export interface SmtpOptions {
  /** `smtp://user:password@mail.example.org:587` or `smtps://…`; `?requireTLS=true` and the like as nodemailer knows them. */
  url: string;
  /** A server that says nothing for this long is given up, ms. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 20_000;
/** A server that says a little now and then is given up too, after so many times that long: the attempt must end before it counts as lost. */
const PATIENCE = 3;

/** A connection for each mail: it is known exactly how far a mail had got when something went wrong. */
export class SmtpTransport implements MailTransport {
  readonly name = "smtp";
  readonly #settings: ReturnType<typeof parseConnectionUrl>;
  readonly #timeoutMs: number;
  readonly #open = new Set<SMTPConnection>();
  #closed = false;

  constructor({ url, timeoutMs = TIMEOUT_MS }: SmtpOptions) {
    this.#settings = parseConnectionUrl(url);
    this.#timeoutMs = timeoutMs;
  }

  async send(mail: OutgoingMail): Promise<SendOutcome> {
    if (this.#closed) return { is: "later", reason: "The relay is stopping." };
    if (!isPlainAddress(mail.to.address)) return { is: "rejected", reason: "This is not the address of one mailbox." };
    let bytes: Buffer;
    try {
      bytes = await composeMime(mail);
    } catch (error) {
      return { is: "rejected", reason: reasonOf(`The mail could not be composed: ${(error as Error).message}`) };
    }
    return this.#deliver(mail, bytes);
  }

  #deliver({ from, to }: OutgoingMail, bytes: Buffer): Promise<SendOutcome> {
    const connection = new SMTPConnection({
      ...this.#settings,
      connectionTimeout: this.#timeoutMs,
      greetingTimeout: this.#timeoutMs,
      socketTimeout: this.#timeoutMs,
      dnsTimeout: this.#timeoutMs,
    });
    this.#open.add(connection);
    // The server asked for the mail (354): from here on it may have it whatever we hear.
    let handedOver = false;
    const message = new Readable({
      read() {
        handedOver = true;
        this.push(bytes);
        this.push(null);
      },
    });
    return new Promise<SendOutcome>((resolve) => {
      const settle = (outcome: SendOutcome): void => {
        if (!this.#open.delete(connection)) return;
        // The first outcome counts: closing the connection brings another.
        clearTimeout(late);
        resolve(outcome);
        message.destroy();
        connection.close();
      };
      const fail = (error: NodemailerError): void => settle(outcomeOf(error, handedOver));
      const late = setTimeout(() => fail(new Error("It took too long.")), PATIENCE * this.#timeoutMs);
      connection.on("error", fail);
      connection.on("end", () => fail(new Error("The connection was closed.")));
      connection.connect((refused) => {
        if (refused) return fail(refused);
        const send = (): void =>
          connection.send({ from: from.address, to: [to.address], size: bytes.length }, message, (error, info) => {
            if (error) return fail(error);
            settle({ is: "accepted", providerId: reasonOf(info.response) });
          });
        const { auth } = this.#settings;
        if (auth === undefined) return send();
        connection.login(auth, (denied) => (denied ? fail(denied) : send()));
      });
    });
  }

  /** Mails under way are given up; they end as "later" or "unknown". */
  async close(): Promise<void> {
    this.#closed = true;
    for (const connection of [...this.#open]) connection.close();
  }
}

/** Only what is said of the recipient or the mail is the mail's own fault, and only a 5xx is for good (RFC 5321 4.2.1). */
function outcomeOf(error: NodemailerError, handedOver: boolean): SendOutcome {
  const reason = reasonOf(
    error.responseCode === undefined
      ? `The mail server: ${error.message}`
      : `The mail server answered ${error.response ?? error.responseCode}`,
  );
  if (error.responseCode === undefined) return handedOver ? { is: "unknown", reason } : { is: "later", reason };
  const ours = error.command === "RCPT TO" || error.command === "DATA";
  return error.responseCode >= 500 && ours ? { is: "rejected", reason } : { is: "later", reason };
}
