/** Loads what makes a call's way through a media server, and has it sealed where the call is end-to-end encrypted (E2E1). */

import type { FrameSeal } from "./frame-seal.ts";
import type { TransportMaker } from "./transport.ts";

export interface SfuMakerSettings {
  /** Asked before each way; says undefined at once where the call is not end-to-end encrypted. */
  seal?: (() => Promise<FrameSeal | undefined> | undefined) | undefined;
  /** `take()` gives something now, or may be asked again. */
  ready: () => void;
}

const RETRY_MS = 2_000;

export class SfuMaker {
  /** Makes ways that nothing is sealed on; undefined until it has been fetched. */
  plain: TransportMaker | undefined;
  readonly #settings: SfuMakerSettings;
  #made: TransportMaker | undefined;
  #loading = false;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(settings: SfuMakerSettings) {
    this.#settings = settings;
  }

  /** While nobody knows yet which way the call goes: whoever waits has time. Rejects when the network does. */
  async fetch(): Promise<TransportMaker> {
    return (this.plain ??= (await import("./sfu-transport.ts")).makeSfuTransport);
  }

  /** At once if it can be made; else `ready` tells when. */
  take(): TransportMaker | undefined {
    const made = this.#made;
    this.#made = undefined;
    if (made !== undefined || this.#loading) return made;
    const sealing = this.#settings.seal?.();
    if (this.plain !== undefined && sealing === undefined) return this.plain;
    void this.#load(sealing);
    return undefined;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
  }

  async #load(sealing: Promise<FrameSeal | undefined> | undefined): Promise<void> {
    this.#loading = true;
    let pause = 0;
    try {
      const [make, seal] = await Promise.all([this.fetch(), sealing]);
      this.#made = seal === undefined ? make : (settings) => make({ ...settings, seal });
    } catch (error) {
      console.warn("A part of the call could not be loaded; it is asked for again.", error);
      pause = RETRY_MS;
    }
    this.#loading = false;
    if (this.#closed) return;
    clearTimeout(this.#retry);
    if (pause === 0) this.#settings.ready();
    else this.#retry = setTimeout(this.#settings.ready, pause);
  }
}
