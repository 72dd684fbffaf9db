/** The clinic's own words for its invitations (MAIL8): kept in the store's settings, in general and for single services. */

import * as v from "valibot";
import { defaultMessage } from "../../protocol/fields.ts";
import { newId } from "../../protocol/ids.ts";
import type { Message } from "../../protocol/message-template.ts";
import { DEFAULT_MESSAGE, parseTemplate } from "../../protocol/message-template.ts";
import type { Refusal, Result } from "../../protocol/refusals.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { SettingsStore } from "../store/session-store.ts";
import { StoreUnavailable } from "../store/session-store.ts";
import type { Sender } from "./letters.ts";
import { inviteMail, messageIdFor } from "./mail/invite-mail.ts";
import type { MailTransport } from "./mail/mail.ts";

/** The words guests are sent now. `custom`: the clinic wrote them for exactly what was asked, the service or in general. */
export interface ClinicMessage {
  message: Message;
  custom: boolean;
}

export interface TestMail {
  tenantId: string;
  /** Who asks: it is counted, and named in the mail. */
  hostId: string;
  hostName: string;
  to: string;
  message: Message;
  service?: string;
  timeZone?: string;
  locale?: string;
}

export interface MessageDeskDeps {
  settings: SettingsStore;
  transport: Pick<MailTransport, "send">;
  sender(tenantId: string): Sender | undefined;
  joinUrl(tenantId: string): string;
  limits: { take(kind: "test-mail", key: string): Promise<Refusal | null> };
  now(): number;
}

/** A sample session lies a day ahead, at a full hour. */
const DAY_MS = 24 * 60 * 60_000;
const HOUR_MS = 60 * 60_000;
const SAMPLE_MINUTES = 50;
const SAMPLE_SERVICE = "Video session";

export class MessageDesk {
  constructor(private readonly deps: MessageDeskDeps) {}

  /** What is in force for `service`; null: nobody wrote anything, so ours, in the recipient's language. Rejects with `StoreUnavailable`. */
  async inForce(tenantId: string, service?: string): Promise<Message | null> {
    return (service === undefined ? null : await this.#own(tenantId, service)) ?? (await this.#own(tenantId));
  }

  get(tenantId: string, service?: string): Promise<Result<ClinicMessage>> {
    return this.#ask(async () => {
      const own = await this.#own(tenantId, service);
      return accepted({ message: own ?? (await this.inForce(tenantId)) ?? DEFAULT_MESSAGE, custom: own !== null });
    });
  }

  /** Refuses a variable that nobody can fill in: a guest would read it as it stands. */
  save(tenantId: string, message: Message, service?: string): Promise<Result<ClinicMessage>> {
    const fault = unknownVariable(message);
    if (fault !== undefined) return Promise.resolve(refused("bad-request", fault));
    return this.#ask(async () => {
      await this.deps.settings.set(tenantId, nameOf(service), JSON.stringify(message));
      return accepted({ message, custom: true });
    });
  }

  /** Forgets the clinic's words for `service`, or its general ones. */
  restore(tenantId: string, service?: string): Promise<Result<ClinicMessage>> {
    return this.#ask(async () => {
      await this.deps.settings.set(tenantId, nameOf(service), "");
      return this.get(tenantId, service);
    });
  }

  /** A mail as a guest would get it, with sample data, a link that opens nothing and no calendar entry. */
  async sendTest({ tenantId, hostId, hostName, to, message, service, timeZone, locale }: TestMail): Promise<Result<Record<never, never>>> {
    const { deps } = this;
    const fault = unknownVariable(message);
    if (fault !== undefined) return refused("bad-request", fault);
    const sender = deps.sender(tenantId);
    if (sender === undefined || !sender.policy.mail) return refused("not-allowed", "This relay sends no mails for you.");
    const tooMany = await deps.limits.take("test-mail", `${tenantId}/${hostId}`);
    if (tooMany !== null) return { ok: false, refusal: tooMany };
    const inviteId = newId("inv");
    const now = deps.now();
    const { calendar: _sample, ...mail } = inviteMail({
      kind: "invite",
      messageId: messageIdFor({ inviteId, itemId: 1, from: sender.from.address }),
      session: {
        id: newId("ses"),
        service: service ?? SAMPLE_SERVICE,
        startsAt: Math.ceil((now + DAY_MS) / HOUR_MS) * HOUR_MS,
        durationMinutes: SAMPLE_MINUTES,
        timeZone: timeZone ?? "UTC",
      },
      invite: { id: inviteId, name: hostName, email: to },
      hostName,
      clinic: { name: sender.clinicName, from: sender.from, ...(sender.replyTo === undefined ? {} : { replyTo: sender.replyTo }) },
      joinUrl: `${deps.joinUrl(tenantId)}#sample`,
      message,
      ...(locale === undefined ? {} : { locale }),
      sequence: 0,
      now,
      opensBeforeMs: sender.policy.opensBeforeMs,
    });
    const outcome = await deps.transport.send(mail);
    if (outcome.is === "accepted") return accepted({});
    return refused(outcome.is === "rejected" ? "bad-request" : "unavailable", `The mail could not be sent: ${outcome.reason}`);
  }

  async #own(tenantId: string, service?: string): Promise<Message | null> {
    const text = await this.deps.settings.get(tenantId, nameOf(service));
    if (text === null || text === "") return null;
    const parsed = v.safeParse(defaultMessage, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  }

  async #ask<T>(asked: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await asked();
    } catch (error) {
      if (error instanceof StoreUnavailable) return refused("unavailable", undefined, { retryAfterMs: 1_000 });
      throw error;
    }
  }
}

function nameOf(service: string | undefined): string {
  return service === undefined ? "invite-message" : `invite-message/${service}`;
}

function unknownVariable({ subject, body }: Message): string | undefined {
  const [first] = [subject, body].flatMap((text) => parseTemplate(text).unknown);
  return first === undefined ? undefined : `There is no variable ${first.text.slice(0, 80)}: a guest would read it as it stands.`;
}
