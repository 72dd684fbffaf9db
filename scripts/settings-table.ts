/**
 * The README's table of settings, made from the relay's own (`relay/settings.ts`).
 *
 *     tsx scripts/settings-table.ts            writes it between the marks in README.md
 *     tsx scripts/settings-table.ts --check    ends with 1 when the README says something else
 *     tsx scripts/settings-table.ts --print    prints it
 */

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { SETTINGS } from "../relay/settings.ts";
import type { Setting } from "../relay/settings.ts";

const README = resolve(import.meta.dirname, "../README.md");
const BEGIN = "<!-- settings: begin (scripts/settings-table.ts) -->";
const END = "<!-- settings: end -->";

export function settingsTable(): string {
  const rows = Object.entries(SETTINGS as Record<string, Setting<unknown>>).map(([name, { doc, fallback, fallbackDoc }]) => {
    const standard = fallbackDoc ?? (fallback === undefined || fallback === "" ? "–" : `\`${fallback}\``);
    return `| \`${name}\` | ${standard} | ${doc.replaceAll("|", "\\|")} |`;
  });
  return ["| setting | default | what it is for |", "| --- | --- | --- |", ...rows].join("\n");
}

/** `text` with the table between the marks; unchanged when it has no marks. */
export function withTable(text: string): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) return text;
  return `${text.slice(0, begin + BEGIN.length)}\n${settingsTable()}\n${text.slice(end)}`;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  if (process.argv.includes("--print")) {
    console.log(settingsTable());
  } else {
    const before = readFileSync(README, "utf8");
    const after = withTable(before);
    if (!before.includes(BEGIN)) {
      console.error(`README.md has no place for the table: put ${BEGIN} and ${END} into it.`);
      process.exitCode = 1;
    } else if (process.argv.includes("--check")) {
      if (after !== before) {
        console.error("README.md's table of settings is not the relay's: run tsx scripts/settings-table.ts.");
        process.exitCode = 1;
      }
    } else {
      writeFileSync(README, after);
    }
  }
}
