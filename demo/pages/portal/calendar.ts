/** The week, as columns on a wide screen and as a list of days on a narrow one. */

import type { SessionInfo } from "../../../protocol/views.ts";
import { wallTime } from "../../../widget/session/wall-time.ts";
import { addDays, dayOfWeek, daysShown, mondayFor } from "../../week.ts";
import type { Appointment } from "../../portal-backend.ts";
import { lanes } from "./lanes.ts";
import { el, icon } from "./dom.ts";
import { newSessionButton } from "./new-session.ts";
import type { Page, Portal } from "./page.ts";
import type { Practice } from "./practice.ts";
import { loadWeek } from "./practice.ts";
import { dateText, hourText, rangeText, span } from "./times.ts";

/** Hours that are always shown; earlier and later ones when there is something in them. */
const OPEN = { from: 9, to: 18 };
const DAY_END = 24 * 60;

interface Entry {
  date: string;
  /** Minutes since midnight on the practice's clock. */
  from: number;
  to: number;
  startsAt: string;
  durationMinutes: number;
  service: string;
  who: string;
  clientId?: string;
  session?: SessionInfo;
}

export async function calendarPage(portal: Portal, wished?: string): Promise<Page> {
  const { practice } = portal;
  const current = mondayFor(Date.now(), practice.timeZone);
  const monday = wished !== undefined && isMonday(wished) ? wished : current;
  const week = await loadWeek(monday);
  const entries = [
    ...week.sessions.map((session) => fromSession(session, practice)),
    ...week.appointments.map((appointment) => fromAppointment(appointment, practice)),
  ];
  const today = wallTime(Date.now(), practice.timeZone).date;
  const days = daysShown(monday, today, new Set(entries.map(({ date }) => date)));
  const title = rangeText(days[0] ?? monday, days.at(-1) ?? monday);
  return {
    title,
    body: [
      el(
        "div",
        { class: "page-head" },
        el("h1", {}, title),
        el(
          "div",
          { class: "page-actions" },
          el(
            "a",
            { class: "button square", href: `#/calendar/${addDays(monday, -7)}`, "aria-label": "The week before" },
            icon("m14 6-6 6 6 6"),
          ),
          el("a", { class: "button", href: "#/calendar" }, "Today"),
          el(
            "a",
            { class: "button square", href: `#/calendar/${addDays(monday, 7)}`, "aria-label": "The week after" },
            icon("m10 6 6 6-6 6"),
          ),
          newSessionButton(portal),
        ),
      ),
      grid(days, entries, today, practice),
    ],
  };
}

function isMonday(date: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/u.test(date) && Number.isFinite(Date.parse(date)) && dayOfWeek(date) === 0;
}

function fromSession(session: SessionInfo, practice: Practice): Entry {
  const client = practice.clients.find((each) => each.id === session.clientRef);
  return {
    ...placed(session, practice),
    service: session.service,
    who: client?.name ?? session.title,
    session,
    ...(client === undefined ? {} : { clientId: client.id }),
  };
}

function fromAppointment(appointment: Appointment, practice: Practice): Entry {
  const { service, clientName, clientId } = appointment;
  return { ...placed(appointment, practice), service, who: clientName, clientId };
}

function placed({ startsAt, durationMinutes }: { startsAt: string; durationMinutes: number }, { timeZone }: Practice) {
  const { date, time } = wallTime(Date.parse(startsAt), timeZone);
  const from = Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return { date, from, to: Math.min(DAY_END, from + durationMinutes), startsAt, durationMinutes };
}

function grid(days: string[], entries: Entry[], today: string, practice: Practice): HTMLElement {
  const from = Math.min(OPEN.from, ...entries.map((entry) => Math.floor(entry.from / 60)));
  const to = Math.max(OPEN.to, ...entries.map((entry) => Math.ceil(entry.to / 60)));
  const hours = Array.from({ length: to - from }, (_, index) => from + index);
  const week = el(
    "div",
    { class: "week" },
    el("div", { class: "hours", "aria-hidden": "true" }, ...hours.map((hour) => el("span", {}, hourText(hour)))),
    ...days.map((date) =>
      day(
        date,
        entries.filter((entry) => entry.date === date),
        from,
        date === today,
        practice,
      ),
    ),
  );
  week.style.setProperty("--hours", String(hours.length));
  week.style.setProperty("--days", String(days.length));
  return week;
}

function day(date: string, entries: Entry[], firstHour: number, isToday: boolean, practice: Practice): HTMLElement {
  const sorted = entries.toSorted((a, b) => a.from - b.from || b.to - a.to);
  const name = dateText(date, { weekday: "long", month: "long", day: "numeric" });
  return el(
    "section",
    { class: isToday ? "day today" : "day", "aria-label": isToday ? `Today, ${name}` : name },
    el(
      "h2",
      {},
      el("span", { class: "wide" }, dateText(date, { weekday: "short" }), " ", el("b", {}, dateText(date, { day: "numeric" }))),
      el("span", { class: "narrow" }, isToday ? `Today, ${name}` : name),
    ),
    el(
      "div",
      { class: "day-entries" },
      ...lanes(sorted).map(({ item, lane, of }) => entryCard(item, { lane, of, firstHour }, practice)),
      sorted.length === 0 ? el("p", { class: "free narrow" }, "Nothing planned") : null,
    ),
  );
}

function entryCard(entry: Entry, place: { lane: number; of: number; firstHour: number }, practice: Practice): HTMLElement {
  const { session } = entry;
  const video = session !== undefined;
  const kind = video ? `Video · ${entry.service.replace(/ session$/u, "")}` : entry.service.replace(/ session$/u, "");
  const classes = [
    "entry",
    video && "video",
    entry.to - entry.from < 60 && "short",
    place.lane > 0 && "beside",
    place.of > 1 && "crowded",
    session?.state === "ended" && "past",
  ]
    .filter(Boolean)
    .join(" ");
  const card = el(
    "article",
    { class: classes, "data-session": session?.id },
    el(
      "div",
      { class: "entry-words" },
      el("strong", {}, kind),
      entry.clientId === undefined
        ? el("span", { class: "who" }, entry.who)
        : el("a", { class: "who", href: `#/clients/${entry.clientId}/sessions` }, entry.who),
      el("span", { class: "when" }, span(entry.startsAt, entry.durationMinutes, practice.timeZone)),
    ),
    session === undefined || session.state === "ended" ? null : sessionActions(session, practice),
  );
  card.style.setProperty("--from", String((entry.from - place.firstHour * 60) / 60));
  card.style.setProperty("--length", String((entry.to - entry.from) / 60));
  card.style.setProperty("--lane", String(place.lane));
  card.style.setProperty("--lanes", String(place.of));
  return card;
}

/** The icons of one session: the portal opens a call on a page of its own. */
export function sessionActions(session: SessionInfo, practice: Practice): HTMLElement {
  const tag = el("session-actions", { "session-id": session.id });
  tag.contacts = practice.clients.find((each) => each.id === session.clientRef)?.contacts ?? [];
  tag.addEventListener("join-request", (event) => {
    event.preventDefault();
    location.hash = `#/call/${session.id}`;
  });
  return tag;
}
