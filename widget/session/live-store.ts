/**
 * Something the relay shows and keeps up to date: watched while anybody looks, and forgotten with the last who does. Versioned
 * whole views make lost, repeated and reordered pushes harmless (VIEW1); a new connection starts with a fresh one.
 */

import type { ConnectionState, HostConnection } from "../connection/relay-connection.ts";
import type { Refusal, Result } from "../../protocol/refusals.ts";

/** What is known now. Times of what is shown are the view's own. */
export type Live<View> =
  | { is: "loading" }
  /** `stale`: the connection is away; what is shown may have changed. */
  | { is: "ready"; view: View; stale: boolean }
  /** The relay does not show it: not this host's, ended and gone, or the door is shut. */
  | { is: "refused"; refusal: Refusal };

/** A watch that was answered `unavailable` is asked again after this long. */
const ASK_AGAIN_MS = 2_000;

const AWAY: Refusal = { code: "unavailable", detail: "The relay cannot be reached. It is tried again by itself." };

export abstract class LiveStore<View> {
  /** The newest that is known; replaced, never changed. */
  state: Live<View> = { is: "loading" };
  readonly #lookers = new Set<() => void>();
  readonly #forget: () => void;
  #ends: (() => void)[] = [];
  #watching = false;
  /** Counts connections, so that the answer to an older one's question is known as stale. */
  #connection = 0;
  /** Pushed before the first answer of this connection. */
  #early: View[] = [];
  #again: ReturnType<typeof setTimeout> | undefined;

  /** @param forget called when nobody looks any more and nothing is kept */
  constructor(
    protected readonly connection: HostConnection,
    forget: () => void,
  ) {
    this.#forget = forget;
  }

  /** Tells `looker` of every change of `state` from now on; returns what ends that. The first starts the watch, the last ends it. */
  look(looker: () => void): () => void {
    this.#lookers.add(looker);
    if (!this.#watching) this.#start();
    return () => {
      this.#lookers.delete(looker);
      // Not at once: a tag that is moved within the page leaves and comes back in one go.
      queueMicrotask(() => {
        if (this.#lookers.size === 0 && this.#watching) this.#stop();
      });
    };
  }

  /** Asks the relay to show it; the answer is the first view. */
  protected abstract ask(): Promise<Result<View>>;
  /** Tells the relay that nobody looks any more. */
  protected abstract unask(): void;
  /** Attaches to the pushes; returns what detaches. */
  protected abstract attach(): (() => void)[];
  /** Takes the first view of a connection, or one pushed since; null if `view` is older than what is known. */
  protected abstract merge(known: View | null, view: View): View | null;

  /** A view was pushed. One that overtakes the first answer of a connection waits for it: alone it may be only a part. */
  protected take(view: View): void {
    if (this.state.is !== "ready" || this.state.stale) this.#early.push(view);
    else this.#merge(this.state.view, view);
  }

  /** It is not shown any more. */
  protected refuse(reason: Refusal): void {
    this.#become({ is: "refused", refusal: reason });
  }

  #start(): void {
    this.#watching = true;
    this.#ends = [...this.attach(), this.connection.watch((state) => this.#connected(state))];
    this.#connected(this.connection.state);
  }

  #stop(): void {
    this.#watching = false;
    this.#connection += 1;
    clearTimeout(this.#again);
    for (const end of this.#ends) end();
    this.#ends = [];
    this.#early = [];
    if (this.connection.state.is === "open") this.unask();
    this.state = { is: "loading" };
    this.#forget();
  }

  #connected(state: ConnectionState): void {
    switch (state.is) {
      case "open":
        void this.#ask(++this.#connection);
        return;
      case "refused":
        this.#connection += 1;
        return this.refuse(state.refusal);
      case "closed":
      case "connecting":
      case "reconnecting":
        this.#connection += 1;
        this.#early = [];
        if (this.state.is === "ready") this.#become({ ...this.state, stale: true });
        // Not reached at all: bars without words would promise something.
        else if (state.is === "reconnecting") this.refuse(state.refusal ?? AWAY);
        else if (this.state.is === "refused") this.#become({ is: "loading" });
    }
  }

  async #ask(connection: number): Promise<void> {
    clearTimeout(this.#again);
    const result = await this.ask();
    if (connection !== this.#connection) return;
    if (result.ok) return this.#begin(result.value);
    const { code, retryAfterMs } = result.refusal;
    if (code === "unavailable" || code === "rate-limited") {
      this.#again = setTimeout(() => void this.#ask(connection), retryAfterMs ?? ASK_AGAIN_MS);
      // What was known before is better than nothing; it is marked stale.
      if (this.state.is === "ready") return;
    }
    this.refuse(result.refusal);
  }

  /** What a new connection begins with replaces what an older one knew, whatever its version. */
  #begin(view: View): void {
    this.#merge(null, view);
    for (const early of this.#early.splice(0)) this.take(early);
  }

  #merge(known: View | null, view: View): void {
    const merged = this.merge(known, view);
    if (merged !== null) this.#become({ is: "ready", view: merged, stale: false });
  }

  #become(state: Live<View>): void {
    this.state = state;
    for (const looker of [...this.#lookers]) looker();
  }
}
