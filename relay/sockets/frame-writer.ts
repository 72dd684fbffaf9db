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
/** Of a frame without a mask, in bytes. */
const LONGEST_HEADER = 10;

/** A connection's own parts. */
interface Connection {
  writeBuffer: Packet[];
  flush(): void;
}

export class FrameWriter {
  #waiting: (() => void)[] = [];

  /** Wraps a connection that just opened. One that speaks polling is left alone until it is upgraded. */
  adopt(connection: EngineSocket): void {
    const inner = connection as unknown as Connection;
    const flush = inner.flush.bind(connection);
    let waits = false;
    const flushNow = (): void => {
      waits = false;
      flush();
    };
    inner.flush = () => {
      // Also asked for when a write is through and nothing else is there to be written.
      if (waits || inner.writeBuffer.length === 0) return;
      waits = true;
      if (this.#waiting.push(flushNow) === 1) setImmediate(this.#flushAll);
    };
    wrap(connection.transport as unknown as WebSocketTransport);
    connection.on("upgrade", (transport: unknown) => wrap(transport as WebSocketTransport));
  }

  readonly #flushAll = (): void => {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const flushNow of waiting) flushNow();
  };
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

/** The packets as Engine.IO writes them; undefined if one of them is not text. */
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
  for (const text of texts) size += LONGEST_HEADER + Buffer.byteLength(text);
  const buffer = Buffer.allocUnsafe(size);
  let at = 0;
  for (const text of texts) at = writeFrame(buffer, at, text);
  return buffer.subarray(0, at);
}

function writeFrame(buffer: Buffer, start: number, text: string): number {
  const length = Buffer.byteLength(text);
  let at = start;
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
  return at + buffer.write(text, at, length, "utf8");
}
