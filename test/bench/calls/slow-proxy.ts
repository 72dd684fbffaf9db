import type { AddressInfo } from "node:net";
import { connect, createServer } from "node:net";

/** A line that takes `delayMs` in either direction, as between a browser and a server far away. */
export async function slowProxy(port: number, delayMs: number): Promise<{ port: number; stop(): Promise<void> }> {
  const sockets = new Set<{ destroy(): void }>();
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port, host: "127.0.0.1", noDelay: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      // Timers of one length fire in the order they were set: nothing overtakes.
      from.on("data", (data) => setTimeout(() => to.write(data), delayMs));
      from.on("error", () => to.destroy()).on("close", () => setTimeout(() => to.destroy(), delayMs));
      from.on("close", () => sockets.delete(from));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of [...sockets]) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
