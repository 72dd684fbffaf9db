/**
 * Host tokens (contract, section 4). The tenant's own keys decide which algorithm a token may have: HS256 goes with the API secret and
 * nothing else, EdDSA and ES256 with a registered public key of that very kind. So neither `none`, nor an HMAC made with a public key,
 * nor anything else that a token's header says about keys (`kid`, `jku`, `jwk`, `x5u`) can choose how the token is checked.
 */

import { createSecretKey } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, SignJWT } from "jose";
import type { JWTPayload } from "jose";
import * as v from "valibot";
import * as field from "../../protocol/fields.ts";
import type { SessionId } from "../../protocol/ids.ts";
import * as limits from "../../protocol/limits.ts";
import type { Result } from "../../protocol/refusals.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { Tenant, Tenants } from "./tenants.ts";

export const AUDIENCE = "doorstep";
/** Longest token, in letters. */
const LONGEST = 8_192;
/** Three parts in base64url (RFC 7515, compact); libraries are lenient about what else stands there. */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const NO_TOKEN = "The host token is not a JSON Web Token.";
/** A vendor's clock may be ahead of ours by this much, seconds: for `nbf`, `iat` and the longest life; never for `exp`. */
const CLOCK_SKEW_SECONDS = 30;
const LONGEST_LIFE_SECONDS = limits.HOST_TOKEN_LIFE_MS / 1_000;
/** Sessions that one token may be restricted to. */
export const SESSIONS_PER_TOKEN = 100;

const NOT_OURS = "The host token is not one of a tenant of this relay.";

export const tokenSessions = v.pipe(
  v.array(field.sessionId, "sessions must be a list of session ids."),
  v.minLength(1, "sessions is empty: leave it out to allow every session of the host."),
  v.maxLength(SESSIONS_PER_TOKEN, `sessions names more than ${SESSIONS_PER_TOKEN} sessions.`),
);
const claims = v.object(
  {
    sub: field.line("sub", limits.USER_ID_LENGTH),
    name: field.line("name", limits.NAME_LENGTH),
    role: v.picklist(["host", "admin"], "role must be host or admin."),
    sessions: v.optional(tokenSessions),
    exp: v.number("exp must be a number of seconds."),
    iat: v.optional(v.number("iat must be a number of seconds.")),
  },
  ({ expected }) => `${expected?.replaceAll('"', "")} is missing.`,
);

/** Who a valid host token names. */
export interface HostIdentity {
  tenant: Tenant;
  hostId: string;
  name: string;
  /** Every session of the tenant, not only those that name this host. */
  admin: boolean;
  /** The only sessions the token is good for; absent: all. */
  sessions?: SessionId[];
  /** ms since the epoch: when the token ends. */
  expiresAt: number;
}

/** What `issue` puts into a token. */
export interface TokenDraft {
  sub: string;
  name: string;
  role: "host" | "admin";
  sessions?: readonly SessionId[];
  ttlSeconds: number;
}

export class HostTokens {
  /** `now` in ms, for tests. */
  constructor(
    private readonly tenants: Pick<Tenants, "get">,
    private readonly now: () => number = Date.now,
  ) {}

  /** Refuses with `not-allowed` and a sentence for the vendor's developer. Never rejects. */
  async verify(token: string): Promise<Result<HostIdentity>> {
    if (token.length > LONGEST) return refused("not-allowed", "The host token is too long.");
    if (!COMPACT.test(token)) return refused("not-allowed", NO_TOKEN);
    let tenant: Tenant | undefined;
    let alg: unknown;
    let kid: unknown;
    try {
      ({ alg, kid } = decodeProtectedHeader(token));
      const { iss } = decodeJwt(token);
      tenant = typeof iss === "string" ? this.tenants.get(iss) : undefined;
    } catch {
      return refused("not-allowed", NO_TOKEN);
    }
    if (alg !== "HS256" && alg !== "EdDSA" && alg !== "ES256") {
      return refused("not-allowed", "The host token's algorithm is not one of HS256, EdDSA, ES256.");
    }
    if (tenant === undefined) return refused("not-allowed", NOT_OURS);
    return this.#check(token, tenant, alg, kid);
  }

