/** Whatever leaves the house: mails through Mailgun, a mail server or into the demo's outbox, and webhooks (SPEC MAIL, HOOK). */

import type { RelayId } from "../protocol/ids.ts";
import type { LinkKeys } from "./access/link-token.ts";
import type { Tenant, Tenants } from "./access/tenants.ts";
import type { Config, MailSettings } from "./config.ts";
import type { Log } from "./ops/log.ts";
import { letterFor } from "./outbox/letters.ts";
import type { LetterDeps, Sender } from "./outbox/letters.ts";
import { CapturedMail } from "./outbox/mail/captured-mail.ts";
import type { MailTransport } from "./outbox/mail/mail.ts";
import { MailgunTransport } from "./outbox/mail/mailgun.ts";
import { SmtpTransport } from "./outbox/mail/smtp.ts";
import { tellVendor } from "./outbox/tell-vendor.ts";
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

export function openWaysOut({ mail, webhooksToPrivate }: Pick<Config, "mail" | "webhooksToPrivate">): WaysOut {
  const mails = mailTransport(mail);
  const webhooks = new WebhookSender({ allowPrivate: webhooksToPrivate });
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
  defaultMessage: LetterDeps["defaultMessage"];
  publicUrl: string;
  relayId: RelayId;
  log: Log;
}

/** One life's worker. */
export function outboxWorker(deps: OutgoingDeps): OutboxWorker {
  const { config, ways, store, keeper, tenants, linkKeys, publicUrl, relayId, log } = deps;
  const now = (): number => store.sessions.now();
  const letters: LetterDeps = {
    sender: (tenantId) => senderFor(tenants, config, publicUrl, tenantId),
    defaultMessage: deps.defaultMessage,
    linkFor(session, { id, generation }) {
      const token = linkKeys.sign({ sessionId: session.id, inviteId: id, generation });
      return `${tenants.get(session.tenantId)?.joinUrl ?? ""}#${token}`;
    },
    now,
  };
  const tell = tellVendor({
    sender: ways.webhooks,
    hookOf(tenantId) {
      const { webhookUrl: url, webhookSecret: secret } = tenants.get(tenantId) ?? {};
      return url === undefined || secret === undefined ? undefined : { url, secret };
    },
    noted: async () => undefined,
    now,
  });
  return new OutboxWorker({
    keeper,
    relayId,
    transport: ways.mails,
    write: (session, item) => letterFor(letters, session, item),
    tell,
    log,
  });
}

export function senderFor(tenants: Tenants, { mail }: Config, publicUrl: string, tenantId: string): Sender | undefined {
  const tenant = tenants.get(tenantId);
  return tenant === undefined ? undefined : senderOf(tenant, mail, publicUrl);
}

/** Whom a tenant's mails come from. */
export function senderOf({ clinicName, policy, replyTo }: Tenant, { from }: MailSettings, publicUrl: string): Sender {
  return {
    clinicName,
    policy,
    from: from ?? { name: clinicName, address: `video@${new URL(publicUrl).hostname.replaceAll(/[[\]:]/g, "")}` },
    ...(replyTo === undefined ? {} : { replyTo }),
  };
}
