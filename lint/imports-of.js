import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseSync } from "vite";

/** @type {Map<string, string[]>} */
const known = new Map();

/**
 * The files that a file of ours imports, as absolute paths: statically, by re-export, by `import()` and as types.
 * Read once per file and run.
 * @param {string} file Absolute path.
 * @returns {string[]}
 */
export function importsOf(file) {
  let found = known.get(file);
  if (!found) {
    found = existsSync(file) ? read(file) : [];
    known.set(file, found);
  }
  return found;
}

/** @param {string} file */
function read(file) {
  const text = readFileSync(file, "utf8");
  const { module } = parseSync(file, text);
  const specifiers = [
    ...module.staticImports.map((each) => each.moduleRequest.value),
    ...module.staticExports.flatMap((each) => each.entries.map((entry) => entry.moduleRequest?.value)),
    // The parser's list has no `import("./x.ts").Type`, and gives `import()` only by position.
    ...[...text.matchAll(/\bimport\(\s*(["'`])(\.[^"'`$]+)\1\s*\)/g)].map((match) => match[2]),
  ];
  const relative = specifiers.filter((specifier) => specifier?.startsWith("."));
  return [...new Set(relative.map((specifier) => resolve(dirname(file), specifier)))];
}
