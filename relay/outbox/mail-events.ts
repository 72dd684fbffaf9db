/**
 * What Mailgun tells of a mail later, by its webhook. Its signature covers a time and a random token, not the body: so each token is
 * good once and for a short time, and an event counts only if it names a mail that we sent, which the caller looks up.
 */

import { createHmac, timingSafeEqual } from "node:crypto";
import * as v from "valibot";
import { reasonOf } from "./mail/mail.ts";

/** How old a signature may be, ms, and how far ahead Mailgun's clock. */
export const WEBHOOK_MAX_AGE_MS = 15 * 60_000;
const AHEAD_MS = 5 * 60_000;

export interface MailgunSignature {
  /** Seconds since the epoch, as text. */
  timestamp: string;
  token: string;
  /** Hex. */
  signature: string;
}

export type SignatureVerdict = "valid" | "malformed" | "forged" | "stale";

/** Remembers tokens while their signatures are young enough to be used again. */
export interface ReplayGuard {
  /** Whether this is the first use of `token`; it is remembered until then, ms. */
  claim(token: string, until: number): Promise<boolean>;
  /** The event could not be dealt with after all: Mailgun may come again with the same token. */
  release(token: string): Promise<void>;
}

export interface MailEvent {
  /** Without brackets. */
  messageId: string;
  /** The mail's own variables, as they were sent. */
  variables: Record<string, string>;
  /** Whom Mailgun says it was for. */
  recipient?: string;
  event: "delivered" | "failed-temporary" | "failed-permanent" | "complained" | "unsubscribed";
  reason?: string;
}

const signature = v.object({
  timestamp: v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.regex(/^\d{1,12}$/u)),
  token: v.pipe(v.string(), v.regex(/^[\u0021-\u007e]{16,128}$/u)),
  signature: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/iu)),
});

const text = v.pipe(v.string(), v.maxLength(2_000));
const data = v.object({
  event: text,
  severity: v.optional(v.nullable(text)),
  reason: v.optional(v.nullable(text)),
  recipient: v.optional(v.nullable(text)),
  "delivery-status": v.optional(
    v.nullable(
      v.object({
        code: v.optional(v.nullable(v.union([v.number(), text]))),
        message: v.optional(v.nullable(v.string())),
        description: v.optional(v.nullable(v.string())),
      }),
    ),
  ),
  message: v.object({ headers: v.object({ "message-id": text }) }),
  "user-variables": v.optional(v.unknown()),
});

/** The signature in a webhook's body; null: there is none. */
export function signatureOf(body: unknown): MailgunSignature | null {
  const parsed = v.safeParse(v.object({ signature }), body);
  return parsed.success ? parsed.output.signature : null;
}

/** `now`: ms. "valid" says only that Mailgun made it, once, lately; see `ReplayGuard`. */
export function verifyMailgunWebhook(signed: MailgunSignature, key: string, now: number): SignatureVerdict {
  const parsed = v.safeParse(signature, signed);
  if (!parsed.success || key === "") return "malformed";
  const { timestamp, token, signature: given } = parsed.output;
  const ours = createHmac("sha256", key).update(`${timestamp}${token}`).digest();
  if (!timingSafeEqual(ours, Buffer.from(given, "hex"))) return "forged";
  const at = Number(timestamp) * 1_000;
  return at < now - WEBHOOK_MAX_AGE_MS || at > now + AHEAD_MS ? "stale" : "valid";
}

/** Until when a token has to be remembered, ms. */
export function tokenUsableUntil({ timestamp }: MailgunSignature): number {
  return Number(timestamp) * 1_000 + WEBHOOK_MAX_AGE_MS;
}

/** Null for events that say nothing about arrival (accepted, opened …), and for what is none. */
export function parseMailEvent(body: unknown): MailEvent | null {
  const parsed = v.safeParse(v.object({ "event-data": data }), body);
  if (!parsed.success) return null;
  const {
    event,
    severity,
    reason,
    recipient,
    message,
    "delivery-status": status,
    "user-variables": variables,
  } = parsed.output["event-data"];
  const kind = kindOf(event, severity);
  if (kind === null) return null;
  const why = reasonOf([status?.message, status?.description, reason].find((words) => words != null && words.trim() !== "") ?? "");
  return {
    messageId: message.headers["message-id"].replace(/^<|>$/gu, ""),
    variables: textsOf(variables),
    ...(recipient == null ? {} : { recipient }),
    event: kind,
    ...(why === "" || !kind.startsWith("failed") ? {} : { reason: why }),
  };
}

function kindOf(event: string, severity: string | null | undefined): MailEvent["event"] | null {
  switch (event) {
    case "delivered":
    case "complained":
    case "unsubscribed":
      return event;
    case "failed":
      return severity === "temporary" ? "failed-temporary" : "failed-permanent";
    // Mailgun itself would not try.
    case "rejected":
      return "failed-permanent";
    default:
      return null;
  }
}

function textsOf(variables: unknown): Record<string, string> {
  if (typeof variables !== "object" || variables === null) return {};
  return Object.fromEntries(Object.entries(variables).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** Good for one relay; several on one store share a guard of that store. */
export class MemoryReplayGuard implements ReplayGuard {
  readonly #seen = new Map<string, number>();
  readonly #now: () => number;

  constructor({ now = Date.now }: { now?: () => number } = {}) {
    this.#now = now;
  }

  claim(token: string, until: number): Promise<boolean> {
    const now = this.#now();
    // The oldest stand first, nearly: what is still young ends the sweep.
    for (const [known, end] of this.#seen) {
      if (end > now) break;
      this.#seen.delete(known);
    }
    const first = !this.#seen.has(token);
    if (first) this.#seen.set(token, until);
    return Promise.resolve(first);
  }

  release(token: string): Promise<void> {
    this.#seen.delete(token);
    return Promise.resolve();
  }
}
