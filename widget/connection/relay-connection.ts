/**
 * One connection of this page to one door of the relay, line after line. Never throws: a request is answered with a `Result`, a lost
 * relay with `unavailable`.
 *
 * A relay that is away is tried again without end, with growing pauses and jitter. A door that says no ends in `refused`, which
 * only `open()` leaves again; who asks for a door that is merely busy waits as long as the relay asks.
 *
 * WebSocket first; where a network lets none through, long polling, which needs one relay or a balancer that keeps a browser on one.
 */

import type { CallPushes, GuestPushes, GuestRequestEvents, HostPushes, HostRequestEvents } from "../../protocol/events.ts";
import { REQUEST_TIMEOUT_MS } from "../../protocol/limits.ts";
import type { Refusal, Result } from "../../protocol/refusals.ts";
import type { ConnectionSettings, Line, OpenLine } from "./line.ts";
import { openTextLine } from "./text-line.ts";

/** What passes through a door: requests with their answers, and pushes. */
export interface HostDoor {
  events: HostRequestEvents;
  pushes: HostPushes;
}
export interface GuestDoor {
  events: GuestRequestEvents;
  pushes: GuestPushes;
}
export type Door = HostDoor | GuestDoor;

/** Parameters of one request, e.g. `PayloadOf<GuestDoor, "guest:knock">`. */
export type PayloadOf<D extends Door, Name extends keyof D["events"]> = D["events"][Name] extends (
  payload: infer Payload,
  ...rest: never[]
) => void
  ? Payload
  : never;
/** The value an accepted request is answered with. */
export type ReplyOf<D extends Door, Name extends keyof D["events"]> = D["events"][Name] extends (
  payload: never,
  answer: (result: Result<infer Reply>) => void,
) => void
  ? Reply
  : never;

export type ConnectionState =
  /** Not opened yet, or closed by this page. */
  | { is: "closed" }
  | { is: "connecting" }
  | { is: "open" }
  /** Lost, or not reached; tried again by itself. `since`: ms, wall clock. `refusal`: why the door is busy, if it said so. */
  | { is: "reconnecting"; since: number; refusal?: Refusal | undefined }
  /** The door said no; `open()` asks again. */
  | { is: "refused"; refusal: Refusal };

/** What the stores and tags use; tests stand in a connection of their own. */
export interface Connection<D extends Door> {
  readonly state: ConnectionState;
  /** Opens, or asks a door again that refused. Harmless when open. */
  open(): void;
  /** Ends the connection for good, or until `open()`. */
  close(): void;
  /** Told of every state from now on; returns what ends that. */
  watch(told: (state: ConnectionState) => void): () => void;
  /** Told of every push called `name`; returns what ends that. */
  on<Name extends keyof D["pushes"] & string>(name: Name, told: D["pushes"][Name]): () => void;
  /** Answered within 5 s, `unavailable` if by nobody else. While reconnecting it is sent as soon as the relay is back within that time. */
  request<Name extends keyof D["events"] & string>(name: Name, payload: PayloadOf<D, Name>): Promise<Result<ReplyOf<D, Name>>>;
}
export type HostConnection = Connection<HostDoor>;
export type GuestConnection = Connection<GuestDoor>;
/** Either door, for what both have in common: signals, chat, mute requests. */
export type CallPushName = keyof CallPushes;

const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 5_000;
const CONNECT_TIMEOUT_MS = 8_000;
/** After this many attempts in a row that did not reach the relay, the next goes by long polling; then by turns. */
const PATIENCE = 2;

const unavailable = (detail: string) => ({ ok: false as const, refusal: { code: "unavailable" as const, detail } });

type Listener = (...values: never[]) => void;

export class RelayConnection<D extends Door> implements Connection<D> {
  state: ConnectionState = { is: "closed" };
  readonly #settings: ConnectionSettings;
  readonly #watchers = new Set<(state: ConnectionState) => void>();
  readonly #listeners = new Map<string, Set<Listener>>();
  #line: Line | undefined;
  /** Attempts in a row that did not reach the relay. */
  #missed = 0;
  /** Ends the pause before the next attempt. */
  #pausing: AbortController | undefined;
  #attempts = 0;
  #lostAt = 0;
  /** Counts openings, so that what an older one still awaits knows that it is stale. */
  #opening = 0;

  constructor(settings: ConnectionSettings) {
    this.#settings = settings;
  }

