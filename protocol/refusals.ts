/**
 * The closed list of refusals and ends (contract section 7): the same words in acknowledgements, REST `code`,
 * tag events, webhooks and the audit trail. The sentences here are for developers and logs; what people read
 * stands in the widget's locales, one sentence per word.
 */

import type { InvitationInfo } from "./invitation.ts";

export const REFUSALS = {
  "link-invalid": { status: 404, title: "This link is not valid." },
  "link-revoked": { status: 410, title: "This link was switched off." },
  "link-expired": { status: 410, title: "This link's session is over." },
  "too-early": { status: 403, title: "This link does not work yet." },
  "session-ended": { status: 410, title: "This session has ended." },
  "session-full": { status: 409, title: "All seats of this session are taken." },
  denied: { status: 403, title: "The host declined the request to join." },
  removed: { status: 403, title: "The host removed this participant." },
  "sent-back": { status: 409, title: "The host moved this participant back to the waiting room." },
  replaced: { status: 409, title: "A newer tab of the same browser took over." },
  "host-ended": { status: 410, title: "The host ended the session." },
  left: { status: 409, title: "The participant left." },
  "connection-lost": { status: 409, title: "The connection was lost for too long." },
  "rate-limited": { status: 429, title: "Too many requests." },
  "not-allowed": { status: 403, title: "This is not allowed here." },
  "bad-request": { status: 400, title: "The request is malformed." },
  unavailable: { status: 503, title: "The service cannot decide this right now." },
} as const satisfies Record<string, { status: number; title: string }>;

/** One word of the closed list. */
export type RefusalCode = keyof typeof REFUSALS;

/**
 * What exactly stands in a host's way, where the code alone does not say what to do about it: a limit of invitations that is used up (MAIL6),
 * the pause before the same person is sent the same again (MAIL3), or that somebody wants no such mails (MAIL9).
 */
export const REFUSAL_REASONS = [
  "mails-of-host",
  "mails-of-tenant",
  "mails-of-session",
  "invites-of-session",
  "samples",
  "sent-just-now",
  "unsubscribed",
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

/**
 * Why something was not done.
 * - `detail`: a sentence that names the field, limit or state at fault (English, for developers and logs).
 * - `opensAt`: ISO 8601, with `too-early`. `retryAfterMs`: with `rate-limited`, `denied` and `unavailable`.
 * - `why`: what exactly, for words that people read.
 * - `info`: with `too-early`: what the invitation itself said, so the page can show when and with whom.
 */
export interface Refusal {
  code: RefusalCode;
  detail: string;
  opensAt?: string;
  retryAfterMs?: number;
  why?: RefusalReason;
  info?: InvitationInfo;
}

/** The answer to every request: a value, or a refusal; never a thrown error. */
export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export function isRefusalCode(word: unknown): word is RefusalCode {
  return typeof word === "string" && Object.hasOwn(REFUSALS, word);
}

/** A refusal with the list's own sentence unless `detail` says it better. */
export function refusal(code: RefusalCode, detail: string = REFUSALS[code].title, more: Omit<Refusal, "code" | "detail"> = {}): Refusal {
  return { code, detail, ...more };
}

export function refused(code: RefusalCode, detail?: string, more?: Omit<Refusal, "code" | "detail">) {
  return { ok: false as const, refusal: refusal(code, detail, more) };
}

export function accepted<T>(value: T) {
  return { ok: true as const, value };
}
