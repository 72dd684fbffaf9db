/**
 * A WebSocket to one door of the relay. Speaks Socket.IO's protocol (5, over Engine.IO's 4) as far as a page needs it: one namespace,
 * text, no second transport beside it, no trying again. The library's own client is eight times as long (docs/decisions/libraries-in-part.md).
 */

import { SOCKET_PATH } from "../../protocol/doors.ts";
import type { Line, OpenLine } from "./line.ts";
import type { TextPacket } from "./text-packets.ts";
import { PacketType, readPacket, writePacket } from "./text-packets.ts";

/** Engine.IO's packets begin with one of these. */
const OPEN = "0";
const PING = "2";
const PONG = "3";
const MESSAGE = "4";

export const openTextLine: OpenLine = ({ relay, door, auth }, patienceMs, hearer): Line => {
  const answers = new Map<number, (answer?: unknown) => void>();
  let asked = 0;
  let socket: WebSocket | undefined;
  /** How long the relay may be silent, ms. */
  let silence = patienceMs;
  let silentSince: number;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const heard = (): void => {
    clearTimeout(timer);
    silentSince = Date.now();
    timer = setTimeout(end, silence);
  };
  const close = (): void => {
    ended = true;
    clearTimeout(timer);
    globalThis.removeEventListener?.("offline", end);
    for (const answer of answers.values()) answer();
    socket?.close();
  };
  /** Whatever ends it tells so, once. */
  function over(reason?: unknown): void {
    if (ended) return;
    close();
    hearer.over(reason);
  }
  function end(): void {
    over();
  }
  const send = (packet: Omit<TextPacket, "nsp">): void => socket?.send(MESSAGE + writePacket({ nsp: door, ...packet }));

  const packet = ({ type, nsp, id, data }: TextPacket): void => {
    if (nsp !== door) return;
    switch (type) {
      case PacketType.CONNECT:
        return hearer.opened();
      case PacketType.EVENT: {
        const [name, ...values] = data as [string, ...unknown[]];
        return hearer.pushed(name, values);
      }
      case PacketType.ACK:
        return answers.get(id ?? -1)?.((data as unknown[])[0]);
      case PacketType.DISCONNECT:
        return end();
      default:
        return over((data as { data?: unknown }).data);
    }
  };
  const message = (text: unknown): void => {
    if (ended) return;
    let read: TextPacket | undefined;
    try {
      if (typeof text !== "string") throw new TypeError("not text");
      const kind = text.charAt(0);
      if (kind === OPEN) {
        const { pingInterval, pingTimeout } = JSON.parse(text.slice(1)) as { pingInterval: number; pingTimeout: number };
        silence = pingInterval + pingTimeout;
        heard();
        hearer.reached();
        Promise.resolve()
          .then(auth)
          .then((data) => ended || send({ type: PacketType.CONNECT, data }), end);
      } else if (kind === PING) {
        heard();
        socket?.send(PONG);
      } else if (kind === MESSAGE) {
        read = readPacket(text.slice(1));
      }
    } catch {
      return end();
    }
    // Outside: what a listener throws is no fault of the relay's.
    if (read !== undefined) packet(read);
  };

  heard();
  try {
    const url = new URL(`${SOCKET_PATH}/?EIO=4&transport=websocket`, relay);
    url.protocol = url.protocol.replace("http", "ws");
    socket = new WebSocket(url);
    socket.onmessage = ({ data }) => message(data);
    socket.onclose = socket.onerror = end;
    // The machine itself is reached without a network too.
    if (url.hostname !== "localhost") globalThis.addEventListener?.("offline", end);
  } catch {
    // Told when the caller holds the line.
    queueMicrotask(end);
  }

  return {
    ask: (name, payload, ms) =>
      new Promise((resolve) => {
        const id = (asked += 1);
        const waiting = setTimeout(() => answers.get(id)?.(), ms);
        answers.set(id, (answer) => {
          clearTimeout(waiting);
          answers.delete(id);
          resolve(answer);
        });
        send({ type: PacketType.EVENT, id, data: [name, payload] });
      }),
    check() {
      if (Date.now() > silentSince + silence) end();
    },
    close() {
      if (ended) return;
      // Only an open door is said good-bye to.
      if (socket?.readyState === 1) send({ type: PacketType.DISCONNECT });
      close();
    },
  };
};