  open(): void {
    if (this.state.is === "open" || this.state.is === "connecting") return;
    this.#pausing?.abort();
    this.#attempts = 0;
    this.#become({ is: "connecting" });
    // An attempt may be on its way already.
    if (this.#line === undefined) void this.#try();
  }

  close(): void {
    this.#opening += 1;
    this.#pausing?.abort();
    this.#line?.close();
    this.#line = undefined;
    this.#become({ is: "closed" });
  }

  watch(told: (state: ConnectionState) => void): () => void {
    this.#watchers.add(told);
    return () => this.#watchers.delete(told);
  }

  on<Name extends keyof D["pushes"] & string>(name: Name, told: D["pushes"][Name]): () => void {
    const listeners = this.#listeners.get(name) ?? new Set<Listener>();
    this.#listeners.set(name, listeners);
    listeners.add(told as Listener);
    return () => listeners.delete(told as Listener);
  }

  async request<Name extends keyof D["events"] & string>(name: Name, payload: PayloadOf<D, Name>): Promise<Result<ReplyOf<D, Name>>> {
    const end = Date.now() + REQUEST_TIMEOUT_MS;
    this.#line?.check();
    const open = await this.#opened();
    if (!open || this.#line === undefined) {
      return this.state.is === "refused" ? { ok: false, refusal: this.state.refusal } : unavailable("There is no connection to the relay.");
    }
    const answer = await this.#line.ask(name, payload, Math.max(1, end - Date.now()));
    return (answer as Result<ReplyOf<D, Name>> | undefined) ?? unavailable("The relay did not answer in time.");
  }

  /** Resolves with true as soon as the door is open, with false when that is settled otherwise or takes too long. */
  #opened(): Promise<boolean> {
    if (this.state.is === "open") return Promise.resolve(true);
    if (this.state.is === "closed" || this.state.is === "refused") return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (open: boolean) => {
        clearTimeout(timer);
        unwatch();
        resolve(open);
      };
      const timer = setTimeout(() => settle(false), REQUEST_TIMEOUT_MS);
      const unwatch = this.watch(({ is }) => {
        if (is === "open") settle(true);
        if (is === "closed" || is === "refused") settle(false);
      });
    });
  }

  async #try(): Promise<void> {
    const opening = (this.#opening += 1);
    let openLine: OpenLine = openTextLine;
    if (this.#missed >= PATIENCE && this.#missed % 2 === 0) {
      try {
        openLine = (await import("./polling.ts")).openPollingLine;
      } catch {
        // The file cannot be fetched either: there is no network at all just now.
      }
      if (opening !== this.#opening) return;
    }
    this.#missed += 1;
    this.#line = openLine(this.#settings, CONNECT_TIMEOUT_MS, {
      reached: () => (this.#missed = 0),
      opened: () => {
        this.#attempts = 0;
        this.#become({ is: "open" });
      },
      pushed: (name, values) => {
        for (const told of [...(this.#listeners.get(name) ?? [])]) told(...(values as never[]));
      },
      // Also when the relay closes the socket itself, as it does when it restarts: whoever was put out for good was told by a view before.
      over: (reason) => this.#lost(reason as Refusal | undefined),
    });
  }

  #lost(reason: Refusal | undefined): void {
    this.#line = undefined;
    if (typeof reason?.code !== "string") return this.#pause();
    if (reason.code === "unavailable" || reason.code === "rate-limited") return this.#pause(reason);
    this.#become({ is: "refused", refusal: reason });
  }

  /**
   * Waits longer each time, up to 5 s, with jitter so that a restarted relay is not met by everyone at once; cut short when the
   * network is back or the tab is seen again, for a hidden tab's timers sleep.
   */
  #pause(refusal?: Refusal): void {
    if (this.state.is !== "reconnecting") this.#lostAt = Date.now();
    const grown = Math.min(FIRST_PAUSE_MS * 2 ** this.#attempts, LONGEST_PAUSE_MS);
    this.#attempts += 1;
    this.#pausing?.abort();
    const { signal } = (this.#pausing = new AbortController());
    const go = () => {
      this.#pausing?.abort();
      void this.#try();
    };
    const timer = setTimeout(go, (refusal?.retryAfterMs ?? 0) + grown * (0.5 + Math.random() / 2));
    signal.addEventListener("abort", () => clearTimeout(timer));
    if (refusal === undefined) {
      globalThis.addEventListener("online", go, { signal });
      document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && go(), { signal });
    }
    this.#become({ is: "reconnecting", since: this.#lostAt, refusal });
  }

  #become(state: ConnectionState): void {
    if (state.is === "closed" && this.state.is === "closed") return;
    this.state = state;
    for (const told of [...this.#watchers]) told(state);
  }
}
