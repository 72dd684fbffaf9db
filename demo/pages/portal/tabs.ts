import { el } from "./dom.ts";

/** Tabs that are links, each a page of its own: `[address, name, chosen]`. */
export function tabs(name: string, items: readonly (readonly [string, string, boolean])[]): HTMLElement {
  return el(
    "nav",
    { class: "tabs", "aria-label": name },
    ...items.map(([href, text, chosen]) => el("a", { href, "aria-current": chosen ? "page" : null }, text)),
  );
}
