/** An invitation as a calendar entry (RFC 5545), made in the browser: nothing is asked of anybody. */

import type { InvitationInfo } from "../../protocol/views.ts";

export interface CalendarWords {
  title: string;
  description: string;
}

/**
 * The file's text. Times in UTC, so that it needs no time zone's definition.
 * @param url where to go when it is time
 * @param now ms
 */
export function calendarText(info: InvitationInfo, { title, description }: CalendarWords, url: string, now: number): string {
  const start = Date.parse(info.startsAt);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Doorstep//Drop-in session//EN",
    "BEGIN:VEVENT",
    `UID:${start.toString(36)}-${crypto.randomUUID()}`,
    `DTSTAMP:${utc(now)}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(start + info.durationMinutes * 60_000)}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(`${description}\n${url}`)}`,
    `URL:${url.replace(/[\r\n]/gu, "")}`,
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escaped(title)}`,
    "TRIGGER:-PT10M",
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map(folded).join("\r\n") + "\r\n";
}

/** Offers it to the browser as a file. */
export function downloadCalendar(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/calendar;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  // Only after the browser has taken it.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function utc(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d{3}/gu, "");
}

/** Section 3.3.11: text in which these characters would mean something else. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f]/gu, "")
    .replace(/[\\;,]/gu, "\\$&")
    .replaceAll("\n", "\\n");
}

/** Section 3.1: no line is longer than 75 octets; a longer one goes on in the next after a space. No character is cut in two. */
function folded(line: string): string {
  const encoder = new TextEncoder();
  let out = "";
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > 74) {
      out += "\r\n ";
      octets = 1;
    }
    out += character;
    octets += size;
  }
  return out;
}
