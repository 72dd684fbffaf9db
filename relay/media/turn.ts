/** ICE servers for one seated participant, with TURN credentials that end (SIG4). */

import { createHmac } from "node:crypto";
import type { ParticipantId } from "../../protocol/ids.ts";
import type { IceConfig } from "../../protocol/views.ts";

/** How long a TURN credential is good for, ms. */
export const TURN_CREDENTIAL_MS = 10 * 60_000;

export interface IceSettings {
  /** `stun:` URLs. */
  stunUrls: readonly string[];
  /** `turn:` and `turns:` URLs. */
  turnUrls: readonly string[];
  /** The secret shared with the TURN server; without it the TURN URLs are left out. */
  turnSecret?: string | undefined;
}

/**
 * The scheme of coturn's `use-auth-secret` (draft-uberti-behave-turn-rest): the user name carries the end in seconds, the password is an
 * HMAC-SHA1 of it. `now` in ms. The participant's id makes the credential its own without telling the TURN server a name.
 */
export function iceConfig({ stunUrls, turnUrls, turnSecret }: IceSettings, participantId: ParticipantId, now: number): IceConfig {
  const stun = stunUrls.length === 0 ? [] : [{ urls: [...stunUrls] }];
  if (turnUrls.length === 0 || turnSecret === undefined) return { iceServers: stun };
  const endsAt = Math.floor((now + TURN_CREDENTIAL_MS) / 1_000);
  const username = `${endsAt}:${participantId}`;
  const credential = createHmac("sha1", turnSecret).update(username).digest("base64");
  return {
    iceServers: [...stun, { urls: [...turnUrls], username, credential }],
    expiresAt: new Date(endsAt * 1_000).toISOString(),
  };
}
