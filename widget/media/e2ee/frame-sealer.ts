/** Seals what this browser sends, all of it with one key and one counter, whatever it goes through (E2E2). */

import { clearBytes } from "./clear-bytes.ts";
import type { FrameKey } from "./sframe.ts";
import { concat, frameKey, seal } from "./sframe.ts";

/** What a frame is a part of. It is sealed with it: nobody on the way can show one as the other. */
export interface Kind {
  kind: "audio" | "video";
  slot: string;
}

const words = new TextEncoder();

/** What goes in the clear and must arrive so: the frame's first bytes, and of which slot it is. */
export function metadataOf(frame: Uint8Array, clear: number, { slot }: Kind): Uint8Array<ArrayBuffer> {
  return concat(frame.subarray(0, clear), words.encode(slot));
}

export class FrameSealer {
  #key: FrameKey | undefined;
  #counter = 0;

  /** From now on this key. One with the number of the key before would use counters again, and is not taken. */
  async use(kid: number, base: Uint8Array<ArrayBuffer>): Promise<void> {
    const key = await frameKey(kid, base);
    if (this.#key !== undefined && kid <= this.#key.kid) return;
    this.#key = key;
    this.#counter = 0;
  }

  /** Undefined while there is no key, and for what is no frame: then nothing is sent. */
  async seal(frame: Uint8Array<ArrayBuffer>, kind: Kind): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const key = this.#key;
    const clear = clearBytes(kind.kind, frame);
    if (key === undefined || clear === undefined) return undefined;
    const counter = this.#counter++;
    return concat(frame.subarray(0, clear), await seal(key, counter, frame.slice(clear), metadataOf(frame, clear, kind)));
  }
}
