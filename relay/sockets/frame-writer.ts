/**
 * Gathers what one WebSocket is sent within a tick of the event loop into a single write. A relay mostly sends several small packets
 * to the same browser at once (an answer, a signal, a view), and a system call each costs more than all the rest of them.
 *
 * Engine.IO has no setting for this, so the connection's own `flush` and its transport's `send` are wrapped here, and nowhere else.
 * Order, back-pressure (`writable`) and the close after the last packet stay Engine.IO's; what is not plain text takes its usual way.
 */

import type { Socket as EngineSocket } from "engine.io";

interface Packet {
  type: keyof typeof PACKET_TYPES;
  data?: unknown;
}

/** Engine.IO protocol 4: the digit each packet begins with. */
const PACKET_TYPES = { open: "0", close: "1", ping: "2", pong: "3", message: "4", upgrade: "5", noop: "6" } as const;

/** The inner parts of Engine.IO and ws that are used here. */
interface WebSocketTransport {
  name: string;
  writable: boolean;
  socket: { readyState: number; _sender: { sendFrame(list: Buffer[], sent: (error?: Error) => void): void } };
  send(packets: Packet[]): void;
  _onSentLast(error?: Error): void;
}

const OPEN = 1;
const FINAL_TEXT_FRAME = 0x81;

export class FrameWriter {
  readonly #pending = new Set<() => void>();
  #scheduled = false;

  /** Wraps a connection that just opened. One that speaks polling is left alone until it is upgraded. */
  adopt(connection: EngineSocket): void {
    const inner = connection as unknown as { flush(): void };
    const flush = inner.flush.bind(connection);
    inner.flush = () => this.#later(flush);
    wrap(connection.transport as unknown as WebSocketTransport);
    connection.on("upgrade", (transport: unknown) => wrap(transport as WebSocketTransport));
  }

  #later(flush: () => void): void {
    this.#pending.add(flush);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const flushes = [...this.#pending];
      this.#pending.clear();
      for (const each of flushes) each();
    });
  }
}

function wrap(transport: WebSocketTransport): void {
  if (transport.name !== "websocket") return;
  const sendOneByOne = transport.send.bind(transport);
  transport.send = (packets) => {
    const texts = transport.socket.readyState === OPEN ? textsOf(packets) : undefined;
    if (texts === undefined) return sendOneByOne(packets);
    transport.writable = false;
    transport.socket._sender.sendFrame([framesOf(texts)], (error) => transport._onSentLast(error));
  };
}

function textsOf(packets: Packet[]): string[] | undefined {
  const texts: string[] = [];
  for (const { type, data } of packets) {
    if (data !== undefined && typeof data !== "string") return undefined;
    texts.push(data === undefined ? PACKET_TYPES[type] : PACKET_TYPES[type] + data);
  }
  return texts;
}

/** All texts as WebSocket frames in one buffer (RFC 6455 section 5.2; a server does not mask). */
function framesOf(texts: string[]): Buffer {
  let size = 0;
  const lengths = texts.map((text) => {
    const length = Buffer.byteLength(text);
    size += headerSize(length) + length;
    return length;
  });
  const buffer = Buffer.allocUnsafe(size);
  let at = 0;
  for (const [index, text] of texts.entries()) {
    const length = lengths[index]!;
    buffer[at++] = FINAL_TEXT_FRAME;
    if (length < 126) {
      buffer[at++] = length;
    } else if (length < 65_536) {
      buffer[at++] = 126;
      at = buffer.writeUInt16BE(length, at);
    } else {
      buffer[at++] = 127;
      at = buffer.writeBigUInt64BE(BigInt(length), at);
    }
    at += buffer.write(text, at, length, "utf8");
  }
  return buffer;
}

function headerSize(length: number): number {
  return length < 126 ? 2 : length < 65_536 ? 4 : 10;
}
