/** Dates, times, counts and lists as people write them, in the tag's language. */

/** `5`, `1,200`: in the digits of the language. */
export function number(locale: string, value: number): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** `Ana, Jo and Samir`. */
export function list(locale: string, names: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(names);
}

interface Span {
  startsAt: string;
  durationMinutes: number;
  timeZone: string;
}

/** `Tuesday, November 24, 10:00 – 11:50`, on the clock of the session's zone. */
export function span(locale: string, { startsAt, durationMinutes, timeZone }: Span): string {
  const start = Date.parse(startsAt);
  return format(locale, timeZone, { weekday: "long", month: "long", day: "numeric", hour: "numeric", minute: "2-digit" }).formatRange(
    start,
    start + durationMinutes * 60_000,
  );
}

/** `Tuesday, November 24 at 10:00`. */
export function moment(locale: string, { startsAt, timeZone }: Omit<Span, "durationMinutes">): string {
  return format(locale, timeZone, { weekday: "long", month: "long", day: "numeric", hour: "numeric", minute: "2-digit" }).format(
    Date.parse(startsAt),
  );
}

/** `09:12`, on the clock of `timeZone`. */
export function clock(locale: string, instant: string, timeZone: string): string {
  return format(locale, timeZone, { hour: "numeric", minute: "2-digit" }).format(Date.parse(instant));
}

/** `yesterday`, `5 min. ago`: how long before `now` (ms) something was. */
export function ago(locale: string, instant: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(instant)) / 60_000));
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
  if (minutes < 60) return relative.format(-minutes, "minute");
  if (minutes < 24 * 60) return relative.format(-Math.floor(minutes / 60), "hour");
  return relative.format(-Math.floor(minutes / (24 * 60)), "day");
}

/** `2 minutes`, `2 min` if `short`; empty within the first minute. */
export function waited(locale: string, since: string, now: number, unitDisplay: "long" | "short" = "long"): string {
  const minutes = Math.floor((now - Date.parse(since)) / 60_000);
  return minutes < 1 ? "" : new Intl.NumberFormat(locale, { style: "unit", unit: "minute", unitDisplay }).format(minutes);
}

/** The place a zone is named after, as people say it: `Toronto` for `America/Toronto`. */
export function zoneName(timeZone: string): string {
  return (timeZone.split("/").at(-1) ?? timeZone).replaceAll("_", " ");
}

function format(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone });
  } catch {
    // A zone that this browser does not know: a time that says its own zone is true all the same.
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC", timeZoneName: "short" });
  }
}
