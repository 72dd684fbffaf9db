/** A vendor's own server: the pages of a built portal, and the back end that says who is signed in. */

import { readFile } from "node:fs/promises";
import type { Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { SignJWT } from "jose";

const TYPES: Record<string, string> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };

export interface Vendor {
  /** The tenant's id at the relay. */
  id: string;
  apiSecret: string;
  /** The built portal. */
  folder: string;
}

export class HostAppServer {
  /** Where the relay is; known only after this server has told the relay its origin. */
  relayUrl = "";
  readonly #server: Server;

  private constructor(readonly vendor: Vendor) {
    this.#server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://vendor");
      const answer = request.method === "POST" ? this.#token(response) : this.#file(pathname === "/" ? "/index.html" : pathname, response);
      answer.catch(() => {
        response.statusCode = 404;
        response.end();
      });
    });
  }

  static async start(vendor: Vendor): Promise<HostAppServer> {
    const server = new HostAppServer(vendor);
    await new Promise<void>((listening) => server.#server.listen(0, "127.0.0.1", listening));
    return server;
  }

  get url(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** This vendor's entry in the relay's file of tenants. */
  get tenant(): object {
    const { id, apiSecret } = this.vendor;
    return { id, apiSecret, clinicName: "Riverside Counselling", allowedOrigins: [this.url], joinUrl: `${this.url}/guest.html` };
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((stopped) => void this.#server.close(() => stopped()));
  }

  async #token(response: ServerResponse): Promise<void> {
    const token = await new SignJWT({ name: "Dr. Maya Osei", role: "host" })
      .setProtectedHeader({ alg: "HS256" })
      .setIssuer(this.vendor.id)
      .setAudience("doorstep")
      .setSubject("maya.osei")
      .setExpirationTime("1h")
      .sign(new TextEncoder().encode(this.vendor.apiSecret));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ token }));
  }

  async #file(path: string, response: ServerResponse): Promise<void> {
    // `new URL` has folded every `..` already.
    const content = await readFile(join(this.vendor.folder, path));
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    response.setHeader("content-type", type);
    response.end(type.startsWith("text/html") ? content.toString().replaceAll("{{relay}}", this.relayUrl) : content);
  }
}
