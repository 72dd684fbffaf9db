import assert from "node:assert/strict";
import { test } from "node:test";
import { countdown } from "../../../widget/theme/countdown.ts";
import { ago, dayAndTime, dayAndTimeWithin, duration, startInWords } from "../../../widget/theme/when.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const noon = new Date(2026, 10, 24, 12, 0).getTime();
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

test("a day is named as people name it", () => {
  assert.equal(dayAndTime(noon + HOUR, "en-CA", noon), "Today, 1:00 p.m.");
  assert.equal(dayAndTimeWithin(noon + HOUR, "en-GB", noon), "today, 13:00");
  assert.equal(dayAndTime(noon + 24 * HOUR, "en-GB", noon), "Tomorrow, 12:00");
  assert.equal(dayAndTime(noon + 5 * 24 * HOUR, "en-GB", noon), "Sunday 29 November, 12:00");
});

test("someone invited from another zone reads both clocks; in the same zone, or an unknown one, only one", () => {
  const startsAt = Date.parse("2026-11-24T15:00:00Z");
  assert.match(startInWords(startsAt, "Asia/Kathmandu", "en-GB", noon), /in your time zone \(20:45 in Kathmandu\)$/u);
  assert.doesNotMatch(startInWords(startsAt, here, "en-GB", noon), /zone/u);
  assert.doesNotMatch(startInWords(startsAt, "Mars/Olympus", "en-GB", noon), /zone/u);
  // Another name for the same clock; and the same time, a day apart.
  const before = process.env["TZ"];
  try {
    process.env["TZ"] = "America/Toronto";
    assert.doesNotMatch(startInWords(startsAt, "America/New_York", "en-GB", noon), /zone/u);
    process.env["TZ"] = "Pacific/Honolulu";
    assert.match(startInWords(startsAt, "Pacific/Kiritimati", "en-GB", noon), /05:00 in your time zone \(05:00 in Kiritimati\)$/u);
  } finally {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  }
});

test("how long it was is told in hours and minutes, never as nothing", () => {
  assert.equal(duration(24 * MINUTE, "en"), "24 minutes");
  assert.equal(duration(65 * MINUTE, "en"), "1 hour, 5 minutes");
  assert.equal(duration(120 * MINUTE, "en"), "2 hours");
  assert.equal(duration(2_000, "en"), "1 minute");
});

test("what is left runs down from days to seconds and stops at nothing", () => {
  assert.equal(countdown(51 * HOUR, "en"), "2 days, 3 hours");
  assert.equal(countdown(3 * HOUR + 20 * MINUTE, "en"), "3 hours, 20 minutes");
  assert.equal(countdown(12 * MINUTE + 5_000, "en"), "12:05");
  assert.equal(countdown(400, "en"), "0:01");
  assert.equal(countdown(-9_000, "en"), "0:00");
});

test("a message's age is told in words", () => {
  assert.equal(ago(noon - 20_000, "en", noon), "just now");
  assert.equal(ago(noon - 2 * MINUTE, "en", noon), "2 minutes ago");
  assert.equal(ago(noon - 3 * HOUR, "en", noon), "3 hours ago");
});
