/** The demo's outbox: the mails on one side, the chosen one on the other, as in a mail program. `#/12` is mail 12. */

import type { MailLine, MailSheet } from "../../outbox.ts";
import { el } from "../portal/dom.ts";
import { mailList } from "./mail-list.ts";
import { mailView } from "./mail-view.ts";

/** How often the list is asked for while the page is seen. */
const EVERY_MS = 2_000;

const main = document.querySelector("main") ?? document.body;
const list = el("div", { class: "mails" });
const mail = el("section", { class: "mail-sheet", "aria-live": "off" });
const status = el("p", { class: "visually-hidden", role: "status" });
const back = el("a", { class: "button back", href: "#/" }, "All mails");
main.append(el("h1", {}, "Outbox"), status, el("div", { class: "outbox-panes" }, list, el("div", { class: "mail-pane" }, back, mail)));

let known: MailLine[] | undefined;
let shown: number | undefined;

async function ask<T>(path: string): Promise<T> {
  const answer = await fetch(`/demo/outbox${path}`, { headers: { Accept: "application/json" } });
  const body = (await answer.json().catch(() => ({}))) as T & { error?: string };
  if (!answer.ok) throw new Error(body.error ?? "The outbox can't be reached. Check your network and try again.");
  return body;
}

function chosen(): number | undefined {
  const id = /^#\/(\d+)$/u.exec(location.hash)?.[1];
  return id === undefined ? undefined : Number(id);
}

async function refresh(): Promise<void> {
  if (document.visibilityState === "hidden") return;
  try {
    const { kept, items } = await ask<{ kept: boolean; items: MailLine[] }>("");
    const before = known?.length;
    if (known === undefined || items[0]?.id !== known[0]?.id || items.length !== before) {
      known = items;
      list.replaceChildren(mailList(items, { kept, chosen: chosen() }));
      if (before !== undefined && items.length > before) status.textContent = `${items.length - before} more in the outbox.`;
    }
    await show();
  } catch (error) {
    if (known === undefined)
      list.replaceChildren(el("p", { class: "card empty" }, error instanceof Error ? error.message : "Not available."));
  }
}

async function show(): Promise<void> {
  // On a wide screen the newest lies open, as long as nobody chose another.
  const wide = matchMedia("(min-width: 860px)").matches;
  const id = chosen() ?? (wide ? known?.[0]?.id : undefined);
  main.classList.toggle("reading", chosen() !== undefined);
  for (const link of list.querySelectorAll("a")) {
    if (link.getAttribute("href") === `#/${id}`) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  if (id === shown) return;
  shown = id;
  if (id === undefined) return mail.replaceChildren();
  try {
    const sheet = await ask<MailSheet>(`/${id}`);
    if (shown === id) mail.replaceChildren(...mailView(sheet));
  } catch (error) {
    mail.replaceChildren(el("p", { class: "empty" }, error instanceof Error ? error.message : "Not available."));
  }
}

addEventListener("hashchange", () => {
  void show().then(() => {
    if (chosen() === undefined) return;
    mail.querySelector<HTMLElement>("h2")?.focus({ preventScroll: true });
    scrollTo(0, 0);
  });
});
document.addEventListener("visibilitychange", () => void refresh());
setInterval(() => void refresh(), EVERY_MS);
await refresh();
