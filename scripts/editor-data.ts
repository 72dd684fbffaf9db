/**
 * What editors and compilers know of the tags, made from their manifest: completion for VS Code (HTML and CSS custom data) and the
 * JetBrains editors (web-types), and `dist/tags.d.ts`, the table from which `frameworks/` types the tags in React, Vue, Svelte and Angular.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Named, TagDeclaration } from "./manifest-tags.ts";
import { detailOf, manifestTags, publicMembers } from "./manifest-tags.ts";

const ROOT = resolve(import.meta.dirname, "..");
const DIST = join(ROOT, "dist");
/** Properties of every tag, which are attributes as well. */
const SHARED = ["relay", "token", "lang", "theme"];

const typeOf = ({ type }: Named): string => (type?.text ?? "string").replace(/ \| undefined$/u, "");
const valuesOf = (attribute: Named): string[] => [...typeOf(attribute).matchAll(/"([^"]+)"/gu)].map(([, value = ""]) => value);
const settable = (tag: TagDeclaration) => publicMembers(tag).filter(({ kind, readonly }) => kind === "field" && readonly !== true);
const described = ({ description = "" }: Named) => ({ kind: "markdown", value: description });

/** Design tokens with what they are for, from the table at their definition. */
function tokens(): Named[] {
  const table = readFileSync(join(ROOT, "widget/theme/tokens.ts"), "utf8");
  return [...table.matchAll(/^ \* \| `(--doorstep-[\w-]+)` \| (.+?) \| (.+?) \|$/gmu)].map(([, name = "", value, purpose]) => ({
    name,
    description: `${purpose} (default: ${value})`,
  }));
}

/** https://github.com/microsoft/vscode-custom-data */
export const htmlData = () => ({
  version: 1.1,
  tags: manifestTags().map((tag) => ({
    name: tag.tagName,
    description: { kind: "markdown", value: tag.description ?? "" },
    attributes: (tag.attributes ?? []).map((attribute) => ({
      name: attribute.name,
      description: described(attribute),
      ...(typeOf(attribute) === "boolean" ? { valueSet: "v" } : {}),
      ...(valuesOf(attribute).length > 0 ? { values: valuesOf(attribute).map((name) => ({ name })) } : {}),
    })),
  })),
});

export function cssData() {
  const parts = new Map(manifestTags().flatMap(({ cssParts = [] }) => cssParts.map((part) => [part.name, part] as const)));
  return {
    version: 1.1,
    properties: tokens().map(({ name, description }) => ({ name, description })),
    pseudoElements: [...parts.values()].map((part) => ({ name: `::part(${part.name})`, description: described(part) })),
  };
}

/** https://github.com/JetBrains/web-types */
export function webTypes({ name, version }: { name: string; version: string }) {
  const plain = ({ name, description = "" }: Named) => ({ name, description });
  return {
    $schema: "https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json",
    name,
    version,
    "description-markup": "markdown",
    contributions: {
      html: {
        elements: manifestTags().map((tag) => ({
          name: tag.tagName,
          description: tag.description ?? "",
          attributes: (tag.attributes ?? []).map((attribute) => ({
            ...plain(attribute),
            value: { type: typeOf(attribute) },
            ...(attribute.default === undefined ? {} : { default: attribute.default }),
          })),
          slots: (tag.slots ?? []).map(plain),
          js: {
            properties: settable(tag).map((member) => ({ ...plain(member), value: { type: typeOf(member) } })),
            events: (tag.events ?? []).map(plain),
          },
          css: { parts: (tag.cssParts ?? []).map(plain) },
        })),
      },
      css: { properties: tokens().map(plain) },
    },
  };
}

const comment = ({ description = "" }: Named): string =>
  description === "" ? "" : `      /** ${description.replaceAll(/\s+/gu, " ").replaceAll("*/", "*\\/")} */\n`;

function tagType(tag: TagDeclaration): string {
  const module = `./widget/elements/${tag.tagName}/${tag.tagName}.js`;
  const properties = [...SHARED, ...settable(tag).map(({ name }) => name)].map((name) => `"${name}"`);
  // What is one word is the property already.
  const attributes = (tag.attributes ?? []).filter(({ name }) => name.includes("-"));
  const attributeType = (attribute: Named): string => {
    const type = typeOf(attribute);
    return type === "boolean" ? 'boolean | ""' : type === "number" ? "number | string" : type;
  };
  const eventType = (event: Named): string => {
    const detail = detailOf(event);
    return `CustomEvent<${detail === undefined ? "undefined" : `import("${module}").${detail}`}>`;
  };
  return `  "${tag.tagName}": {
    element: import("${module}").${tag.name};
    properties: Partial<Pick<import("${module}").${tag.name}, ${properties.join(" | ")}>>;
    attributes: {
${attributes.map((each) => `${comment(each)}      "${each.name}"?: ${attributeType(each)};\n`).join("")}    };
    events: {
${(tag.events ?? []).map((each) => `${comment(each)}      "${each.name}": ${eventType(each)};\n`).join("")}    };
  };
`;
}

export const tagsTypes = (): string => `/** Every tag: its class, the properties and attributes that a page sets, its events. */
export interface Tags {
${manifestTags().map(tagType).join("")}}
`;

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  const product = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { name: string; version: string };
  const write = (file: string, content: string): void => writeFileSync(join(DIST, file), content);
  write("vscode.html-custom-data.json", JSON.stringify(htmlData()));
  write("vscode.css-custom-data.json", JSON.stringify(cssData()));
  write("web-types.json", JSON.stringify(webTypes(product)));
  write("tags.d.ts", tagsTypes());
}
