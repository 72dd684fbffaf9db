/**
 * The relay's own keys, newest first. The newest signs, all of them verify, so that keys can be changed while links are out (LINK1).
 * Each purpose works with a subkey of its own (HKDF, RFC 5869): what was signed for one purpose is worth nothing for another.
 */

import { hkdfSync, randomBytes } from "node:crypto";

/** Shortest key, bytes. */
export const KEY_BYTES = 32;

const KEY_ID = /^[A-Za-z0-9_-]{1,16}$/;
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** A text that is no key ring. `message` is a sentence for the operator; it never holds a key. */
export class KeyRingError extends Error {
  override name = "KeyRingError";
}

interface RingKey {
  readonly kid: string;
  readonly bytes: Buffer;
}

export class KeyRing {
  readonly #keys: ReadonlyMap<string, RingKey>;
  readonly #subkeys = new Map<string, Buffer>();
  /** The id of the key that signs. */
  readonly newest: string;

  private constructor(keys: readonly RingKey[]) {
    const [first] = keys;
    if (first === undefined) throw new KeyRingError("has no key in it.");
    this.newest = first.kid;
    this.#keys = new Map(keys.map((key) => [key.kid, key]));
  }

  /** Reads `kid:base64,kid:base64`, newest first. Throws `KeyRingError`. */
  static parse(text: string): KeyRing {
    const keys = text
      .split(",")
      .map((each) => each.trim())
      .filter((each) => each !== "")
      .map(readKey);
    if (new Set(keys.map((key) => key.kid)).size < keys.length) throw new KeyRingError("names a key id twice.");
    return new KeyRing(keys);
  }

  /** A ring with one fresh key, as text. */
  static fresh(): string {
    return `${randomBytes(4).toString("hex")}:${randomBytes(KEY_BYTES).toString("base64")}`;
  }

  has(kid: string): boolean {
    return this.#keys.has(kid);
  }

  /** The keys themselves, for the check that none of them is a sample. */
  get raw(): Buffer[] {
    return [...this.#keys.values()].map((key) => key.bytes);
  }

  /** 32 bytes for one purpose. An unknown key id gets a subkey too, a random one, so that it takes as long to be refused. */
  subkey(kid: string, purpose: string): Buffer {
    const known = this.#keys.get(kid);
    const name = known === undefined ? `\n${purpose}` : `${kid}\n${purpose}`;
    let subkey = this.#subkeys.get(name);
    if (subkey === undefined) {
      subkey = Buffer.from(hkdfSync("sha256", known?.bytes ?? randomBytes(KEY_BYTES), "", `doorstep ${purpose}`, KEY_BYTES));
      this.#subkeys.set(name, subkey);
    }
    return subkey;
  }
}

function readKey(text: string): RingKey {
  const colon = text.indexOf(":");
  const kid = text.slice(0, Math.max(0, colon));
  const encoded = text.slice(colon + 1);
  if (!KEY_ID.test(kid)) throw new KeyRingError("must be kid:base64 pairs, each kid 1 to 16 letters, digits, - or _.");
  if (!BASE64.test(encoded)) throw new KeyRingError(`holds a key (${kid}) that is not base64.`);
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length < KEY_BYTES) throw new KeyRingError(`holds a key (${kid}) of ${bytes.length} bytes; a key has at least ${KEY_BYTES}.`);
  return { kid, bytes };
}
