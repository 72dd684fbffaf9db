/**
 * What people paste into a field for e-mail addresses, made into recipients: `Ana <ana@x.org>; b@y.org, c@z`.
 * Nothing is dropped silently: a piece that is no address stays in the list, marked, so it can be mended.
 */

import { NAME_LENGTH } from "../../protocol/limits.ts";
import { isAddress } from "./address.ts";

/** One typed or pasted piece. */
export interface AddressEntry {
  /** As typed, trimmed; what a bad piece shows. */
  text: string;
  /** The address; its domain in ASCII. Empty when the piece is none. */
  email: string;
  /** The name that stood beside the address, or empty. */
  name: string;
  valid: boolean;
}

/** What the relay refuses within a name: controls, and the marks that turn text around. */
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\u200b\ufeff]/gu;

/** Two addresses are one mailbox if this is equal (LINK7: the relay compares without regard to case). */
export function addressKey(email: string): string {
  return email.trim().toLowerCase();
}

/** Every piece of `text`, in order, each address once. */
export function parseAddresses(text: string): AddressEntry[] {
  return foldAddresses([], pieces(text).flatMap(entries));
}

/**
 * `list` with `added` behind it, each mailbox once: the first stays, and takes over a name if it had none.
 * `taken` are addresses that are chosen elsewhere (ticked contacts, people with a working link) and so are left out.
 */
export function foldAddresses(
  list: readonly AddressEntry[],
  added: readonly AddressEntry[],
  taken: readonly string[] = [],
): AddressEntry[] {
  const elsewhere = new Set(taken.map(addressKey));
  const folded = new Map<string, AddressEntry>();
  for (const entry of [...list, ...added]) {
    const key = entry.valid ? addressKey(entry.email) : `? ${entry.text}`;
    if (elsewhere.has(key)) continue;
    const known = folded.get(key);
    if (known === undefined) folded.set(key, entry);
    else if (known.name === "" && entry.name !== "") folded.set(key, { ...known, name: entry.name });
  }
  return [...folded.values()];
}

/** Splits at commas, semicolons and line breaks, but not within quotes, brackets or a bracketed address. */
function pieces(text: string): string[] {
  const found: string[] = [];
  let piece = "";
  let quoted = false;
  let bracketed = false;
  for (const char of text) {
    if (char === "\n" || char === "\r") quoted = bracketed = false;
    if (char === '"') quoted = !quoted;
    else if (!quoted && char === "<") bracketed = true;
    else if (!quoted && char === ">") bracketed = false;
    const ends = char === "\n" || char === "\r" || (!quoted && !bracketed && /[,;،؛、，；\t]/u.test(char));
    if (ends) {
      found.push(piece);
      piece = "";
    } else {
      piece += char;
    }
  }
  return [...found, piece].map((each) => each.replace(UNSEEN, "").trim()).filter((each) => each !== "");
}

/** The recipients in one piece: `Ana <ana@x.org>`, `Ana ana@x.org`, or several bare addresses with spaces between. */
function entries(piece: string): AddressEntry[] {
  const named = [...piece.matchAll(/([^<>]*)<([^<>]*)>/gu)];
  if (named.length > 0) return named.map(([whole, name = "", email = ""]) => entry(whole.trim(), email, name));
  const words = piece.split(/\s+/u);
  if (words.length > 1 && words.every((word) => word.includes("@"))) return words.map((word) => entry(word, word, ""));
  const last = words.at(-1) ?? "";
  if (words.length > 1 && last.includes("@") && !words.slice(0, -1).some((word) => word.includes("@"))) {
    return [entry(piece, last, words.slice(0, -1).join(" "))];
  }
  return [entry(piece, piece, "")];
}

function entry(text: string, address: string, name: string): AddressEntry {
  const email = asciiDomain(
    address
      .trim()
      .replace(/^mailto:/iu, "")
      .replace(/[.\s]+$/u, ""),
  );
  const valid = isAddress(email);
  return { text, email: valid ? email : "", name: tidyName(name, email), valid };
}

function tidyName(name: string, email: string): string {
  const tidy = name
    .replace(/^[\s"'“”]+|[\s"'“”]+$/gu, "")
    .replace(/\s+/gu, " ")
    .slice(0, NAME_LENGTH)
    .trim();
  // Address books often repeat the address as the name, which says nothing.
  return addressKey(tidy) === addressKey(email) ? "" : tidy;
}

/** `ana@münchen.example` as mail servers write it. */
function asciiDomain(address: string): string {
  const at = address.lastIndexOf("@");
  const domain = address.slice(at + 1);
  // eslint-disable-next-line no-control-regex -- the question is precisely whether it is ASCII
  if (at < 1 || /^[\u0000-\u007f]*$/u.test(domain)) return address;
  const url = URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`) : null;
  return url === null || url.pathname !== "/" || url.host !== url.hostname ? address : `${address.slice(0, at)}@${url.hostname}`;
}
