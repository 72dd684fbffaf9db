/** The README's reference of the tags, made from the manifest that `npm run build:manifest` takes from their sources. */

import { resolve } from "node:path";
import type { TagDeclaration } from "./manifest-tags.ts";
import { detailOf, manifestTags, publicMembers } from "./manifest-tags.ts";
import type { MarkedTable } from "./marked-table.ts";
import { runTable } from "./marked-table.ts";

/** Said once above the table, for all tags. */
const COMMON = new Set(["relay", "token", "lang", "theme"]);

const oneLine = (text: string): string =>
  text
    .replaceAll(/\s*\n\s*/gu, " ")
    .replaceAll("|", "\\|")
    .trim();
const row = (...cells: string[]): string => `| ${cells.join(" | ")} |`;

function section(tag: TagDeclaration): string {
  const members = publicMembers(tag);
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
  for (const event of tag.events ?? []) {
    const { name, description } = event;
    if (description === undefined) continue;
    const detail = detailOf(event);
    const cancelable = /\bCancelled\b/u.test(description) ? "\\*" : "";
    rows.push(row(`\`${name}\`${cancelable}`, "event", oneLine(`${description}${detail === undefined ? "" : ` Detail: \`${detail}\``}`)));
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
  make: () => `\n${manifestTags().map(section).join("\n\n")}\n`,
};

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) runTable(tagsTable);
