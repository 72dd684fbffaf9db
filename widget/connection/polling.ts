/** A line by long polling, for networks that let no WebSocket through: the library's own client, in a file of its own, for few ever need it. */

import { io } from "socket.io-client";
import { SOCKET_PATH } from "../../protocol/doors.ts";
import type { Line, OpenLine } from "./line.ts";

export const openPollingLine: OpenLine = ({ relay, door, auth }, patienceMs, hearer): Line => {
  const socket = io(new URL(door, relay).href, {
    path: SOCKET_PATH,
    transports: ["polling"],
    upgrade: false,
    forceNew: true,
    // Trying again is the connection's own affair.
    reconnection: false,
    timeout: patienceMs,
    auth: (send) => {
      // Without an answer to send, the attempt fails like one that did not reach the relay.
      Promise.resolve()
        .then(auth)
        .then(send, () => socket.io.engine.close());
    },
  });
  const close = (): void => {
    socket.off();
    socket.disconnect();
  };
  const over = (reason?: unknown): void => {
    close();
    hearer.over(reason);
  };
  socket.io.on("open", () => hearer.reached());
  socket.on("connect", () => hearer.opened());
  socket.on("disconnect", () => over());
  socket.on("connect_error", (error: Error & { data?: unknown }) => over(error.data));
  socket.onAny((name: string, ...values: unknown[]) => hearer.pushed(name, values));
  return {
    ask: (name, payload, ms) =>
      socket
        .timeout(ms)
        .emitWithAck(name, payload)
        .catch(() => undefined),
    // The library looks for itself before it sends.
    check() {},
    close,
  };
};
