/** The gallery: each tag on its own, live, with what it says to the page. */

import type {} from "../../../widget/index.ts";
import type { CreatedDetail } from "../../../widget/elements/session-composer/session-composer.ts";
import type { InviteDetail } from "../../../widget/elements/session-link-manager/session-link-manager.ts";
import { mondayFor } from "../../week.ts";
import { el } from "../portal/dom.ts";
import { getAdminToken, getToken, loadPractice, loadWeek } from "../portal/practice.ts";

/** Events of all tags, as the contract names them. */
const EVENTS = [
  "connection-change",
  "session-created",
  "invites-sent",
  "invite-resent",
  "invite-revoked",
  "link-copied",
  "sharing-changed",
  "close",
  "join-request",
  "share-request",
  "guest-waiting",
  "guest-left-waiting",
  "guest-admitted",
  "guest-denied",
  "ready",
  "knock",
  "admitted",
  "denied",
  "join",
  "leave",
  "refused",
  "cancel-knock",
  "message-saved",
  "participant-join",
  "participant-leave",
  "participant-count",
  "topology-change",
  "microphone-toggle",
  "camera-toggle",
  "screen-share-toggle",
  "hand-toggle",
  "chat-message",
  "connection-quality",
];

const provider = el("session-provider", { relay: location.origin });
provider.getToken = getToken;
const gallery = el("div", { class: "gallery" });
provider.append(gallery);
document.querySelector("main")?.append(provider);

function specimen(tag: string, about: string, ...inside: HTMLElement[]): HTMLElement {
  const log = el("div", { class: "log", "aria-live": "off" });
  const stage = el("div", { class: "stage" }, ...inside);
  for (const name of EVENTS) {
    stage.addEventListener(name, (event) => {
      log.textContent = `${name} ${summary((event as CustomEvent<unknown>).detail)}`;
    });
  }
  return el(
    "section",
    { class: "specimen", id: tag, "aria-label": tag },
    el("header", {}, el("code", {}, `<${tag}>`), el("p", { class: "muted" }, about)),
    stage,
    log,
  );
}

/** A detail in one short line. A drop-in link is a key: it is left out. */
function summary(detail: unknown): string {
  const text = JSON.stringify(detail, (key, value: unknown) => (key === "url" ? "…" : value)) ?? "";
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

const practice = await loadPractice();
const { sessions } = await loadWeek(mondayFor(Date.now(), practice.timeZone));
const open = sessions.filter((session) => session.state !== "ended");
const now = Date.now();
const nearest = open.toSorted((a, b) => Math.abs(Date.parse(a.startsAt) - now) - Math.abs(Date.parse(b.startsAt) - now))[0];

const composer = el("session-composer", { "no-share-step": true });
composer.services = practice.services;
const manager = el("session-link-manager", { inline: true });
const actions = el("session-actions");
const call = el("session-call", { class: "tall" });
const guest = el("drop-in-join");

/** Shows one session in every tag that is about one. */
function choose(sessionId: string, clientRef?: string): void {
  const contacts = practice.clients.find((client) => client.id === clientRef)?.contacts ?? [];
  for (const tag of [manager, actions, call]) tag.setAttribute("session-id", sessionId);
  manager.contacts = contacts;
  actions.contacts = contacts;
}
if (nearest !== undefined) choose(nearest.id, nearest.clientRef);
composer.addEventListener("session-created", (event) => {
  const { session } = (event as CustomEvent<CreatedDetail>).detail;
  choose(session.id, session.clientRef);
});
manager.addEventListener("link-copied", (event) => {
  const { url } = (event as CustomEvent<InviteDetail>).detail.invite;
  if (url !== undefined) guest.setAttribute("link", url);
});

const editor = el("invite-message-editor");
editor.services = practice.services;
const admin = el("session-provider", { relay: location.origin }, editor);
admin.getToken = getAdminToken;

gallery.append(
  specimen("session-composer", "Makes a session. The tags below then show the one it made.", composer),
  specimen(
    "session-actions",
    "The icons on a calendar entry. They show while their row is hovered or holds the focus.",
    el("div", { class: "bench" }, el("span", {}, "Hover me"), actions),
  ),
  specimen("session-link-manager", "The share window, in the page. Copy a link to see its guest's side below.", manager),
  specimen(
    "waiting-list",
    "Who waits at any door of this host; compact, as in a top bar, and whole.",
    el("div", { class: "bench" }, el("waiting-list", { compact: true })),
    el("waiting-list"),
  ),
  specimen("drop-in-join", "A guest's whole way. Without a link it says so; copy one above to fill it.", guest),
  specimen("waiting-room", "The waiting screen for a vendor's own guest page. On its own it has nobody to wait for.", el("waiting-room")),
  specimen("invite-message-editor", "Settings: the message that goes with every link. Only administrators may change it.", admin),
  specimen("session-call", "The call. It joins when you say so.", call),
);
