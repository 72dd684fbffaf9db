import assert from "node:assert/strict";
import { describe, test } from "node:test";
import ICAL from "ical.js";
import nodeIcal from "node-ical";
import type { CalendarFacts } from "../../../relay/outbox/mail/calendar.ts";
import { calendarFor, calendarUid } from "../../../relay/outbox/mail/calendar.ts";
import { vtimezone } from "../../../relay/outbox/mail/zone-rules.ts";

const MINUTE = 60_000;

function entry(different: Partial<CalendarFacts> = {}): CalendarFacts {
  return {
    method: "REQUEST",
    sequence: 0,
    now: Date.parse("2026-10-01T08:00:00Z"),
    session: { id: "ses_A", startsAt: Date.parse("2026-11-24T15:00:00Z"), durationMinutes: 50, timeZone: "America/Toronto" },
    inviteId: "inv_B",
    summary: "Video session: Family session (Riverside Counselling)",
    description: "Join session: https://portal.example/join#x\n\nThis link is for you alone.",
    joinUrl: "https://portal.example/join#x",
    organizer: { name: "Riverside Counselling", address: "desk@riverside.example" },
    attendee: { name: "Samir", address: "samir@guest.example" },
    ...different,
  };
}

/** By node-ical, which knows the zones itself, and by ical.js, which believes the file's own rules. */
function instants(content: string): { byName: [number, number]; byRules: [number, number] } {
  const named = Object.values(nodeIcal.sync.parseICS(content)).find((each) => each?.type === "VEVENT");
  assert(named?.type === "VEVENT" && named.end);
  const component = new ICAL.Component(ICAL.parse(content));
  const event = component.getFirstSubcomponent("vevent");
  assert(event);
  const at = (name: string): number => {
    const time = event.getFirstPropertyValue(name);
    assert(time instanceof ICAL.Time);
    assert.notEqual(time.zone.tzid, "floating", `${name} has a zone`);
    return time.toJSDate().getTime();
  };
  return { byName: [named.start.getTime(), named.end.getTime()], byRules: [at("dtstart"), at("dtend")] };
}

/** The days around both changes of the clocks in 2026, and the changes' own hours. */
const ZONES: [string, string[]][] = [
  [
    "America/Toronto",
    [
      "2026-03-07T15:00Z",
      "2026-03-08T06:30Z",
      "2026-03-08T07:00Z",
      "2026-03-08T15:00Z",
      "2026-10-31T14:00Z",
      "2026-11-01T05:30Z",
      "2026-11-01T06:30Z",
      "2026-11-01T15:00Z",
    ],
  ],
  [
    "Europe/Paris",
    [
      "2026-03-28T09:00Z",
      "2026-03-29T00:30Z",
      "2026-03-29T01:00Z",
      "2026-03-29T08:00Z",
      "2026-10-24T08:00Z",
      "2026-10-25T00:30Z",
      "2026-10-25T01:30Z",
      "2026-10-25T09:00Z",
    ],
  ],
  [
    "Australia/Sydney",
    [
      "2026-04-03T23:00Z",
      "2026-04-04T15:30Z",
      "2026-04-04T16:30Z",
      "2026-04-05T00:00Z",
      "2026-10-02T23:00Z",
      "2026-10-03T15:30Z",
      "2026-10-03T16:00Z",
      "2026-10-03T23:00Z",
    ],
  ],
  ["Australia/Lord_Howe", ["2026-04-04T14:45Z", "2026-04-04T15:15Z", "2026-10-03T15:45Z"]],
  ["Asia/Kolkata", ["2026-07-01T04:30Z"]],
  ["Africa/Casablanca", ["2026-02-15T01:30Z", "2026-02-15T02:30Z", "2026-03-22T02:30Z", "2026-07-01T12:00Z"]],
  ["UTC", ["2026-07-01T12:00Z"]],
];

