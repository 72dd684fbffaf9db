/** The bar on top: the practice, the rooms of the portal, who waits at the door, who is signed in. */

import { avatar, el } from "./dom.ts";
import type { Practice } from "./practice.ts";

const ROOMS = [
  ["calendar", "Calendar"],
  ["clients", "Clients"],
  ["billing", "Billing"],
  ["settings", "Settings"],
] as const;

export type TopBar = HTMLElement & { select(room: string): void };

export function topBar(practice: Practice): TopBar {
  const links = new Map(ROOMS.map(([room, name]) => [room as string, el("a", { href: `#/${room}` }, name)]));
  const logo = el("img", { src: new URL("../style/riverside.svg", import.meta.url).pathname, alt: "", width: "24", height: "24" });
  const bar = el(
    "header",
    { class: "top-bar" },
    el("a", { class: "brand", href: "#/calendar" }, logo, practice.clinicName),
    el("nav", { "aria-label": "Portal" }, ...links.values()),
    el("div", { class: "top-bar-end" }, el("waiting-list", { compact: true, notify: true }), account(practice)),
  );
  return Object.assign(bar, {
    select(room: string) {
      for (const [name, link] of links) {
        if (name === room) link.setAttribute("aria-current", "page");
        else link.removeAttribute("aria-current");
      }
    },
  });
}

function account({ signedIn }: Practice): HTMLElement {
  return el(
    "details",
    { class: "account" },
    el("summary", { "aria-label": `Signed in as ${signedIn.name}` }, avatar(signedIn.name)),
    el(
      "div",
      { class: "account-menu" },
      el("p", {}, el("strong", {}, signedIn.name)),
      el("p", { class: "muted" }, signedIn.title),
      el("hr"),
      el("a", { href: "/outbox" }, "Outbox of this demo"),
      el("a", { href: "/elements" }, "Gallery of the tags"),
    ),
  );
}
