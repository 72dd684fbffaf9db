import { createServer } from "node:net";

/** Browsers refuse some ports below. */
const FROM = 11_000;
/** Above, the system takes ports for connections that somebody opens: one of them might come before the server that a port is meant for. */
const TO = 32_768;
const ATTEMPTS = 50;

/** A TCP port of this machine that nothing listens on. Somebody else may take it before you do, which is rare enough for tests. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = FROM + Math.floor(Math.random() * (TO - FROM));
    if (await isFree(port)) return port;
  }
  throw new Error(`No port from ${FROM} to ${TO} is free.`);
}

/** On every address. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}
