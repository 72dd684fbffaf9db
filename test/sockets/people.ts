/** Browsers of the tests: a host's and a guest's socket, with everything they heard and every packet that passed. */

import type { Socket } from "socket.io-client";
import { io } from "socket.io-client";
import { GUEST_DOOR, HOST_DOOR, SOCKET_PATH } from "../../protocol/events.ts";
import type { GuestPushes, GuestReplies, HostPushes, HostReplies } from "../../protocol/events.ts";
import type { GuestId, InstanceId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Refusal, Result } from "../../protocol/refusals.ts";
import type { GuestView } from "../../protocol/views.ts";
import { hostToken, ORIGIN } from "./test-relay.ts";

const PATIENCE_MS = 5_000;

export interface Heard {
  name: string;
  payload: unknown;
  /** ms, monotonic. */
  at: number;
}

type PayloadOf<Pushes, Name extends keyof Pushes> = Pushes[Name] extends (payload: infer P) => void ? P : never;

export class Person<Pushes, Replies> {
  readonly heard: Heard[] = [];
  /** Every Engine.IO packet, both directions, as text. */
  readonly wire: string[] = [];
  disconnected: { reason: string; at: number } | undefined;
  readonly #waiting = new Set<() => void>();

  constructor(
    readonly socket: Socket,
    readonly instance: InstanceId,
  ) {
    socket.onAny((name: string, payload: unknown) => {
      this.heard.push({ name, payload, at: performance.now() });
      this.#look();
    });
    socket.on("disconnect", (reason) => {
      this.disconnected = { reason, at: performance.now() };
      this.#look();
    });
  }

  /** Resolves with the first push called `name`, past or to come, that fits. */
  async hears<Name extends keyof Pushes & string>(
    name: Name,
    fits: (payload: PayloadOf<Pushes, Name>) => boolean = () => true,
  ): Promise<PayloadOf<Pushes, Name>> {
    const find = () => this.heard.find((each) => each.name === name && fits(each.payload as never));
    await this.until(() => find() !== undefined, `a push ${name}`);
    return find()!.payload as PayloadOf<Pushes, Name>;
  }

  all<Name extends keyof Pushes & string>(name: Name): PayloadOf<Pushes, Name>[] {
    return this.heard.filter((each) => each.name === name).map((each) => each.payload as PayloadOf<Pushes, Name>);
  }

  async until(holds: () => boolean, what: string): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!holds()) return;
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve();
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        reject(new Error(`never came: ${what}; heard ${JSON.stringify(this.heard).slice(0, 2_000)}`));
      }, PATIENCE_MS);
      this.#waiting.add(look);
    });
  }

  request<Name extends keyof Replies & string>(name: Name, payload: unknown): Promise<Result<Replies[Name]>> {
    return this.socket.timeout(PATIENCE_MS).emitWithAck(name, payload) as Promise<Result<Replies[Name]>>;
  }

  /** As `request`, for what must be accepted. */
  async asks<Name extends keyof Replies & string>(name: Name, payload: unknown): Promise<Replies[Name]> {
    const result = await this.request(name, payload);
    if (!result.ok) throw new Error(`${name} was refused: ${JSON.stringify(result.refusal)}`);
    return result.value;
  }

  /** As `request`, for what must be refused. */
  async isRefused(name: keyof Replies & string, payload: unknown): Promise<Refusal> {
    const result = await this.request(name, payload);
    if (result.ok) throw new Error(`${name} was accepted: ${JSON.stringify(result.value)}`);
    return result.refusal;
  }

  gone(): Promise<void> {
    return this.until(() => this.disconnected !== undefined, "the end of the connection");
  }

  leave(): void {
    this.socket.disconnect();
  }

  #look(): void {
    for (const look of [...this.#waiting]) look();
  }
}

export type Host = Person<HostPushes, HostReplies>;
export class Guest extends Person<GuestPushes, GuestReplies> {
  get view(): GuestView | undefined {
    return this.all("view").at(-1);
  }
  ticket(): Promise<{ ticket: string; guestId: GuestId }> {
    return this.hears("ticket");
  }
  sees<State extends GuestView["state"]>(state: State): Promise<Extract<GuestView, { state: State }>> {
    return this.hears("view", (view) => view.state === state) as Promise<Extract<GuestView, { state: State }>>;
  }
}

export interface Coming {
  origin?: string | null;
  transports?: ("websocket" | "polling")[];
  instance?: InstanceId;
  ticket?: string;
}

export type Entrance<P> = { in: true; person: P } | { in: false; refusal: Refusal | undefined; error: Error };

/** Collects every person of a test so that one call ends them all. */
export class People {
  readonly #all: Socket[] = [];

  async host(url: string, token: string = hostToken("ana"), coming: Coming = {}): Promise<Host> {
    return unwrap(await this.tryHost(url, token, coming));
  }
  async guest(url: string, link: string, coming: Coming = {}): Promise<Guest> {
    return unwrap(await this.tryGuest(url, link, coming));
  }
  tryHost(url: string, token: string, coming: Coming = {}): Promise<Entrance<Host>> {
    const instance = coming.instance ?? newId("ins");
    return this.#come(this.#socket(url + HOST_DOOR, { token }, coming), (socket) => new Person<HostPushes, HostReplies>(socket, instance));
  }
  tryGuest(url: string, link: unknown, coming: Coming = {}): Promise<Entrance<Guest>> {
    const instance = coming.instance ?? newId("ins");
    const auth = { link, instance, ...(coming.ticket === undefined ? {} : { ticket: coming.ticket }) };
    return this.#come(this.#socket(url + GUEST_DOOR, auth, coming), (socket) => new Guest(socket, instance));
  }

  leave(): void {
    for (const socket of this.#all) socket.disconnect();
  }

  #socket(url: string, auth: object, { origin = ORIGIN, transports = ["websocket"] }: Coming): Socket {
    const socket = io(url, {
      path: SOCKET_PATH,
      auth,
      transports,
      forceNew: true,
      reconnection: false,
      autoConnect: false,
      ...(origin === null ? {} : { extraHeaders: { origin } }),
    });
    this.#all.push(socket);
    return socket;
  }

  #come<P extends { wire: string[] }>(socket: Socket, as: (socket: Socket) => P): Promise<Entrance<P>> {
    const person = as(socket);
    return new Promise((resolve) => {
      socket.on("connect", () => resolve({ in: true, person }));
      socket.on("connect_error", (error: Error & { data?: Refusal }) => resolve({ in: false, refusal: error.data, error }));
      socket.io.on("open", () => {
        const { engine } = socket.io;
        engine.on("packet", (packet) => person.wire.push(`> ${packet.type} ${String(packet.data)}`));
        engine.on("packetCreate", (packet) => person.wire.push(`< ${packet.type} ${String(packet.data)}`));
      });
      socket.connect();
    });
  }
}

function unwrap<P>(entrance: Entrance<P>): P {
  if (!entrance.in) throw new Error(`the door stayed shut: ${JSON.stringify(entrance.refusal ?? entrance.error.message)}`);
  return entrance.person;
}
