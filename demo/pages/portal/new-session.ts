/** "New session": the portal asks for the client, Doorstep for the rest. */

import { isoWithOffset } from "../../../widget/session/wall-time.ts";
import type { Client } from "../../practice.ts";
import { el, icon } from "./dom.ts";
import type { Portal } from "./page.ts";

const QUARTER_MS = 15 * 60_000;
let rising = 0;

/** @param clientId The client whose profile it stands on. */
export function newSessionButton(portal: Portal, clientId?: string): HTMLElement {
  return el("button", { type: "button", class: "button primary", onclick: () => openNewSession(portal, clientId) }, "New session");
}

export function openNewSession(portal: Portal, clientId?: string): void {
  const { practice, refresh } = portal;
  const id = `new-session-${++rising}`;
  // Sooner than the form's own suggestion, so that links which are tried at once work at once.
  const soon = Math.ceil(Date.now() / QUARTER_MS) * QUARTER_MS;
  const composer = el("session-composer", { "time-zone": practice.timeZone, "starts-at": isoWithOffset(soon, practice.timeZone) });
  composer.services = practice.services;
  const choose = (chosen: string) => {
    const client = practice.clients.find((each) => each.id === chosen);
    composer.contacts = client?.contacts ?? [];
    composer.clientRef = client?.id ?? "";
    if (client !== undefined) composer.contactsHeading = circleOf(client);
  };
  const select = el(
    "select",
    { id: `${id}-client`, onchange: () => choose(select.value) },
    el("option", { value: "" }, "No client yet"),
    ...practice.clients.map((each) => el("option", { value: each.id, selected: each.id === clientId }, each.name)),
  );
  choose(clientId ?? "");
  const close = el(
    "button",
    { type: "button", class: "button square quiet", "aria-label": "Close", onclick: () => dialog.close() },
    icon("m6 6 12 12M18 6 6 18"),
  );
  const dialog = el(
    "dialog",
    { class: "sheet", "aria-labelledby": `${id}-title` },
    el("header", {}, el("h2", { id: `${id}-title` }, "New session"), close),
    el("div", { class: "field" }, el("label", { for: `${id}-client` }, "Client"), select),
    composer,
  );
  let created = false;
  composer.addEventListener("session-created", () => (created = true));
  // The share step is over, or there is none: the calendar shows what is new.
  composer.addEventListener("close", () => created && dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (created) refresh();
  });
  document.querySelector("session-provider")?.append(dialog);
  dialog.showModal();
}

/** What stands above a client's people in the share window. */
export function circleOf({ name }: Client): string {
  return `${name.split(" ")[0] ?? name}'s circle`;
}
