import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

/** A webhook as a vendor's server received it. */
export interface ReceivedCall {
  id: string;
  type: string;
  /** When it happened, ISO 8601. */
  timestamp: string;
  data: Record<string, unknown>;
  /** The body, byte for byte as text. */
  text: string;
  /** Names in lower case, in order. */
  headers: [name: string, value: string][];
}

/** A vendor's end of the webhooks. */
export class VendorServer {
  readonly secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
  readonly calls: ReceivedCall[] = [];
  /** Calls that were no JSON, or not signed with the vendor's secret. None is expected. */
  readonly bad: string[] = [];
  /** The status for a call. */
  answer: (call: ReceivedCall) => number = () => 200;
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        response.statusCode = this.#take(Buffer.concat(chunks), request.rawHeaders);
        response.end();
      });
    });
  }

  static async start(): Promise<VendorServer> {
    const vendor = new VendorServer();
    await new Promise<void>((resolve) => {
      vendor.#server.listen(0, "127.0.0.1", resolve);
    });
    return vendor;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hooks`;
  }

  /** What makes a relay tell this vendor. */
  get settings(): Record<string, string> {
    return { WEBHOOK_URL: this.url, WEBHOOK_SECRET: this.secret, WEBHOOK_ALLOW_PRIVATE: "true" };
  }

  of(type: string): ReceivedCall[] {
    return this.calls.filter((call) => call.type === type);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }

  #take(body: Buffer, raw: readonly string[]): number {
    const headers: [string, string][] = [];
    for (let at = 0; at < raw.length; at += 2) headers.push([(raw[at] ?? "").toLowerCase(), raw[at + 1] ?? ""]);
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(body);
      const { type, timestamp, data } = new Webhook(this.secret).verify(text, Object.fromEntries(headers)) as Omit<ReceivedCall, "id">;
      const call: ReceivedCall = { id: Object.fromEntries(headers)["webhook-id"] ?? "", type, timestamp, data, text, headers };
      this.calls.push(call);
      return this.answer(call);
    } catch (error) {
      this.bad.push(`${String(error)}: ${body.toString("latin1").slice(0, 300)}`);
      return 400;
    }
  }
}