describe("A calendar entry", () => {
  for (const [timeZone, times] of ZONES) {
    test(`names the right instants in ${timeZone}, before, in and after a change of the clocks, to readers of both kinds`, () => {
      for (const time of times) {
        for (const durationMinutes of [50, 12 * 60]) {
          const startsAt = Date.parse(time);
          const expected = [startsAt, startsAt + durationMinutes * MINUTE];
          const { content } = calendarFor(entry({ session: { id: "ses_A", startsAt, durationMinutes, timeZone } }));
          assert.deepEqual(instants(content), { byName: expected, byRules: expected }, `${time}\n${content}`);
        }
      }
    });
  }

  test("is right in every zone that this runtime knows, winter and summer", () => {
    for (const timeZone of Intl.supportedValuesOf("timeZone")) {
      for (const time of ["2026-01-15T12:00Z", "2026-07-15T12:00Z"]) {
        const startsAt = Date.parse(time);
        const { content } = calendarFor(entry({ session: { id: "ses_A", startsAt, durationMinutes: 50, timeZone } }));
        assert.equal(instants(content).byRules[0], startsAt, `${timeZone} ${time}`);
      }
    }
  });

  test("shows the session's own zone where its clocks keep a yearly rule, and UTC where they keep none", () => {
    assert.match(calendarFor(entry()).content, /\r\nDTSTART;TZID=America\/Toronto:20261124T100000\r\n/);
    const ramadan = { id: "ses_A", startsAt: Date.parse("2026-02-15T12:00Z"), durationMinutes: 50, timeZone: "Africa/Casablanca" } as const;
    assert.match(calendarFor(entry({ session: ramadan })).content, /\r\nDTSTART:20260215T120000Z\r\n/);
    assert.equal(vtimezone("Africa/Casablanca", Date.parse("2026-02-15")), null);
    assert.match(calendarFor(entry()).content, /\r\nDTSTAMP:20261001T080000Z\r\n/, "the stamp is in UTC whatever the zone");
  });

  test("keeps its UID when it moves and when it is taken back, with a higher sequence each time (RFC 5546)", () => {
    const moved = { ...entry().session, startsAt: Date.parse("2026-11-25T16:00:00Z") };
    const { joinUrl: _dead, ...rest } = entry({ method: "CANCEL", sequence: 2, session: moved, description: "It is off." });
    const three = [calendarFor(entry()), calendarFor(entry({ sequence: 1, session: moved })), calendarFor(rest)];
    const read = three.map(({ content, method }) => {
      const calendar = new ICAL.Component(ICAL.parse(content));
      const event = calendar.getFirstSubcomponent("vevent");
      assert.equal(calendar.getFirstPropertyValue("method"), method);
      return ["uid", "sequence", "status", "organizer", "attendee"].map((name) => event?.getFirstPropertyValue(name));
    });
    const uid = calendarUid("ses_A", "inv_B");
    const people = ["mailto:desk@riverside.example", "MAILTO:samir@guest.example"];
    assert.deepEqual(
      three.map(({ method }) => method),
      ["REQUEST", "REQUEST", "CANCEL"],
    );
    assert.deepEqual(read, [
      [uid, 0, "CONFIRMED", ...people],
      [uid, 1, "CONFIRMED", ...people],
      [uid, 2, "CANCELLED", ...people],
    ]);
    assert.deepEqual(instants(three[1]?.content ?? "").byRules[0], moved.startsAt);
    assert(!three[2]?.content.includes("https://"), "a dead link is not repeated");
  });

  test("is another one for another invite of the same session", () => {
    assert.notEqual(calendarUid("ses_A", "inv_B"), calendarUid("ses_A", "inv_C"));
  });

  test("holds its words as they are, whatever they hold", () => {
    const summary = `a; b, c: "d" \\n e\\ 👩‍👩‍👧‍👦 ${"é".repeat(200)}`;
    const attendee = { name: 'Ana "the; boss", X', address: "ana@guest.example" };
    const { content } = calendarFor(entry({ summary, attendee, joinUrl: "https://portal.example/join;a,b#x" }));
    const event = new ICAL.Component(ICAL.parse(content)).getFirstSubcomponent("vevent");
    assert.equal(event?.getFirstPropertyValue("summary"), summary);
    assert.equal(event?.getFirstPropertyValue("description"), entry().description);
    assert.equal(event?.getFirstProperty("attendee")?.getFirstParameter("cn"), "Ana 'the; boss', X");
    assert.equal(event?.getFirstPropertyValue("url"), "https://portal.example/join%3Ba%2Cb#x");
  });
});
