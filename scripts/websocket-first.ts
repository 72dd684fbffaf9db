/** Most browsers reach the relay by WebSocket at once. What only the others need is left to a file of its own, fetched when it is needed. */

import type { Plugin } from "vite";

/** The list in which Engine.IO's client names every transport it has, and so brings them all along. */
const ALL_TRANSPORTS = /\/engine\.io-client\/build\/esm\/transports\/index\.js$/;
const TRANSPORT = /\/engine\.io-client\/build\/esm\//;

/** `widget/connection/polling.ts` brings long polling where WebSockets do not get through. */
export function websocketFirst(): Plugin {
  return {
    name: "websocket-first",
    enforce: "pre",
    load(id) {
      return ALL_TRANSPORTS.test(id) ? 'import { WS } from "./websocket.js"; export const transports = { websocket: WS };' : null;
    },
    // The package does not say so, but a transport's file does nothing until it is used.
    transform: (code, id) => (TRANSPORT.test(id) ? { code, moduleSideEffects: false } : null),
  };
}
