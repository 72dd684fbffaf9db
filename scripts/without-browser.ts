/**
 * Lit's browser files want a document as soon as they are loaded. Its files for Node bring a shim along; the widget makes do with a
 * few words else, so that the same files can be imported where pages are rendered on a server, and do nothing there.
 */

import type { Plugin } from "vite";

/** File, what stands in it, and what stands there instead. */
const WORDS: [RegExp, RegExp, string][] = [
  [/@lit\/reactive-element\/reactive-element\.js$/u, /extends HTMLElement\b/gu, "extends(globalThis.HTMLElement??class{})"],
  [/lit-html\/lit-html\.js$/u, /=document\b/gu, "=globalThis.document??{createTreeWalker(){}}"],
  // Only browsers without adopted sheets took a sheet's text out of it here; ours are text from the start.
  [/@lit\/reactive-element\/css-tag\.js$/u, /=e\?t=>t:t=>t instanceof CSSStyleSheet.+\(t\):t(?=;)/gu, "=t=>t"],
];

export function withoutBrowser(): Plugin {
  return {
    name: "without-browser",
    enforce: "pre",
    transform(code, id) {
      const found = WORDS.find(([file]) => file.test(id));
      if (found === undefined) return null;
      const [file, word, instead] = found;
      // Another version of Lit may put it differently: better no build than one that fails on a vendor's server.
      if (code.search(word) < 0) this.error(`${file.source} does not say ${word.source} any more.`);
      return code.replaceAll(word, instead);
    },
  };
}
