/** The library's side of `relay-connection.ts`, in a chunk of its own: loaded when the first connection is opened. */

import type { Socket } from "socket.io-client";
import { WebSocket } from "engine.io-client";
import { io } from "socket.io-client";
import { SOCKET_PATH } from "../../protocol/doors.ts";

export interface ConnectionSettings {
  /** Origin of the relay, e.g. `https://relay.example`. */
  relay: string;
  door: "/host" | "/guest";
  /** Asked before every attempt, so a fresh token or ticket is always what is sent. A rejection counts as an attempt that failed. */
  auth: () => Record<string, unknown> | Promise<Record<string, unknown>>;
}

/** After this many attempts in a row that no door answered, the next goes by long polling; then by turns. */
const PATIENCE = 2;

/**
 * A socket that is not connected yet. WebSocket first; where a network lets none through, long polling, which needs one relay or a
 * balancer that keeps a browser on one. Trying again is the connection's own affair, so the library does none of it.
 */
export function connect({ relay, door, auth }: ConnectionSettings, timeoutMs: number): Socket {
  const url = new URL(door, relay);
  let failures = 0;
  const socket = io(url.href, {
    path: SOCKET_PATH,
    transports: [WebSocket],
    autoConnect: false,
    forceNew: true,
    reconnection: false,
    timeout: timeoutMs,
    auth: (send) => {
      // Without an answer to send, the attempt fails like one that did not reach the relay.
      Promise.resolve()
        .then(auth)
        .then(send, () => socket.io.engine.close());
    },
  });
  socket.io.on("open", () => (failures = 0));
  socket.io.on("error", () => {
    failures += 1;
    void chooseTransport(socket, failures);
  });
  return socket;
}

async function chooseTransport(socket: Socket, failures: number): Promise<void> {
  const polls = failures >= PATIENCE && failures % 2 === 0;
  try {
    socket.io.opts.transports = [polls ? (await import("./polling.ts")).polling : WebSocket];
  } catch {
    // The file cannot be fetched either: there is no network at all just now.
  }
}
