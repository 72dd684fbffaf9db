/**
 * Identifiers. Each is a short prefix and 132 random bits in base64url, so an id says what it names and cannot be guessed.
 * An id is a name, not a secret: what opens a door is a link, a ticket or a token (SPEC LINK1, WAIT4).
 */

/** `ses_…`: one video session of a tenant. */
export type SessionId = `ses_${string}`;
/** `inv_…`: one recipient of one session. */
export type InviteId = `inv_${string}`;
/** `gst_…`: one browser behind a drop-in link. An admitted guest's participant id is the same id. */
export type GuestId = `gst_${string}`;
/** `hst_…`: one host inside one session; unrelated to the vendor's own user id, so guests never see that. */
export type HostParticipantId = `hst_${string}`;
/** Whoever holds a seat. */
export type ParticipantId = GuestId | HostParticipantId;
/** `rly_…`: one incarnation of a relay process. A restarted relay is another one. */
export type RelayId = `rly_${string}`;
/** `con_…`: one socket of one browser. */
export type ConnectionId = `con_${string}`;
/** `ins_…`: one page load's call engine. A reload changes it, a mere reconnect does not (SIG3). */
export type InstanceId = `ins_${string}`;

export type IdPrefix = "ses" | "inv" | "gst" | "hst" | "rly" | "con" | "ins" | "msg" | "evt" | "cmt" | "req";

/** A prefix, and 22 letters of base64url. */
const SHAPE = /^[a-z]{3}_[A-Za-z0-9_-]{22}$/;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const LENGTH = 22;
/** Random bytes for the next ids: to ask for them costs more than the bytes, so some are asked for ahead. */
const bytes = new Uint8Array(64 * LENGTH);
let used = bytes.length;

/** A fresh id with `prefix`, e.g. `newId("ses")`. Needs `crypto.getRandomValues` (every browser, Node ≥ 20). */
export function newId<P extends IdPrefix>(prefix: P): `${P}_${string}` {
  if (used === bytes.length) {
    crypto.getRandomValues(bytes);
    used = 0;
  }
  let suffix = "";
  for (const end = used + LENGTH; used < end; used += 1) suffix += LETTERS[bytes[used]! & 63];
  return `${prefix}_${suffix}`;
}

/** Whether `value` is a well-formed id with `prefix`. */
export function isId<P extends IdPrefix>(prefix: P, value: unknown): value is `${P}_${string}` {
  return typeof value === "string" && value.startsWith(prefix) && SHAPE.test(value);
}
