/** The vendors that this relay serves: who they are, which pages of theirs may come, and how they want sessions to be run. */

import { createHash } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type { SessionPolicy } from "../session/session.ts";

/** A key with which a vendor signs its own host tokens. */
export interface TenantKey {
  alg: "EdDSA" | "ES256";
  kid?: string;
  key: KeyObject;
}

export interface Tenant {
  readonly id: string;
  /** Shown to guests. */
  readonly clinicName: string;
  readonly apiSecret: string;
  /** Origins as browsers send them, or `*`. */
  readonly allowedOrigins: readonly string[];
  /** The guest page; a drop-in link is this with the token as its fragment. */
  readonly joinUrl: string;
  readonly policy: SessionPolicy;
  readonly publicKeys: readonly TenantKey[];
  /** Where answers to its mails go; absent: to the sender. */
  readonly replyTo?: { name: string; address: string };
  /** Standard Webhooks; both or none. */
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
}

export class Tenants {
  readonly #byId: ReadonlyMap<string, Tenant>;
  /** By a hash of the secret, so that how long a look-up takes says nothing about the secret. */
  readonly #bySecret: ReadonlyMap<string, Tenant>;
  readonly #origins: ReadonlyMap<string, ReadonlySet<string>>;

  /** `publicUrl`: the relay's own; pages that it serves itself are allowed for every tenant. */
  constructor(
    readonly all: readonly Tenant[],
    publicUrl: string,
  ) {
    this.#byId = new Map(all.map((tenant) => [tenant.id, tenant]));
    this.#bySecret = new Map(all.map((tenant) => [digest(tenant.apiSecret), tenant]));
    const own = ownOrigins(publicUrl);
    this.#origins = new Map(
      all.map(({ id, allowedOrigins, joinUrl }) => [id, new Set([...own, new URL(joinUrl).origin, ...allowedOrigins])]),
    );
  }

  get(id: string): Tenant | undefined {
    return this.#byId.get(id);
  }

  byApiSecret(secret: string): Tenant | undefined {
    return this.#bySecret.get(digest(secret));
  }

  /** Whether a page of `origin` may connect (DOOR5): for this tenant, or, before it is known, for any. */
  originAllowed(origin: string, tenantId?: string): boolean {
    if (tenantId === undefined) return this.all.some(({ id }) => this.originAllowed(origin, id));
    const allowed = this.#origins.get(tenantId);
    return allowed !== undefined && (allowed.has(origin) || allowed.has("*"));
  }
}

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** A relay on a developer's own machine is itself under each of that machine's names. */
function ownOrigins(publicUrl: string): string[] {
  const { origin, hostname } = new URL(publicUrl);
  return LOOPBACK.includes(hostname) ? LOOPBACK.map((name) => origin.replace(hostname, name)) : [origin];
}

function digest(secret: string): string {
  return createHash("sha256").update(secret).digest("base64");
}
