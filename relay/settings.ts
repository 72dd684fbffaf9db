/**
 * Every setting of the relay, in one table: its name in the environment, what it is for, its default, and how its text is read (in the
 * ways of `setting-texts.ts`). `config.ts` reads the environment with it; the README's table of settings is made from it
 * (`scripts/settings-table.ts`).
 */

import * as v from "valibot";
import * as limits from "../protocol/limits.ts";
import {
  clinicName,
  iceUrls,
  joinUrl,
  line,
  list,
  mailbox,
  origins,
  plainUrl,
  secret,
  tenantId,
  text,
  url,
  urls,
  webhookSecret,
  webhookUrl,
  whole,
  yesOrNo,
} from "./setting-texts.ts";

export interface Setting<T> {
  /** A sentence or two for the operator. */
  readonly doc: string;
  /** Used when the setting is absent or empty; read like any other value. Absent: the setting is optional. */
  readonly fallback?: string;
  /** What stands in the README as the default, where the value itself does not say it. */
  readonly fallbackDoc?: string;
  /** Never shown, not even in the sentence that refuses it. */
  readonly secret?: true;
  /** Messages are ends of a sentence that starts with the setting's name. */
  readonly schema: v.GenericSchema<string, T>;
}

const setting = <const S extends Setting<unknown>>(entry: S): S => entry;

