/**
 * Frames under lock (RFC 9605, SFrame) with AES_256_GCM_SHA512_128. What a sender's key opens, nobody without it can read, and nobody on
 * the way can change unseen.
 */

/** RFC 9605 section 4.5: the suite, and its lengths in bytes. */
const SUITE = 0x0005;
export const BASE_LENGTH = 64;
const KEY_LENGTH = 32;
const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

const words = new TextEncoder();

/** One base key made ready for frames. */
export interface FrameKey {
  readonly kid: number;
  readonly key: CryptoKey;
  readonly salt: Uint8Array<ArrayBuffer>;
}

export interface Header {
  kid: number;
  counter: number;
  /** Bytes that it took. */
  length: number;
}

/** RFC 9605 section 4.4.2. */
export async function frameKey(kid: number, base: Uint8Array<ArrayBuffer>): Promise<FrameKey> {
  const suffix = concat(bigEndian(kid, 8), bigEndian(SUITE, 2));
  const [key, salt] = await Promise.all([
    expand(base, concat(words.encode("SFrame 1.0 Secret key "), suffix), KEY_LENGTH),
    expand(base, concat(words.encode("SFrame 1.0 Secret salt "), suffix), NONCE_LENGTH),
  ]);
  return { kid, key: await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]), salt };
}

/** The base key of the next step (RFC 9605 section 5.1): who has only that one cannot read what was sent before. */
export function nextBase(base: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return expand(base, words.encode("SFrame 1.0 Ratchet"), BASE_LENGTH);
}

/**
 * RFC 9605 sections 4.3 and 4.4.3: header, ciphertext, tag. A counter must never be used twice with one key.
 * @param metadata what goes beside it in the clear, and must arrive as it was sent
 */
export async function seal(
  { kid, key, salt }: FrameKey,
  counter: number,
  plain: Uint8Array<ArrayBuffer>,
  metadata: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const header = writeHeader(kid, counter);
  const additionalData = concat(header, metadata);
  return concat(header, new Uint8Array(await crypto.subtle.encrypt(gcm(salt, counter, additionalData), key, plain)));
}

/** Undefined: not sealed with this key, or not as it was sealed. */
export async function unseal(
  { key, salt }: FrameKey,
  sealed: Uint8Array<ArrayBuffer>,
  { counter, length }: Header,
  metadata: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (sealed.length < length + TAG_LENGTH) return undefined;
  const additionalData = concat(sealed.subarray(0, length), metadata);
  try {
    return new Uint8Array(await crypto.subtle.decrypt(gcm(salt, counter, additionalData), key, sealed.subarray(length)));
  } catch {
    // GCM says no more than that it does not fit.
    return undefined;
  }
}

/** RFC 9605 section 4.3: small numbers stand in the first byte, larger ones after it. */
export function writeHeader(kid: number, counter: number): Uint8Array<ArrayBuffer> {
  const [k, kidBytes] = number(kid);
  const [c, counterBytes] = number(counter);
  return concat(Uint8Array.of((k << 4) | c), kidBytes, counterBytes);
}

/** Undefined: no header, or one of numbers that no sender of ours uses. */
export function readHeader(bytes: Uint8Array): Header | undefined {
  const config = bytes[0];
  if (config === undefined) return undefined;
  const kid = readNumber(bytes, 1, config >> 4);
  if (kid === undefined) return undefined;
  const counter = readNumber(bytes, kid.end, config & 0xf);
  return counter === undefined ? undefined : { kid: kid.value, counter: counter.value, length: counter.end };
}

/** The four bits in the first byte, and what follows it. */
function number(value: number): [bits: number, bytes: Uint8Array<ArrayBuffer>] {
  if (value < 8) return [value, new Uint8Array(0)];
  let length = 1;
  while (value >= 2 ** (8 * length)) length += 1;
  return [8 | (length - 1), bigEndian(value, length)];
}

function readNumber(bytes: Uint8Array, from: number, bits: number): { value: number; end: number } | undefined {
  if (bits < 8) return { value: bits, end: from };
  const end = from + (bits & 7) + 1;
  if (end > bytes.length) return undefined;
  let value = 0;
  for (const byte of bytes.subarray(from, end)) value = value * 256 + byte;
  return Number.isSafeInteger(value) ? { value, end } : undefined;
}

function gcm(salt: Uint8Array, counter: number, additionalData: Uint8Array<ArrayBuffer>): AesGcmParams {
  const iv = bigEndian(counter, NONCE_LENGTH);
  salt.forEach((byte, index) => (iv[index]! ^= byte));
  return { name: "AES-GCM", iv, additionalData, tagLength: TAG_LENGTH * 8 };
}

/** HKDF with an empty salt, both steps. */
async function expand(base: Uint8Array<ArrayBuffer>, info: Uint8Array<ArrayBuffer>, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const material = await crypto.subtle.importKey("raw", base, "HKDF", false, ["deriveBits"]);
  return new Uint8Array(
    await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-512", salt: new Uint8Array(0), info }, material, length * 8),
  );
}

function bigEndian(value: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let index = length - 1, rest = value; index >= 0; index -= 1, rest = Math.floor(rest / 256)) bytes[index] = rest % 256;
  return bytes;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
