import type { AddressInfo, Server, Socket } from "node:net";
import { connect, createServer } from "node:net";

/** A line between two ends that a test can cut, or on which answers get lost while requests arrive. */
export class TcpProxy {
  readonly #pairs = new Set<[Socket, Socket]>();
  /** Requests pass, answers do not: the connection breaks with the first of them. */
  loseAnswers = false;
  /** How many commits still lose their answer: Redis carries them out, and the connection breaks with what it answers. */
  losesCommits = 0;
  /** Nothing passes and nothing breaks, as when a cable is pulled: what is sent meanwhile is lost for good. */
  silent = false;

  private constructor(private readonly server: Server) {}

  static async start(port: number): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server);
    server.on("connection", (near) => {
      const far = connect(port, "127.0.0.1");
      const pair: [Socket, Socket] = [near, far];
      proxy.#pairs.add(pair);
      const end = (): void => {
        near.destroy();
        far.destroy();
        proxy.#pairs.delete(pair);
      };
      let lost = false;
      near.on("data", (data) => {
        if (proxy.silent) return;
        if (proxy.losesCommits > 0 && data.includes("cmt_")) {
          proxy.losesCommits -= 1;
          lost = true;
        }
        far.write(data);
      });
      far.on("data", (data) => {
        if (proxy.silent) return;
        if (proxy.loseAnswers || lost) end();
        else near.write(data);
      });
      for (const socket of pair) socket.on("error", end).on("close", end);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return proxy;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Breaks every connection that stands. */
  cut(): void {
    for (const [near, far] of this.#pairs) {
      near.destroy();
      far.destroy();
    }
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
