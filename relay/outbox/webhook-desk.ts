/** A vendor's webhooks (HOOK1–HOOK3): what is said of an event, the log of what became of it, and a test at the vendor's word. */

import * as v from "valibot";
import { newId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { OutboxItem, Session, SessionEvent } from "../session/session.ts";
import type { DeliveryStore } from "../store/session-store.ts";
import { StoreUnavailable } from "../store/session-store.ts";
import { MAX_ATTEMPTS } from "./back-off.ts";
import type { WebhookCall, WebhookOutcome, WebhookSender } from "./webhooks.ts";
import type { WorkerLog } from "./worker.ts";

/** Where a tenant's webhooks go, and what they are signed with. */
export interface Hook {
  url: string;
  secret: string;
}

/** One attempt. */
export interface Delivery {
  /** The call's `webhook-id`, the same at every attempt. */
  id: string;
  type: string;
  /** ms. */
  at: number;
  /** 1, 2, 3 … */
  attempt: number;
  /** `retrying`: it was not taken, and is tried again. */
  outcome: "delivered" | "retrying" | "failed";
  /** What the vendor's server answered with, if it did. */
  status?: number;
  /** Why it was not taken. */
  reason?: string;
}

export interface WebhookDeskDeps {
  sender: Pick<WebhookSender, "send">;
  /** Undefined: the tenant has none (any more). */
  hookOf: (tenantId: string) => Hook | undefined;
  log: DeliveryStore;
  complain: Pick<WorkerLog, "warn">;
  now: () => number;
}

/** Type of the event that a vendor asks for to try its receiver. */
export const TEST_EVENT = "webhook.test";
const NO_HOOK = "The tenant has no webhook address.";

const delivery = v.object({
  id: v.string(),
  type: v.string(),
  at: v.number(),
  attempt: v.number(),
  outcome: v.picklist(["delivered", "retrying", "failed"]),
  status: v.exactOptional(v.number()),
  reason: v.exactOptional(v.string()),
});

export class WebhookDesk {
  constructor(private readonly deps: WebhookDeskDeps) {}

  /** Tells the vendor of an event that stands in an outbox. Never rejects. */
  async tell(session: Session, item: OutboxItem): Promise<WebhookOutcome> {
    const { sender, hookOf, now } = this.deps;
    const hook = hookOf(session.tenantId);
    if (item.what.is !== "webhook" || hook === undefined) return { is: "rejected", reason: NO_HOOK };
    const id = `${session.id}.${item.id}`;
    const news = newsOf(session, item.what.event);
    const outcome = await sender.send({ ...hook, id, timestamp: now(), ...news });
    await this.#note(session.tenantId, attemptOf({ id, type: news.type, at: now(), attempt: item.attempts }, outcome, MAX_ATTEMPTS));
    return outcome;
  }

  /** Sends an event of type `webhook.test` at once, and once. */
  async test(tenantId: string): Promise<Result<Delivery>> {
    const { sender, hookOf, now } = this.deps;
    const hook = hookOf(tenantId);
    if (hook === undefined) return refused("not-allowed", NO_HOOK);
    const id = newId("evt");
    const at = now();
    const outcome = await sender.send({ ...hook, id, timestamp: at, type: TEST_EVENT, at: new Date(at).toISOString(), data: {} });
    const made = attemptOf({ id, type: TEST_EVENT, at, attempt: 1 }, outcome, 1);
    await this.#note(tenantId, made);
    return accepted(made);
  }

  /** The last attempts, newest first. */
  async deliveries(tenantId: string): Promise<Result<Delivery[]>> {
    try {
      const texts = await this.deps.log.newest(tenantId);
      return accepted(texts.map((text) => v.parse(delivery, JSON.parse(text))));
    } catch (error) {
      if (error instanceof StoreUnavailable) return refused("unavailable", undefined, { retryAfterMs: 1_000 });
      throw error;
    }
  }

  /** The log is there to help; a line missing from it must not make an event go out twice. */
  async #note(tenantId: string, made: Delivery): Promise<void> {
    try {
      await this.deps.log.add(tenantId, JSON.stringify(made));
    } catch (error) {
      this.deps.complain.warn({ err: error, tenantId }, "A webhook's attempt could not be logged.");
    }
  }
}

function attemptOf(of: Pick<Delivery, "id" | "type" | "at" | "attempt">, outcome: WebhookOutcome, attempts: number): Delivery {
  const failed = outcome.is === "rejected" || of.attempt >= attempts;
  return {
    ...of,
    outcome: outcome.is === "accepted" ? "delivered" : failed ? "failed" : "retrying",
    ...(outcome.status === undefined ? {} : { status: outcome.status }),
    ...(outcome.is === "accepted" ? {} : { reason: outcome.reason }),
  };
}

/** The body. Ids, names as they were typed, and reasons: nothing that opens a door, so no link, and nobody's address (HOOK2). */
function newsOf(session: Session, event: SessionEvent): Pick<WebhookCall, "type" | "at" | "data"> {
  const { type, at, ...rest } = event;
  const { id: sessionId, clientRef } = session;
  return { type, at: new Date(at).toISOString(), data: { sessionId, ...(clientRef === undefined ? {} : { clientRef }), ...rest } };
}
