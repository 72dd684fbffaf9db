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
  readonly _onSentLast: (error?: Error) => void;
}

const OPEN = 1;
const FINAL_TEXT_FRAME = 0x81;
/** Of a frame without a mask, in bytes. */
const LONGEST_HEADER = 10;
/** What waits for a browser that does not read is looked at whenever there are so many packets more; with more bytes than this its connection is closed. */
const LOOK_EVERY = 64;
const UNSENT_BYTES = 1_048_576;
/** How long an answer that nobody waits for rests at least before it is written on its own, ms; at most twice as long. */
const PATIENCE_MS = 100;

/** A connection's own parts. */
interface Connection {
  readyState: string;
  writeBuffer: Packet[];
  transport: WebSocketTransport;
  flush(): void;
  close(discard: true): void;
}

export class FrameWriter {
  /** Written at the end of this tick. */
  #soon = new Set<Connection>();
  /** Written with whatever comes next, or when the timer rings for the second time. */
  #later = new Set<Connection>();
  /** … for the first time. */
  #overdue = new Set<Connection>();
  readonly #flush: () => void;

  constructor() {
    // One function for all connections, told apart by `this`.
    const take = (connection: Connection): void => this.#take(connection);
    this.#flush = function (this: Connection) {
      take(this);
    };
  }

  /** Wraps a connection that just opened. One that speaks polling sends as always until it is upgraded. */
  adopt(socket: EngineSocket): void {
    const connection = socket as unknown as Connection;
    connection.flush = this.#flush;
    wrap(connection.transport);
    socket.on("upgrade", adoptUpgrade);
  }

  /** A Socket.IO packet of text, in its turn with whatever else is sent. One that need not hurry may wait for company. */
  write(socket: EngineSocket, data: string, unhurried: boolean): void {
    const connection = socket as unknown as Connection;
    if (connection.readyState !== "open") return;
    connection.writeBuffer.push({ type: "message", data });
    if (unhurried) this.#takePatiently(connection);
    else this.#take(connection);
  }

  #take(connection: Connection): void {
    // Also asked for when a write is through and nothing else is there to be written.
    if (connection.writeBuffer.length === 0) return;
    if (drowns(connection)) return connection.close(true);
    if (this.#soon.size === 0) setImmediate(this.#flushSoon);
    this.#soon.add(connection);
  }

  #takePatiently(connection: Connection): void {
    if (drowns(connection)) return connection.close(true);
    if (this.#overdue.has(connection)) return;
    if (this.#later.size === 0 && this.#overdue.size === 0) setTimeout(this.#flushOverdue, PATIENCE_MS).unref();
    this.#later.add(connection);
  }

  readonly #flushSoon = (): void => {
    const connections = this.#soon;
    this.#soon = new Set();
    for (const connection of connections) {
      this.#later.delete(connection);
      this.#overdue.delete(connection);
      flushNow(connection);
    }
  };

  readonly #flushOverdue = (): void => {
    const connections = this.#overdue;
    this.#overdue = this.#later;
    this.#later = new Set();
    if (this.#overdue.size > 0) setTimeout(this.#flushOverdue, PATIENCE_MS).unref();
    for (const connection of connections) flushNow(connection);
  };
}

/** Engine.IO's own flush; it does nothing when there is nothing to write. */
function flushNow(connection: Connection): void {
  (Object.getPrototypeOf(connection) as Connection).flush.call(connection);
}

/** Its browser sends and does not read. */
function drowns({ writeBuffer }: Connection): boolean {
  if (writeBuffer.length % LOOK_EVERY !== 0) return false;
  return writeBuffer.reduce((sum, { data }) => sum + (typeof data === "string" ? data.length : LONGEST_HEADER), 0) > UNSENT_BYTES;
}

function adoptUpgrade(transport: unknown): void {
  wrap(transport as WebSocketTransport);
}

function wrap(transport: WebSocketTransport): void {
  if (transport.name === "websocket") transport.send = sendTogether;
}

function sendTogether(this: WebSocketTransport, packets: Packet[]): void {
  const texts = this.socket.readyState === OPEN ? textsOf(packets) : undefined;
  if (texts === undefined) return (Object.getPrototypeOf(this) as WebSocketTransport).send.call(this, packets);
  this.writable = false;
  // Engine.IO's own callback, bound to the transport.
  this.socket._sender.sendFrame([framesOf(texts)], this._onSentLast);
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
