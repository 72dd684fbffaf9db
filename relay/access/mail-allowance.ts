/**
 * How many invitations one host, and one tenant, may send in a day (MAIL6): so that a stolen token, or a vendor's own bug, does not make the
 * relay a source of spam.
 */

import type { Refusal } from "../../protocol/refusals.ts";
import { refusal } from "../../protocol/refusals.ts";
import type { CountStore } from "../store/session-store.ts";
import { SharedCounter } from "./shared-counter.ts";

/** Who sends. `hostId` is absent where the vendor's back end does so by itself. */
export interface MailSender {
  tenantId: string;
  hostId?: string;
}

export interface MailAllowanceSettings {
  perDay: { host: number; tenant: number };
  redisClient: unknown;
  counts: CountStore | null;
}

const DAY_SECONDS = 24 * 60 * 60;
const WORDS = {
  host: "You have sent as many invitations as one person may in a day. Copy the links and send them yourself, or go on tomorrow.",
  tenant: "Your clinic has sent as many invitations as it may in a day. Copy the links and send them yourself, or go on tomorrow.",
} as const;

export class MailAllowance {
  readonly #host: SharedCounter;
  readonly #tenant: SharedCounter;

  /** `redisClient`: the store's connected client, or null when there is none to share; then `counts` outlive a restart. */
  constructor({ perDay, redisClient, counts }: MailAllowanceSettings) {
    const common = { windowSeconds: DAY_SECONDS, redisClient, counts, returnable: true };
    this.#host = new SharedCounter({ ...common, name: "mails-host", limit: perDay.host });
    this.#tenant = new SharedCounter({ ...common, name: "mails-tenant", limit: perDay.tenant });
  }

  /** Counts `count` mails, all or none. Null: go on; otherwise `rate-limited` with a time and a sentence for people. Never rejects. */
  async take({ tenantId, hostId }: MailSender, count: number): Promise<Refusal | null> {
    const host = hostId === undefined ? null : await this.#host.take(hostKey(tenantId, hostId), count);
    const tenant = host === null ? await this.#tenant.take(tenantId, count) : null;
    if (host === null && tenant === null) return null;
    if (hostId !== undefined) await this.#host.giveBack(hostKey(tenantId, hostId), count);
    if (tenant !== null) await this.#tenant.giveBack(tenantId, count);
    return host === null
      ? refusal("rate-limited", WORDS.tenant, { why: "mails-of-tenant", retryAfterMs: tenant ?? 0 })
      : refusal("rate-limited", WORDS.host, { why: "mails-of-host", retryAfterMs: host });
  }

  /** Of those that were counted, `count` were not sent after all. */
  async giveBack({ tenantId, hostId }: MailSender, count: number): Promise<void> {
    if (count <= 0) return;
    if (hostId !== undefined) await this.#host.giveBack(hostKey(tenantId, hostId), count);
    await this.#tenant.giveBack(tenantId, count);
  }
}

function hostKey(tenantId: string, hostId: string): string {
  return `${tenantId}/${hostId}`;
}
