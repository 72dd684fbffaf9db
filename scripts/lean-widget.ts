/** What the bundler leaves in the widget's files that nobody needs, taken out: a tag's first paint is counted in hundreds of bytes. */

import type { Plugin } from "vite";

/** vite's helper fetches the style sheets and preloads of a chunk. The widget has neither, so a dynamic import is just that. */
const PRELOAD_HELPER = "\0vite/preload-helper.js";

export function leanWidget(): Plugin {
  return {
    name: "lean-widget",
    enforce: "pre",
    load(id) {
      return id === PRELOAD_HELPER ? "export const __vitePreload = (load) => load();" : null;
    },
    transform(code, id) {
      return /\/widget\/.*\.ts$/.test(id) && code.includes("css`")
        ? code.replace(/css`([^`]*)`/g, (_, css: string) => `css\`${lean(css)}\``)
        : null;
    },
  };
}

/** Without comments and white space that means nothing. Strings in our sheets hold neither braces nor semicolons. */
function lean(css: string): string {
  return css
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/\s*([{};])\s*/g, "$1")
    .replace(/;}/g, "}")
    .replace(/([:,]) /g, "$1")
    .trim();
}
