import { listed } from "./when.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What is left until something: "2 days, 3 hours", "3 hours, 20 minutes", then "12:05" by the second. */
export function countdown(ms: number, locale: string): string {
  const left = Math.max(0, ms);
  if (left >= DAY)
    return listed(
      [
        [Math.floor(left / DAY), "day"],
        [Math.floor((left % DAY) / HOUR), "hour"],
      ],
      locale,
    );
  if (left >= HOUR)
    return listed(
      [
        [Math.floor(left / HOUR), "hour"],
        [Math.floor((left % HOUR) / 60_000), "minute"],
      ],
      locale,
    );
  const seconds = Math.ceil(left / 1_000);
  const two = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  return `${new Intl.NumberFormat(locale).format(Math.floor(seconds / 60))}:${two.format(seconds % 60)}`;
}
