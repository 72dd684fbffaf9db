/** The README's table of settings, made from the relay's own (`relay/settings.ts`). */

import { resolve } from "node:path";
import { SETTINGS } from "../relay/settings.ts";
import type { Setting } from "../relay/settings.ts";
import type { MarkedTable } from "./marked-table.ts";
import { runTable } from "./marked-table.ts";

export const settingsTable: MarkedTable = {
  name: "settings",
  script: "scripts/settings-table.ts",
  make() {
    const rows = Object.entries(SETTINGS as Record<string, Setting<unknown>>).map(([name, { doc, fallback, fallbackDoc }]) => {
      const standard = fallbackDoc ?? (fallback === undefined || fallback === "" ? "–" : `\`${fallback}\``);
      return `| \`${name}\` | ${standard} | ${doc.replaceAll("|", "\\|")} |`;
    });
    return ["| setting | default | what it is for |", "| --- | --- | --- |", ...rows].join("\n");
  },
};

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) runTable(settingsTable);
