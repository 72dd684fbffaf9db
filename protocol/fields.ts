/** Schemas of single fields, shared by the socket events and the REST bodies. All text is trimmed, well-formed and free of control characters. */

import * as v from "valibot";
import type { GuestId, HostParticipantId, IdPrefix, InstanceId, InviteId, SessionId } from "./ids.ts";
import { isId } from "./ids.ts";
import * as limits from "./limits.ts";
import { parseTemplate } from "./message-template.ts";

/** C0 and C1 controls (line breaks allowed only where a text has lines) and the bidirectional overrides that make text lie (Unicode TR 36). */
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const CONTROLS_BUT_LINES = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

/** Half of a letter that takes two code units cannot be written in UTF-8: it would read differently wherever it is sent. */
const HALVES = /\p{Surrogate}/gu;
const whole = (text: string): string => text.replaceAll(HALVES, "\ufffd");

/** One line of text, 1 to `max` code units. */
export const line = (name: string, max: number) =>
  v.pipe(
    v.string(`${name} must be text.`),
    v.transform(whole),
    v.trim(),
    v.minLength(1, `${name} is empty.`),
    v.maxLength(max, `${name} is longer than ${max} characters.`),
    v.check((text) => !CONTROLS.test(text), `${name} holds a line break or a control character.`),
  );

/** Text with line breaks, 1 to `max` code units. */
export const lines = (name: string, max: number) =>
  v.pipe(
    v.string(`${name} must be text.`),
    v.transform((text) => whole(text).replaceAll("\r\n", "\n")),
    v.trim(),
    v.minLength(1, `${name} is empty.`),
    v.maxLength(max, `${name} is longer than ${max} characters.`),
    v.check((text) => !CONTROLS_BUT_LINES.test(text), `${name} holds a control character.`),
  );

const id = <T extends string>(prefix: IdPrefix, name: string) => v.custom<T>((value) => isId(prefix, value), `${name} is not an id.`);

export const sessionId = id<SessionId>("ses", "sessionId");
export const inviteId = id<InviteId>("inv", "inviteId");
export const guestId = id<GuestId>("gst", "guestId");
export const instanceId = id<InstanceId>("ins", "instance");
export const participantId = v.union(
  [id<GuestId>("gst", "participantId"), id<HostParticipantId>("hst", "participantId")],
  "participantId is not an id.",
);

export const name = line("name", limits.NAME_LENGTH);
export const email = v.pipe(
  v.string("email must be text."),
  v.trim(),
  v.maxLength(limits.EMAIL_LENGTH, "email is too long for an address."),
  v.rfcEmail("email is not an e-mail address."),
);
export const relation = v.picklist(
  ["linked-account", "alternate-contact", "other"],
  "relation is not one of linked-account, alternate-contact, other.",
);

/** A language, BCP 47: `fr`, `de-AT`. */
export const locale = v.pipe(
  v.string("locale must be text."),
  v.maxLength(35, "locale is too long."),
  v.regex(/^[a-z]{2,8}(?:-[a-z\d]{1,8})*$/iu, "locale is not a language, e.g. fr or de-AT."),
);

const INSTANT =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[T ](?:[01]\d|2[0-3])(?::[0-5]\d){1,2}(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/iu;

/** ISO 8601 with an offset or Z, kept as text. Seconds may be left out. */
export const instant = v.pipe(
  v.string("A time must be text, ISO 8601 with an offset."),
  v.regex(INSTANT, "A time must be ISO 8601 with an offset, e.g. 2026-11-24T10:00:00-05:00."),
  v.check((text) => Number.isFinite(Date.parse(text)) && dayExists(text), "A time must be a date that exists."),
);

/** `Date.parse` takes 31 February for 3 March. */
function dayExists(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone }).format(0);
    return zone !== "";
  } catch {
    return false;
  }
}

/** An IANA time zone name that this runtime knows. */
export const timeZone = v.pipe(
  v.string("timeZone must be text."),
  v.maxLength(64, "timeZone is too long."),
  v.check(isTimeZone, "timeZone is not an IANA time zone, e.g. America/Toronto."),
);

export const host = v.strictObject({
  id: line("hosts[].id", limits.USER_ID_LENGTH),
  name: line("hosts[].name", limits.NAME_LENGTH),
});

/** Someone to invite: by e-mail, or (label only) with a link to copy. */
export const recipient = v.strictObject({
  name: v.optional(name),
  email,
  relation: v.optional(relation, "other"),
  contactId: v.optional(line("contactId", limits.REFERENCE_LENGTH)),
  locale: v.optional(locale),
});
export type Recipient = v.InferOutput<typeof recipient>;

