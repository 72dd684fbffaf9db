/** One client's profile. */

import type { SessionRow } from "../../portal-backend.ts";
import type { Client } from "../../practice.ts";
import { sessionActions } from "./calendar.ts";
import { avatar, el, icon } from "./dom.ts";
import { newSessionButton } from "./new-session.ts";
import type { Page, Portal } from "./page.ts";
import { loadClientSessions } from "./practice.ts";
import { dateText, dayName, money, span } from "./times.ts";
import { tabs } from "./tabs.ts";

const TABS = [
  ["overview", "Overview"],
  ["sessions", "Sessions & Notes"],
  ["documents", "Documents"],
  ["billing", "Billing"],
  ["circle", "Circle of Care"],
] as const;

export async function clientPage(portal: Portal, id: string, tab = "sessions"): Promise<Page> {
  const client = portal.practice.clients.find((each) => each.id === id);
  if (client === undefined) {
    return {
      title: "Not found",
      body: [el("h1", {}, "There is no such client"), el("p", {}, el("a", { href: "#/clients" }, "See all clients"))],
    };
  }
  return {
    title: client.name,
    body: [
      el(
        "div",
        { class: "profile" },
        el(
          "div",
          { class: "profile-head" },
          avatar(client.name, "large"),
          el(
            "div",
            {},
            el("h1", {}, client.name),
            el(
              "p",
              { class: "muted" },
              `Client since ${dateText(client.since, { month: "long", year: "numeric" })} · ${client.practitioner}`,
            ),
          ),
          newSessionButton(portal, client.id),
        ),
        tabs(
          "Profile",
          TABS.map(([key, name]) => [`#/clients/${client.id}/${key}`, name, key === tab]),
        ),
        await panel(portal, client, tab),
      ),
    ],
  };
}

async function panel(portal: Portal, client: Client, tab: string): Promise<HTMLElement> {
  switch (tab) {
    case "overview":
      return overview(client);
    case "documents":
      return el("p", { class: "card empty muted" }, "No documents yet.");
    case "billing":
      return invoiceList(portal, client);
    case "circle":
      return circle(client);
    default:
      return sessions(portal, client);
  }
}

async function sessions(portal: Portal, client: Client): Promise<HTMLElement> {
  const rows = await loadClientSessions(client.id);
  if (rows.length === 0) return el("p", { class: "card empty muted" }, "No sessions yet. Make the first one with “New session”.");
  const list = el("ul", { class: "card rows sessions" }, ...rows.map((row) => sessionRow(portal, client, row)));
  // What the tags change, the row counts.
  for (const name of ["invites-sent", "invite-revoked", "sharing-changed"]) list.addEventListener(name, () => recount(client, list));
  return list;
}

function sessionRow({ practice }: Portal, client: Client, row: SessionRow): HTMLElement {
  const { session } = row;
  const when = el("strong", { class: "row-day" }, dayName(Date.parse(row.startsAt), practice.timeZone));
  const what = el(
    "div",
    { class: "row-main" },
    el("span", {}, `${row.service} · ${session === undefined ? "In person" : "Video"}`),
    el("span", { class: "muted" }, `${span(row.startsAt, row.durationMinutes, practice.timeZone)} · ${client.practitioner}`),
  );
  return el(
    "li",
    { class: `row${Date.parse(row.startsAt) + row.durationMinutes * 60_000 < Date.now() ? " past" : ""}`, "data-session": session?.id },
    when,
    what,
    el("span", { class: "row-side links-state" }, ...linksState(row)),
    el(
      "span",
      { class: "row-actions" },
      session === undefined || session.state === "ended" ? null : sessionActions(session, practice),
      noteOf(row),
    ),
  );
}

function linksState(row: SessionRow): Node[] {
  if (row.session === undefined) return [el("span", { class: "muted" }, "No links")];
  if (!row.session.linkSharing) return [el("span", { class: "muted" }, "Links off")];
  const count = row.invited ?? 0;
  return [
    icon("M10 14a4.2 4.2 0 0 0 6 0l3-3a4.24 4.24 0 0 0-6-6l-1 1M14 10a4.2 4.2 0 0 0-6 0l-3 3a4.24 4.24 0 0 0 6 6l1-1"),
    el("span", {}, count === 0 ? "Nobody invited" : `${count} invited`),
  ];
}

/** Asks the back end again and writes the counts into the rows that are there: a new list would close an open window. */
async function recount(client: Client, list: HTMLElement): Promise<void> {
  const rows = await loadClientSessions(client.id).catch(() => []);
  for (const row of rows) {
    if (row.session === undefined) continue;
    list.querySelector(`[data-session="${row.session.id}"] .links-state`)?.replaceChildren(...linksState(row));
  }
}

function noteOf(row: SessionRow): HTMLElement | null {
  if (row.note === undefined) return null;
  return el(
    "details",
    { class: "note" },
    el("summary", { "aria-label": "Note" }, icon("M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12.5h6M9 16h6")),
    el("p", {}, row.note),
  );
}

function overview(client: Client): HTMLElement {
  return el(
    "div",
    { class: "card facts" },
    el("p", {}, client.about),
    el(
      "dl",
      {},
      el("dt", {}, "E-mail"),
      el("dd", {}, client.email),
      el("dt", {}, "Phone"),
      el("dd", {}, client.phone),
      el("dt", {}, "Practitioner"),
      el("dd", {}, client.practitioner),
    ),
  );
}

function circle(client: Client): HTMLElement {
  if (client.contacts.length === 0) return el("p", { class: "card empty muted" }, "Nobody else takes part in this client's care yet.");
  return el(
    "ul",
    { class: "card rows" },
    ...client.contacts.map((contact) =>
      el(
        "li",
        { class: "row" },
        avatar(contact.name),
        el(
          "div",
          { class: "row-main" },
          el("span", {}, el("strong", {}, contact.name), ` · ${contact.relationLabel ?? ""}`),
          el("span", { class: "muted" }, contact.email),
        ),
        el("span", { class: "muted row-side" }, contact.relation === "linked-account" ? "Linked account" : "Alternate contact"),
      ),
    ),
  );
}

function invoiceList({ practice }: Portal, client: Client): HTMLElement {
  const own = practice.invoices.filter((each) => each.clientId === client.id);
  if (own.length === 0) return el("p", { class: "card empty muted" }, "No invoices yet.");
  return el(
    "ul",
    { class: "card rows" },
    ...own.map((each) =>
      el(
        "li",
        { class: "row" },
        el("strong", { class: "row-day" }, dateText(each.on, { month: "short", day: "numeric" })),
        el("div", { class: "row-main" }, el("span", {}, `Invoice ${each.number}`)),
        el("span", { class: `state ${each.state.toLowerCase()}` }, each.state),
        el("span", { class: "amount" }, money(each.amount)),
      ),
    ),
  );
}
