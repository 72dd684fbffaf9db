/** Reads the relay's settings (`settings.ts`) and holds them against each other. A bad one stops the start with one plain sentence. */

import { readFileSync } from "node:fs";
import * as v from "valibot";
import * as limits from "../protocol/limits.ts";
import { KeyRing, KeyRingError } from "./access/key-ring.ts";
import type { LimitSizes } from "./access/rate-limits.ts";
import { readTenants, TenantsFileError } from "./access/tenants-file.ts";
import type { TenantEntry } from "./access/tenants-file.ts";
import type { Tenant } from "./access/tenants.ts";
import type { WebhookReach } from "./outbox/public-address.ts";
import { deadHook, doubts, halfSet, sendsMails, weaknesses } from "./config-faults.ts";
import type { SessionPolicy } from "./session/session.ts";
import { clinicName, joinUrl, mailbox, origins, tenantId, webhookSecret, webhookUrl } from "./setting-texts.ts";
import { SETTINGS } from "./settings.ts";
import type { Setting, SettingName, Settings } from "./settings.ts";

/** A setting that does not do. `message` is one sentence for the operator; it never shows a secret. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

export interface MailSettings {
  /** With `domain`: mails go through Mailgun. */
  apiKey?: string;
  domain?: string;
  url: string;
  webhookKey?: string;
  testMode: boolean;
  lagMs: number;
  /** Without Mailgun: mails go through this server. */
  smtpUrl?: string;
  from?: { name: string; address: string };
}

/** What the relay works with. Times in ms. */
export interface Config {
  production: boolean;
  port: number;
  /** Absent: every address. */
  host?: string;
  /** Absent: `http://localhost:<port>`, known once the relay listens. */
  publicUrl?: string;
  trustedProxies: number;
  tenants: TenantEntry[];
  /** What all tenants have in common; an entry may say otherwise. */
  policy: SessionPolicy;
  /** Absent (in development): kept in `dataDir`. */
  linkKeys?: string;
  dataDir: string;
  redisUrl?: string;
  mail: MailSettings;
  webhookReach: WebhookReach;
  janus: { urls: string[]; apiSecret?: string };
  ice: { stunUrls: string[]; turnUrls: string[]; turnSecret?: string };
  perMinute: LimitSizes;
  /** Invitations a day. */
  mailsPerDay: { host: number; tenant: number };
  metricsToken?: string;
  logLevel: Settings["LOG_LEVEL"];
  /** Sentences for the log: allowed, but hardly meant. */
  warnings: string[];
}

const DAY_MS = 24 * 60 * 60_000;
/** Calls with a wrong secret or token, a minute and address. */
const WRONG_CREDENTIALS = 60;
/** Sample mails of one host, a minute. */
const TEST_MAILS = 5;

/** Reads `env`. Throws `ConfigError` at the first fault. */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const settings = readSettings(env);
  const production = settings.NODE_ENV === "production";
  const tenants = settings.TENANTS_FILE === undefined ? [onlyTenant(settings)] : tenantsOf(settings.TENANTS_FILE, env);
  const half = halfSet(settings);
  if (half !== undefined) throw new ConfigError(half);
  const unreachable = deadHook(settings, tenants, reachOf(settings, production));
  if (unreachable !== undefined) throw new ConfigError(unreachable);
  const ring = ringOf(settings);
  const warnings: string[] = [];
  for (const fault of weaknesses(settings, tenants, ring)) {
    if (production) throw new ConfigError(`${fault}. In production this is refused.`);
    warnings.push(`${fault}. In production this would be refused.`);
  }
  if (production && ring === undefined)
    throw new ConfigError("LINK_KEYS is missing: in production the keys that sign drop-in links must be set.");
  warnings.push(...doubts(settings, tenants, ring, production));
  return assemble(settings, { production, tenants, warnings });
}

/** A tenant as the relay uses it, once it is known where the relay is reached. */
export function tenantOf(entry: TenantEntry, { policy }: Pick<Config, "policy">, publicUrl: string): Tenant {
  const {
    opensBeforeMinutes,
    closesAfterMinutes,
    sameLink,
    showPosition,
    joinUrl: ownJoinUrl,
    mail,
    reminderMinutes,
    replyTo,
    webhookUrl: hook,
    webhookSecret: hookSecret,
    ...rest
  } = entry;
  return {
    ...rest,
    joinUrl: ownJoinUrl ?? `${publicUrl}/join`,
    policy: {
      ...policy,
      ...(opensBeforeMinutes === undefined ? {} : { opensBeforeMs: opensBeforeMinutes * 60_000 }),
      ...(closesAfterMinutes === undefined ? {} : { closesAfterMs: closesAfterMinutes * 60_000 }),
      ...(sameLink === undefined ? {} : { sameLink }),
      ...(showPosition === undefined ? {} : { showPosition }),
      ...(mail === false ? { mail } : {}),
      ...(reminderMinutes === undefined ? {} : { reminderBeforeMs: reminderBefore(reminderMinutes) }),
      webhooks: hook !== undefined,
    },
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(hook === undefined || hookSecret === undefined ? {} : { webhookUrl: hook, webhookSecret: hookSecret }),
  };
}

/** 0 minutes: none. */
function reminderBefore(minutes: number): number | null {
  return minutes === 0 ? null : minutes * 60_000;
}

