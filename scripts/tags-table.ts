/** The README's reference of the tags, made from the manifest that `npm run build:manifest` takes from their sources. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { MarkedTable } from "./marked-table.ts";
import { runTable } from "./marked-table.ts";

interface Named {
  name: string;
  description?: string;
  type?: { text: string };
  inheritedFrom?: unknown;
}
interface Member extends Named {
  kind: "field" | "method";
  privacy?: string;
  static?: boolean;
  readonly?: boolean;
  attribute?: string;
  parameters?: { name: string; optional?: boolean; default?: string }[];
}
interface Declaration {
  tagName?: string;
  description?: string;
  attributes?: Named[];
  members?: Member[];
  events?: Named[];
  slots?: Named[];
}

const MANIFEST = resolve(import.meta.dirname, "../dist/custom-elements.json");
/** Said once above the table, for all tags. */
const COMMON = new Set(["relay", "token", "lang", "theme"]);
/** What Lit and the DOM call, not the page. */
const INNER = new Set(["focus", "styles", "locale"]);

function declarations(): (Declaration & { tagName: string })[] {
  const { modules } = JSON.parse(readFileSync(MANIFEST, "utf8")) as { modules: { declarations?: Declaration[] }[] };
  return modules
    .flatMap((module) => module.declarations ?? [])
    .filter((each): each is Declaration & { tagName: string } => each.tagName !== undefined)
    .toSorted((a, b) => a.tagName.localeCompare(b.tagName));
}

const oneLine = (text: string): string =>
  text
    .replaceAll(/\s*\n\s*/gu, " ")
    .replaceAll("|", "\\|")
    .trim();
const row = (...cells: string[]): string => `| ${cells.join(" | ")} |`;

function section(tag: Declaration & { tagName: string }): string {
  const members = (tag.members ?? []).filter(
    ({ name, privacy, static: fixed, inheritedFrom }) =>
      privacy === undefined && fixed !== true && inheritedFrom === undefined && !INNER.has(name),
  );
  const rows: string[] = [];
  for (const { name, description = "", inheritedFrom } of tag.attributes ?? []) {
    if (inheritedFrom === undefined && !COMMON.has(name)) rows.push(row(`\`${name}\``, "attribute", oneLine(description)));
  }
  for (const { kind, name, description = "", attribute, readonly, type } of members) {
    if (kind === "field" && attribute === undefined && description !== "") {
      rows.push(
        row(
          `\`${name}\``,
          readonly === true ? "property, read only" : "property",
          oneLine(`${description}${type === undefined ? "" : ` \`${type.text.replace(/ \| undefined$/u, "")}\``}`),
        ),
      );
    }
  }
  for (const { name, description, type } of tag.events ?? []) {
    if (description === undefined) continue;
    const detail = type?.text.match(/^CustomEvent<(.+)>$/u)?.[1];
    const cancelable = /\bCancelled\b/u.test(description) ? "\\*" : "";
    rows.push(
      row(
        `\`${name}\`${cancelable}`,
        "event",
        oneLine(`${description}${detail === undefined || /^(void|undefined)$/u.test(detail) ? "" : ` Detail: \`${detail}\``}`),
      ),
    );
  }
  for (const { kind, name, description = "", parameters = [] } of members) {
    if (kind !== "method" || description === "") continue;
    const list = parameters.map((each) => `${each.name}${each.optional === true || each.default !== undefined ? "?" : ""}`).join(", ");
    rows.push(row(`\`${name}(${list})\``, "method", oneLine(description)));
  }
  for (const { name, description = "" } of tag.slots ?? []) {
    rows.push(row(name === "" ? "(content)" : `\`${name}\``, "slot", oneLine(description)));
  }
  return [
    `### \`<${tag.tagName}>\``,
    "",
    tag.description ?? "",
    "",
    row("name", "kind", "what it is"),
    row("---", "---", "---"),
    ...rows,
  ].join("\n");
}

export const tagsTable: MarkedTable = {
  name: "tags",
  script: "scripts/tags-table.ts",
  make: () => `\n${declarations().map(section).join("\n\n")}\n`,
};

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) runTable(tagsTable);
