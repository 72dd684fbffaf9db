import assert from "node:assert/strict";
import { test } from "node:test";
import { calendarText } from "../../../widget/session/calendar-file.ts";
import { info } from "../support/guest-views.ts";

const words = {
  title: "Video session with Dr. Maya Osei; Zoë, “Füße”\nBEGIN:VEVENT",
  description: "Open this link when it is time. ".repeat(8),
};
const text = calendarText(
  info({ startsAt: "2026-11-24T10:00:00-05:00", durationMinutes: 50 }),
  words,
  "https://relay.example/join#abc.def",
  0,
);
const unfolded = text.replaceAll("\r\n ", "");

test("the entry starts and ends when the session does, in UTC", () => {
  assert.match(unfolded, /\r\nDTSTART:20261124T150000Z\r\nDTEND:20261124T155000Z\r\n/u);
});

test("no line is over 75 octets, none is cut within a character, and all end as RFC 5545 wants", () => {
  assert.ok(text.endsWith("END:VCALENDAR\r\n"));
  for (const line of text.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, line);
  assert.equal(text.includes("\uFFFD"), false);
});

test("a name cannot add a line or an entry of its own", () => {
  assert.equal(unfolded.split("\r\n").filter((line) => line === "BEGIN:VEVENT").length, 1);
  assert.match(unfolded, /SUMMARY:Video session with Dr\. Maya Osei\\; Zoë\\, “Füße”\\nBEGIN:VEVENT\r\n/u);
});

test("the guest finds the way back in the entry", () => {
  assert.match(unfolded, /\r\nURL:https:\/\/relay\.example\/join#abc\.def\r\n/u);
});
