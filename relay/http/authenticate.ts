/** Who makes a REST call: `Authorization: Bearer`, with the tenant's API secret or an admin's host token. */

import type { HostTokens } from "../access/host-token.ts";
import type { RateLimits } from "../access/rate-limits.ts";
import type { Tenants } from "../access/tenants.ts";
import type { Caller } from "./operation.ts";
import type { HttpRefusal, HttpResult } from "./problem.ts";
import { refuse } from "./problem.ts";

export interface AuthenticateDeps {
  tenants: Pick<Tenants, "byApiSecret">;
  hostTokens: Pick<HostTokens, "verify">;
  limits: Pick<RateLimits, "take">;
}

const CHALLENGE = { "www-authenticate": 'Bearer realm="doorstep"' };

/**
 * Wrong credentials are counted per address (DOOR6). Right ones always pass: behind a proxy many callers may share an address, and a
 * stranger's guesses must not lock a vendor out; the secrets themselves are too long to be guessed.
 */
export async function authenticate(
  { tenants, hostTokens, limits }: AuthenticateDeps,
  header: string | undefined,
  address: string,
): Promise<HttpResult<Caller>> {
  const credential = /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1];
  if (credential === undefined) return unauthenticated("Send Authorization: Bearer with the API secret or an admin's host token.");
  const tenant = tenants.byApiSecret(credential);
  if (tenant !== undefined) return counted(limits, { tenant, actor: { role: "vendor", tenantId: tenant.id } });

  const verified = await hostTokens.verify(credential);
  if (!verified.ok) {
    const tooMany = await limits.take("credentials", address);
    if (tooMany !== null) return { ok: false, refusal: tooMany };
    // What is no token at all may be a mistyped secret: it gets no words about tokens.
    return unauthenticated(
      credential.split(".").length === 3 ? verified.refusal.detail : "The API secret is not one of a tenant of this relay.",
    );
  }
  const { tenant: own, hostId, admin, sessions, expiresAt } = verified.value;
  if (!admin) return refuse("not-allowed", "A host's token does not open the REST interface: it takes the API secret or an admin's token.");
  const actor = { role: "vendor", tenantId: own.id, hostId } as const;
  return counted(limits, { tenant: own, actor, expiresAt, ...(sessions === undefined ? {} : { sessions }) });
}

async function counted(limits: Pick<RateLimits, "take">, caller: Caller): Promise<HttpResult<Caller>> {
  const tooMany = await limits.take("rest", caller.tenant.id);
  return tooMany === null ? { ok: true, value: caller } : { ok: false, refusal: tooMany };
}

function unauthenticated(detail: string): HttpRefusal {
  return refuse("not-allowed", detail, { status: 401, headers: CHALLENGE });
}
