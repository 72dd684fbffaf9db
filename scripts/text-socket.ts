/** Of Socket.IO's client what a page needs that opens one WebSocket and sends text over it. */

import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const PACKETS = fileURLToPath(new URL("../widget/connection/text-packets.ts", import.meta.url));

/** Whole files: which, and what stands in their place. */
const FILES: [RegExp, string][] = [
  // What comes as base64 is binary.
  [/\/engine\.io-parser\/build\/esm\/contrib\/base64-arraybuffer\.js$/, "export const decode = () => new ArrayBuffer(0);"],
  // Browsers have read addresses themselves for long.
  [
    /\/engine\.io-client\/build\/esm\/contrib\/parseuri\.js$/,
    `export function parse(source) {
      const { protocol, hostname, port, pathname, search } = new URL(source);
      return { source, protocol: protocol.slice(0, -1), host: hostname.replace(/^\\[|\\]$/g, ""), port, path: pathname, query: search.slice(1) };
    }`,
  ],
];

const ENGINE = /\/engine\.io-client\/build\/esm\/socket\.js$/;
/** A connection has one transport from its beginning to its end (`socket.ts`), so none is tried beside it. */
const PROBE = /^ {4}_probe\(name\) \{\n[^]*?^ {4}\}\n/m;

export function textSocket(): Plugin {
  return {
    name: "text-socket",
    enforce: "pre",
    resolveId: (id) => (id === "socket.io-parser" ? PACKETS : null),
    load: (id) => FILES.find(([file]) => file.test(id))?.[1] ?? null,
    transform(code, id) {
      if (!ENGINE.test(id)) return null;
      // Another version may be put together differently: better no build than one that cannot connect.
      if (!PROBE.test(code)) this.error("engine.io-client's socket is not what text-socket.ts knows.");
      return code.replace(PROBE, "    _probe() {}\n");
    },
  };
}
