/** All mails, newest first. */

import type { MailLine } from "../../outbox.ts";
import { avatar, el, icon } from "../portal/dom.ts";

const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });

export function mailList(items: readonly MailLine[], { kept, chosen }: { kept: boolean; chosen: number | undefined }): HTMLElement {
  if (!kept) {
    return empty(
      "Mails really go out",
      "This demo was started with the settings of a mail provider, so it keeps none of them. Look into the recipients' own mailboxes.",
    );
  }
  if (items.length === 0) {
    return empty(
      "No mail has been sent",
      "Invite somebody from the calendar: the mail appears here as its reader would see it, and its own link leads into the session.",
    );
  }
  return el("ul", { class: "card rows" }, ...items.map((each) => el("li", {}, mailLine(each, each.id === chosen))));
}

function mailLine({ id, at, to, subject, calendar }: MailLine, current: boolean): HTMLElement {
  const who = to.name === "" ? to.address : to.name;
  return el(
    "a",
    { class: "mail-line", href: `#/${id}`, "aria-current": current ? "true" : null },
    avatar(who),
    el("span", { class: "mail-words" }, el("strong", {}, who), el("span", { class: "muted" }, subject)),
    el(
      "span",
      { class: "mail-side" },
      el("time", { class: "muted", datetime: at }, clock.format(new Date(at))),
      calendar === undefined ? null : calendarMark(calendar),
    ),
  );
}

function calendarMark(method: "REQUEST" | "CANCEL"): HTMLElement {
  const name = method === "CANCEL" ? "Calendar: cancelled" : "Calendar: invitation";
  return el(
    "span",
    { class: method === "CANCEL" ? "calendar-mark cancelled" : "calendar-mark", title: name },
    icon("M4 7.5a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM4 10h16M8.5 3v4M15.5 3v4"),
    el("span", { class: "visually-hidden" }, name),
  );
}

function empty(title: string, words: string): HTMLElement {
  return el(
    "section",
    { class: "empty-card" },
    el("h2", {}, title),
    el("p", {}, words),
    el("a", { class: "button primary", href: "/" }, "Go to the calendar"),
  );
}
