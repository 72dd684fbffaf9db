import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

import { leanPeer } from "../scripts/lean-peer.js";
import { leanWidget } from "../scripts/lean-widget.ts";
import { leanSegmenter } from "../scripts/lean-segmenter.js";
import { tagsPlugin } from "./tags-plugin.ts";

const pages = fileURLToPath(new URL("pages/", import.meta.url));

/**
 * The demo's own pages. They load Doorstep from `/widget/doorstep.js`, like a vendor's page, and bundle nothing of it. Only the
 * gallery does: it puts its tags into states without a relay.
 */
export default defineConfig({
  root: pages,
  base: "/",
  publicDir: false,
  plugins: [tagsPlugin(), leanWidget(), leanPeer(), leanSegmenter()],
  worker: { format: "es", plugins: () => [leanSegmenter()] },
  build: {
    outDir: fileURLToPath(new URL("../dist/demo", import.meta.url)),
    emptyOutDir: true,
    assetsDir: "demo-assets",
    // A strict Content-Security-Policy takes no data: addresses for scripts and styles.
    assetsInlineLimit: 0,
    target: "es2022",
    // As the tags themselves: colours by `light-dark()` follow the page, also where it chooses.
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: Object.fromEntries(["index", "outbox", "elements", "elements-frame", "brand"].map((name) => [name, `${pages}${name}.html`])),
    },
  },
});