/** Whom to invite along with something else: perhaps nobody. */
const invites = v.pipe(
  v.array(recipient, "invites must be a list."),
  v.maxLength(limits.RECIPIENTS_PER_CALL, `At most ${limits.RECIPIENTS_PER_CALL} invites at a time.`),
);
export const recipients = v.pipe(
  v.array(recipient, "recipients must be a list."),
  v.minLength(1, "recipients is empty."),
  v.maxLength(limits.RECIPIENTS_PER_CALL, `At most ${limits.RECIPIENTS_PER_CALL} recipients at a time.`),
);

const durationMinutes = v.pipe(
  v.number("durationMinutes must be a number."),
  v.integer("durationMinutes must be whole minutes."),
  v.minValue(limits.DURATION_MINUTES.min, `durationMinutes is under ${limits.DURATION_MINUTES.min}.`),
  v.maxValue(limits.DURATION_MINUTES.max, `durationMinutes is over ${limits.DURATION_MINUTES.max}.`),
);

export const hosts = v.pipe(
  v.array(host, "hosts must be a list."),
  v.minLength(1, "hosts is empty."),
  v.maxLength(limits.HOSTS_PER_SESSION, `At most ${limits.HOSTS_PER_SESSION} hosts.`),
  v.check((list) => new Set(list.map((each) => each.id)).size === list.length, "hosts names someone twice."),
);

/** The body of `POST /v1/sessions` and of `session:create`. */
export const sessionDraft = v.strictObject({
  title: line("title", limits.TITLE_LENGTH),
  service: line("service", limits.SERVICE_LENGTH),
  hosts,
  startsAt: instant,
  durationMinutes,
  timeZone,
  clientRef: v.optional(line("clientRef", limits.REFERENCE_LENGTH)),
  linkSharing: v.optional(v.boolean("linkSharing must be true or false."), false),
  /** End-to-end encrypted also where the media goes through a server (E2E1); cannot be changed later. */
  e2ee: v.optional(v.boolean("e2ee must be true or false.")),
  invites: v.optional(invites),
});
export type SessionDraft = v.InferOutput<typeof sessionDraft>;

/** The body of `PATCH /v1/sessions/:id` and of `session:update`: any of the fields, `removeGuests` beside `linkSharing: false`. */
export const sessionChanges = v.strictObject({
  title: v.optional(line("title", limits.TITLE_LENGTH)),
  service: v.optional(line("service", limits.SERVICE_LENGTH)),
  hosts: v.optional(hosts),
  startsAt: v.optional(instant),
  durationMinutes: v.optional(durationMinutes),
  timeZone: v.optional(timeZone),
  clientRef: v.optional(line("clientRef", limits.REFERENCE_LENGTH)),
  linkSharing: v.optional(v.boolean("linkSharing must be true or false.")),
  removeGuests: v.optional(v.boolean("removeGuests must be true or false.")),
  /** Invited besides those who are. */
  invites: v.optional(invites),
});
export type SessionChanges = v.InferOutput<typeof sessionChanges>;

/** MAIL8: a guest would read a variable that nobody can fill in as it stands. */
const fillable = (name: string) =>
  v.check((text: string) => parseTemplate(text).unknown.length === 0, `${name} has a variable that nobody can fill in.`);

/** The words of one mail; absent parts fall back to the tenant's default message. */
export const inviteMessage = v.strictObject({
  subject: v.optional(v.pipe(line("subject", limits.MESSAGE_SUBJECT_LENGTH), fillable("subject"))),
  body: v.optional(v.pipe(lines("body", limits.MESSAGE_BODY_LENGTH), fillable("body"))),
});

export type InviteMessage = v.InferOutput<typeof inviteMessage>;

/** A clinic's default message: both parts. */
export const defaultMessage = v.strictObject({
  subject: line("subject", limits.MESSAGE_SUBJECT_LENGTH),
  body: lines("body", limits.MESSAGE_BODY_LENGTH),
});

export const participantFlags = v.strictObject({
  muted: v.optional(v.boolean()),
  cameraOff: v.optional(v.boolean()),
  sharing: v.optional(v.boolean()),
  handRaised: v.optional(v.boolean()),
});
export type ParticipantFlags = v.InferOutput<typeof participantFlags>;

/** A page's public key (E2E3): an uncompressed point of P-256 (SEC 1 section 2.3.3), 65 bytes in base64url. The first byte is 4. */
export const publicKey = v.pipe(v.string("key must be text."), v.regex(/^B[A-P][\w-]{85}$/u, "key is no public key."));
