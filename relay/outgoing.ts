/** Whatever leaves the house: mails through Mailgun, a mail server or into the demo's outbox, and webhooks (SPEC MAIL, HOOK). */

import type { RelayId } from "../protocol/ids.ts";
import type { LinkKeys } from "./access/link-token.ts";
import type { RateLimits } from "./access/rate-limits.ts";
import type { Tenants } from "./access/tenants.ts";
import type { Config, MailSettings } from "./config.ts";
import type { Log } from "./ops/log.ts";
import { letterFor } from "./outbox/letters.ts";
import type { LetterDeps, Sender } from "./outbox/letters.ts";
import { MailNews, sharedReplayGuard } from "./outbox/mail-news.ts";
import { CapturedMail } from "./outbox/mail/captured-mail.ts";
import type { MailTransport } from "./outbox/mail/mail.ts";
import { MailgunTransport } from "./outbox/mail/mailgun.ts";
import { SmtpTransport } from "./outbox/mail/smtp.ts";
import { MessageDesk } from "./outbox/message-desk.ts";
import { WebhookDesk } from "./outbox/webhook-desk.ts";
import { WebhookSender } from "./outbox/webhooks.ts";
import { OutboxWorker } from "./outbox/worker.ts";
import type { SessionKeeper } from "./store/session-keeper.ts";
import type { Store } from "./store/session-store.ts";

/** The ways out. They outlive one life of a relay, as what is under way on them may. */
export interface WaysOut {
  mails: MailTransport;
  webhooks: WebhookSender;
  close(): Promise<void>;
}

export function openWaysOut({ mail, webhookReach }: Pick<Config, "mail" | "webhookReach">): WaysOut {
  const mails = mailTransport(mail);
  const webhooks = new WebhookSender({ reach: webhookReach });
  return {
    mails,
    webhooks,
    async close() {
      await Promise.all([mails.close(), webhooks.close()]);
    },
  };
}

function mailTransport({ apiKey, domain, url, testMode, lagMs, smtpUrl }: MailSettings): MailTransport {
  if (apiKey !== undefined && domain !== undefined) return new MailgunTransport({ apiKey, domain, url, testMode, lagMs });
  return smtpUrl === undefined ? new CapturedMail() : new SmtpTransport({ url: smtpUrl });
}

export interface OutgoingDeps {
  config: Config;
  ways: WaysOut;
  store: Store;
  keeper: SessionKeeper;
  tenants: Tenants;
  linkKeys: LinkKeys;
  limits: RateLimits;
  publicUrl: string;
  relayId: RelayId;
  log: Log;
}

/** Who sends in one life, and who knows what became of it. */
export interface Outgoing {
  worker: OutboxWorker;
  messages: MessageDesk;
  webhooks: WebhookDesk;
  /** Absent: nobody tells. */
  mailNews?: MailNews;
}

export function outgoing({ config, ways, store, keeper, tenants, linkKeys, limits, publicUrl, relayId, log }: OutgoingDeps): Outgoing {
  const now = (): number => store.sessions.now();
  const sender = (tenantId: string): Sender | undefined => senderFor(tenants, config.mail, publicUrl, tenantId);
  const joinUrl = (tenantId: string): string => tenants.get(tenantId)?.joinUrl ?? "";
  const messages = new MessageDesk({ settings: store.settings, transport: ways.mails, sender, joinUrl, limits, now });
  const letters: LetterDeps = {
    sender,
    defaultMessage: (tenantId, service) => messages.inForce(tenantId, service),
    linkFor(session, { id, generation }) {
      return `${joinUrl(session.tenantId)}#${linkKeys.sign({ sessionId: session.id, inviteId: id, generation })}`;
    },
    now,
  };
  const webhooks = new WebhookDesk({
    sender: ways.webhooks,
    hookOf(tenantId) {
      const { webhookUrl: url, webhookSecret: secret } = tenants.get(tenantId) ?? {};
      return url === undefined || secret === undefined ? undefined : { url, secret };
    },
    log: store.deliveries,
    complain: log,
    now,
  });
  const worker = new OutboxWorker({
    keeper,
    relayId,
    transport: ways.mails,
    write: (session, item) => letterFor(letters, session, item),
    tell: (session, item) => webhooks.tell(session, item),
    log,
  });
  const { webhookKey: key } = config.mail;
  const guard = sharedReplayGuard(store.idempotency, now);
  return { worker, messages, webhooks, ...(key === undefined ? {} : { mailNews: new MailNews({ key, guard, keeper, now }) }) };
}

/** Whom a tenant's mails come from. */
function senderFor(tenants: Tenants, { from }: MailSettings, publicUrl: string, tenantId: string): Sender | undefined {
  const tenant = tenants.get(tenantId);
  if (tenant === undefined) return undefined;
  const { clinicName, policy, replyTo } = tenant;
  return {
    clinicName,
    policy,
    from: from ?? { name: clinicName, address: `video@${new URL(publicUrl).hostname.replaceAll(/[[\]:]/g, "")}` },
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}
