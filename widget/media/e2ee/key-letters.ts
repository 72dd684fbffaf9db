/** What browsers tell each other about keys, by the relay's signals (SIG1). To the relay it is noise. */

import { isKid } from "./key-ids.ts";

/** Base key and its seal, as text: nothing longer is one. */
const WRAPPED_LENGTH = 200;

export interface KeyLetter {
  kid: number;
  /** The sender's key, wrapped for the receiver. Absent: the receiver says that it has it. */
  wrapped?: string;
}

/** As it goes over the wire, where it is told from the letters of a call's media by its name. */
export interface Enveloped {
  keys: KeyLetter;
}

export function isEnveloped(data: unknown): data is { keys: unknown } {
  return typeof data === "object" && data !== null && "keys" in data;
}

/** Undefined: nothing that a browser of ours sends. */
export function letterIn({ keys }: { keys: unknown }): KeyLetter | undefined {
  if (typeof keys !== "object" || keys === null || !("kid" in keys) || !isKid(keys.kid)) return undefined;
  if (!("wrapped" in keys)) return { kid: keys.kid };
  const { kid, wrapped } = keys;
  return typeof wrapped === "string" && wrapped.length <= WRAPPED_LENGTH ? { kid, wrapped } : undefined;
}