function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const read = Object.entries(SETTINGS as Record<string, Setting<unknown>>).map(([name, { schema, fallback, secret }]) => {
    const given = env[name] === "" ? undefined : env[name];
    const value = given ?? fallback;
    if (value === undefined) return [name, undefined];
    const parsed = v.safeParse(schema, value, { abortEarly: true });
    if (parsed.success) return [name, parsed.output];
    const shown = secret === true ? "" : ` (it is ${JSON.stringify(value.slice(0, 100))})`;
    throw new ConfigError(`${name} ${parsed.issues[0].message}${shown}.`);
  });
  return Object.fromEntries(read) as Settings;
}

function onlyTenant(settings: Settings): TenantEntry {
  if (settings.API_SECRET === undefined) throw new ConfigError("API_SECRET is missing: set it, or TENANTS_FILE for several tenants.");
  return {
    id: settings.TENANT_ID,
    clinicName: settings.CLINIC_NAME,
    apiSecret: settings.API_SECRET,
    allowedOrigins: settings.ALLOWED_ORIGINS,
    joinUrl: settings.JOIN_URL,
    publicKeys: [],
    replyTo: settings.MAIL_REPLY_TO,
    webhookUrl: settings.WEBHOOK_URL,
    webhookSecret: settings.WEBHOOK_SECRET,
  };
}

const SINGLE_TENANT: SettingName[] = [
  "TENANT_ID",
  "CLINIC_NAME",
  "API_SECRET",
  "ALLOWED_ORIGINS",
  "JOIN_URL",
  "MAIL_REPLY_TO",
  "WEBHOOK_URL",
  "WEBHOOK_SECRET",
];

function tenantsOf(path: string, env: Readonly<Record<string, string | undefined>>): TenantEntry[] {
  const both = SINGLE_TENANT.find((name) => env[name] !== undefined && env[name] !== "");
  if (both !== undefined)
    throw new ConfigError(`TENANTS_FILE and ${both} are both set: a tenant stands either in the file or in the environment.`);
  let words: string;
  try {
    words = readFileSync(path, "utf8");
  } catch (error) {
    throw new ConfigError(
      `TENANTS_FILE cannot be read (${error instanceof Error && "code" in error ? String(error.code) : "unknown error"}): ${path}.`,
    );
  }
  try {
    return readTenants(words, { id: tenantId, clinicName, allowedOrigins: origins, joinUrl, replyTo: mailbox, webhookUrl, webhookSecret });
  } catch (error) {
    if (error instanceof TenantsFileError) throw new ConfigError(`TENANTS_FILE ${error.message}`);
    throw error;
  }
}

function ringOf(settings: Settings): KeyRing | undefined {
  if (settings.LINK_KEYS === undefined) return undefined;
  try {
    return KeyRing.parse(settings.LINK_KEYS);
  } catch (error) {
    if (error instanceof KeyRingError) throw new ConfigError(`LINK_KEYS ${error.message}`);
    throw error;
  }
}

/** While something is being built, the vendor's back end mostly runs beside the relay (HOOK2). */
function reachOf({ WEBHOOK_ALLOW_PRIVATE }: Settings, production: boolean): WebhookReach {
  return WEBHOOK_ALLOW_PRIVATE ? "anywhere" : production ? "public" : "this-machine";
}

function assemble(s: Settings, rest: Pick<Config, "production" | "tenants" | "warnings">): Config {
  return {
    ...rest,
    port: s.PORT,
    ...present({ host: s.HOST, publicUrl: s.PUBLIC_URL, linkKeys: s.LINK_KEYS, redisUrl: s.REDIS_URL, metricsToken: s.METRICS_TOKEN }),
    trustedProxies: s.TRUSTED_PROXIES,
    policy: {
      opensBeforeMs: limits.OPENS_BEFORE_MS,
      closesAfterMs: limits.CLOSES_AFTER_MS,
      seatGraceMs: s.SEAT_GRACE_SECONDS * 1_000,
      waitingGraceMs: limits.WAITING_GRACE_MS,
      seatLimit: limits.SEAT_LIMIT,
      sameLink: "mark",
      showPosition: false,
      meshMax: s.MESH_MAX,
      retentionMs: s.RETENTION_DAYS * DAY_MS,
      // In production a mail that goes nowhere must not look sent: hosts copy the links.
      mail: !rest.production || sendsMails(s),
      webhooks: false,
      reminderBeforeMs: reminderBefore(s.REMINDER_MINUTES),
    },
    dataDir: s.DATA_DIR,
    mail: {
      url: s.MAILGUN_URL,
      testMode: s.MAILGUN_TEST_MODE,
      lagMs: s.MAILGUN_LAG_SECONDS * 1_000,
      ...present({
        apiKey: s.MAILGUN_API_KEY,
        domain: s.MAILGUN_DOMAIN,
        webhookKey: s.MAILGUN_WEBHOOK_KEY,
        smtpUrl: s.SMTP_URL,
        from: s.MAIL_FROM,
      }),
    },
    webhookReach: reachOf(s, rest.production),
    janus: { urls: s.JANUS_URLS, ...present({ apiSecret: s.JANUS_API_SECRET }) },
    ice: { stunUrls: s.STUN_URLS, turnUrls: s.TURN_URLS, ...present({ turnSecret: s.TURN_SECRET }) },
    perMinute: {
      address: s.LIMIT_PER_ADDRESS,
      link: s.LIMIT_PER_LINK,
      knock: s.LIMIT_PER_LINK,
      tenant: s.LIMIT_PER_TENANT,
      rest: s.LIMIT_PER_TENANT,
      credentials: WRONG_CREDENTIALS,
      "test-mail": TEST_MAILS,
    },
    mailsPerDay: { host: s.LIMIT_MAILS_PER_HOST, tenant: s.LIMIT_MAILS_PER_TENANT },
    logLevel: s.LOG_LEVEL,
  };
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function present<T extends object>(fields: T): Present<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
