/** Tells a vendor of an event that stands in an outbox (HOOK1): who is called, and what is said. */

import type { OutboxItem, Session, SessionEvent } from "../session/session.ts";
import type { Tell } from "./worker.ts";
import type { WebhookCall, WebhookOutcome, WebhookSender } from "./webhooks.ts";

/** Where a tenant's webhooks go, and what they are signed with. */
export interface Hook {
  url: string;
  secret: string;
}

export interface TellDeps {
  sender: Pick<WebhookSender, "send">;
  /** Undefined: the tenant has none (any more). */
  hookOf: (tenantId: string) => Hook | undefined;
  /** Told of every attempt. */
  noted: (tenantId: string, attempt: { id: string; type: string; attempt: number; outcome: WebhookOutcome }) => Promise<void>;
  now: () => number;
}

export function tellVendor({ sender, hookOf, noted, now }: TellDeps): Tell {
  return async (session, item) => {
    if (item.what.is !== "webhook") throw new TypeError("Not a webhook.");
    const hook = hookOf(session.tenantId);
    if (hook === undefined) return { is: "rejected", reason: "The tenant has no webhook address." };
    const id = webhookId(session, item);
    const outcome = await sender.send({ ...hook, id, timestamp: now(), ...newsOf(session, item.what.event) });
    await noted(session.tenantId, { id, type: item.what.event.type, attempt: item.attempts, outcome });
    return outcome;
  };
}

/** The same at every attempt: the vendor folds repeats by it. */
function webhookId(session: Session, item: OutboxItem): string {
  return `${session.id}.${item.id}`;
}

/** The body. Ids, names as they were typed, and reasons: nothing that opens a door, so no link and no address of anybody. */
function newsOf(session: Session, event: SessionEvent): Pick<WebhookCall, "type" | "at" | "data"> {
  const { type, at, ...rest } = event;
  const { id: sessionId, clientRef } = session;
  return { type, at: new Date(at).toISOString(), data: { sessionId, ...(clientRef === undefined ? {} : { clientRef }), ...rest } };
}
