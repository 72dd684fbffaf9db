/** What the bundler leaves in the widget's files that nobody needs, taken out: a tag's first paint is counted in hundreds of bytes. */

import { readdirSync, readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { parseSync, Visitor } from "vite";

/** vite's helper fetches the style sheets and preloads of a chunk. The widget has neither, so a dynamic import is just that. */
const PRELOAD_HELPER = "\0vite/preload-helper.js";

/** What vite makes of `import("./x.ts")`, and of one of which only some names are taken. */
const PRELOADED = [
  /__vitePreload\(\(\) => (import\("[^"]+"\)), __VITE_PRELOAD__, import\.meta\.url\)/gu,
  /__vitePreload\(async \(\) => \{\s*const \{[^{}]*\} = await (import\("[^"]+"\));\s*return \{[^{}]*\};\s*\}, __VITE_PRELOAD__, import\.meta\.url\)/gu,
];

/** Parts of @lit/localize that are never called: each of our sentences has a name, and languages are not switched page-wide. */
const UNSPOKEN: [RegExp, string][] = [
  [/@lit\/localize\/internal\/id-generation\.js$/u, "export const generateMsgId = () => undefined;"],
  [/@lit\/localize\/init\/(?:runtime|transform)\.js$/u, "export {};"],
];

/** Lit's `@property` for both kinds of decorators; ours are of the older kind (docs/decisions/old-decorators.md). */
const PROPERTY = /@lit\/reactive-element\/decorators\/property\.js$/u;
const OLD_PROPERTY = `export const property = (options) => (proto, name) => {
  const own = Object.hasOwn(proto, name);
  proto.constructor.createProperty(name, options);
  return own ? Object.getOwnPropertyDescriptor(proto, name) : undefined;
};`;

export function leanWidget(): Plugin {
  const short = shortNames();
  return {
    name: "lean-widget",
    enforce: "pre",
    load(id) {
      if (id === PRELOAD_HELPER) return "export const __vitePreload = (load) => load();";
      if (PROPERTY.test(id)) return OLD_PROPERTY;
      return UNSPOKEN.find(([file]) => file.test(id))?.[1] ?? null;
    },
    renderChunk(code) {
      const lean = PRELOADED.reduce((text, wrapped) => text.replace(wrapped, "$1"), code);
      return lean === code ? null : { code: lean, map: null };
    },
    transform(code, id) {
      if (!/\/widget\/.*\.ts$/.test(id)) return null;
      const lean = code.replace(/css`([^`]*)`/g, (_, css: string) => `css\`${leanStyle(css, short)}\``);
      return lean.includes("html`") ? leanMarkup(lean, id) : lean;
    },
  };
}

/** The tags' private custom properties by short names. In order, so that every build makes the same of the same. */
function shortNames(): Map<string, string> {
  const files = readdirSync("widget", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const names = files.flatMap((name) => readFileSync(`widget/${name}`, "utf8").match(/--_[a-z0-9-]+/g) ?? []);
  return new Map([...new Set(names)].sort().map((name, at) => [name, `--_${at.toString(36)}`]));
}

/** Without comments and white space that means nothing. Strings in our sheets hold nothing of what is replaced here. */
function leanStyle(css: string, short: ReadonlyMap<string, string>): string {
  return css
    .replace(/\/\*[^]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/\s*([{};>])\s*/g, "$1")
    .replace(/(?<![\w.])0\./g, ".")
    .replace(/--_[a-z0-9-]+/g, (name) => short.get(name) ?? name)
    .replace(/#([0-9a-f])\1([0-9a-f])\2([0-9a-f])\3\b/g, "#$1$2$3")
    .replace(/;}/g, "}")
    .replace(/([:,]) /g, "$1")
    .trim();
}

/** Line breaks and what indents the lines of markup, as one blank: to a browser it is the same. */
function leanMarkup(code: string, id: string): string {
  const broken: { start: number; end: number }[] = [];
  new Visitor({
    TaggedTemplateExpression({ tag, quasi }) {
      if (tag.type === "Identifier" && tag.name === "html") broken.push(...quasi.quasis);
    },
  }).visit(parseSync(id, code).program);
  let lean = code;
  for (const { start, end } of broken.sort((a, b) => b.start - a.start))
    lean = lean.slice(0, start) + lean.slice(start, end).replace(/\s*\n\s*/gu, " ") + lean.slice(end);
  return lean;
}
