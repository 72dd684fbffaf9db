/** One mail: what a reader sees of it, and what a mail server sees. */

import type { MailSheet } from "../../outbox.ts";
import { el, icon } from "../portal/dom.ts";

const long = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });
let risen = 0;

type Side = readonly [key: string, name: string, make: () => HTMLElement];

export function mailView(mail: MailSheet): HTMLElement[] {
  const { id, from, to, subject, at, calendarText, calendar } = mail;
  const sides: Side[] = [
    ["html", "Mail", () => frame(id, subject)],
    ["text", "Plain text", () => el("pre", { class: "mail-text" }, mail.text)],
    ["headers", "Headers", () => headers(mail)],
    ...(calendarText === undefined ? [] : [["calendar", "Calendar file", () => el("pre", { class: "mail-text" }, calendarText)] as const]),
  ];
  return [
    el(
      "header",
      { class: "mail-head" },
      el("h2", { tabindex: "-1" }, subject),
      el("p", {}, el("strong", {}, from.name || from.address), el("span", { class: "muted" }, ` ${from.address}`)),
      el("p", { class: "muted" }, `to ${to.name === "" ? to.address : `${to.name} (${to.address})`} · ${long.format(new Date(at))}`),
      calendar === undefined ? null : attachment(mail),
    ),
    tabs(sides),
  ];
}

function attachment({ id, file, calendar }: MailSheet): HTMLElement {
  return el(
    "a",
    { class: "attachment", href: `/demo/outbox/${id}/${file}`, download: file },
    icon("M4 7.5a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM4 10h16M8.5 3v4M15.5 3v4"),
    el("span", {}, file),
    el("span", { class: "muted" }, calendar === "CANCEL" ? "Takes the entry out of the calendar" : "For the calendar"),
  );
}

/** A reader's view: no script of the mail runs, and its links open a page of their own. */
function frame(id: number, subject: string): HTMLElement {
  return el("iframe", {
    class: "mail-frame",
    src: `/demo/outbox/${id}/html`,
    title: `The mail “${subject}”`,
    sandbox: "allow-popups allow-popups-to-escape-sandbox",
    referrerpolicy: "no-referrer",
  });
}

function headers({ id, headers: all }: MailSheet): HTMLElement {
  return el(
    "div",
    {},
    el("dl", { class: "mail-headers" }, ...all.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    el(
      "p",
      { class: "mail-source" },
      el("a", { href: `/demo/outbox/${id}/source`, download: `mail-${id}.eml` }, "Save the mail as it travels"),
    ),
  );
}

function tabs(sides: readonly Side[]): HTMLElement {
  const name = `mail-${++risen}`;
  const panel = el("div", { class: "mail-panel", role: "tabpanel", tabindex: "-1", id: `${name}-panel` });
  const buttons = sides.map(([key, text]) =>
    el("button", { type: "button", role: "tab", id: `${name}-${key}`, "aria-controls": panel.id, onclick: () => choose(key) }, text),
  );
  const choose = (wished: string, { focus = false } = {}) => {
    sides.forEach(([key, , make], index) => {
      const button = buttons[index];
      const here = key === wished;
      button?.setAttribute("aria-selected", String(here));
      button?.setAttribute("tabindex", here ? "0" : "-1");
      if (!here) return;
      panel.setAttribute("aria-labelledby", button?.id ?? "");
      panel.replaceChildren(make());
      if (focus) button?.focus();
    });
  };
  const bar = el("div", { class: "mail-tabs", role: "tablist", "aria-label": "Views of the mail" }, ...buttons);
  bar.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    const at = buttons.findIndex((button) => button.getAttribute("aria-selected") === "true");
    const next = sides[(at + step + sides.length) % sides.length];
    if (step !== 0 && next !== undefined) choose(next[0], { focus: true });
  });
  choose(sides[0]?.[0] ?? "html");
  return el("div", {}, bar, panel);
}
