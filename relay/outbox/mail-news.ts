/** From Mailgun's webhook to the invite it is about (MAIL9): believed only if Mailgun signed it, lately and once, and if it names a mail of ours. */

import * as v from "valibot";
import { inviteId, sessionId } from "../../protocol/fields.ts";
import type { MailEvent as News } from "../session/command.ts";
import type { Session, SessionInvite } from "../session/session.ts";
import type { SessionKeeper } from "../store/session-keeper.ts";
import type { IdempotencyStore } from "../store/session-store.ts";
import { StoreUnavailable } from "../store/session-store.ts";
import { parseMailEvent, signatureOf, tokenUsableUntil, verifyMailgunWebhook } from "./mail-events.ts";
import type { MailEvent, ReplayGuard } from "./mail-events.ts";

/**
 * - `taken`: dealt with. - `forged`: not from Mailgun, or not now. - `replayed`: signed, and heard before. - `unknown`: about no mail of ours.
 * - `later`: the store is away; Mailgun is to come again.
 */
export type NewsVerdict = "taken" | "forged" | "replayed" | "unknown" | "later";

export interface MailNewsDeps {
  /** Mailgun's webhook signing key. */
  key: string;
  guard: ReplayGuard;
  keeper: Pick<SessionKeeper, "read" | "submit">;
  now: () => number;
}

const about = v.object({
  "doorstep-session": sessionId,
  "doorstep-invite": inviteId,
  "doorstep-item": v.pipe(v.string(), v.regex(/^\d{1,9}$/u), v.transform(Number)),
});
const CLOCK = { role: "clock" } as const;

export class MailNews {
  constructor(private readonly deps: MailNewsDeps) {}

  /** `body`: as parsed from JSON, else undefined. Never rejects because the store is away. */
  async hear(body: unknown): Promise<NewsVerdict> {
    const { key, guard, now } = this.deps;
    const signed = signatureOf(body);
    if (signed === null || verifyMailgunWebhook(signed, key, now()) !== "valid") return "forged";
    const event = parseMailEvent(body);
    try {
      if (!(await guard.claim(signed.token, tokenUsableUntil(signed)))) return "replayed";
      // Says nothing of a mail's arrival, or that it is tried again by Mailgun itself: nothing changes.
      if (event === null || event.event === "failed-temporary") return "taken";
      const verdict = await this.#tell(event);
      if (verdict === "later") await guard.release(signed.token);
      return verdict;
    } catch (error) {
      if (error instanceof StoreUnavailable) return "later";
      throw error;
    }
  }

  async #tell(event: MailEvent): Promise<NewsVerdict> {
    const named = v.safeParse(about, event.variables);
    if (!named.success) return "unknown";
    const { "doorstep-session": id, "doorstep-invite": invite, "doorstep-item": itemId } = named.output;
    const read = await this.deps.keeper.read(id);
    if (!read.ok) return "later";
    const session = read.value?.session;
    if (session === undefined || !isOurs(session, session.invites[invite], itemId, event)) return "unknown";
    const news = newsOf(event);
    const told = await this.deps.keeper.submit(id, { type: "mail-event", actor: CLOCK, inviteId: invite, itemId, news });
    return told.ok ? "taken" : told.refusal.code === "unavailable" ? "later" : "unknown";
  }
}

/** The signature does not cover the body: whoever caught one may have put another mail's name into it, so every name has to agree. */
function isOurs(session: Session, invite: SessionInvite | undefined, itemId: number, { messageId, recipient }: MailEvent): boolean {
  return (
    invite?.email !== undefined &&
    itemId < session.nextItem &&
    (messageId.startsWith(`${invite.id}.${itemId}@`) || (invite.mail?.item === itemId && messageId === invite.mail.providerId)) &&
    (recipient === undefined || recipient.toLowerCase() === invite.email.toLowerCase())
  );
}

function newsOf({ event, reason }: MailEvent): News {
  if (event === "failed-permanent" || event === "failed-temporary") {
    return { is: "failed", reason: reason ?? "The mail could not be delivered." };
  }
  return { is: event };
}

/** One guard of all relays on a store. */
export function sharedReplayGuard(answers: Pick<IdempotencyStore, "claim" | "release">, now: () => number): ReplayGuard {
  // No tenant's id holds a blank, so no key of a vendor's call can be like this one.
  const place = (token: string): string => `mail event:${token}`;
  return {
    async claim(token, until) {
      return (await answers.claim(place(token), "", Math.max(1, until - now()))).is === "first";
    },
    release: (token) => answers.release(place(token)),
  };
}
