import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import PostalMime from "postal-mime";
import type { Email } from "postal-mime";

/**
 * How the server treats a mail.
 * - `ok`: takes it. `429`, `500` …: refuses it with that status, untaken.
 * - `slow`: takes it and never answers. `drop`: takes it and cuts the connection instead of answering.
 * - `cut`: cuts the connection without having taken it. `late-error`: takes it and answers 500 nevertheless.
 * - `nonsense`: takes it and answers something that is no JSON of Mailgun's.
 */
export type MailgunMode = "ok" | "slow" | "drop" | "cut" | "late-error" | "nonsense" | number;

export interface TakenMail {
  /** Message-ID without brackets. */
  id: string;
  recipient: string;
  /** Every field of the call but the message: `o:…`, `v:…`. */
  fields: Record<string, string>;
  source: string;
  parsed: Email;
  /** Taken, and delivered to nobody. */
  testMode: boolean;
}

export interface WebhookEvent {
  event: "delivered" | "failed" | "complained" | "unsubscribed" | "opened" | "clicked" | "accepted" | "rejected";
  severity?: "temporary" | "permanent";
  reason?: string;
}

const DOMAIN = "mg.test.example";

/** Speaks as much of Mailgun as a relay hears: its messages (fields or MIME), its events, its webhooks. */
export class MailgunServer {
  readonly apiKey = "key-of-the-tests";
  readonly webhookKey = "webhook-key-of-the-tests";
  readonly domain = DOMAIN;
  /** Every mail taken, in order; a mail sent twice stands here twice. */
  readonly taken: TakenMail[] = [];
  /** Calls to the messages API, whatever became of them. */
  calls = 0;
  /** How the next mails are treated, and then every other one: by the recipient and the number of the call, if it is a function. */
  mode: MailgunMode | ((recipient: string, call: number) => MailgunMode) = "ok";
  /** `lagging`: the list of events knows nothing yet. `down`: it answers 500. */
  events: "there" | "lagging" | "down" = "there";
  /** Gives each mail an id of its own, whatever stands in the mail. */
  renames = false;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<MailgunServer> {
    const server = createServer();
    const mailgun = new MailgunServer(server);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      mailgun.#answer(request, response).catch((error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    return mailgun;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  /** A webhook's body, signed. `at`: seconds since the epoch. */
  webhook(mail: TakenMail, event: WebhookEvent, { at = Math.floor(Date.now() / 1_000), key = this.webhookKey } = {}) {
    const timestamp = `${at}`;
    const token = randomBytes(25).toString("hex");
    return {
      signature: {
        timestamp,
        token,
        signature: createHmac("sha256", key)
          .update(timestamp + token)
          .digest("hex"),
      },
      "event-data": this.#eventData(mail, event),
    };
  }

  /** Sends it, and gives the status it was answered with. */
  async deliverWebhook(url: string, body: unknown): Promise<number> {
    const answer = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
    await answer.arrayBuffer();
    return answer.status;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    const wanted = `Basic ${Buffer.from(`api:${this.apiKey}`).toString("base64")}`;
    if (request.headers.authorization !== wanted) return plain(response, 401, "Forbidden");
    if (request.method === "GET" && url.pathname === `/v3/${DOMAIN}/events`) return this.#list(url, response);
    const mime = url.pathname === `/v3/${DOMAIN}/messages.mime`;
    if (request.method === "POST" && (mime || url.pathname === `/v3/${DOMAIN}/messages`)) return this.#take(request, response, mime);
    return json(response, 404, { message: "Domain not found: elsewhere" });
  }

  async #take(request: IncomingMessage, response: ServerResponse, mime: boolean): Promise<void> {
    this.calls += 1;
    const form = await formOf(request);
    const fields: Record<string, string> = {};
    for (const [name, value] of form) if (typeof value === "string") fields[name] = value;
    const recipient = fields["to"] ?? "";
    const mode = typeof this.mode === "function" ? this.mode(recipient, this.calls) : this.mode;
    if (mode === "cut") return void request.socket.destroy();
    if (typeof mode === "number") return json(response, mode, { message: mode === 429 ? "Too many requests" : "Something went wrong" });
    const message = form.get("message");
    const source = mime ? (typeof message === "string" ? message : ((await message?.text()) ?? "")) : fieldsAsSource(fields);
    const parsed = await PostalMime.parse(source);
    if (!/^\S+@\S+$/.test(recipient))
      return json(response, 400, { message: "to parameter is not a valid address. please check documentation" });
    const own = this.renames ? undefined : parsed.messageId;
    const id = (own ?? `<${randomUUID()}@${DOMAIN}>`).replace(/^<|>$/g, "");
    this.taken.push({ id, recipient, fields, source, parsed, testMode: fields["o:testmode"] === "yes" });
    if (mode === "slow") return;
    if (mode === "drop") return void request.socket.destroy();
    if (mode === "late-error") return json(response, 500, { message: "Internal Server Error" });
    if (mode === "nonsense") return plain(response, 200, "<html>A proxy's own page</html>");
    return json(response, 200, { id: `<${id}>`, message: "Queued. Thank you." });
  }

  #list(url: URL, response: ServerResponse): void {
    if (this.events === "down") return json(response, 500, { message: "Internal Server Error" });
    const id = url.searchParams.get("message-id");
    const found = this.events === "lagging" ? [] : this.taken.filter((mail) => id === null || mail.id === id);
    const page = `${this.url}/v3/${DOMAIN}/events/none`;
    json(response, 200, {
      items: found.map((mail) => this.#eventData(mail, { event: "accepted" })),
      paging: { previous: page, first: page, last: page, next: page },
    });
  }

  #eventData(mail: TakenMail, { event, severity, reason }: WebhookEvent) {
    return {
      id: randomBytes(12).toString("base64url"),
      event,
      timestamp: Date.now() / 1_000,
      recipient: mail.recipient,
      ...(severity === undefined ? {} : { severity, reason: "generic", "log-level": "error" }),
      ...(reason === undefined
        ? {}
        : { "delivery-status": { code: severity === "temporary" ? 421 : 550, message: reason, description: "" } }),
      flags: { "is-test-mode": mail.testMode },
      message: {
        headers: { to: mail.recipient, "message-id": mail.id, from: mail.parsed.from?.address, subject: mail.parsed.subject },
        size: mail.source.length,
      },
      tags: [mail.fields["o:tag"]],
      "user-variables": Object.fromEntries(
        Object.entries(mail.fields)
          .filter(([name]) => name.startsWith("v:"))
          .map(([name, value]) => [name.slice(2), value]),
      ),
    };
  }
}

async function formOf(request: IncomingMessage): Promise<FormData> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new Response(Buffer.concat(chunks), { headers: { "content-type": request.headers["content-type"] ?? "" } }).formData();
}

/** A mail given in fields, as a source that says the same. */
function fieldsAsSource(fields: Record<string, string>): string {
  const headers = Object.entries(fields).filter(([name]) => name.startsWith("h:"));
  return [
    `From: ${fields["from"] ?? ""}`,
    `To: ${fields["to"] ?? ""}`,
    `Subject: ${fields["subject"] ?? ""}`,
    ...headers.map(([name, value]) => `${name.slice(2)}: ${value}`),
    "",
    fields["text"] ?? "",
  ].join("\r\n");
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function plain(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { "content-type": "text/plain" });
  response.end(body);
}
