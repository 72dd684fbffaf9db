import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { defineConfig } from "vite";
import { leanLit } from "./scripts/lean-lit.ts";
import { leanPeer } from "./scripts/lean-peer.js";
import { leanWidget } from "./scripts/lean-widget.ts";
import { withoutBrowser } from "./scripts/without-browser.ts";
import { workerInside } from "./scripts/worker-inside.ts";

/** Subresource integrity of every entry, for pages that load the file from elsewhere. */
function integrity(file: string): Plugin {
  return {
    name: "integrity",
    writeBundle(_, bundle) {
      const hashes = Object.values(bundle).flatMap((each) =>
        each.type === "chunk" ? [[each.fileName, `sha384-${createHash("sha384").update(each.code).digest("base64")}`]] : [],
      );
      writeFileSync(file, `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
    },
  };
}

/** All tags in one file, beside those of vite.config.ts: an integrity hash covers a whole program only when there is nothing to load later. */
export default defineConfig({
  publicDir: false,
  plugins: [
    leanWidget(),
    leanLit(),
    leanPeer(),
    withoutBrowser(),
    workerInside(),
    integrity(join(import.meta.dirname, "dist/integrity.json")),
  ],
  build: {
    outDir: "dist/widget",
    emptyOutDir: false,
    target: "es2022",
    modulePreload: false,
    reportCompressedSize: false,
    // One file is what it is for.
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      input: { "doorstep.bundle": "widget/index.ts" },
      preserveEntrySignatures: "exports-only",
      output: { format: "es", entryFileNames: "[name].js", codeSplitting: false },
    },
  },
});
