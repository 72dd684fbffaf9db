/** Dates and times as the practice's clock shows them, in the reader's own English. */

const locale = navigator.languages.find((each) => each.toLowerCase().startsWith("en-")) ?? "en";
const MINUTE = 60_000;

function formatter(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone });
}

/** `10:00 – 11:50`. */
export function span(startsAt: string, durationMinutes: number, timeZone: string): string {
  const start = Date.parse(startsAt);
  return formatter(timeZone, { hour: "numeric", minute: "2-digit" }).formatRange(start, start + durationMinutes * MINUTE);
}

/** `Tue, Nov 24`; `Today` for today. */
export function dayName(instant: number, timeZone: string): string {
  const short = formatter(timeZone, { weekday: "short", month: "short", day: "numeric" });
  return short.format(instant) === short.format(Date.now()) ? "Today" : short.format(instant);
}

/** A calendar date without a time, e.g. `2026-11-24`, in parts that `options` name. */
export function dateText(date: string, options: Intl.DateTimeFormatOptions): string {
  return formatter("UTC", options).format(Date.parse(`${date}T12:00:00Z`));
}

/** `November 23 – 27`. */
export function rangeText(from: string, to: string): string {
  return formatter("UTC", { month: "long", day: "numeric" }).formatRange(Date.parse(`${from}T12:00:00Z`), Date.parse(`${to}T12:00:00Z`));
}

/** `9:00` or `9 AM`: a whole hour at the calendar's edge. */
export function hourText(hour: number): string {
  return formatter("UTC", { hour: "numeric", minute: "2-digit" })
    .format(Date.UTC(2026, 0, 1, hour))
    .replace(/:00(?=\s)/u, "");
}

export function money(amount: number): string {
  return new Intl.NumberFormat(locale, { style: "currency", currency: "CAD", currencyDisplay: "narrowSymbol" }).format(amount);
}

/** `Toronto` for `America/Toronto`. */
export function zoneName(timeZone: string): string {
  return (timeZone.split("/").at(-1) ?? timeZone).replaceAll("_", " ");
}
