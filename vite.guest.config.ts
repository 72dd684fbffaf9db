import { resolve } from "node:path";
import type { Plugin } from "vite";
import { defineConfig } from "vite";
import { leanLit } from "./scripts/lean-lit.ts";
import { leanPeer } from "./scripts/lean-peer.js";
import { leanSegmenter } from "./scripts/lean-segmenter.js";
import { leanWidget } from "./scripts/lean-widget.ts";
import { withoutBrowser } from "./scripts/without-browser.ts";

/** On that page tags are defined in tasks of their own (`widget/guest-page/define-soon.ts`). */
function definedSoon(): Plugin {
  const soon = resolve("widget/guest-page/define-soon.ts");
  return {
    name: "defined-soon",
    enforce: "pre",
    resolveId: (source, importer) => (source.endsWith("/define.ts") && importer !== soon ? soon : null),
  };
}

/**
 * The tag of the relay's own guest page, beside the tags of vite.config.ts. On that page there is no other tag to share files with, so that
 * all that it needs until the call comes in one (docs/decisions/guest-page-in-one-file.md).
 */
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [definedSoon(), leanWidget(), leanLit(), leanPeer(), leanSegmenter(), withoutBrowser()],
  worker: { format: "es", plugins: () => [leanSegmenter()] },
  build: {
    outDir: "dist/widget",
    emptyOutDir: false,
    target: "es2022",
    manifest: ".vite/guest.json",
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: { guest: "widget/guest-page/guest-page.ts", ahead: "widget/guest-page/languages-ahead.ts" },
      preserveEntrySignatures: "exports-only",
      output: {
        format: "es",
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
        // Nearly all of it runs at once: Chromium reads it whole in a thread beside the page's (https://v8.dev/blog/explicit-compile-hints).
        postBanner: ({ name, isEntry }) => (name === "guest" && !isEntry ? "//# allFunctionsCalledOnLoad" : ""),
        codeSplitting: {
          groups: [{ name: "guest", test: /widget\/guest-page\/guest-page\.ts$/ }],
        },
      },
    },
  },
});
