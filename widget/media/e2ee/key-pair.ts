/**
 * A page's own key pair, made for one call and never stored, and what two such pairs agree on (E2E3). P-256, for every browser has it; the
 * private half cannot be read out, not even by this page.
 */

import { fromBase64, toBase64 } from "./base64.ts";
import { concat } from "./sframe.ts";

const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;
const NONCE_LENGTH = 12;
const words = new TextEncoder();

export interface KeyPair {
  /** The public half, as others are told it (`protocol/fields.ts`, `publicKey`). */
  readonly published: string;
  readonly secret: CryptoKey;
}

export async function makeKeyPair(): Promise<KeyPair> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  return { published: toBase64(new Uint8Array(await crypto.subtle.exportKey("raw", publicKey))), secret: privateKey };
}

/** Whom something is sealed for, and who does it: both public halves stand in what is agreed on. */
export interface Direction {
  /** Public halves. */
  from: string;
  to: string;
}

/** What only the two know, for one direction. Rejects for what is no public key. */
export async function agree(own: KeyPair, other: string, { from, to }: Direction): Promise<CryptoKey> {
  const publicKey = await crypto.subtle.importKey("raw", fromBase64(other), CURVE, false, []);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: publicKey }, own.secret, 256);
  const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const info = concat(words.encode("doorstep sender key "), fromBase64(from), fromBase64(to));
  const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info };
  return crypto.subtle.deriveKey(hkdf, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** @param about what has to arrive with it as it was sent */
export async function wrap(key: CryptoKey, plain: Uint8Array<ArrayBuffer>, about: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(NONCE_LENGTH));
  const gcm = { name: "AES-GCM", iv, additionalData: words.encode(about) };
  return toBase64(concat(iv, new Uint8Array(await crypto.subtle.encrypt(gcm, key, plain))));
}

/** Undefined: not wrapped with this key, or about something else. */
export async function unwrap(key: CryptoKey, wrapped: string, about: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = fromBase64(wrapped);
  const gcm = { name: "AES-GCM", iv: bytes.slice(0, NONCE_LENGTH), additionalData: words.encode(about) };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(gcm, key, bytes.slice(NONCE_LENGTH)));
  } catch {
    return undefined;
  }
}
