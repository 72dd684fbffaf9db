/** The portal: its frame, and which page the address asks for. Doorstep's tags sit in it as in any vendor's product. */

import type {} from "../../../widget/index.ts";
import { billingPage } from "./billing.ts";
import { calendarPage } from "./calendar.ts";
import { callPage } from "./call.ts";
import { clientPage } from "./client.ts";
import { clientsPage } from "./clients.ts";
import { el } from "./dom.ts";
import { topBar } from "./top-bar.ts";
import type { Page, Portal } from "./page.ts";
import { getToken, loadPractice } from "./practice.ts";
import { settingsPage } from "./settings.ts";

/** How long a page may load before it says so, in ms: a skeleton that only flashes is worse than none. */
const PATIENCE_MS = 300;

const provider = el("session-provider", { relay: location.origin });
provider.getToken = getToken;
const main = el("main", { id: "page", tabindex: "-1" });

/** The page in `#/clients/noor-haddad/sessions`, as `["clients", "noor-haddad", "sessions"]`. */
function route(): string[] {
  return location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
}

function open(portal: Portal, [room = "calendar", ...rest]: string[]): Promise<Page> {
  switch (room) {
    case "calendar":
      return calendarPage(portal, rest[0]);
    case "clients":
      return rest[0] === undefined ? clientsPage(portal) : clientPage(portal, rest[0], rest[1]);
    case "billing":
      return billingPage(portal);
    case "settings":
      return settingsPage(portal, rest[0], rest[1]);
    case "call":
      return callPage(portal, rest[0] ?? "");
    default:
      return Promise.resolve({
        title: "Not found",
        body: [el("h1", {}, "There is no such page"), el("p", {}, el("a", { href: "#/calendar" }, "Go to the calendar"))],
      });
  }
}

/** Rises with each navigation: a page that loads slowly must not take the place of a later one. */
let navigation = 0;

async function show(portal: Portal, { moveFocus }: { moveFocus: boolean }): Promise<void> {
  const mine = ++navigation;
  const where = route();
  main.setAttribute("aria-busy", "true");
  const skeleton = setTimeout(() => {
    if (mine === navigation) main.replaceChildren(el("p", { class: "loading" }, "Loading…"));
  }, PATIENCE_MS);
  let page: Page;
  try {
    page = await open(portal, where);
  } catch (error) {
    page = {
      title: "Not available",
      body: [
        el("h1", {}, "This page can't be shown right now"),
        el("p", { class: "muted" }, error instanceof Error ? error.message : "Something went wrong."),
        el("button", { type: "button", class: "button", onclick: () => void show(portal, { moveFocus: true }) }, "Try again"),
      ],
    };
  }
  clearTimeout(skeleton);
  if (mine !== navigation) return;
  const fill = page.fullPage === true;
  document.body.classList.toggle("in-call", fill);
  header.hidden = fill;
  header.select(where[0] ?? "calendar");
  document.title = `${page.title} · ${portal.practice.clinicName}`;
  main.replaceChildren(...page.body);
  main.removeAttribute("aria-busy");
  if (moveFocus) {
    main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

const practice = await loadPractice().catch((error: unknown) => {
  const words = error instanceof Error ? error.message : "The portal can't be reached.";
  const again = el("button", { type: "button", class: "button", onclick: () => location.reload() }, "Try again");
  document.body.append(el("main", {}, el("h1", {}, "Riverside Counselling"), el("p", {}, words), again));
  throw error;
});
const portal: Portal = { practice, refresh: () => void show(portal, { moveFocus: false }) };
const header = topBar(practice);
const skip = el(
  "a",
  { class: "skip", href: "#page", onclick: (event: Event) => (event.preventDefault(), main.focus()) },
  "Skip to the page",
);
provider.append(skip, header, main);
document.body.append(provider);
addEventListener("hashchange", () => void show(portal, { moveFocus: true }));
await show(portal, { moveFocus: false });
