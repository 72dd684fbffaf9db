/** The practice's settings. Doorstep's part is Reminders > Video Sessions. */

import { avatar, el } from "./dom.ts";
import type { Page, Portal } from "./page.ts";
import type { Practice } from "./practice.ts";
import { getAdminToken } from "./practice.ts";
import { tabs } from "./tabs.ts";
import { zoneName } from "./times.ts";

const SECTIONS = [
  ["practice", "Practice"],
  ["services", "Services"],
  ["reminders", "Reminders"],
  ["notifications", "Notifications"],
  ["team", "Team"],
] as const;

const REMINDERS = [
  ["appointments", "Appointments"],
  ["forms", "Forms"],
  ["video", "Video Sessions"],
] as const;

export async function settingsPage({ practice }: Portal, section = "reminders", tab = "video"): Promise<Page> {
  const name = SECTIONS.find(([key]) => key === section)?.[1] ?? "Reminders";
  return {
    title: `${name} · Settings`,
    body: [
      el(
        "div",
        { class: "settings" },
        el(
          "nav",
          { class: "side-nav", "aria-label": "Settings" },
          ...SECTIONS.map(([key, text]) => el("a", { href: `#/settings/${key}`, "aria-current": text === name ? "page" : null }, text)),
        ),
        el("div", { class: "settings-main" }, el("h1", {}, name), ...content(practice, section, tab)),
      ),
    ],
  };
}

function content(practice: Practice, section: string, tab: string): Node[] {
  switch (section) {
    case "practice":
      return [
        el(
          "div",
          { class: "card facts" },
          el(
            "dl",
            {},
            el("dt", {}, "Name"),
            el("dd", {}, practice.clinicName),
            el("dt", {}, "Time zone"),
            el("dd", {}, `${zoneName(practice.timeZone)} (${practice.timeZone})`),
          ),
        ),
      ];
    case "services":
      return [
        el(
          "ul",
          { class: "card rows" },
          ...practice.services.map((service) =>
            el(
              "li",
              { class: "row" },
              el("div", { class: "row-main" }, el("span", {}, service.name)),
              el("span", { class: "muted" }, `${service.durationMinutes} minutes`),
            ),
          ),
        ),
      ];
    case "notifications":
      return [
        el(
          "div",
          { class: "card facts" },
          el(
            "p",
            {},
            "When someone waits to be let into a session, every page of the portal shows it at the top and plays a soft chime. Your browser asks once whether it may also tell you while the portal is hidden.",
          ),
        ),
      ];
    case "team":
      return [
        el(
          "ul",
          { class: "card rows" },
          ...practice.team.map((each) =>
            el(
              "li",
              { class: "row" },
              avatar(each.name),
              el("div", { class: "row-main" }, el("strong", {}, each.name), el("span", { class: "muted" }, each.title)),
            ),
          ),
        ),
      ];
    default:
      return [
        tabs(
          "Reminders",
          REMINDERS.map(([key, text]) => [`#/settings/reminders/${key}`, text, key === tab] as const),
        ),
        reminder(tab, practice),
      ];
  }
}

function reminder(tab: string, practice: Practice): HTMLElement {
  if (tab === "appointments") return words("Appointments", "Clients are reminded by e-mail one day before an appointment in the room.");
  if (tab === "forms") return words("Forms", "Clients are reminded once a week of forms they have not filled in.");
  // Whoever sets up the practice may do more than whoever runs a session: a connection of its own, with a token that says so.
  const provider = el("session-provider", { relay: location.origin });
  provider.getToken = getAdminToken;
  const editor = el("invite-message-editor");
  editor.services = practice.services;
  provider.append(editor);
  return provider;
}

function words(title: string, text: string): HTMLElement {
  return el("section", { class: "setting" }, el("h2", {}, title), el("p", { class: "muted" }, text));
}
