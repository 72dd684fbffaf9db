/**
 * simple-peer as a module, from the package's own source, with `widget/media/peer-parts.ts` in place of the packages made for Node. Plain
 * JavaScript, because the browser test runner's settings read it too.
 */

import { fileURLToPath } from "node:url";

const SOURCE = /\/simple-peer\/index\.js$/;
const PARTS = ["stream", "Buffer", "randombytes", "getBrowserRTC", "errCode"];

const REQUIRES = /^const (?:\w+|\{ \w+ \}) = require\('[\w-]+'\)(?:\('[\w-]+'\))?.*$/gm;
/** Lines that only a developer of the package reads, and the method they call. */
const DEBUG_LINES = /^\s*this\._debug\((?:[^()]|\([^()]*\))*\)$/gm;
/** What `widget/media/slots.ts` does at the connection itself. The constructor adds the streams it is given; it is given none. */
const TRACK_METHODS = /^ {2}(?:addStream|addTrack|replaceTrack|removeTrack|removeStream) \([^)]*\) \{\n[^]*?^ {2}\}\n/gm;
const DEBUG_METHOD = /^ {2}_debug \(\) \{\n[^]*?^ {2}\}\n/m;

/**
 * @param {string} source The package's `index.js`.
 * @param {string} parts Where a browser, or the bundler, finds `peer-parts.ts`.
 * @returns {string}
 */
export function peerAsModule(source, parts) {
  const code = source
    .replace(REQUIRES, "")
    .replace(DEBUG_LINES, "")
    .replace(DEBUG_METHOD, "")
    .replace(TRACK_METHODS, "")
    .replace(/^module\.exports = /m, "export default ");
  // Another version may be put together differently: better no build than one that fails in a call.
  const left = /\brequire\(|\bmodule\.|_debug|\bprocess\.|^ {2}[a-z]+(?:Track|Stream) \(/m.exec(code)?.[0];
  if (left !== undefined || !code.includes("export default Peer")) throw new Error(`simple-peer is not what lean-peer.js knows: ${left}`);
  return `import { ${PARTS.join(", ")} } from ${JSON.stringify(parts)};\n${code}`;
}

/** @returns {import("vite").Plugin} */
export function leanPeer() {
  const parts = fileURLToPath(new URL("../widget/media/peer-parts.ts", import.meta.url));
  return {
    name: "lean-peer",
    enforce: "pre",
    transform: (code, id) => (SOURCE.test(id) ? peerAsModule(code, parts) : null),
  };
}
