/** When a session is, in words: the recipient's language, the session's own zone, and that zone by its name. */

export interface SessionTime {
  /** ms. */
  startsAt: number;
  durationMinutes: number;
  /** IANA name. */
  timeZone: string;
}

export interface TimeInWords {
  /** "Tuesday, November 24, 2026 at 10:00 AM (Eastern Standard Time)" */
  whole: string;
  /** "Tuesday, November 24, 2026" */
  day: string;
  /** "10:00 – 10:50 AM" */
  hours: string;
  /** "Eastern Standard Time" */
  zone: string;
}

const DAY = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
const CLOCK = { hour: "numeric", minute: "2-digit" } as const;

/** `locale`: BCP 47; one that this runtime doesn't know is read as English. */
export function timeInWords({ startsAt, durationMinutes, timeZone }: SessionTime, locale: string): TimeInWords {
  const language = known(locale);
  const start = new Date(startsAt);
  const end = new Date(startsAt + durationMinutes * 60_000);
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(language, { calendar: "gregory", timeZone, ...options });
  const zone = format({ ...CLOCK, timeZoneName: "long" })
    .formatToParts(start)
    .find(({ type }) => type === "timeZoneName")?.value;
  const name = zone ?? timeZone;
  return {
    whole: `${format({ ...DAY, ...CLOCK }).format(start)} (${name})`,
    day: format(DAY).format(start),
    // Over midnight formatRange would spell out both days.
    hours:
      format(DAY).format(start) === format(DAY).format(end)
        ? format(CLOCK).formatRange(start, end)
        : `${format(CLOCK).format(start)} – ${format(CLOCK).format(end)}`,
    zone: name,
  };
}

function known(locale: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale)[0] ?? "en";
  } catch {
    // Not a language tag at all.
    return "en";
  }
}
