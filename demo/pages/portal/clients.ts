/** Everyone the practice sees. */

import { avatar, el } from "./dom.ts";
import type { Page, Portal } from "./page.ts";
import { dateText } from "./times.ts";

export async function clientsPage({ practice }: Portal): Promise<Page> {
  const rows = practice.clients.map((client) =>
    el(
      "li",
      { class: "row client-row", "data-name": client.name.toLowerCase() },
      avatar(client.name),
      el(
        "div",
        { class: "row-main" },
        el("a", { class: "row-link", href: `#/clients/${client.id}` }, client.name),
        el("span", { class: "muted" }, client.email),
      ),
      el("span", { class: "muted row-side" }, client.practitioner),
      el("span", { class: "muted row-side" }, `Since ${dateText(client.since, { month: "long", year: "numeric" })}`),
    ),
  );
  const none = el("p", { class: "muted empty", hidden: true, role: "status" }, "Nobody of that name.");
  const search = el("input", { type: "search", "aria-label": "Search clients", placeholder: "Search clients", autocomplete: "off" });
  search.addEventListener("input", () => {
    const wish = search.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.dataset["name"]?.includes(wish);
    none.hidden = rows.some((row) => !row.hidden);
  });
  return {
    title: "Clients",
    body: [
      el("div", { class: "page-head" }, el("h1", {}, "Clients"), el("div", { class: "page-actions" }, search)),
      el("ul", { class: "card rows" }, ...rows),
      none,
    ],
  };
}
