/** What the places of a message are called, and what they say in a preview. */

import { msg, str } from "@lit/localize";
import type { Values, Variable } from "../../../protocol/message-template.ts";
import type { SessionInfo } from "../../../protocol/views.ts";
import { mailTime } from "../../theme/mail-time.ts";

export function variableName(variable: Variable): string {
  switch (variable) {
    case "guestName":
      return msg("Guest name", { id: "message.guest-name" });
    case "hostName":
      return msg("Host name", { id: "message.host-name" });
    case "service":
      return msg("Service", { id: "message.service" });
    case "startsAt":
      return msg("Date and time", { id: "message.starts-at" });
    case "clinicName":
      return msg("Clinic name", { id: "message.clinic-name" });
    case "joinUrl":
      return msg("Link", { id: "message.join-url" });
  }
}

/** In the order in which they are offered. */
export const OFFERED: readonly Variable[] = ["guestName", "hostName", "service", "startsAt", "clinicName", "joinUrl"];

/** What of a session goes into its mails. */
export type Meeting = Pick<SessionInfo, "service" | "startsAt" | "durationMinutes" | "timeZone" | "hosts">;

/** What the message says to somebody called `guestName`. The link itself is nobody else's: words stand in its place. */
export function valuesFor(meeting: Meeting, guestName: string, clinicName: string, locale: string): Values {
  return {
    guestName,
    // The first of them, as in the mail.
    hostName: meeting.hosts[0]?.name ?? clinicName,
    service: meeting.service,
    startsAt: mailTime(locale, meeting).whole,
    clinicName,
    joinUrl: msg("[their link]", { id: "share.message.their-link" }),
  };
}

/** A session that never was: next Tuesday at ten. */
export function sampleMeeting(service: string | undefined, now: number): Meeting {
  const start = new Date(now);
  start.setDate(start.getDate() + ((2 - start.getDay() + 7) % 7 || 7));
  start.setHours(10, 0, 0, 0);
  return {
    service: service ?? msg("Family session", { id: "message.sample.service" }),
    startsAt: start.toISOString(),
    durationMinutes: 50,
    timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
    hosts: [{ id: "sample", name: msg("Dr. Maya Osei", { id: "message.sample.host" }) }],
  };
}

export function sampleGuest(): string {
  return msg("Samir", { id: "message.sample.guest" });
}

/** "{{nmae}} is not something we can fill in." */
export function unknownWords(text: string): string {
  return msg(str`${text} is not something we can fill in. Change or remove it.`, { id: "share.message.unknown" });
}
