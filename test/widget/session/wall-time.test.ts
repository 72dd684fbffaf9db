import assert from "node:assert/strict";
import { test } from "node:test";
import { instantOf, isoWithOffset, isZone, wallTime } from "../../../widget/session/wall-time.ts";

const iso = (date: string, time: string, zone: string) => {
  const instant = instantOf({ date, time }, zone);
  return instant === null ? null : isoWithOffset(instant, zone);
};

test("a date and a time in the portal's zone are one instant, written with that zone's offset", () => {
  assert.equal(iso("2026-11-24", "10:00", "America/Toronto"), "2026-11-24T10:00:00-05:00");
  assert.equal(iso("2026-07-01", "00:30", "Asia/Kolkata"), "2026-07-01T00:30:00+05:30");
  assert.equal(iso("2026-07-01", "23:59", "UTC"), "2026-07-01T23:59:00+00:00");
});

test("an hour that summer time leaves out is no time at all", () => {
  assert.equal(iso("2026-03-08", "02:30", "America/Toronto"), null);
  assert.equal(iso("2026-03-08", "03:00", "America/Toronto"), "2026-03-08T03:00:00-04:00");
});

test("an hour that comes twice is the earlier one", () => {
  assert.equal(iso("2026-11-01", "01:30", "America/Toronto"), "2026-11-01T01:30:00-04:00");
});

test("no date, no time and no zone give no instant", () => {
  assert.equal(instantOf({ date: "", time: "10:00" }, "UTC"), null);
  assert.equal(instantOf({ date: "2026-02-30", time: "" }, "UTC"), null);
  assert.equal(instantOf({ date: "2026-11-24", time: "10:00" }, "Mars/Olympus"), null);
  assert.equal(isZone("America/Toronto"), true);
});

test("an instant reads back as the same wall time, in every zone, on every hour of a year", () => {
  for (const zone of ["America/Toronto", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Chatham", "Africa/Casablanca"]) {
    for (let hour = 0; hour < 365 * 24; hour += 7) {
      const instant = Date.UTC(2026, 0, 1) + hour * 3_600_000;
      const back = instantOf(wallTime(instant, zone), zone);
      assert.ok(back === instant || back === instant - 3_600_000, `${zone} ${new Date(instant).toISOString()}`);
    }
  }
});
