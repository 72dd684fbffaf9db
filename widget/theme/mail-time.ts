/** When a session is, in the words of its mails: with the year and the zone spelled out. */

interface Span {
  startsAt: string;
  durationMinutes: number;
  timeZone: string;
}

export interface MailTime {
  /** `Tuesday, November 24, 2026 at 10:00 AM (Eastern Standard Time)` */
  whole: string;
  /** `Tuesday, November 24, 2026` */
  day: string;
  /** `10:00 – 10:50 AM` */
  hours: string;
  /** `Eastern Standard Time` */
  zone: string;
}

const DAY = { weekday: "long", day: "numeric", month: "long", year: "numeric" } as const;
const CLOCK = { hour: "numeric", minute: "2-digit" } as const;

export function mailTime(locale: string, { startsAt, durationMinutes, timeZone }: Span): MailTime {
  const start = Date.parse(startsAt);
  const end = start + durationMinutes * 60_000;
  const at = (options: Intl.DateTimeFormatOptions) => format(locale, timeZone, options);
  const named = at({ ...CLOCK, timeZoneName: "long" }).formatToParts(start);
  const zone = named.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
  const day = at(DAY).format(start);
  return {
    whole: `${at({ ...DAY, ...CLOCK }).format(start)} (${zone})`,
    day,
    // Over midnight formatRange would spell out both days.
    hours: day === at(DAY).format(end) ? at(CLOCK).formatRange(start, end) : `${at(CLOCK).format(start)} – ${at(CLOCK).format(end)}`,
    zone,
  };
}

function format(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone });
  } catch {
    // A zone that this browser does not know: the zone is named, so the time is true all the same.
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  }
}
