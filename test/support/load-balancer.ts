import { connect, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";

/**
 * The plainest balancer that an operator could put before several relays: every connection goes to the first of its relays that
 * takes it, so a relay's death moves its people to the next one. It looks into nothing that passes.
 *
 *     const balancer = await LoadBalancer.start([relayB.port, relayC.port]);
 *     t.after(() => balancer.stop());
 */
export class LoadBalancer {
  readonly #open = new Set<Socket>();
  /** How many connections each port took, by port. */
  readonly taken = new Map<number, number>();

  private constructor(
    private readonly server: Server,
    /** Ports of the relays, the preferred one first. May be filled later, and changed at any time. */
    public ports: readonly number[],
  ) {
    server.on("connection", (client) => this.#carry(client));
  }

  static async start(ports: readonly number[] = []): Promise<LoadBalancer> {
    const server = createServer({ pauseOnConnect: true });
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
    return new LoadBalancer(server, ports);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** With the name that browsers count as a secure place. */
  get url(): string {
    return `http://localhost:${this.port}`;
  }

  /** Cuts every connection that stands, as a network that changes does; new ones are taken at once. */
  cut(): void {
    for (const socket of this.#open) socket.destroy();
  }

  async stop(): Promise<void> {
    this.cut();
    if (this.server.listening) await new Promise((resolve) => this.server.close(resolve));
  }

  async #carry(client: Socket): Promise<void> {
    this.#own(client);
    for (const port of this.ports) {
      const relay = await dial(port);
      if (relay === null) continue;
      this.#own(relay);
      this.taken.set(port, (this.taken.get(port) ?? 0) + 1);
      client.pipe(relay).pipe(client);
      client.once("close", () => relay.destroy());
      relay.once("close", () => client.destroy());
      return;
    }
    client.destroy();
  }

  #own(socket: Socket): void {
    this.#open.add(socket);
    // A cut connection shows as `close` too, which is all that matters here.
    socket.on("error", () => socket.destroy());
    socket.once("close", () => this.#open.delete(socket));
  }
}

/** Null: nobody is there. */
function dial(port: number): Promise<Socket | null> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => resolve(socket));
    socket.once("error", () => resolve(null));
  });
}
