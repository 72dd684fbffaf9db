/**
 * End-to-end encryption of one call on this page: the keys, the thread that uses them, and the code by which people can tell that nobody
 * sits in between. Loaded only for a call that wants it.
 */

import type { InstanceId, ParticipantId } from "../../../protocol/ids.ts";
import type { FrameSeal } from "../frame-seal.ts";
import type { PeerRef } from "../transport.ts";
import { FrameGuard } from "./frame-guard.ts";
import type { Member } from "./key-exchange.ts";
import { KeyExchange } from "./key-exchange.ts";
import type { Enveloped } from "./key-letters.ts";
import { isEnveloped, letterIn } from "./key-letters.ts";
import type { KeyPair } from "./key-pair.ts";
import { makeKeyPair } from "./key-pair.ts";
import { safetyCode } from "./safety-code.ts";

export interface EndToEndSettings {
  /** Carries a letter to one page load of one participant. */
  send: (to: PeerRef, data: Enveloped) => void;
  /** `code` is another. */
  changed: () => void;
}

export class EndToEnd {
  /** The same for everybody inside, if nobody sits in between; undefined while one is alone, or while it is worked out. */
  code: string | undefined;
  /** This page's public key. */
  readonly published: string;
  readonly #guard: FrameGuard;
  readonly #exchange: KeyExchange;
  readonly #changed: () => void;
  #coded = "";
  #closed = false;

  private constructor(guard: FrameGuard, own: KeyPair, { send, changed }: EndToEndSettings) {
    this.#guard = guard;
    this.published = own.published;
    this.#changed = changed;
    this.#exchange = new KeyExchange({ own, store: guard, send: (to, keys) => send(to, { keys }) });
  }

  /** Rejects where the page does not let the thread start, or the browser cannot. */
  static async start(settings: EndToEndSettings): Promise<EndToEnd> {
    const [guard, own] = await Promise.all([FrameGuard.start(), makeKeyPair()]);
    return new EndToEnd(guard, own, settings);
  }

  get seal(): FrameSeal {
    return this.#guard;
  }

  /** Everyone else who is inside and has told a public key. */
  see(others: readonly Member[]): void {
    if (this.#closed) return;
    void this.#exchange.see(others);
    void this.#encode(others.map(({ key }) => key));
  }

  /** True: it was about keys, and is nothing for anybody else. */
  receive(from: { participantId: ParticipantId; instance: InstanceId }, data: unknown): boolean {
    if (!isEnveloped(data)) return false;
    const letter = letterIn(data);
    if (letter !== undefined && !this.#closed) void this.#exchange.receive(from, letter);
    return true;
  }

  close(): void {
    this.#closed = true;
    this.#exchange.close();
    this.#guard.close();
  }

  async #encode(others: readonly string[]): Promise<void> {
    const all = [this.published, ...others];
    const words = all.toSorted().join();
    if (words === this.#coded) return;
    this.#coded = words;
    this.code = undefined;
    const code = others.length === 0 ? undefined : await safetyCode(all);
    if (this.#coded !== words || this.#closed) return;
    this.code = code;
    this.#changed();
  }
}
