/** Weeks on the practice's own clock: both the portal's back end and its pages count days with these. */

import { instantOf, wallTime } from "../widget/session/wall-time.ts";

const DAY_MS = 24 * 60 * 60_000;

/** `2026-11-24` moved by whole days. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The day of the week of a date, 0 is Monday. */
export function dayOfWeek(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}

/** The Monday of the week in which `instant` (ms) lies in `timeZone`. On a weekend, the week that comes. */
export function mondayFor(instant: number, timeZone: string): string {
  const { date } = wallTime(instant, timeZone);
  const day = dayOfWeek(date);
  return addDays(date, day >= 5 ? 7 - day : -day);
}

/** Where the week of `monday` begins for whoever looks at it on `today`: on the weekend before it what is left of that belongs to it. */
export function weekBegin(monday: string, today: string): string {
  return today < monday && today >= addDays(monday, -2) ? today : monday;
}

/** The days that a week is shown with: those of work, and of weekends today and what `busy` names. */
export function daysShown(monday: string, today: string, busy: ReadonlySet<string>): string[] {
  const days: string[] = [];
  for (let date = weekBegin(monday, today); date < addDays(monday, 7); date = addDays(date, 1)) {
    if (dayOfWeek(date) < 5 || date === today || busy.has(date)) days.push(date);
  }
  return days;
}

/** When a clock in `timeZone` shows `time` on `date`, ms; an hour that the switch to summer time leaves out is the one after it. */
export function at(date: string, time: string, timeZone: string): number {
  const exact = instantOf({ date, time }, timeZone);
  if (exact !== null) return exact;
  const hour = Number(time.slice(0, 2));
  if (hour >= 23) return Date.parse(`${date}T${time}:00Z`);
  return at(date, `${String(hour + 1).padStart(2, "0")}${time.slice(2)}`, timeZone);
}
