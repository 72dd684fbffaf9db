import { createSocket } from "node:dgram";
import type { Socket as UdpSocket } from "node:dgram";
import type { AddressInfo, Server, Socket } from "node:net";
import { connect, createServer } from "node:net";

export interface Weather {
  /** Each way, ms. */
  delayMs?: number;
  /** Datagrams that never arrive, 0 to 1. A lost piece of a TCP stream comes later instead, as its sender sends it again. */
  loss?: number;
}

/** How much longer a piece of a stream takes that has to be sent again. */
const AGAIN_MS = 250;

/**
 * The line between one household and the world: TCP to a relay and UDP to a TURN server pass through it, with its weather. It may be cut:
 * datagrams are lost then, and streams stand still until it is mended, when what was sent is sent again.
 */
export class WeakLine {
  weather: Weather;
  #cut = false;
  readonly #streams = new Set<Stream>();
  readonly #sockets = new Set<Socket>();
  readonly #outside = new Map<string, UdpSocket>();

  private constructor(
    private readonly tcp: Server,
    private readonly udp: UdpSocket,
    weather: Weather,
  ) {
    this.weather = weather;
  }

  /** @param to ports on the loopback: where streams go, and where datagrams do */
  static async start(to: { tcp: number; udp: number }, weather: Weather = {}): Promise<WeakLine> {
    const tcp = createServer({ noDelay: true });
    const udp = createSocket("udp4");
    const line = new WeakLine(tcp, udp, weather);
    tcp.on("connection", (near) => line.#connected(near, to.tcp));
    udp.on("message", (data, from) => line.#left(data, from, to.udp));
    await new Promise<void>((resolve) => tcp.listen(0, "127.0.0.1", resolve));
    await new Promise<void>((resolve) => udp.bind(0, "127.0.0.1", resolve));
    return line;
  }

  get tcpPort(): number {
    return (this.tcp.address() as AddressInfo).port;
  }
  get udpPort(): number {
    return this.udp.address().port;
  }

  cut(): void {
    this.#cut = true;
  }

  mend(): void {
    this.#cut = false;
    for (const stream of this.#streams) stream.flush();
  }

  async stop(): Promise<void> {
    for (const socket of [...this.#sockets]) socket.destroy();
    for (const socket of this.#outside.values()) socket.close();
    this.udp.close();
    await new Promise((resolve) => this.tcp.close(resolve));
  }

  #connected(near: Socket, port: number): void {
    const far = connect({ port, host: "127.0.0.1", noDelay: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      const stream = new Stream(to, () => !this.#cut);
      this.#streams.add(stream);
      this.#sockets.add(from);
      from.on("data", (data) => stream.take(data, this.#delay(AGAIN_MS)));
      from.on("error", () => to.destroy());
      from.on("close", () => {
        this.#sockets.delete(from);
        this.#streams.delete(stream);
        // An end is told over the line like anything else.
        stream.end(this.#delay(0));
      });
    }
  }

  /** From a socket of the household to the world: its answers find the way back by a socket of their own. */
  #left(data: Buffer, { address, port }: { address: string; port: number }, far: number): void {
    const near = `${address}:${port}`;
    let outside = this.#outside.get(near);
    if (outside === undefined) {
      outside = createSocket("udp4");
      outside.on("message", (answer) => this.#send(() => this.udp.send(answer, port, address)));
      this.#outside.set(near, outside);
    }
    const socket = outside;
    this.#send(() => socket.send(data, far, "127.0.0.1"));
  }

  #send(go: () => void): void {
    const { loss = 0, delayMs = 0 } = this.weather;
    if (this.#cut || Math.random() < loss) return;
    setTimeout(() => !this.#cut && go(), delayMs);
  }

  #delay(again: number): number {
    const { loss = 0, delayMs = 0 } = this.weather;
    return delayMs + (Math.random() < loss ? again : 0);
  }
}

/** One direction of a stream: in order, each piece at its time, nothing while the line is cut. */
class Stream {
  #queue: { data: Buffer | null; at: number }[] = [];

  constructor(
    private readonly to: Socket,
    private readonly open: () => boolean,
  ) {}

  take(data: Buffer, delayMs: number): void {
    this.#put(data, delayMs);
  }

  end(delayMs: number): void {
    this.#put(null, delayMs);
  }

  flush(): void {
    const now = performance.now();
    while (this.open() && this.#queue[0] !== undefined && this.#queue[0].at <= now) {
      const { data } = this.#queue.shift()!;
      if (data === null) this.to.destroy();
      else if (!this.to.destroyed) this.to.write(data);
    }
  }

  #put(data: Buffer | null, delayMs: number): void {
    // Nothing overtakes what was sent before it.
    const at = Math.max(performance.now() + delayMs, this.#queue.at(-1)?.at ?? 0);
    this.#queue.push({ data, at });
    // Timers have whole milliseconds.
    setTimeout(() => this.flush(), Math.ceil(at - performance.now()) + 1);
  }
}
