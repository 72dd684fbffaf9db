/** A mail on its way out, and what every way out of the house looks like. */

export interface Mailbox {
  /** As people call themselves; empty when nobody knows. */
  name: string;
  address: string;
}

/** Everything a transport needs. Texts are whole and escaped for their place; a transport only packs them. */
export interface OutgoingMail {
  /** Ours, without brackets, and the same at every attempt: a second copy can be known as one. */
  messageId: string;
  from: Mailbox;
  replyTo?: Mailbox;
  to: Mailbox;
  subject: string;
  html: string;
  text: string;
  calendar?: Calendar;
  /** Beside those above. */
  headers: Record<string, string>;
  /** Handed to the provider and handed back with its news of this mail. */
  variables: Record<string, string>;
  /** What kind of mail it is, for the provider's figures. */
  tag: string;
}

/** An iTIP message (RFC 5546) about one event. */
export interface Calendar {
  method: "REQUEST" | "CANCEL";
  content: string;
}

/** Name of the calendar file beside a mail. */
export const CALENDAR_FILE = "video-session.ics";

/** `reason`: one line for the log and the host. Times in ms. */
export type SendOutcome =
  | { is: "accepted"; providerId?: string }
  /** Certainly not taken; trying again may help. */
  | { is: "later"; reason: string; retryAfterMs?: number }
  /** This mail will never be taken. */
  | { is: "rejected"; reason: string }
  /** The answer was lost: it may have been taken. */
  | { is: "unknown"; reason: string };

export interface MailTransport {
  readonly name: string;
  /** Never rejects. */
  send(mail: OutgoingMail): Promise<SendOutcome>;
  /** After "unknown": asks the provider whether it has the mail; null: cannot tell. Never rejects. */
  wasAccepted?(messageId: string): Promise<boolean | null>;
  /** How long after an "unknown" the provider's word on it can be relied on, ms. */
  readonly settlesAfterMs?: number;
  close(): Promise<void>;
}

const REASON_LENGTH = 300;

/** What a mail server calls a mailbox. Reasons are told to vendors, and nobody's address is (HOOK2); whoever reads one beside an invite sees whose it is. */
const ADDRESS = /[^\s<>()[\]"',;:]+@[^\s<>()[\]"',;:]+/gu;

/** Somebody else's words as a reason: one line of bearable length, with nobody's address. */
export function reasonOf(words: string): string {
  const line = words
    .replace(ADDRESS, "…")
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .replace(/\s+/gu, " ")
    .trim();
  return line.length <= REASON_LENGTH ? line : `${line.slice(0, REASON_LENGTH - 1)}…`;
}
