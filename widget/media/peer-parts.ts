/**
 * What simple-peer uses of the packages it names, as far as a browser needs it. Those packages would bring Node's streams and buffers
 * along, three quarters of its prebuilt file; here nobody pipes through a connection. The build puts this in their place
 * (`scripts/lean-peer.js`).
 */

// The values of an event are whatever simple-peer emits.
type Told = (...values: unknown[]) => void;

/** Node's emitter, in what matters here: an error that nobody listens to is thrown. */
class Emitter {
  readonly #listeners = new Map<string, Told[]>();

  on(name: string, told: Told): this {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), told]);
    return this;
  }

  once(name: string, told: Told): this {
    const once: Told = (...values) => {
      this.removeListener(name, once);
      told(...values);
    };
    return this.on(name, once);
  }

  removeListener(name: string, told: Told): this {
    const left = (this.#listeners.get(name) ?? []).filter((each) => each !== told);
    this.#listeners.set(name, left);
    return this;
  }

  removeAllListeners(name: string): this {
    this.#listeners.delete(name);
    return this;
  }

  emit(name: string, ...values: unknown[]): boolean {
    const listeners = this.#listeners.get(name) ?? [];
    if (listeners.length === 0 && name === "error") throw values[0];
    for (const told of listeners) told(...values);
    return listeners.length > 0;
  }
}

/** A stream that passes on what comes at once, and has no end but `close`. */
class Duplex extends Emitter {
  readonly _readableState = { ended: true };
  readonly _writableState = { finished: true };

  push(chunk: unknown): void {
    this.emit("data", chunk);
  }
}

export const stream = { Duplex };

export const Buffer = { from: (bytes: ArrayBuffer): Uint8Array => new Uint8Array(bytes) };

/** Names a data channel. */
export const randombytes = (count: number): { toString(): string } => ({
  toString: () => Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) => byte.toString(16).padStart(2, "0")).join(""),
});

export const getBrowserRTC = (): typeof globalThis | null => ("RTCPeerConnection" in globalThis ? globalThis : null);

/** A `DOMException` has a number by that name, which cannot be written over. */
export const errCode = (error: Error, code: string): Error => Object.defineProperty(error, "code", { value: code, configurable: true });
