/**
 * The short way between a door and its browser. Socket.IO hands an event on through half a dozen listener lists, two ticks and a
 * closure, and writes one through as many; for a signal that is more work than all that the relay does with it. So a door's events are
 * taken from the connection as they come and written to it in Socket.IO's own format, here and nowhere else.
 *
 * What is not plain text, not one of the door's requests, comes by polling or while a heartbeat is awaited takes the library's way, which
 * leads to the same handler.
 */

import type { Socket as EngineSocket } from "engine.io";
import type { Socket } from "socket.io";
import type { Result } from "../../protocol/refusals.ts";
import type { FrameWriter } from "./frame-writer.ts";
import { DONE } from "./request-handler.ts";
import type { Answers } from "./request-handler.ts";

/** Socket.IO protocol 5: what packets of a namespace begin with. */
const EVENT = "2";
const ACKNOWLEDGEMENT = "3";
const DONE_WORDS = JSON.stringify([DONE]);
const COMMA = 44;
const OPENING_BRACKET = 91;
const DIGIT_0 = 48;
const DIGIT_9 = 57;

/** Takes the text of an event if it is a request of the door's. `answers`: an acknowledgement was asked for. */
type Taker = (event: string, answers: Answers | undefined, id: string) => boolean;

/** The inner parts of Engine.IO that are used here. */
interface Transport {
  name: string;
  onPacket(packet: EnginePacket): void;
  eventLine?: EventLine | undefined;
}
interface EnginePacket {
  type: string;
  data?: unknown;
}
interface Connection {
  readyState: string;
  transport: Transport;
  /** A heartbeat is awaited: Engine.IO lets any packet count as one. */
  pingTimeoutTimer: unknown;
}

export class EventLine implements Answers {
  constructor(
    private readonly socket: Pick<Socket, "conn" | "nsp">,
    private readonly writer: Pick<FrameWriter, "write">,
    private readonly take: Taker,
  ) {
    const { transport } = connectionOf(socket);
    if (transport.name !== "websocket") return;
    transport.onPacket = onPacket;
    transport.eventLine = this;
  }

  close(): void {
    const { transport } = connectionOf(this.socket);
    if (transport.eventLine === this) transport.eventLine = undefined;
  }

  /** @param words the payload as JSON */
  push(name: string, words: string): void {
    const { conn, nsp } = this.socket;
    this.writer.write(conn, `${EVENT}${nsp.name},["${name}",${words}]`, false);
  }

  answer(id: string, result: Result<unknown>, unhurried: boolean): void {
    const { conn, nsp } = this.socket;
    const words = result === DONE ? DONE_WORDS : JSON.stringify([result]);
    this.writer.write(conn, `${ACKNOWLEDGEMENT}${nsp.name},${id}${words}`, unhurried);
  }

  /** Takes one of the door's requests; false: it is something else. */
  takes(packet: string): boolean {
    const { readyState, pingTimeoutTimer } = connectionOf(this.socket);
    const { name } = this.socket.nsp;
    if (readyState !== "open" || pingTimeoutTimer !== null || !packet.startsWith(EVENT) || !packet.startsWith(name, 1)) return false;
    const start = name.length + 2;
    if (packet.charCodeAt(start - 1) !== COMMA) return false;
    let at = start;
    for (let code = packet.charCodeAt(at); code >= DIGIT_0 && code <= DIGIT_9; code = packet.charCodeAt(at)) at += 1;
    const id = packet.slice(start, at);
    if (packet.charCodeAt(at) !== OPENING_BRACKET || (id !== "" && String(Number(id)) !== id)) return false;
    return this.take(packet.slice(at), id === "" ? undefined : this, id);
  }
}

function onPacket(this: Transport, packet: EnginePacket): void {
  const { type, data } = packet;
  if (type === "message" && typeof data === "string" && this.eventLine?.takes(data) === true) return;
  (Object.getPrototypeOf(this) as Transport).onPacket.call(this, packet);
}

function connectionOf({ conn }: { conn: EngineSocket }): Connection {
  return conn as unknown as Connection;
}
