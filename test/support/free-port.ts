import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

/** A TCP port of this machine that nothing listens on. Somebody else may take it before you do, which is rare enough for tests. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
