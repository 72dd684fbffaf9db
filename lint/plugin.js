/** Doorstep's own lint rules. Relative imports are judged by the file they name, so the way they are written doesn't matter. */

import { dirname, relative, resolve, sep } from "node:path";
import { refusal } from "./boundaries.js";
import { importsOf } from "./imports-of.js";

/** Calls `judge` for every import of a file, of whatever form, with whether it is only a type. */
function everyImport(judge) {
  const visit = (source, type) => {
    const text = source?.type === "TemplateLiteral" && source.quasis.length === 1 ? source.quasis[0].value.cooked : source?.value;
    if (typeof text === "string") judge(source, text, type);
  };
  const typesOnly = (specifiers) => specifiers.length > 0 && specifiers.every((each) => (each.importKind ?? each.exportKind) === "type");
  return {
    ImportDeclaration: (node) => visit(node.source, node.importKind === "type" || typesOnly(node.specifiers)),
    ExportNamedDeclaration: (node) => visit(node.source, node.exportKind === "type" || typesOnly(node.specifiers)),
    ExportAllDeclaration: (node) => visit(node.source, node.exportKind === "type"),
    ImportExpression: (node) => visit(node.source, false),
    TSImportType: (node) => visit(node.source ?? node.argument?.literal ?? node.argument, true),
  };
}

const boundaries = {
  create(context) {
    const fromRoot = (file) => relative(context.cwd, file).split(sep).join("/");
    const importer = fromRoot(context.filename);
    return everyImport((node, specifier, type) => {
      const isRelative = specifier.startsWith(".");
      const target = isRelative ? fromRoot(resolve(dirname(context.filename), specifier)) : specifier;
      const message = refusal(importer, target, { relative: isRelative, type });
      if (message) context.report({ node, message });
    });
  },
};

/** The shortest way from `start` back to `goal` along imports, or nothing. */
function wayBack(start, goal) {
  const cameFrom = new Map([[start, undefined]]);
  for (const file of cameFrom.keys()) {
    if (file === goal) {
      const way = [];
      for (let at = file; at; at = cameFrom.get(at)) way.unshift(at);
      return way;
    }
    for (const next of importsOf(file)) if (!cameFrom.has(next)) cameFrom.set(next, file);
  }
  return undefined;
}

/** Circles of imports, of every kind: oxlint's own `import/no-cycle` does not look through `import()`. */
const noCircles = {
  create(context) {
    return everyImport((node, specifier) => {
      if (!specifier.startsWith(".")) return;
      const way = wayBack(resolve(dirname(context.filename), specifier), context.filename);
      if (!way) return;
      const names = [context.filename, ...way].map((file) => relative(context.cwd, file));
      context.report({ node, message: `A circle of imports: ${names.join(" → ")}` });
    });
  },
};

export default {
  meta: { name: "doorstep" },
  rules: { boundaries, "no-circles": noCircles },
};
