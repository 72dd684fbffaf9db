/**
 * Sends what stands in the outboxes of due sessions. It takes items by a commit, so that one relay at a time is at each (MAIL2), sends
 * them, and settles each by another commit. Whatever breaks in between, the item is still there and due again: at least once, and where
 * the provider can be asked, once.
 */

import type { RelayId, SessionId } from "../../protocol/ids.ts";
import type { SendOutcome as Settled } from "../session/command.ts";
import type { OutboxItem, Session } from "../session/session.ts";
import type { SessionKeeper } from "../store/session-keeper.ts";
import { nextAttemptAt } from "./back-off.ts";
import type { MailTransport, OutgoingMail, SendOutcome } from "./mail/mail.ts";

/** Composes the mail of an item; null: there is nobody to send it to any more. Rejects when the store is away. */
export type Write = (session: Session, item: OutboxItem) => Promise<OutgoingMail | null>;
/** Tells the vendor of an event. Never rejects. */
export type Tell = (session: Session, item: OutboxItem) => Promise<SendOutcome>;

export interface WorkerLog {
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}
export interface WorkerDeps {
  keeper: Pick<SessionKeeper, "submit" | "context">;
  relayId: RelayId;
  transport: MailTransport;
  write: Write;
  tell: Tell;
  log: WorkerLog;
  /** From 0 up to 1; for the spread of retries. */
  random?: () => number;
}

/** An attempt without an end after this long, ms, counts as lost: another relay may take it over. */
const ATTEMPT_MS = 60_000;
/** Items of one session sent at once. */
const TAKE = 20;
/** Attempts under way at once on this relay. */
const AT_ONCE = 24;

const CLOCK = { role: "clock" } as const;

export class OutboxWorker {
  #underWay = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(private readonly deps: WorkerDeps) {}

  /** Sends what is due in one session. Never rejects: what fails stays in the outbox. */
  async attend(id: SessionId): Promise<void> {
    const { keeper, relayId } = this.deps;
    const { now } = keeper.context("");
    const taken = await keeper.submit(id, { type: "take-out", actor: CLOCK, relay: relayId, until: now + ATTEMPT_MS, limit: TAKE });
    if (!taken.ok || taken.value.stored === null) return;
    const { session } = taken.value.stored;
    await Promise.all(
      (taken.value.reply.items ?? []).map(async (itemId) => {
        const item = session.outbox[itemId];
        if (item === undefined) return;
        const outcome = await this.#turn(() => this.#attempt(session, item));
        // Not settled because the store is away: the item is taken over when its attempt counts as lost.
        await keeper.submit(id, { type: "settle", actor: CLOCK, itemId, outcome });
      }),
    );
  }

  async #attempt(session: Session, item: OutboxItem): Promise<Settled> {
    try {
      return item.what.is === "mail" ? await this.#mail(session, item) : this.#settled(session, item, await this.deps.tell(session, item));
    } catch (error) {
      this.deps.log.error({ err: error, sessionId: session.id, itemId: item.id }, "An item of an outbox could not be made.");
      return this.#later(session, item, "Something went wrong on our side.", false);
    }
  }

  async #mail(session: Session, item: OutboxItem): Promise<Settled> {
    const { transport } = this.deps;
    const mail = await this.deps.write(session, item);
    if (mail === null) return { is: "failed", reason: "The invitation is no more." };
    if (item.uncertain) {
      const accepted = await transport.wasAccepted?.(mail.messageId);
      if (accepted === true) return { is: "sent" };
      // Its link died meanwhile: it certainly did not go out, or nobody can know, and either way it is not sent now (MAIL4).
      if (isWithdrawn(session, item)) return { is: "retry", at: this.#now(session), uncertain: false };
    }
    return this.#settled(session, item, await transport.send(mail));
  }

  #settled(session: Session, item: OutboxItem, outcome: SendOutcome): Settled {
    switch (outcome.is) {
      case "accepted":
        return { is: "sent" };
      case "rejected":
        return { is: "failed", reason: outcome.reason };
      case "later":
        return this.#later(session, item, outcome.reason, false, outcome.retryAfterMs);
      case "unknown":
        return this.#later(session, item, outcome.reason, true, this.deps.transport.settlesAfterMs);
    }
  }

  #later(session: Session, item: OutboxItem, reason: string, uncertain: boolean, atLeastMs?: number): Settled {
    const at = nextAttemptAt(item.attempts, this.#now(session), this.deps.random ?? Math.random, atLeastMs);
    this.deps.log.warn(
      { sessionId: session.id, itemId: item.id, attempts: item.attempts, givenUp: at === null },
      "An item of an outbox was not sent.",
    );
    return at === null ? { is: "failed", reason } : { is: "retry", at, uncertain };
  }

  #now(session: Session): number {
    return this.deps.keeper.context(session.tenantId).now;
  }

  /** Waits for one of the few places. */
  async #turn<T>(attempt: () => Promise<T>): Promise<T> {
    if (this.#underWay >= AT_ONCE) await new Promise<void>((go) => this.#waiting.push(go));
    this.#underWay += 1;
    try {
      return await attempt();
    } finally {
      this.#underWay -= 1;
      this.#waiting.shift()?.();
    }
  }
}

function isWithdrawn(session: Session, { what }: OutboxItem): boolean {
  if (what.is !== "mail" || what.mail === "cancel") return false;
  const invite = session.invites[what.inviteId];
  return invite === undefined || invite.revokedAt !== undefined || invite.generation !== what.generation;
}
