import { existsSync, readdirSync } from "node:fs";
import { defineConfig } from "vite";
import { leanLit } from "./scripts/lean-lit.ts";
import { leanPeer } from "./scripts/lean-peer.js";
import { leanSegmenter } from "./scripts/lean-segmenter.js";
import { leanWidget } from "./scripts/lean-widget.ts";
import { withoutBrowser } from "./scripts/without-browser.ts";

/**
 * The widget's entries by the name of the file each becomes: `doorstep` with all tags, `locales` for a page's own sentences, and
 * one per tag whose folder holds a file of its own name (`widget/elements/<tag>/<tag>.ts`).
 */
function entries(): Record<string, string> {
  const tags = readdirSync("widget/elements", { withFileTypes: true })
    .filter((each) => each.isDirectory() && existsSync(`widget/elements/${each.name}/${each.name}.ts`))
    .map((each) => [each.name, `widget/elements/${each.name}/${each.name}.ts`] as const);
  return { doorstep: "widget/index.ts", locales: "widget/locales/locales.ts", ...Object.fromEntries(tags) };
}

export default defineConfig({
  // Chunks find each other wherever the relay or a vendor's server puts them.
  base: "./",
  publicDir: false,
  plugins: [leanWidget(), leanLit(), leanPeer(), leanSegmenter(), withoutBrowser()],
  worker: { format: "es", plugins: () => [leanSegmenter()] },
  build: {
    outDir: "dist/widget",
    target: "es2022",
    // Which chunk imports which, for the size budgets.
    manifest: true,
    modulePreload: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: entries(),
      // The library mode of vite would keep white space in ES modules; an input map with kept exports minifies in full.
      preserveEntrySignatures: "exports-only",
      output: {
        format: "es",
        entryFileNames: "[name].js",
        chunkFileNames: "chunks/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
        // What is needed together, in one file each: it packs better than in many.
        codeSplitting: {
          groups: [
            {
              // Every tag.
              name: "base",
              test: /widget\/(?:define|elements\/base|session\/own-task|theme\/first-icons|locales\/(?:fetch-sentences|language|sentences|speech|tongue))\.ts$/,
            },
            {
              // Every tag with something on it.
              name: "furniture",
              test: /(?:widget\/(?:theme\/(?:buttons|cards|fields|icons|people|skeletons|ticker)|session\/contexts)|protocol\/(?:doors|ids|limits)|widget\/elements\/adopt)\.ts$|@lit\/context\/lib\/(?:context-request-event|create-context)\.js$/,
            },
            { name: "sentences", test: /widget\/session\/(?:link-complaint|sentences)\.ts$/ },
            { name: "host", test: /widget\/session\/host-(?:link|watch)\.ts$/ },
            { name: "words", test: /widget\/(?:theme\/words|locales\/plural)\.ts$/ },
            { name: "choices", test: /widget\/theme\/(?:chips|selects)\.ts$/ },
            { name: "lists", test: /lit\/directives\/repeat\.js$|lit-html\/(?:directives\/repeat|directive|directive-helpers)\.js$/ },
            { name: "sounds", test: /widget\/media\/(?:chime|choices)\.ts$/ },
            {
              // Whoever opens a connection.
              name: "connection",
              test: /widget\/connection\/relay-connection\.ts$|@lit\/context\/lib\/(?:controllers\/context-provider|value-notifier)\.js$/,
            },
            {
              // Whoever looks at a camera.
              name: "devices",
              test: /widget\/(?:media\/(?:blurring|level-meter|local-media|open-devices)|elements\/(?:later|open-device-dialog|self-view|sound-check)|session\/(?:ability|drawing|follow)|theme\/device-icons)\.ts$/,
            },
          ],
        },
      },
    },
  },
});