export const SETTINGS = {
  NODE_ENV: setting({
    doc: "`production` refuses sample and short secrets, and wants `LINK_KEYS` to be set.",
    fallback: "development",
    schema: v.pipe(text, v.picklist(["development", "production", "test"], "must be development, production or test")),
  }),
  PORT: setting({ doc: "Port that the relay listens on.", fallback: "8787", schema: whole(0, 65_535) }),
  HOST: setting({
    doc: "Address that the relay listens on. Default: every address of the machine.",
    fallbackDoc: "every address",
    schema: line,
  }),
  PUBLIC_URL: setting({
    doc: "Where browsers reach the relay. Browsers give cameras only to pages on https or on localhost.",
    fallbackDoc: "`http://localhost:<PORT>`",
    schema: plainUrl,
  }),
  TRUSTED_PROXIES: setting({
    doc: "How many of your own proxies stand before the relay; the client's address is then taken from `X-Forwarded-For`.",
    fallback: "0",
    schema: whole(0, 10),
  }),
  TENANTS_FILE: setting({
    doc: "JSON file with a list of tenants, for a relay that serves several. Instead of the settings of the only tenant.",
    schema: line,
  }),
  TENANT_ID: setting({ doc: "Id of the only tenant: `iss` of its host tokens.", fallback: "default", schema: tenantId }),
  CLINIC_NAME: setting({ doc: "The only tenant's name, shown to guests.", fallback: "Video sessions", schema: clinicName }),
  API_SECRET: setting({
    doc: "The only tenant's secret: for REST calls, and to sign host tokens with HS256. At least 32 bytes in production.",
    secret: true,
    schema: secret,
  }),
  ALLOWED_ORIGINS: setting({
    doc: "Origins of the portal's pages, separated by commas. `*` allows every page and warns at the start. The relay's own pages are always allowed.",
    fallback: "",
    schema: v.pipe(list, origins),
  }),
  JOIN_URL: setting({
    doc: "The guest page that drop-in links open; the relay serves one itself.",
    fallbackDoc: "`<PUBLIC_URL>/join`",
    schema: joinUrl,
  }),
  LINK_KEYS: setting({
    doc: "Keys that sign the drop-in links: `kid:base64` each, at least 32 bytes, separated by commas, newest first. All relays of a service have the same. Taking a key out ends every link it signed. In development one is made and kept in `DATA_DIR`.",
    fallbackDoc: "kept in `DATA_DIR`",
    secret: true,
    schema: text,
  }),
  DATA_DIR: setting({ doc: "Folder of the embedded store, used when there is no `REDIS_URL`.", fallback: "./data", schema: line }),
  REDIS_URL: setting({ doc: "Redis of the relays: several on one Redis are one service.", secret: true, schema: url("redis:", "rediss:") }),
  MAILGUN_API_KEY: setting({ doc: "Mailgun's key for sending invitations.", secret: true, schema: secret }),
  MAILGUN_DOMAIN: setting({
    doc: "Domain that Mailgun sends from.",
    schema: v.pipe(text, v.regex(/^[a-z0-9.-]+\.[a-z0-9-]+$/i, "must be a domain, such as mg.example.org")),
  }),
  MAILGUN_URL: setting({
    doc: "Mailgun's API; EU accounts have their own (`https://api.eu.mailgun.net`).",
    fallback: "https://api.mailgun.net",
    schema: url("http:", "https:"),
  }),
  MAILGUN_WEBHOOK_KEY: setting({
    doc: "Mailgun's webhook signing key, for `POST /v1/mail-events`: without it nobody learns what was delivered.",
    secret: true,
    schema: secret,
  }),
  MAILGUN_TEST_MODE: setting({ doc: "`true`: Mailgun takes the mails and delivers none.", fallback: "false", schema: yesOrNo }),
  MAILGUN_LAG_SECONDS: setting({
    doc: "How far Mailgun's list of events may run behind. A mail whose answer was lost is looked for there, and sent again no sooner.",
    fallback: "60",
    schema: whole(0, 3_600),
  }),
  SMTP_URL: setting({
    doc: "A mail server for the invitations where there is no Mailgun: `smtp://user:password@mail.example.org:587` or `smtps://…`.",
    secret: true,
    schema: url("smtp:", "smtps:"),
  }),
  MAIL_FROM: setting({
    doc: "Sender of the invitations, such as `Riverside Clinic <video@riverside.example>`. Each clinic's own name stands before the address.",
    schema: mailbox,
  }),
  MAIL_REPLY_TO: setting({ doc: "Where answers to the only tenant's mails go.", fallbackDoc: "`MAIL_FROM`", schema: mailbox }),
  REMINDER_MINUTES: setting({
    doc: "A reminder is mailed this long before the start; `0`: none. A tenant may choose another.",
    fallback: `${limits.REMINDER_BEFORE_MS / 60_000}`,
    schema: whole(0, 7 * 24 * 60),
  }),
  JANUS_URLS: setting({
    doc: "Janus servers for calls above `MESH_MAX`, separated by commas, the same for all relays: their WebSocket API.",
    fallback: "",
    schema: urls("ws:", "wss:"),
  }),
  JANUS_API_SECRET: setting({
    doc: "`api_secret` of the Janus servers, and `admin_key` of their VideoRoom plugin.",
    secret: true,
    schema: secret,
  }),
  TURN_URLS: setting({
    doc: "TURN servers, separated by commas, the most wanted first: `turn:turn.example.org:3478` (UDP), `turn:turn.example.org:3478?transport=tcp`, `turns:turn.example.org:443?transport=tcp` (TLS; on port 443 it passes where only the web is let out).",
    fallback: "",
    schema: iceUrls("turn:", "turns:"),
  }),
  TURN_SECRET: setting({
    doc: "The secret shared with the TURN servers (coturn's `static-auth-secret`). At least 32 bytes in production.",
    secret: true,
    schema: secret,
  }),
  STUN_URLS: setting({
    doc: "STUN servers, separated by commas: `stun:turn.example.org:3478`. A TURN server is one as well.",
    fallback: "",
    schema: iceUrls("stun:", "stuns:"),
  }),
  MESH_MAX: setting({
    doc: "Participants up to which a call stays peer to peer.",
    fallback: `${limits.MESH_MAX}`,
    schema: whole(2, limits.SEAT_LIMIT),
  }),
  SEAT_GRACE_SECONDS: setting({
    doc: "How long a seat is held for someone whose connection is lost.",
    fallback: `${limits.SEAT_GRACE_MS / 1_000}`,
    schema: whole(1, 3_600),
  }),
  RETENTION_DAYS: setting({ doc: "How long an ended session is kept, with its audit trail.", fallback: "30", schema: whole(1, 3_650) }),
  WEBHOOK_URL: setting({ doc: "Where the only tenant's webhooks go.", schema: webhookUrl }),
  WEBHOOK_SECRET: setting({
    doc: "Signs the webhooks (Standard Webhooks): `whsec_` and 24 to 64 bytes in base64.",
    secret: true,
    schema: webhookSecret,
  }),
  WEBHOOK_ALLOW_PRIVATE: setting({
    doc: "`true`: webhooks may go to addresses of a private network, and without TLS. Outside production they may go to the relay's own machine in any case.",
    fallback: "false",
    schema: yesOrNo,
  }),
  LIMIT_PER_ADDRESS: setting({
    doc: "Connections a minute from one address. A clinic may sit behind one.",
    fallback: "600",
    schema: whole(1, 100_000_000),
  }),
  LIMIT_PER_LINK: setting({
    doc: "Connections a minute with one drop-in link, and as many requests to join. Whoever was there before is counted for itself when it comes again.",
    fallback: "60",
    schema: whole(1, 100_000_000),
  }),
  LIMIT_PER_TENANT: setting({
    doc: "Connections, and REST calls, a minute for one tenant.",
    fallback: "30000",
    schema: whole(1, 100_000_000),
  }),
  LIMIT_MAILS_PER_HOST: setting({
    doc: "Invitations a day that one host may send, re-sends counted.",
    fallback: `${limits.MAILS_PER_HOST}`,
    schema: whole(1, 100_000_000),
  }),
  LIMIT_MAILS_PER_TENANT: setting({
    doc: "Invitations a day for one tenant.",
    fallback: `${limits.MAILS_PER_TENANT}`,
    schema: whole(1, 100_000_000),
  }),
  METRICS_TOKEN: setting({ doc: "Bearer token that `/metrics` then asks for.", fallbackDoc: "open", secret: true, schema: secret }),
  LOG_LEVEL: setting({
    doc: "`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.",
    fallback: "info",
    schema: v.pipe(
      text,
      v.picklist(
        ["trace", "debug", "info", "warn", "error", "fatal", "silent"],
        "must be trace, debug, info, warn, error, fatal or silent",
      ),
    ),
  }),
} as const;

export type SettingName = keyof typeof SETTINGS;
/** The settings as read, by name. One without a default may be absent. */
export type Settings = {
  [Name in SettingName]:
    | v.InferOutput<(typeof SETTINGS)[Name]["schema"]>
    | ((typeof SETTINGS)[Name] extends { fallback: string } ? never : undefined);
};
