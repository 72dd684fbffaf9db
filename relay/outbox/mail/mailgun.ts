/** Mails through Mailgun. The only file that knows it. */

import Mailgun from "mailgun.js";
import type { Interfaces } from "mailgun.js/definitions";
import type { MailTransport, OutgoingMail, SendOutcome } from "./mail.ts";
import { reasonOf } from "./mail.ts";
import { composeMime } from "./mime.ts";

export interface MailgunOptions {
  apiKey: string;
  domain: string;
  /** `https://api.mailgun.net`, for EU accounts `https://api.eu.mailgun.net`. */
  url: string;
  /** Mailgun takes the mails and delivers none. */
  testMode?: boolean;
  /** How far its list of events runs behind, ms; within a minute it nearly always has caught up. */
  lagMs?: number;
  /** A call is given up after this, ms. */
  timeoutMs?: number;
}

const TIMEOUT_MS = 15_000;
const EVENTS_LAG_MS = 60_000;
/** No mail is tried for longer than a day. */
const ASKED_BACK_MS = 2 * 24 * 60 * 60_000;
/** Never left this machine, or never reached Mailgun. */
const NOT_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ERR_TLS_CERT_ALTNAME_INVALID"]);
const NETWORK_CODE = /^E[A-Z]{3,}|^ERR_|^CERT_|^DEPTH_|^SELF_SIGNED|^UNABLE_TO/u;

export class MailgunTransport implements MailTransport {
  readonly name = "mailgun";
  readonly settlesAfterMs: number;
  readonly #client: Interfaces.IMailgunClient;
  readonly #options: MailgunOptions;

  constructor(options: MailgunOptions) {
    this.#options = options;
    this.settlesAfterMs = options.lagMs ?? EVENTS_LAG_MS;
    // Node's own FormData: the package's other one warns and lacks a known length.
    this.#client = new Mailgun(FormData).client({
      username: "api",
      key: options.apiKey,
      url: options.url,
      timeout: options.timeoutMs ?? TIMEOUT_MS,
    });
  }

  /** The mail goes as MIME: Mailgun's own fields have no place for a calendar message that Outlook and Gmail would act on. */
  async send(mail: OutgoingMail): Promise<SendOutcome> {
    let message: Buffer;
    try {
      message = await composeMime(mail);
    } catch (error) {
      return { is: "rejected", reason: reasonOf(`The mail could not be composed: ${(error as Error).message}`) };
    }
    try {
      const answer = await this.#client.messages.create(this.#options.domain, {
        to: mail.to.address,
        message,
        "o:tag": mail.tag,
        // Links are capabilities: they are not to be rewritten, fetched or counted.
        "o:tracking": "no",
        "o:tracking-clicks": "no",
        "o:tracking-opens": "no",
        ...(this.#options.testMode === true ? { "o:testmode": "yes" as const } : {}),
        ...Object.fromEntries(Object.entries(mail.variables).map(([name, value]) => [`v:${name}`, value])),
      });
      const providerId = answer.id?.replace(/^<|>$/gu, "");
      return providerId === undefined ? { is: "unknown", reason: "Mailgun's answer made no sense." } : { is: "accepted", providerId };
    } catch (error) {
      return outcomeOf(error);
    }
  }

  /** Asked of its list of events over plain HTTP: the library's own call writes a notice to the console every time. */
  async wasAccepted(messageId: string): Promise<boolean | null> {
    const { url, domain, apiKey, timeoutMs = TIMEOUT_MS } = this.#options;
    const question = new URL(`${url}/v3/${encodeURIComponent(domain)}/events`);
    const since = Math.floor((Date.now() - ASKED_BACK_MS) / 1_000);
    question.search = `${new URLSearchParams({ "message-id": messageId, begin: `${since}`, ascending: "yes", limit: "1" })}`;
    try {
      const answer = await fetch(question, {
        headers: { authorization: `Basic ${Buffer.from(`api:${apiKey}`).toString("base64")}` },
        signal: AbortSignal.timeout(timeoutMs),
      });
      const body: unknown = await answer.json();
      if (!answer.ok || typeof body !== "object" || body === null || !("items" in body) || !Array.isArray(body.items)) return null;
      return body.items.length > 0;
    } catch {
      // Whatever kept the answer away: the question is still open.
      return null;
    }
  }

  async close(): Promise<void> {
    // Every call has a connection of its own.
  }
}

/** mailgun.js makes a 400 of a call that got no answer at all, with the network's error code where words would be. */
function outcomeOf(error: unknown): SendOutcome {
  const { status, message, details } = error as { status?: number; message?: string; details?: string };
  const words = reasonOf([message, details].filter((each) => each !== undefined && each !== "").join(": "));
  if (typeof status !== "number") return { is: "later", reason: `The mail could not be handed to Mailgun: ${words}` };
  if (status === 400 && message !== undefined && NETWORK_CODE.test(message)) {
    return NOT_SENT.has(message)
      ? { is: "later", reason: `Mailgun cannot be reached (${message}).` }
      : { is: "unknown", reason: `Mailgun's answer was lost (${message}).` };
  }
  const reason = `Mailgun answered ${status}${words === "" ? "" : `: ${words}`}`;
  if (status === 429) return { is: "later", reason };
  // A gateway's error, or one in the middle of Mailgun's work, does not say that the mail was not taken; 503 does.
  if (status >= 500) return status === 503 ? { is: "later", reason } : { is: "unknown", reason };
  // The key, the account, the domain: an operator can mend them, and the mail is not at fault.
  if ([401, 402, 403, 404, 408].includes(status)) return { is: "later", reason };
  return { is: "rejected", reason };
}
