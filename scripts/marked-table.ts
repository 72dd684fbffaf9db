/**
 * Tables of the README that are made from the code, each between two marks. A script that makes one takes:
 *
 *     tsx scripts/NAME.ts            writes it into README.md
 *     tsx scripts/NAME.ts --check    ends with 1 when the README says something else
 *     tsx scripts/NAME.ts --print    prints it
 */

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const README = resolve(import.meta.dirname, "../README.md");

export interface MarkedTable {
  /** What stands in the marks, e.g. `settings`. */
  name: string;
  /** The script that makes it, for the mark and for messages. */
  script: string;
  make(): string;
}

const marks = ({ name, script }: MarkedTable) => ({ begin: `<!-- ${name}: begin (${script}) -->`, end: `<!-- ${name}: end -->` });

/** `text` with the table between its marks; unchanged when it has no marks. */
export function withTable(text: string, table: MarkedTable): string {
  const { begin, end } = marks(table);
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) return text;
  return `${text.slice(0, from + begin.length)}\n${table.make()}\n${text.slice(to)}`;
}

/** Does what the command line asks for; `process.exitCode` tells how it went. */
export function runTable(table: MarkedTable): void {
  if (process.argv.includes("--print")) {
    console.log(table.make());
    return;
  }
  const { begin, end } = marks(table);
  const before = readFileSync(README, "utf8");
  const after = withTable(before, table);
  if (!before.includes(begin)) {
    console.error(`README.md has no place for the table: put ${begin} and ${end} into it.`);
    process.exitCode = 1;
  } else if (!process.argv.includes("--check")) {
    writeFileSync(README, after);
  } else if (after !== before) {
    console.error(`README.md's table of ${table.name} is out of date: run tsx ${table.script}.`);
    process.exitCode = 1;
  }
}
