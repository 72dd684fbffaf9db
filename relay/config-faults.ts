/** Settings held against each other: what contradicts, what anybody can guess, and what is allowed but hardly meant. */

import { isIP } from "node:net";
import type { KeyRing } from "./access/key-ring.ts";
import { weakness } from "./access/sample-secrets.ts";
import type { TenantEntry } from "./access/tenants-file.ts";
import type { WebhookReach } from "./outbox/public-address.ts";
import { permittedIn } from "./outbox/public-address.ts";
import type { SettingName, Settings } from "./settings.ts";

/** Settings that mean nothing, or something else than was meant, without another one. */
const PAIRS: [SettingName, SettingName][] = [
  ["TURN_URLS", "TURN_SECRET"],
  ["MAILGUN_API_KEY", "MAILGUN_DOMAIN"],
  ["MAILGUN_API_KEY", "MAIL_FROM"],
  ["MAILGUN_DOMAIN", "MAILGUN_API_KEY"],
  ["SMTP_URL", "MAIL_FROM"],
  ["WEBHOOK_URL", "WEBHOOK_SECRET"],
  ["WEBHOOK_SECRET", "WEBHOOK_URL"],
];

/** A setting without the one it needs, as a sentence. */
export function halfSet(settings: Settings): string | undefined {
  const given = (name: SettingName): boolean => {
    const value = settings[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  };
  for (const [name, needed] of PAIRS) {
    if (given(name) && !given(needed)) return `${name} is set, but not ${needed}: they go together.`;
  }
  return undefined;
}

/** An address that no webhook would ever be sent to (HOOK2), as a sentence. What a name stands for is seen when one is sent. */
export function deadHook({ TENANTS_FILE }: Settings, tenants: readonly TenantEntry[], reach: WebhookReach): string | undefined {
  if (reach === "anywhere") return undefined;
  for (const { id, webhookUrl } of tenants) {
    if (webhookUrl === undefined) continue;
    const name = TENANTS_FILE === undefined ? "WEBHOOK_URL" : `The webhookUrl of tenant ${id}`;
    const { protocol, hostname } = new URL(webhookUrl);
    const literal = hostname.replace(/^\[|\]$/gu, "");
    if (protocol !== "https:" && reach === "public") return `${name} does not start with https://, and WEBHOOK_ALLOW_PRIVATE is not true.`;
    if (isIP(literal) !== 0 && !permittedIn(reach)(literal))
      return `${name} is an address of a private network, and WEBHOOK_ALLOW_PRIVATE is not true.`;
  }
  return undefined;
}

/** Secrets that anybody can guess, as beginnings of a sentence. */
export function weaknesses(settings: Settings, tenants: TenantEntry[], ring: KeyRing | undefined): string[] {
  const fromFile = settings.TENANTS_FILE !== undefined;
  const named: [string, string | undefined][] = [
    ...tenants.map(({ id, apiSecret }): [string, string] => [fromFile ? `The apiSecret of tenant ${id}` : "API_SECRET", apiSecret]),
    ["TURN_SECRET", settings.TURN_SECRET],
    ["JANUS_API_SECRET", settings.JANUS_API_SECRET],
    ...(ring?.raw ?? []).map((key): [string, string] => ["A key of LINK_KEYS", key.toString("latin1")]),
  ];
  return named.flatMap(([name, secret]) => {
    const weak = secret === undefined ? undefined : weakness(secret);
    return weak === undefined ? [] : [`${name} ${weak}`];
  });
}

/** Sentences for the log: allowed, but hardly meant. */
export function doubts(settings: Settings, tenants: readonly TenantEntry[], ring: KeyRing | undefined, production: boolean): string[] {
  const warnings: string[] = [];
  if (settings.REDIS_URL !== undefined && ring === undefined) {
    warnings.push("LINK_KEYS is not set: several relays on one Redis must have the same keys, or they refuse each other's links.");
  }
  for (const { id, allowedOrigins } of tenants) {
    if (allowedOrigins.includes("*")) warnings.push(`Every web page may connect as a page of tenant ${id}: its allowed origins are *.`);
  }
  if (settings.PUBLIC_URL !== undefined && !secureForCameras(settings.PUBLIC_URL)) {
    warnings.push("PUBLIC_URL is not https: browsers will not give pages there a camera or a microphone.");
  }
  if (settings.MAILGUN_API_KEY !== undefined && settings.SMTP_URL !== undefined)
    warnings.push("MAILGUN_API_KEY and SMTP_URL are both set: mails go through Mailgun.");
  if (production && !sendsMails(settings))
    warnings.push("No mail is sent: neither MAILGUN_API_KEY nor SMTP_URL is set. Hosts can copy links.");
  if (production && settings.WEBHOOK_ALLOW_PRIVATE === true)
    warnings.push("WEBHOOK_ALLOW_PRIVATE is true: a tenant's webhook may reach servers of your own network.");
  return warnings;
}

function secureForCameras(publicUrl: string): boolean {
  const { protocol, hostname } = new URL(publicUrl);
  return (
    protocol === "https:" ||
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    hostname.startsWith("127.")
  );
}

/** Whether mails have a way out. */
export function sendsMails({ MAILGUN_API_KEY, SMTP_URL }: Settings): boolean {
  return MAILGUN_API_KEY !== undefined || SMTP_URL !== undefined;
}
