/** For whoever sets webhooks up: what became of the last ones, and one to try the receiver with (HOOK3). */

import type * as v from "valibot";
import * as limits from "../../protocol/limits.ts";
import type { Result } from "../../protocol/refusals.ts";
import type { Delivery, WebhookDesk } from "../outbox/webhook-desk.ts";
import type { AnyOperation, Caller } from "./operation.ts";
import { operation } from "./operation.ts";
import type { HttpResult } from "./problem.ts";
import { refuse } from "./problem.ts";
import { listOf, webhookDeliverySchema } from "./schemas.ts";

type Shown = v.InferOutput<typeof webhookDeliverySchema>;

export function webhookOperations(desk: Pick<WebhookDesk, "deliveries" | "test">): AnyOperation[] {
  /** A token that is good for certain sessions only does not see news of the others. */
  async function forVendor<T, U>(
    { sessions }: Caller,
    asked: () => Promise<Result<T>>,
    tell: (value: T) => U,
  ): Promise<HttpResult<{ body: U }>> {
    if (sessions !== undefined) return refuse("not-allowed", "This token is good for certain sessions only.");
    const done = await asked();
    return done.ok ? { ok: true, value: { body: tell(done.value) } } : done;
  }

  return [
    operation({
      id: "listWebhookDeliveries",
      method: "get",
      path: "/v1/webhook-deliveries",
      summary: "What became of the last webhooks",
      description: `Each attempt by itself; the last ${limits.DELIVERIES_KEPT} are kept.`,
      answer: { status: 200, words: "The attempts, newest first.", schema: listOf(webhookDeliverySchema) },
      run: ({ caller }) =>
        forVendor(
          caller,
          () => desk.deliveries(caller.tenant.id),
          (all) => ({ items: all.map(shown), nextCursor: null }),
        ),
    }),
    operation({
      id: "testWebhook",
      method: "post",
      path: "/v1/webhook-test",
      summary: "Send a test event",
      description: "An event of the type `webhook.test` goes to the tenant's webhook address at once, and is not tried again.",
      answer: { status: 200, words: "What became of it.", schema: webhookDeliverySchema },
      run: ({ caller }) => forVendor(caller, () => desk.test(caller.tenant.id), shown),
    }),
  ];
}

function shown(delivery: Delivery): Shown {
  return { ...delivery, at: new Date(delivery.at).toISOString() };
}
