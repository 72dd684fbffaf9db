/** Invoices. */

import { el } from "./dom.ts";
import type { Page, Portal } from "./page.ts";
import { dateText, money } from "./times.ts";

export async function billingPage({ practice }: Portal): Promise<Page> {
  const open = practice.invoices.filter((each) => each.state === "Sent").reduce((sum, each) => sum + each.amount, 0);
  const nameOf = (id: string) => practice.clients.find((each) => each.id === id)?.name ?? id;
  return {
    title: "Billing",
    body: [
      el("div", { class: "page-head" }, el("h1", {}, "Billing"), el("p", { class: "muted" }, `${money(open)} to be paid`)),
      el(
        "ul",
        { class: "card rows" },
        ...practice.invoices.map((each) =>
          el(
            "li",
            { class: "row" },
            el("strong", { class: "row-day" }, dateText(each.on, { month: "short", day: "numeric" })),
            el(
              "div",
              { class: "row-main" },
              el("a", { class: "row-link", href: `#/clients/${each.clientId}/billing` }, nameOf(each.clientId)),
              el("span", { class: "muted" }, `Invoice ${each.number}`),
            ),
            el("span", { class: `state ${each.state.toLowerCase()}` }, each.state),
            el("span", { class: "amount" }, money(each.amount)),
          ),
        ),
      ),
    ],
  };
}
