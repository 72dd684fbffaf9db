/** The calendar entry of an invitation, as an iTIP message (RFC 5546): one event, one guest. */

import { TZDate } from "@date-fns/tz";
import {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  ICalCalendar,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventStatus,
  ICalEventTransparency,
} from "ical-generator";
import type { InviteId, SessionId } from "../../../protocol/ids.ts";
import type { Calendar, Mailbox } from "./mail.ts";
import { plainLine, plainLines } from "./plain-line.ts";
import type { SessionTime } from "./session-time.ts";
import { vtimezone } from "./zone-rules.ts";

/** Times in ms. */
export interface CalendarFacts {
  /** REQUEST both for a new entry and for one that moved: a higher sequence makes it an update. */
  method: "REQUEST" | "CANCEL";
  /** 0 at first, higher with every later message about this invite (RFC 5545 3.8.7.4). */
  sequence: number;
  /** When the message is made. */
  now: number;
  session: SessionTime & { id: SessionId };
  inviteId: InviteId;
  summary: string;
  description: string;
  /** Absent when it works no more. */
  joinUrl?: string;
  organizer: Mailbox;
  attendee: Mailbox;
}

const MINUTE = 60_000;

/** The same for every message about one invite, so that calendars find their entry again. */
export function calendarUid(sessionId: SessionId, inviteId: InviteId): string {
  return `${sessionId}.${inviteId}@doorstep`;
}

export function calendarFor(facts: CalendarFacts): Calendar {
  const { method, session, organizer, attendee, joinUrl } = facts;
  const endsAt = session.startsAt + session.durationMinutes * MINUTE;
  const rules = vtimezone(session.timeZone, session.startsAt, endsAt);
  const calendar = new ICalCalendar({
    prodId: { company: "Doorstep", product: "Invitations", language: "EN" },
    method: method === "CANCEL" ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
    // The zone is named by the event alone: named by the calendar it would make the stamp a local time, which RFC 5545 forbids.
    ...(rules === null ? {} : { timezone: { name: null, generator: () => rules } }),
  });
  // Without rules the times are in UTC.
  const at = (time: number): Date => (rules === null ? new Date(time) : new TZDate(time, session.timeZone));
  calendar.createEvent({
    id: calendarUid(session.id, facts.inviteId),
    sequence: facts.sequence,
    stamp: new Date(facts.now),
    start: at(session.startsAt),
    end: at(endsAt),
    ...(rules === null ? {} : { timezone: session.timeZone }),
    summary: plainLine(facts.summary),
    description: plainLines(facts.description),
    status: method === "CANCEL" ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    busystatus: method === "CANCEL" ? ICalEventBusyStatus.FREE : ICalEventBusyStatus.BUSY,
    transparency: method === "CANCEL" ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    organizer: { name: parameter(organizer.name, organizer.address), email: organizer.address },
    attendees: [
      {
        name: parameter(attendee.name, attendee.address),
        email: attendee.address,
        role: ICalAttendeeRole.REQ,
        status: ICalAttendeeStatus.NEEDSACTION,
        type: ICalAttendeeType.INDIVIDUAL,
        // The host sees who comes in the waiting room; answers by mail would only fill the clinic's inbox.
        rsvp: false,
      },
    ],
    ...(joinUrl === undefined ? {} : { location: uri(joinUrl), url: uri(joinUrl) }),
  });
  return { method, content: calendar.toString() };
}

/** A parameter's value knows no escape for a quote (RFC 5545 3.2), and our writer would put a backslash before one. */
function parameter(name: string, instead: string): string {
  const plain = plainLine(name).replaceAll('"', "'").replaceAll("\\", "/");
  return plain === "" ? instead : plain;
}

/** Commas and semicolons part values in such a file, and our writer would put backslashes before them, which no URI knows. */
function uri(url: string): string {
  return url.replaceAll(",", "%2C").replaceAll(";", "%3B");
}
