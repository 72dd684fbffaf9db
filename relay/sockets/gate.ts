/**
 * What stands before both doors: every HTTP request and upgrade to the socket path passes here first. A page of an origin that no tenant
 * allows gets no handshake, on neither transport (DOOR5); an address that opens connections in floods is turned away (DOOR6).
 */

import { ServerResponse } from "node:http";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Socket as EngineSocket } from "engine.io";
import type { TenantBook } from "./deps.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Handshakes of one address; a clinic's people may all sit behind one. Each door counts its own attempts besides. */
const HANDSHAKES = { capacity: 400, perSecond: 50 };
/** Addresses remembered at once; beyond it the oldest is forgotten. */
const ADDRESSES = 20_000;

/** Where a connection came from, kept because its HTTP request is not. */
export interface Visitor {
  address: string;
  /** Absent for programs and for pages of the relay itself, for which browsers send none. */
  origin: string | undefined;
}

export class Gate {
  #closed = false;
  readonly #visitors = new WeakMap<EngineSocket, Visitor>();
  readonly #buckets = new Map<string, TokenBucket>();

  constructor(
    private readonly tenants: TenantBook,
    private readonly addressOf: (request: IncomingMessage) => string,
  ) {}

  /** No handshake from now on: browsers shall go to another relay. */
  close(): void {
    this.#closed = true;
  }

  /** Remembers who is behind `connection` and lets go of its first request: it would stay in memory as long as the connection. */
  admit(connection: EngineSocket): void {
    const request = connection.request as IncomingMessage | null;
    if (request === null) return;
    this.#visitors.set(connection, { address: this.addressOf(request), origin: request.headers.origin });
    (connection as { request: IncomingMessage | null }).request = null;
  }

  visitor(connection: EngineSocket): Visitor {
    return this.#visitors.get(connection) ?? { address: "unknown", origin: undefined };
  }

  /** Engine.IO asks it for handshakes only. */
  readonly allowRequest = (request: IncomingMessage, decide: (fault: string | null | undefined, allowed: boolean) => void): void => {
    if (this.#closed) return decide("This relay is closing.", false);
    if (this.#flooding(this.addressOf(request))) return decide("Too many connections from this address.", false);
    together(request);
    decide(null, true);
  };

  /** Engine.IO runs it for every request: also for polls and upgrades of a connection that already stands. */
  readonly checkOrigin = (request: IncomingMessage, response: ServerResponse, next: () => void): void => {
    const { origin } = request.headers;
    const foreign = origin === undefined ? request.headers["sec-fetch-site"] === "cross-site" : !this.tenants.originAllowed(origin);
    if (foreign) return forbid(request, response);
    if (origin !== undefined && response instanceof ServerResponse) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Vary", "Origin");
      if (request.method === "OPTIONS") {
        response.setHeader("Access-Control-Allow-Methods", "GET, POST");
        response.setHeader("Access-Control-Allow-Headers", "content-type");
        response.setHeader("Access-Control-Max-Age", "600");
        response.writeHead(204).end();
        return;
      }
    }
    next();
  };

  #flooding(address: string): boolean {
    // The operator's own proxy on this machine is not one client.
    if (isLoopback(address)) return false;
    const now = performance.now();
    let bucket = this.#buckets.get(address);
    if (bucket === undefined) {
      bucket = new TokenBucket(HANDSHAKES, now);
      if (this.#buckets.size >= ADDRESSES) this.#buckets.delete(this.#buckets.keys().next().value!);
      this.#buckets.set(address, bucket);
    }
    return bucket.take(now) > 0;
  }
}

/** What answers a handshake, and the connection's first packet right after it, go in one write. */
function together({ socket }: IncomingMessage): void {
  socket.cork();
  setImmediate(uncork, socket);
}

function uncork(socket: Socket): void {
  socket.uncork();
}

export function peerAddress(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? "unknown";
}

function isLoopback(address: string): boolean {
  return address === "::1" || /^(?:::ffff:)?127\./.test(address);
}

function forbid(request: IncomingMessage, response: ServerResponse): void {
  const words = "This origin is not allowed.";
  if (response instanceof ServerResponse) {
    response.writeHead(403, { "content-type": "text/plain", connection: "close" }).end(words);
    return;
  }
  // For an upgrade Engine.IO hands in a stand-in that cannot answer.
  const { socket } = request;
  socket.on("error", () => socket.destroy());
  socket.end(`HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: ${words.length}\r\n\r\n${words}`);
}
