/** Tenants, keys and tokens for the tests of who gets in. */

import { generateKeyPairSync } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { SignJWT } from "jose";
import type { JWTPayload } from "jose";
import { KeyRing } from "../../relay/access/key-ring.ts";
import type { Tenant, TenantKey } from "../../relay/access/tenants.ts";
import { readConfig } from "../../relay/config.ts";

export const RIVERSIDE_SECRET = "riverside-9f2c41d07be84a6fb1d35c08e7a1";
export const HARBOUR_SECRET = "harbour-5a7de01c9b3348f2a6c4d90be1f7";

/** The policy that a relay without further settings has. */
/** Nobody here sends the mails, so there are none. */
export const POLICY = { ...readConfig({ API_SECRET: RIVERSIDE_SECRET }).policy, mail: false };

export const ed25519 = generateKeyPairSync("ed25519");
export const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
/** Nobody registered these. */
export const stranger = { ed25519: generateKeyPairSync("ed25519"), p256: generateKeyPairSync("ec", { namedCurve: "P-256" }) };

const registered: TenantKey[] = [
  { alg: "EdDSA", kid: "ed-1", key: ed25519.publicKey },
  { alg: "ES256", kid: "es-1", key: p256.publicKey },
];

export function tenant(id: string, more: Partial<Tenant> = {}): Tenant {
  return {
    id,
    clinicName: `The ${id} clinic`,
    apiSecret: `${id}-secret-0123456789abcdefghijklmnop`,
    allowedOrigins: [`https://${id}.example`],
    joinUrl: `https://${id}.example/join`,
    policy: POLICY,
    publicKeys: [],
    ...more,
  };
}

export const RIVERSIDE = tenant("riverside", { apiSecret: RIVERSIDE_SECRET, publicKeys: registered });
/** A tenant without keys of its own. */
export const HARBOUR = tenant("harbour", { apiSecret: HARBOUR_SECRET });

export const ring = (): KeyRing => KeyRing.parse(KeyRing.fresh());

export const seconds = (): number => Math.floor(Date.now() / 1_000);

/** The claims of a good token of Riverside's Dr. Osei. */
export const goodClaims = (more: JWTPayload = {}): JWTPayload => ({
  iss: "riverside",
  aud: "doorstep",
  sub: "user-1",
  name: "Dr. Osei",
  role: "host",
  iat: seconds(),
  exp: seconds() + 3_600,
  ...more,
});

export async function signed(
  claims: JWTPayload,
  { alg = "HS256", key = Buffer.from(RIVERSIDE_SECRET), header = {} }: { alg?: string; key?: KeyObject | Uint8Array; header?: object } = {},
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ ...header, alg }).sign(key);
}

/** A token put together by hand, with whatever stands in its parts. */
export function handmade(header: object, payload: object, signature = ""): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part(header)}.${part(payload)}.${signature}`;
}
