/**
 * Opens what others send. A frame opens only with a key of the one whose stream it came on, and only once (E2E2). Whoever has gone on to
 * another key is not heard by the old one any more (E2E4).
 */

import { clearBytes } from "./clear-bytes.ts";
import type { Kind } from "./frame-sealer.ts";
import { metadataOf } from "./frame-sealer.ts";
import { generationOf, stepOf } from "./key-ids.ts";
import { ReplayWindow } from "./replay-window.ts";
import type { FrameKey } from "./sframe.ts";
import { concat, frameKey, nextBase, readHeader, unseal } from "./sframe.ts";

/** What was sealed before a change may still be on its way, ms. */
export const OLD_KEYS_MS = 2_000;
/** Steps that a sender may be ahead: as many come in at once, at the most. */
const STEPS_AHEAD = 32;

interface Chain {
  /** The newest step known, and what the next ones are made of. */
  kid: number;
  base: Uint8Array<ArrayBuffer>;
  keys: Map<number, FrameKey>;
}

interface Sender {
  /** By generation. */
  chains: Map<number, Chain>;
  /** The newest key that opened anything. */
  proven: number;
  /** Older ones are of no use from then on, ms. */
  until: number;
}

/** A stream as it comes: whose it is now. */
export class OpenedStream {
  from: string | undefined;
  /** A frame came that did not open. */
  blind = false;
  readonly #windows = new WeakMap<FrameKey, ReplayWindow>();

  constructor(readonly kind: Kind) {}

  assign(from: string, slot: string): void {
    this.from = from;
    this.kind.slot = slot;
  }

  /** False: that frame was here before. */
  take(key: FrameKey, counter: number): boolean {
    let window = this.#windows.get(key);
    if (window === undefined) this.#windows.set(key, (window = new ReplayWindow()));
    return window.take(counter);
  }
}

export class FrameOpener {
  readonly #senders = new Map<string, Sender>();

  /** @param now ms */
  constructor(private readonly now: () => number) {}

  async know(from: string, kid: number, base: Uint8Array<ArrayBuffer>): Promise<void> {
    // Before anything is waited for: one who is forgotten meanwhile stays forgotten.
    let sender = this.#senders.get(from);
    if (sender === undefined) this.#senders.set(from, (sender = { chains: new Map(), proven: -1, until: Infinity }));
    const key = await frameKey(kid, base);
    const generation = generationOf(kid);
    if (generation < generationOf(Math.max(0, sender.proven))) return;
    const known = sender.chains.get(generation);
    if (known === undefined) sender.chains.set(generation, { kid, base, keys: new Map([[kid, key]]) });
    else if (kid > known.kid) keep(known, kid, base, key);
  }

  forget(from: string): void {
    this.#senders.delete(from);
  }

  /** Undefined: nothing that may be shown. */
  async open(frame: Uint8Array<ArrayBuffer>, stream: OpenedStream): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const opened = await this.#open(frame, stream);
    stream.blind = opened === undefined;
    return opened;
  }

  async #open(frame: Uint8Array<ArrayBuffer>, stream: OpenedStream): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const { from, kind } = stream;
    const sender = from === undefined ? undefined : this.#senders.get(from);
    if (sender === undefined) return undefined;
    const clear = clearBytes(kind.kind, frame);
    if (clear === undefined) return undefined;
    const sealed = frame.slice(clear);
    const header = readHeader(sealed);
    if (header === undefined) return undefined;
    const { kid, counter } = header;
    if (kid < sender.proven && this.now() > sender.until) return undefined;
    const candidate = await this.#keyFor(sender, kid);
    if (candidate === undefined) return undefined;
    const plain = await unseal(candidate.key, sealed, header, metadataOf(frame, clear, kind));
    if (plain === undefined) return undefined;
    if (!stream.take(candidate.keep(), counter)) return undefined;
    if (kid > sender.proven) this.#moved(sender, kid);
    return concat(frame.subarray(0, clear), plain);
  }

  /** Of a step not seen yet the key is made, and kept only when a frame has opened with it: anybody can write a number. */
  async #keyFor(sender: Sender, kid: number): Promise<{ key: FrameKey; keep: () => FrameKey } | undefined> {
    const chain = sender.chains.get(generationOf(kid));
    const known = chain?.keys.get(kid);
    if (known !== undefined) return { key: known, keep: () => known };
    if (chain === undefined || kid <= chain.kid || stepOf(kid) - stepOf(chain.kid) > STEPS_AHEAD) return undefined;
    let { base } = chain;
    for (let at = chain.kid; at < kid; at += 1) base = await nextBase(base);
    const key = await frameKey(kid, base);
    return { key, keep: () => keep(chain, kid, base, key) };
  }

  #moved(sender: Sender, kid: number): void {
    const before = sender.proven;
    sender.proven = kid;
    if (before < 0) return;
    sender.until = this.now() + OLD_KEYS_MS;
    // Of those before the one before nothing is on its way any more.
    for (const [generation, { keys }] of sender.chains) {
      if (generation < generationOf(before)) sender.chains.delete(generation);
      for (const each of keys.keys()) if (each < before) keys.delete(each);
    }
  }
}

/** The key that counts for `kid`: the first one kept, for what has come is counted by it. */
function keep(chain: Chain, kid: number, base: Uint8Array<ArrayBuffer>, key: FrameKey): FrameKey {
  const known = chain.keys.get(kid);
  if (known !== undefined) return known;
  chain.keys.set(kid, key);
  if (kid > chain.kid) Object.assign(chain, { kid, base });
  return key;
}
