/**
 * Signals of one connection, numbered, so that the other end takes each once and in order although the way may lose, repeat, delay
 * or reorder them (a relay restarts, a socket reconnects). What is not acknowledged is sent again.
 */

/** What goes over the wire at once. `n` is the number of the first of `signals`; `ack` the last number taken without a gap. */
export interface SignalPacket {
  n: number;
  signals: unknown[];
  ack: number;
}

/** Candidates come in bursts: this long is waited for more of them. */
const GATHER_MS = 4;
/** An acknowledgement waits this long for a signal to ride on. */
const ACK_MS = 250;
const RESEND_FIRST_MS = 1_000;
const RESEND_LONGEST_MS = 8_000;
/** Of packets that came early, this many signals are kept. */
const EARLY_KEPT = 200;

export class SignalQueue {
  readonly #send: (packet: SignalPacket) => void;
  readonly #take: (signal: unknown) => void;
  /** Sent and not acknowledged yet, or not sent at all; the first has the number `#first`. */
  #out: unknown[] = [];
  #first = 1;
  #sent = 0;
  #taken = 0;
  readonly #early = new Map<number, unknown>();
  #gathering: ReturnType<typeof setTimeout> | undefined;
  #acking: ReturnType<typeof setTimeout> | undefined;
  #resending: ReturnType<typeof setTimeout> | undefined;
  #pause = RESEND_FIRST_MS;
  #closed = false;

  constructor({ send, take }: { send: (packet: SignalPacket) => void; take: (signal: unknown) => void }) {
    this.#send = send;
    this.#take = take;
  }

  /** @param soon send at once what was gathered: the other end waits for this one */
  push(signal: unknown, { soon = false }: { soon?: boolean } = {}): void {
    if (this.#closed) return;
    this.#out.push(signal);
    if (soon) this.#flush();
    else this.#gathering ??= setTimeout(() => this.#flush(), GATHER_MS);
  }

  receive({ n, signals, ack }: SignalPacket): void {
    if (this.#closed) return;
    this.#acknowledged(ack);
    if (signals.length === 0) return;
    for (const [index, signal] of signals.entries()) {
      const number = n + index;
      if (number > this.#taken && this.#early.size < EARLY_KEPT) this.#early.set(number, signal);
    }
    // Also what was known is acknowledged again: the last acknowledgement may have been lost.
    this.#acking ??= setTimeout(() => this.#flush(), ACK_MS);
    while (this.#early.has(this.#taken + 1)) {
      const next = this.#early.get(this.#taken + 1);
      this.#taken += 1;
      this.#early.delete(this.#taken);
      this.#take(next);
      // Taking one may end it all.
      if (this.#closed) return;
    }
  }

  /** The way is open again: what is not acknowledged goes now. */
  resend(): void {
    if (this.#closed || this.#out.length === 0) return;
    this.#sent = this.#first - 1;
    this.#flush();
  }

  close(): void {
    this.#closed = true;
    for (const timer of [this.#gathering, this.#acking, this.#resending]) clearTimeout(timer);
    this.#out = [];
    this.#early.clear();
  }

  #flush(): void {
    clearTimeout(this.#gathering);
    clearTimeout(this.#acking);
    this.#gathering = this.#acking = undefined;
    const signals = this.#out.slice(this.#sent - this.#first + 1);
    const n = this.#sent + 1;
    this.#sent += signals.length;
    if (this.#out.length > 0) this.#resending ??= setTimeout(() => this.#overdue(), this.#pause);
    this.#send({ n, signals, ack: this.#taken });
  }

  #overdue(): void {
    this.#resending = undefined;
    this.#pause = Math.min(this.#pause * 2, RESEND_LONGEST_MS);
    this.resend();
  }

  #acknowledged(ack: number): void {
    if (ack < this.#first || ack > this.#sent) return;
    this.#out.splice(0, ack - this.#first + 1);
    this.#first = ack + 1;
    this.#pause = RESEND_FIRST_MS;
    clearTimeout(this.#resending);
    this.#resending = this.#out.length === 0 ? undefined : setTimeout(() => this.#overdue(), this.#pause);
  }
}
