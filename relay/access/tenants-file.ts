/** The file of tenants: a JSON list, one entry a vendor. */

import { createPublicKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import * as v from "valibot";
import type { TenantKey } from "./tenants.ts";

/** What is wrong with the file, as a sentence. It never holds a secret. */
export class TenantsFileError extends Error {
  override name = "TenantsFileError";
}

const minutes = (name: string, max: number) =>
  v.pipe(
    v.number(`${name} must be a number of minutes.`),
    v.integer(`${name} must be whole minutes.`),
    v.minValue(0, `${name} is negative.`),
    v.maxValue(max, `${name} is over ${max}.`),
  );
const DAY_MINUTES = 24 * 60;

/** `fields`: how the entries that a tenant has in common with the environment's settings are read. */
const tenantEntry = (fields: TenantFields) =>
  v.strictObject(
    {
      id: fields.id,
      clinicName: fields.clinicName,
      apiSecret: v.pipe(v.string("apiSecret must be text."), v.minLength(1, "apiSecret is empty.")),
      allowedOrigins: v.optional(fields.allowedOrigins, []),
      joinUrl: v.optional(fields.joinUrl),
      publicKeys: v.optional(v.array(v.looseObject({}), "publicKeys must be a list of JSON Web Keys."), []),
      opensBeforeMinutes: v.optional(minutes("opensBeforeMinutes", DAY_MINUTES)),
      closesAfterMinutes: v.optional(minutes("closesAfterMinutes", DAY_MINUTES)),
      sameLink: v.optional(v.picklist(["mark", "forbid"], "sameLink must be mark or forbid.")),
      showPosition: v.optional(v.boolean("showPosition must be true or false.")),
      mail: v.optional(v.boolean("mail must be true or false.")),
      replyTo: v.optional(fields.replyTo),
      reminderMinutes: v.optional(minutes("reminderMinutes", 7 * DAY_MINUTES)),
      webhookUrl: v.optional(fields.webhookUrl),
      webhookSecret: v.optional(fields.webhookSecret),
    },
    (issue) => (issue.expected === "never" ? "is not a property of a tenant." : "must be an object."),
  );

interface TenantFields {
  id: v.GenericSchema<string, string>;
  clinicName: v.GenericSchema<string, string>;
  allowedOrigins: v.GenericSchema<string[], string[]>;
  joinUrl: v.GenericSchema<string, string>;
  replyTo: v.GenericSchema<string, { name: string; address: string }>;
  webhookUrl: v.GenericSchema<string, string>;
  webhookSecret: v.GenericSchema<string, string>;
}

type Entry = v.InferOutput<ReturnType<typeof tenantEntry>>;
export type TenantEntry = Omit<Entry, "publicKeys"> & { publicKeys: TenantKey[] };

/** Reads the file's text. Throws `TenantsFileError`. */
export function readTenants(text: string, fields: TenantFields): TenantEntry[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new TenantsFileError("is not JSON.");
  }
  const parsed = v.safeParse(
    v.pipe(v.array(tenantEntry(fields), "must be a list of tenants."), v.minLength(1, "has no tenant in it.")),
    json,
    { abortEarly: true },
  );
  if (!parsed.success) {
    const [issue] = parsed.issues;
    const path = v.getDotPath(issue);
    const words = issue.message.replace(/\.?$/, ".");
    throw new TenantsFileError(path === null ? words : `has a fault at ${path}: ${words}`);
  }
  const entries = parsed.output.map((entry) => ({
    ...entry,
    publicKeys: entry.publicKeys.map((jwk, index) => readKey(entry.id, jwk, index)),
  }));
  if (new Set(entries.map((entry) => entry.id)).size < entries.length) throw new TenantsFileError("names a tenant id twice.");
  if (new Set(entries.map((entry) => entry.apiSecret)).size < entries.length)
    throw new TenantsFileError("gives two tenants the same apiSecret.");
  for (const { id, webhookUrl, webhookSecret } of entries) {
    if ((webhookUrl === undefined) !== (webhookSecret === undefined))
      throw new TenantsFileError(`gives the tenant ${id} only one of webhookUrl and webhookSecret.`);
  }
  return entries;
}

/** The kind of the key fixes the one algorithm it is good for. */
const KINDS = [
  { alg: "EdDSA", kty: "OKP", crv: "Ed25519" },
  { alg: "ES256", kty: "EC", crv: "P-256" },
] as const;

function readKey(id: string, jwk: Record<string, unknown>, index: number): TenantKey {
  const which = `publicKeys.${index} of the tenant ${id}`;
  const kind = KINDS.find(({ kty, crv }) => jwk["kty"] === kty && jwk["crv"] === crv);
  if (kind === undefined) throw new TenantsFileError(`has a key that is neither Ed25519 nor P-256: ${which}.`);
  if ("d" in jwk) throw new TenantsFileError(`holds a private key where only a public one belongs: ${which}.`);
  if (jwk["alg"] !== undefined && jwk["alg"] !== kind.alg) throw new TenantsFileError(`has a key whose alg is not ${kind.alg}: ${which}.`);
  const kid = jwk["kid"];
  let key: KeyObject;
  try {
    key = createPublicKey({ key: { kty: kind.kty, crv: kind.crv, x: jwk["x"], y: jwk["y"] } as never, format: "jwk" });
  } catch {
    throw new TenantsFileError(`has a key that cannot be read: ${which}.`);
  }
  return { alg: kind.alg, key, ...(typeof kid === "string" ? { kid } : {}) };
}
