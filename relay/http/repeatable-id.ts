/** An id made from what was asked instead of by chance: a call repeated after a lost answer names the same thing again (STORE2). */

import { createHash } from "node:crypto";
import type { IdPrefix } from "../../protocol/ids.ts";

/** `key` names the call: the tenant, its `Idempotency-Key` and what was asked. */
export function repeatableId<P extends IdPrefix>(prefix: P, key: string): `${P}_${string}` {
  return `${prefix}_${createHash("sha256").update(`doorstep id ${key}`).digest().subarray(0, 16).toString("base64url")}`;
}
