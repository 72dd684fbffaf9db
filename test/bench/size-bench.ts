/** Scorecard P1–P4: what a page downloads, beside the floor of the libraries alone, built the same way. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "vite";
import { sizes } from "../support/size-budget.ts";
import type { Row } from "./row.ts";

const FLOORS: Record<string, string> = {
  P1: `import { LitElement, html, css } from "lit"; export { LitElement, html, css };`,
  P2: `import { LitElement, html, css } from "lit"; import { ContextProvider, createContext } from "@lit/context"; import { io } from "socket.io-client"; export { LitElement, html, css, ContextProvider, createContext, io };`,
  P3: `import { LitElement, html, css } from "lit"; import { ContextProvider, createContext } from "@lit/context"; import { io } from "socket.io-client"; import Peer from "simple-peer/simplepeer.min.js"; export { LitElement, html, css, ContextProvider, createContext, io, Peer };`,
};

/** Weighed once, KB gzip -9: janus.js 1.1.2 with webrtc-adapter, which what we add takes the place of. */
const WEIGHED: Record<string, number> = { P4: 26.9 };

/** KB, gzip -9, of a page with nothing but the libraries. */
async function floor(source: string): Promise<number> {
  const folder = mkdtempSync(join(process.cwd(), "node_modules/.floor-"));
  try {
    writeFileSync(join(folder, "floor.js"), source);
    await build({
      configFile: false,
      root: folder,
      logLevel: "error",
      build: {
        outDir: "dist",
        target: "es2022",
        modulePreload: false,
        rolldownOptions: { input: join(folder, "floor.js"), preserveEntrySignatures: "exports-only" },
      },
    });
    const assets = join(folder, "dist/assets");
    let bytes = 0;
    for (const file of readdirSync(assets)) bytes += gzipSync(readFileSync(join(assets, file)), { level: 9 }).length;
    return bytes / 1024;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function run(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { name, kb, limitKb } of sizes()) {
    const source = FLOORS[name.slice(0, 2)];
    const weighed = WEIGHED[name.slice(0, 2)];
    if (source === undefined && weighed === undefined) continue;
    const reference = weighed ?? (await floor(source!));
    rows.push({
      row: name,
      ours: Number(kb.toFixed(1)),
      reference: Number(reference.toFixed(1)),
      ratio: kb / reference,
      unit: "KB gzip -9",
      goal: `≤ ${limitKb} KB`,
      note: weighed === undefined ? "the reference is the libraries alone" : "the reference is janus.js with its adapter, weighed once",
    });
  }
  return rows;
}
