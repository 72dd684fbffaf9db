/**
 * A time zone as calendar files carry it (RFC 5545 3.6.5), made from this runtime's own zone data: so the wall-clock time we write
 * and the rules by which others read it cannot disagree.
 */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** An hour shown twice or left out, and what readers make of the hours around it. */
const NEAR = 3 * HOUR;
const WEEKDAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;

/** A change of the clock. Offsets in ms east of UTC; `wall`: the time on the clocks just before it, as if it were UTC. */
interface Change {
  from: number;
  to: number;
  wall: Date;
}

/**
 * The VTIMEZONE component for an event that begins and ends at these times (ms). Null where it is better written in UTC: the zone is
 * UTC, its clocks follow no yearly rule then, or they change about that time, which readers of such files disagree about.
 */
export function vtimezone(zone: string, at: number, until: number = at): string | null {
  if (/^(?:Etc\/)?(?:UTC|UCT|GMT|Zulu|Universal)$/u.test(zone)) return null;
  const offset = offsetsOf(zone);
  if ([at, until].some((time) => offset(time - NEAR) !== offset(time + NEAR))) return null;
  const year = new Date(at).getUTCFullYear();
  const years = [year - 1, year, year + 1].map((each) => changesIn(each, offset));
  const [first = []] = years;
  if (years.every((changes) => changes.length === 0)) return component(zone, [fixed(offset(at))]);
  if (years.some((changes) => changes.length !== 2)) return null;
  const observances = first.map((change, index) =>
    observance(
      years.map((changes) => changes[index]).filter((each) => each !== undefined),
      change,
    ),
  );
  return observances.every((each) => each !== null) ? component(zone, observances) : null;
}

function component(zone: string, observances: readonly string[][]): string {
  return ["BEGIN:VTIMEZONE", `TZID:${zone}`, ...observances.flat(), "END:VTIMEZONE"].join("\r\n");
}

function fixed(offset: number): string[] {
  return ["BEGIN:STANDARD", "DTSTART:19700101T000000", `TZOFFSETFROM:${signed(offset)}`, `TZOFFSETTO:${signed(offset)}`, "END:STANDARD"];
}

/** One half of the year, by the rule that its beginnings in three years have in common; null if they have none. */
function observance(changes: readonly Change[], first: Change): string[] | null {
  const { from, to, wall } = first;
  const alike = changes.every(
    (each) =>
      each.from === from &&
      each.to === to &&
      each.wall.getUTCMonth() === wall.getUTCMonth() &&
      each.wall.getUTCDay() === wall.getUTCDay() &&
      each.wall.getTime() % DAY === wall.getTime() % DAY,
  );
  const place = places(wall).find((nth) => changes.every((each) => places(each.wall).includes(nth)));
  if (!alike || place === undefined) return null;
  const kind = to > from ? "DAYLIGHT" : "STANDARD";
  return [
    `BEGIN:${kind}`,
    `DTSTART:${wall.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}`,
    `TZOFFSETFROM:${signed(from)}`,
    `TZOFFSETTO:${signed(to)}`,
    `RRULE:FREQ=YEARLY;BYMONTH=${wall.getUTCMonth() + 1};BYDAY=${place}${WEEKDAYS[wall.getUTCDay()]}`,
    `END:${kind}`,
  ];
}

/** Which weekday of its month a day is: the last of its kind, and the first, second … */
function places(day: Date): number[] {
  const date = day.getUTCDate();
  const length = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  return [...(date + 7 > length ? [-1] : []), Math.ceil(date / 7)];
}

function changesIn(year: number, offset: (at: number) => number): Change[] {
  const changes: Change[] = [];
  const end = Date.UTC(year + 1, 0, 1);
  let before = offset(Date.UTC(year, 0, 1));
  for (let from = Date.UTC(year, 0, 1); from < end; from += 7 * DAY) {
    const to = Math.min(from + 7 * DAY, end);
    const after = offset(to);
    if (after !== before) changes.push(changeBetween(from, to, offset));
    before = after;
  }
  return changes;
}

function changeBetween(before: number, after: number, offset: (at: number) => number): Change {
  const from = offset(before);
  let [low, high] = [before, after];
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
    if (offset(middle) === from) low = middle;
    else high = middle;
  }
  return { from, to: offset(high), wall: new Date(high + from) };
}

/** The zone's offset, ms east of UTC, at a time. */
function offsetsOf(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  return (at) => {
    const name = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "GMT";
    const [, sign = "+", hours = "0", minutes = "0"] = /^GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
  };
}

function signed(offset: number): string {
  const minutes = Math.abs(offset) / MINUTE;
  const two = (value: number): string => `${value}`.padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}
