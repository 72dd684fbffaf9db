import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { addDays, at, dayOfWeek, daysShown, mondayFor } from "../../demo/week.ts";
import { lanes } from "../../demo/pages/portal/lanes.ts";
import { initials } from "../../demo/pages/portal/dom.ts";
import type { NewSession, RelayClient } from "../../demo/relay-client.ts";
import { seedWeek } from "../../demo/seed-week.ts";

const TORONTO = "America/Toronto";
/** A relay that remembers what it was asked to make. */
function notebook(known: number = 0) {
  const made: { session: NewSession; key: string }[] = [];
  const relay = {
    sessions: async () => Array.from({ length: known }),
    create: async (session: NewSession, key: string) => void made.push({ session, key }),
  } as unknown as RelayClient;
  return { relay, made };
}

describe("The practice's weeks", () => {
  test("begin on Monday of its own clock, and on a weekend the coming one counts", () => {
    assert.equal(mondayFor(Date.parse("2026-11-24T03:00:00Z"), TORONTO), "2026-11-23", "Monday evening in Toronto");
    assert.equal(mondayFor(Date.parse("2026-11-28T12:00:00Z"), TORONTO), "2026-11-30", "Saturday");
    assert.equal(mondayFor(Date.parse("2026-11-30T03:00:00Z"), TORONTO), "2026-11-30", "still Sunday in Toronto");
    assert.equal(dayOfWeek("2026-11-23"), 0);
    assert.equal(addDays("2026-02-27", 3), "2026-03-02");
  });

  test("show today also on a weekend, and other days off only with something in them", () => {
    const days = (monday: string, today: string, ...busy: string[]) =>
      daysShown(monday, today, new Set(busy)).map((date) => Number(date.slice(-2)));
    assert.deepEqual(days("2026-11-30", "2026-12-02"), [30, 1, 2, 3, 4]);
    assert.deepEqual(days("2026-11-30", "2026-12-02", "2026-12-06"), [30, 1, 2, 3, 4, 6]);
    assert.deepEqual(days("2026-11-30", "2026-11-29"), [29, 30, 1, 2, 3, 4], "on Sunday");
    assert.deepEqual(days("2026-11-30", "2026-11-28"), [28, 30, 1, 2, 3, 4], "on Saturday");
    assert.deepEqual(days("2026-11-30", "2026-11-28", "2026-11-29"), [28, 29, 30, 1, 2, 3, 4], "with something tomorrow");
    assert.deepEqual(days("2026-11-23", "2026-11-29"), [23, 24, 25, 26, 27, 29], "the week that ends today");
    assert.deepEqual(days("2026-12-07", "2026-11-29"), [7, 8, 9, 10, 11]);
  });

  test("have every hour, also the one that summer time leaves out", () => {
    assert.equal(new Date(at("2026-11-24", "10:00", TORONTO)).toISOString(), "2026-11-24T15:00:00.000Z");
    assert.equal(new Date(at("2026-03-08", "02:30", TORONTO)).toISOString(), "2026-03-08T07:30:00.000Z");
  });
});

describe("The demo's first week", () => {
  test("has sessions on all days, and one whose links work right now", async () => {
    const { relay, made } = notebook();
    const now = Date.parse("2026-11-23T22:07:00-05:00");
    assert.equal(await seedWeek(relay, TORONTO, now), made.length);
    assert.ok(made.length >= 5);
    assert.equal(new Set(made.map(({ key }) => key)).size, made.length, "each has its own Idempotency-Key");
    const current = made.find(({ session }) => Math.abs(Date.parse(session.startsAt) - now) < 15 * 60_000);
    assert.equal(current?.session.startsAt, "2026-11-23T22:00:00-05:00");
    assert.equal(current?.session.linkSharing, true);
  });

  test("has no second one beside a session that is on anyway", async () => {
    const { relay, made } = notebook();
    await seedWeek(relay, TORONTO, Date.parse("2026-11-24T10:20:00-05:00"));
    assert.equal(
      made.some(({ key }) => key.endsWith("-now")),
      false,
    );
  });

  test("is made once: where there are sessions, nothing is added", async () => {
    const { relay, made } = notebook(1);
    assert.equal(await seedWeek(relay, TORONTO), 0);
    assert.deepEqual(made, []);
  });
});

describe("The calendar", () => {
  test("puts overlapping entries side by side, and gives the others the whole width", () => {
    const entries = [
      { from: 0, to: 50 },
      { from: 30, to: 60 },
      { from: 50, to: 70 },
      { from: 90, to: 100 },
    ];
    assert.deepEqual(
      lanes(entries).map(({ lane, of }) => [lane, of]),
      [
        [0, 2],
        [1, 2],
        [0, 2],
        [0, 1],
      ],
    );
  });

  test("shortens names without their titles", () => {
    assert.deepEqual(["Dr. Maya Osei", "Noor Haddad", "Cher", "Ana (interpreter)"].map(initials), ["MO", "NH", "C", "A"]);
  });
});
