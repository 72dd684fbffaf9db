/** Secrets that anybody can guess: those of the documentation and the demo, and those that are no secret at all. */

/** Fewest bytes of a secret in production. */
export const SECRET_BYTES = 32;

const WORDS = /(?:^|[^a-z0-9])(?:demo|sample|example|change[-_ ]?me|replace[-_ ]?me|placeholder|password|test|todo|your)(?:[^a-z0-9]|$)/i;
/** A random secret of 32 bytes has far more different letters. */
const FEWEST_LETTERS = 10;

/** Why `secret` must not be used in production, as the end of a sentence ("is …"); undefined: it may. */
export function weakness(secret: string, fewestBytes: number = SECRET_BYTES): string | undefined {
  const bytes = Buffer.byteLength(secret);
  if (bytes < fewestBytes) return `is too short: ${bytes} bytes, where at least ${fewestBytes} are needed`;
  if (WORDS.test(secret)) return "is a sample: it holds a word from the documentation or the demo";
  if (new Set(secret).size < FEWEST_LETTERS) return "is no secret: it repeats itself";
  return undefined;
}