  /** Makes a token for back ends that have no library for it (`POST /v1/tokens`). */
  async issue(tenant: Tenant, { sub, name, role, sessions, ttlSeconds }: TokenDraft): Promise<{ token: string; expiresAt: number }> {
    const issuedAt = Math.floor(this.now() / 1_000);
    const ends = issuedAt + Math.min(ttlSeconds, LONGEST_LIFE_SECONDS);
    const token = await new SignJWT({ name, role, ...(sessions === undefined ? {} : { sessions }) })
      .setProtectedHeader({ alg: "HS256", typ: "JWT" })
      .setIssuer(tenant.id)
      .setAudience(AUDIENCE)
      .setSubject(sub)
      .setIssuedAt(issuedAt)
      .setExpirationTime(ends)
      .sign(secretKey(tenant));
    return { token, expiresAt: ends * 1_000 };
  }

  async #check(token: string, tenant: Tenant, alg: "HS256" | "EdDSA" | "ES256", kid: unknown): Promise<Result<HostIdentity>> {
    let fault = NOT_OURS;
    for (const key of keysFor(tenant, alg, kid)) {
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [alg],
          issuer: tenant.id,
          audience: AUDIENCE,
          requiredClaims: ["exp", "sub"],
          clockTolerance: CLOCK_SKEW_SECONDS,
          currentDate: new Date(this.now()),
        });
        return this.#identify(payload, tenant);
      } catch (error) {
        // The claims are looked at only once the signature holds, so the words about them go to those who hold the key.
        if (error instanceof errors.JWTExpired || error instanceof errors.JWTClaimValidationFailed) {
          return refused("not-allowed", claimFault(error));
        }
        fault = "The host token's signature does not hold.";
      }
    }
    return refused("not-allowed", fault);
  }

  #identify(payload: JWTPayload, tenant: Tenant): Result<HostIdentity> {
    const parsed = v.safeParse(claims, payload, { abortEarly: true });
    if (!parsed.success) return refused("not-allowed", `The host token's claims do not fit: ${parsed.issues[0].message}`);
    const { sub, name, role, sessions, exp, iat } = parsed.output;
    const seconds = this.now() / 1_000;
    if (exp <= seconds) return refused("not-allowed", "The host token has ended (exp): ask for a fresh one.");
    if (iat !== undefined && iat > seconds + CLOCK_SKEW_SECONDS)
      return refused("not-allowed", "The host token was issued in the future (iat).");
    if (exp - Math.min(iat ?? seconds, seconds) > LONGEST_LIFE_SECONDS + CLOCK_SKEW_SECONDS) {
      return refused("not-allowed", "The host token lives longer than 12 hours (exp).");
    }
    const identity = { tenant, hostId: sub, name, admin: role === "admin", expiresAt: exp * 1_000 };
    return accepted(sessions === undefined ? identity : { ...identity, sessions });
  }
}

/** The keys with which a token of this algorithm can have been signed. A `kid` only narrows the tenant's own keys down. */
function keysFor(tenant: Tenant, alg: "HS256" | "EdDSA" | "ES256", kid: unknown): KeyObject[] {
  if (alg === "HS256") return [secretKey(tenant)];
  const fitting = tenant.publicKeys.filter((each) => each.alg === alg);
  const named = fitting.filter((each) => each.kid !== undefined && each.kid === kid);
  return (named.length > 0 ? named : fitting).map((each) => each.key);
}

const secretKeys = new WeakMap<Tenant, KeyObject>();

function secretKey(tenant: Tenant): KeyObject {
  let key = secretKeys.get(tenant);
  if (key === undefined) {
    key = createSecretKey(Buffer.from(tenant.apiSecret, "utf8"));
    secretKeys.set(tenant, key);
  }
  return key;
}

function claimFault(error: errors.JWTExpired | errors.JWTClaimValidationFailed): string {
  if (error instanceof errors.JWTExpired) return "The host token has ended (exp): ask for a fresh one.";
  if (error.claim === "nbf") return "The host token is not valid yet (nbf).";
  if (error.claim === "aud") return `The host token is for somebody else: aud must be "${AUDIENCE}".`;
  return `The host token's claim ${error.claim} is missing or does not fit.`;
}
