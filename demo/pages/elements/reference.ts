/** A tag's attributes, properties, events, methods and slots, as its own source describes them. */

import type { tags } from "virtual:tags";
import { el } from "../portal/dom.ts";

type Tag = (typeof tags)[number];

const KINDS = { attributes: "Attributes", properties: "Properties", events: "Events", methods: "Methods", slots: "Slots" } as const;

/** A description as it stands in the source, with what it names in backticks set as code. */
export function prose(text: string): (Node | string)[] {
  return text.split("`").map((part, index) => (index % 2 === 1 ? el("code", {}, part) : part));
}

export function reference(tag: Tag): HTMLElement[] {
  return (Object.keys(KINDS) as (keyof typeof KINDS)[])
    .filter((kind) => tag[kind].length > 0)
    .map((kind) => {
      const rows = tag[kind].map(({ name, description, type }) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, el("code", {}, name === "" ? "(content)" : name)),
          el(
            "td",
            {},
            ...prose(description),
            type === "" || kind === "methods" ? "" : el("code", { class: "type" }, type.replace(/^CustomEvent<(.+)>$/u, "detail: $1")),
          ),
        ),
      );
      return el("section", { class: "reference" }, el("h2", {}, KINDS[kind]), el("table", {}, el("tbody", {}, ...rows)));
    });
}
