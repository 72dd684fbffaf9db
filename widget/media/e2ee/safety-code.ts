/**
 * A short code over everyone's public keys (E2E5): the same for all as long as nobody on the way has put in keys of its own. It is made slow
 * on purpose, so that nobody can try out keys until two codes look alike.
 */

import { fromBase64 } from "./base64.ts";
import { concat } from "./sframe.ts";

const GROUPS = 5;
const DIGITS = 5;
const ROUNDS = 200_000;
const words = new TextEncoder();

/** Five groups of five digits, e.g. `04711 90210 31415 00042 86753`. @param published everyone's public halves, one's own included */
export async function safetyCode(published: readonly string[]): Promise<string> {
  const all = concat(...[...new Set(published)].sort().map(fromBase64));
  const material = await crypto.subtle.importKey("raw", all, "PBKDF2", false, ["deriveBits"]);
  const slow = { name: "PBKDF2", hash: "SHA-256", salt: words.encode("doorstep safety code"), iterations: ROUNDS };
  // Eight bytes a group: what is lost by the remainder is nothing.
  const bytes = new DataView(await crypto.subtle.deriveBits(slow, material, GROUPS * 64));
  const group = (index: number): string => String(bytes.getBigUint64(index * 8) % BigInt(10 ** DIGITS)).padStart(DIGITS, "0");
  return Array.from({ length: GROUPS }, (_, index) => group(index)).join(" ");
}
