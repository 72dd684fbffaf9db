/**
 * Tells a vendor's server what happened, signed by the Standard Webhooks scheme. The URL is the vendor's, so it is treated as a
 * stranger's: only public addresses, checked where the name is looked up and again on the socket itself, and no redirects.
 */

import { lookup as systemLookup } from "node:dns/promises";
import { isIP } from "node:net";
import type { LookupFunction } from "node:net";
import { Webhook } from "standardwebhooks";
import { Agent, buildConnector, request } from "undici";
import { reasonOf } from "./mail/mail.ts";
import { ForbiddenAddress, permittedAddresses, permittedIn } from "./public-address.ts";
import type { Lookup, WebhookReach } from "./public-address.ts";

export interface WebhookCall {
  url: string;
  /** `whsec_` and base64. */
  secret: string;
  /** The same at every attempt: the vendor folds repeats by it. */
  id: string;
  /** Of this attempt, ms: an old one would be refused. */
  timestamp: number;
  /** E.g. `guest.waiting`. */
  type: string;
  /** When it happened, ISO 8601; stands in the body. */
  at: string;
  data: unknown;
}

/** At least once is the promise, so a lost answer is just another "later". `status`: the answer's, if there was one. */
export type WebhookOutcome =
  | { is: "accepted"; status: number }
  | { is: "later"; reason: string; status?: number; retryAfterMs?: number }
  | { is: "rejected"; reason: string; status?: number };

export interface WebhookSenderOptions {
  /** Public addresses by default; wherever else it may go, it goes by `http:` too. */
  reach?: WebhookReach;
  /** `http:` too, by itself. */
  allowHttp?: boolean;
  /** Which addresses may be called, in place of what `reach` says. */
  permitted?: (address: string) => boolean;
  /** An attempt is given up after this, ms. */
  timeoutMs?: number;
  lookup?: Lookup;
}

const TIMEOUT_MS = 15_000;
/** Of an answer no more than this is read, bytes; none of it is kept. */
const ANSWER_BYTES = 16 * 1024;
const LONGEST_PAUSE_S = 24 * 60 * 60;

export class WebhookSender {
  readonly #agent: Agent;
  readonly #allowHttp: boolean;
  readonly #permitted: (address: string) => boolean;
  readonly #timeoutMs: number;

  constructor(options: WebhookSenderOptions = {}) {
    const { reach = "public", timeoutMs = TIMEOUT_MS, lookup = lookupAll } = options;
    this.#allowHttp = options.allowHttp ?? reach !== "public";
    this.#permitted = options.permitted ?? permittedIn(reach);
    this.#timeoutMs = timeoutMs;
    this.#agent = new Agent({
      connect: guarded(lookup, this.#permitted, timeoutMs),
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      maxHeaderSize: 16 * 1024,
      maxResponseSize: ANSWER_BYTES,
    });
  }

  /** Never rejects. */
  async send({ url, secret, id, timestamp, type, at, data }: WebhookCall): Promise<WebhookOutcome> {
    const fault = this.#faultOf(url);
    if (fault !== undefined) return { is: "rejected", reason: fault };
    const body = JSON.stringify({ type, timestamp: at, data });
    const attempted = new Date(timestamp);
    let signature: string;
    try {
      signature = new Webhook(secret).sign(id, attempted, body);
    } catch {
      return { is: "rejected", reason: "The webhook secret is not whsec_ followed by base64." };
    }
    try {
      const answer = await request(url, {
        dispatcher: this.#agent,
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "Doorstep-Webhooks/1",
          "webhook-id": id,
          "webhook-timestamp": `${Math.floor(timestamp / 1_000)}`,
          "webhook-signature": signature,
        },
        body,
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      // What the answer says beyond its status is of no interest, nor how it ends.
      answer.body.on("error", () => answer.body.destroy());
      answer.body.destroy();
      return outcomeOf(answer.statusCode, answer.headers["retry-after"]);
    } catch (error) {
      return failureOf(error);
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  /** What is wrong with a URL before any name is looked up, as a sentence. */
  #faultOf(url: string): string | undefined {
    if (!URL.canParse(url)) return "The webhook's address is not a URL.";
    const { protocol, hostname, username, password } = new URL(url);
    if (protocol !== "https:" && !(this.#allowHttp && protocol === "http:")) return "The webhook's address does not start with https://.";
    if (username !== "" || password !== "") return "The webhook's address holds a user name or a password.";
    const literal = hostname.replace(/^\[|\]$/gu, "");
    if (isIP(literal) !== 0 && !this.#permitted(literal)) {
      return "The webhook's address is one of a private network.";
    }
    return undefined;
  }
}

const lookupAll: Lookup = (hostname) => systemLookup(hostname, { all: true, verbatim: true });

/**
 * Opens sockets to permitted addresses only. The name is looked up once, every address of it is judged, and the socket goes to one of
 * them; a literal address never comes to the look-up, so it is judged before, and the socket's own far end after.
 */
function guarded(lookup: Lookup, permitted: (address: string) => boolean, timeout: number): buildConnector.connector {
  const judged: LookupFunction = (hostname, options, callback) => {
    permittedAddresses(hostname, lookup, permitted).then(
      (found) => {
        const [first] = found;
        if (options.all === true) callback(null, found);
        else callback(null, first?.address ?? "", first?.family ?? 0);
      },
      (error: NodeJS.ErrnoException) => callback(error, "", 0),
    );
  };
  const connect = buildConnector({ timeout, lookup: judged });
  return (options, callback) => {
    const literal = options.hostname.replace(/^\[|\]$/gu, "");
    if (isIP(literal) !== 0 && !permitted(literal)) {
      callback(new ForbiddenAddress("The address is one of a private network."), null);
      return;
    }
    connect(options, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      if (permitted(socket.remoteAddress ?? "")) return callback(null, socket);
      socket.destroy();
      callback(new ForbiddenAddress("The connection led to an address of a private network."), null);
    });
  };
}

function outcomeOf(status: number, retryAfter: string | string[] | undefined): WebhookOutcome {
  if (status >= 200 && status < 300) return { is: "accepted", status };
  // The scheme's word for "never again".
  if (status === 410) return { is: "rejected", status, reason: "The receiver answered 410: it wants no more webhooks." };
  if (status >= 300 && status < 400) return { is: "later", status, reason: `The receiver answered ${status}: redirects are not followed.` };
  const seconds =
    typeof retryAfter === "string" && /^\d{1,6}$/u.test(retryAfter) ? Math.min(Number(retryAfter), LONGEST_PAUSE_S) : undefined;
  return {
    is: "later",
    status,
    reason: `The receiver answered ${status}.`,
    ...(seconds === undefined ? {} : { retryAfterMs: seconds * 1_000 }),
  };
}

function failureOf(error: unknown): WebhookOutcome {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ForbiddenAddress) return { is: "rejected", reason: cause.message };
    if (cause.name === "TimeoutError") return { is: "later", reason: "The receiver did not answer in time." };
  }
  return { is: "later", reason: reasonOf(`The receiver could not be reached: ${error instanceof Error ? error.message : String(error)}`) };
}
