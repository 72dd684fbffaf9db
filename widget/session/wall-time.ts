/** The portal's clock: what stands in a date and a time field, in the portal's time zone, as an instant; and back. */

/** `2026-11-24` and `10:00`, as `<input type="date">` and `<input type="time">` hold them. */
export interface WallTime {
  date: string;
  time: string;
}

const MINUTE = 60_000;

/** The zone of this browser, for portals that name none. */
export function localZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** Whether this browser knows `timeZone` (an IANA name). */
export function isZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone }).format();
    return timeZone !== "";
  } catch {
    return false;
  }
}

/** What a clock on the wall in `timeZone` shows at `instant` (ms). */
export function wallTime(instant: number, timeZone: string): WallTime {
  const shifted = new Date(instant + offsetAt(instant, timeZone)).toISOString();
  return { date: shifted.slice(0, 10), time: shifted.slice(11, 16) };
}

/**
 * The instant (ms) at which a clock in `timeZone` shows `wall`; null when it never does: no date, or an hour that the
 * switch to summer time leaves out. An hour that comes twice is the earlier one.
 */
export function instantOf(wall: WallTime, timeZone: string): number | null {
  const naive = Date.parse(`${wall.date}T${wall.time}:00.000Z`);
  if (!Number.isFinite(naive) || !isZone(timeZone)) return null;
  const offsets = new Set([offsetAt(naive - 24 * 60 * MINUTE, timeZone), offsetAt(naive + 24 * 60 * MINUTE, timeZone)]);
  const instants = [...offsets].map((offset) => naive - offset).filter((instant) => offsetAt(instant, timeZone) === naive - instant);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** `instant` as the relay wants it: ISO 8601 with the zone's own offset, `2026-11-24T10:00:00-05:00`. */
export function isoWithOffset(instant: number, timeZone: string): string {
  const offset = offsetAt(instant, timeZone);
  const size = Math.abs(offset) / MINUTE;
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const shifted = new Date(instant + offset).toISOString().slice(0, 19);
  return `${shifted}${offset < 0 ? "-" : "+"}${two(size / 60)}:${two(size % 60)}`;
}

/** How far `timeZone` is ahead of UTC at `instant`, ms. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
    era: "short",
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value ?? Number.NaN);
  const shown = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return shown - Math.floor(instant / 1_000) * 1_000;
}
