/** Times in words, in the reader's own zone and language. All times in ms, wall clock. */

import { msg, str } from "@lit/localize";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "Today, 10:00", "Tomorrow, 10:00", "Tuesday, November 24, 10:00". */
export function dayAndTime(at: number, locale: string, now: number, clock = wallClock(locale)): string {
  const words = dayAndTimeWithin(at, locale, now, clock);
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
}

/** The same within a sentence: "today, 10:00". */
export function dayAndTimeWithin(at: number, locale: string, now: number, clock = wallClock(locale)): string {
  const time = clock.format(at);
  const days = Math.round((startOfDay(at) - startOfDay(now)) / DAY);
  const day =
    Math.abs(days) <= 1
      ? new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(days, "day")
      : new Intl.DateTimeFormat(locale, {
          weekday: "long",
          month: "long",
          day: "numeric",
          ...(Math.abs(days) > 300 ? { year: "numeric" as const } : {}),
        }).format(at);
  return msg(str`${day}, ${time}`, { id: "when.day-time" });
}

/**
 * The same for someone invited from another zone: "Today, 16:00 in your time zone (10:00 in Toronto)".
 * On a slow phone a browser takes ten milliseconds for each format that it makes, so none is made in vain.
 */
export function startInWords(startsAt: number, sessionZone: string, locale: string, now: number): string {
  const here = wallClock(locale);
  const words = dayAndTime(startsAt, locale, now, here);
  if (here.resolvedOptions().timeZone === sessionZone) return words;
  try {
    const time = wallClock(locale, sessionZone).format(startsAt);
    if (time === here.format(startsAt) && dateIn(startsAt) === dateIn(startsAt, sessionZone)) return words;
    const place = sessionZone.split("/").at(-1)?.replaceAll("_", " ") ?? sessionZone;
    return msg(str`${words} in your time zone (${time} in ${place})`, { id: "when.other-zone" });
  } catch {
    // A zone that this browser does not know.
    return words;
  }
}

/** "24 minutes", "1 hour, 5 minutes"; never less than a minute. */
export function duration(ms: number, locale: string): string {
  const minutes = Math.max(1, Math.round(ms / MINUTE));
  return listed(
    [
      [Math.floor(minutes / 60), "hour"],
      [minutes % 60, "minute"],
    ],
    locale,
  );
}

/** "just now", "2 minutes ago". */
export function ago(at: number, locale: string, now: number): string {
  const minutes = Math.floor((now - at) / MINUTE);
  if (minutes < 1) return msg("just now", { id: "when.just-now" });
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "always" });
  return minutes < 60 ? format.format(-minutes, "minute") : format.format(-Math.floor(minutes / 60), "hour");
}

/** "2 days, 3 hours": without what is none of, but not without anything. */
export function listed(parts: [number, "day" | "hour" | "minute"][], locale: string): string {
  const words = parts
    .filter(([count], index) => count > 0 || (index === parts.length - 1 && parts.every(([each]) => each === 0)))
    .map(([count, unit]) => new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(count));
  return new Intl.ListFormat(locale, { type: "unit" }).format(words);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** The time by a clock on a wall here, or there. */
function wallClock(locale: string, timeZone?: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { timeStyle: "short", timeZone });
}

function dateIn(at: number, timeZone?: string): string {
  return new Intl.DateTimeFormat("en", { timeZone }).format(at);
}
