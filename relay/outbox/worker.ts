/**
 * Sends what stands in the outboxes of sessions. It takes items by a commit, so that one relay at a time is at each (MAIL2), sends
 * them, and settles each by another commit. Whatever breaks in between, the item is still there and due again: at least once, and where
 * the provider can be asked, once.
 */

import type { RelayId, SessionId } from "../../protocol/ids.ts";
import type { SendOutcome as Settled } from "../session/command.ts";
import { takeable, wasWithdrawn } from "../session/sending.ts";
import type { OutboxItem, Session } from "../session/session.ts";
import type { SessionKeeper } from "../store/session-keeper.ts";
import { nextAttemptAt } from "./back-off.ts";
import type { MailTransport, OutgoingMail, SendOutcome } from "./mail/mail.ts";
import { Places } from "./places.ts";
import type { Kind } from "./places.ts";

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

/** An attempt without an end after this long, ms, counts as lost: another relay may take it over. No transport takes as long. */
const ATTEMPT_MS = 120_000;
/** At a stop, attempts under way get this long, ms; what is not done by then is taken over like that of a dead relay. */
const FINISH_MS = 4_000;
/** Whether a mail had arrived is asked this often before it is sent again without an answer. */
const ASKED = 4;
const KINDS: readonly Kind[] = ["mail", "webhook"];

const CLOCK = { role: "clock" } as const;

export class OutboxWorker {
  readonly #places = new Places();
  readonly #underWay = new Set<Promise<void>>();
  /** Sessions whose items are just being taken, and whether they were to be attended again meanwhile. */
  readonly #taking = new Map<SessionId, boolean>();
  #stopped = false;

  constructor(private readonly deps: WorkerDeps) {}

  /** Sends what is due in a session, as soon as there is room. To be called whenever it may have something to send. */
  attend(session: Session): void {
    if (this.#stopped) return;
    if (this.#taking.has(session.id)) return void this.#taking.set(session.id, true);
    const due = takeable(session, this.#now(session));
    if (due.length === 0) return;
    const [mail = 0, webhook = 0] = KINDS.map((kind) =>
      this.#places.take(kind, session, due.filter(({ what }) => what.is === kind).length),
    );
    if (mail + webhook === 0) return;
    this.#taking.set(session.id, false);
    const done = this.#send(session, { mail, webhook }).finally(() => this.#underWay.delete(done));
    this.#underWay.add(done);
  }

  /** Takes nothing new. Resolves when what is under way is settled, or has had its time. */
  async stop(): Promise<void> {
    this.#stopped = true;
    let late: NodeJS.Timeout | undefined;
    await Promise.race([
      Promise.all(this.#underWay),
      new Promise<void>((resolve) => {
        late = setTimeout(resolve, FINISH_MS);
      }),
    ]);
    clearTimeout(late);
  }

  /** Never rejects: what fails stays in the outbox. */
  async #send(session: Session, room: Record<Kind, number>): Promise<void> {
    const { keeper, relayId } = this.deps;
    const until = this.#now(session) + ATTEMPT_MS;
    const taken = await keeper.submit(session.id, { type: "take-out", actor: CLOCK, relay: relayId, until, limit: room });
    const askedFor = this.#taking.get(session.id) === true;
    this.#taking.delete(session.id);
    // What stands now; what this relay knew before, and what waits for a place because of it, may be long gone.
    const stored = taken.ok ? taken.value.stored?.session : undefined;
    this.#places.forget(session);
    const items = (stored === undefined || !taken.ok ? [] : (taken.value.reply.items ?? []))
      .flatMap((id) => stored?.outbox[id] ?? [])
      .filter(({ sending }) => sending?.relay === relayId);
    for (const kind of KINDS) this.#giveBack(kind, session, room[kind] - items.filter(({ what }) => what.is === kind).length);
    if (stored === undefined) return;
    if (items.length > 0 || askedFor) this.attend(stored);
    await Promise.all(items.map((item) => this.#sendOne(stored, item)));
  }

  async #sendOne(session: Session, item: OutboxItem): Promise<void> {
    const outcome = await this.#attempt(session, item);
    this.#giveBack(item.what.is, session, 1);
    // Not settled because the store is away: the item is taken over when its attempt counts as lost.
    await this.deps.keeper.submit(session.id, { type: "settle", actor: CLOCK, itemId: item.id, outcome });
  }

  #giveBack(kind: Kind, session: Session, count: number): void {
    this.#places.giveBack(kind, session, count);
    for (let next = this.#places.next(kind, session); next !== undefined; next = this.#places.next(kind, session)) this.attend(next);
  }

  async #attempt(session: Session, item: OutboxItem): Promise<Settled> {
    try {
      return item.what.is === "mail" ? await this.#mail(session, item) : this.#settled(session, item, await this.deps.tell(session, item));
    } catch (error) {
      this.deps.log.error({ err: error, sessionId: session.id, itemId: item.id }, "An item of an outbox could not be made.");
      return this.#later(session, item, "Something went wrong on our side.", item.uncertain);
    }
  }

  async #mail(session: Session, item: OutboxItem): Promise<Settled> {
    const { transport } = this.deps;
    const mail = await this.deps.write(session, item);
    if (mail === null) return { is: "failed", reason: "The invitation is no more." };
    if (item.uncertain && transport.wasAccepted !== undefined) {
      const known = this.#known(session, item, await transport.wasAccepted(mail.messageId));
      if (known !== null) return known;
    }
    // Its link died meanwhile: it certainly did not go out, or nobody can know, and either way it is not sent now (MAIL4).
    if (item.uncertain && wasWithdrawn(session, item)) return { is: "retry", at: this.#now(session), uncertain: false };
    const outcome = await transport.send(mail);
    const settled = this.#settled(session, item, outcome);
    if (settled.is !== "sent" || outcome.is !== "accepted" || transport.wasAccepted === undefined) return settled;
    // What such a provider tells later names the mail as it does itself.
    return outcome.providerId === undefined || outcome.providerId === mail.messageId
      ? settled
      : { ...settled, providerId: outcome.providerId };
  }

  /** What the provider's word on an earlier attempt comes to; null: it is to be sent. */
  #known(session: Session, item: OutboxItem, accepted: boolean | null): Settled | null {
    if (accepted === true) return { is: "sent" };
    // It may not know yet, or may have no time to say.
    const reliableAt = (item.lostAt ?? 0) + (this.deps.transport.settlesAfterMs ?? 0);
    if (accepted === false && this.#now(session) < reliableAt) return { is: "retry", at: reliableAt, uncertain: true };
    if (accepted === null && item.attempts <= ASKED) {
      return this.#later(session, item, "Whether it was sent could not be learned.", true, this.deps.transport.settlesAfterMs);
    }
    return null;
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
}
