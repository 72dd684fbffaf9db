/** What one relay knows of one session: the newest document it has seen, who watches it, and what waits to be decided on it. */

import type { SessionId } from "../../protocol/ids.ts";
import type { Session, SessionEvent } from "../session/session.ts";
import type { StoredSession } from "./session-store.ts";
import type { Waiting } from "./waiting.ts";

export interface SessionChange {
  version: number;
  session: Session | null;
  /** Only for what this relay committed itself. */
  events: SessionEvent[];
}

export interface KeeperLog {
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/** How long after another relay's commit a session counts as contended, ms. */
const CONTENDED_MS = 25;
/** Under contention whoever committed lets the others go first: for as long as half a commit takes, this at least, ms; up to four times that. */
const YIELD_MS = 1;

export class SessionRoom {
  /** `undefined`: not looked up yet. */
  held: StoredSession | null | undefined;
  queue: Waiting[] = [];
  /** Settles when the queue is worked off; present while there is work. */
  running?: Promise<void>;
  readonly watchers = new Set<(change: SessionChange) => void>();
  /** Ends the subscription; present while there are watchers. */
  unwatch?: Promise<() => Promise<void>>;
  catchingUp = false;
  /** The newest version known of; above the held one only once the session was deleted. */
  #version = 0;
  #followed = false;
  #doubts = 0;
  #contendedUntil = 0;
  #yieldUntil = 0;

  constructor(
    readonly id: SessionId,
    private readonly log: KeeperLog,
  ) {}

  get version(): number {
    return this.#version;
  }

  /** This relay hears of every commit, and `held` was looked up after it began to. */
  get followed(): boolean {
    return this.#followed;
  }

  /** Rises whenever it becomes possible that a commit went by unheard. */
  get doubts(): number {
    return this.#doubts;
  }

  /** A commit may go by, or have gone by, unheard. */
  doubt(): void {
    this.#followed = false;
    this.#doubts += 1;
  }

  /** What is held was looked up, and since `doubts` was read nothing can have gone by. */
  follow(doubts: number): void {
    if (doubts === this.#doubts && this.watchers.size > 0) this.#followed = true;
  }

  /** Nobody looks and nothing waits: it may be let go. */
  get idle(): boolean {
    return this.watchers.size === 0 && this.running === undefined && this.queue.length === 0;
  }

  /** A version from wherever; one that is older than what is known is no news. `events`: this relay's own. */
  adopt(version: number, session: Session | null, events: SessionEvent[] = []): void {
    if (version < this.#version || (version === this.#version && this.held !== undefined)) return;
    const news = this.held !== undefined || version > 0;
    this.#version = version;
    this.held = session === null ? null : { version, session };
    if (!news) return;
    for (const told of [...this.watchers]) {
      try {
        told({ version, session, events });
      } catch (error) {
        this.log.error({ err: error, sessionId: this.id }, "A watcher failed.");
      }
    }
  }

  /** What a look at the store found, begun when `known` was the newest version. Gives what is held then. */
  found(stored: StoredSession | null, known: number): StoredSession | null {
    if (stored !== null) this.adopt(stored.version, stored.session);
    // A document that was there is gone; unless it came to be after the look.
    else if (known === this.#version) this.adopt(this.held ? known + 1 : known, null);
    return this.held ?? null;
  }

  /** Another relay commits to this session too. */
  contend(): void {
    this.#contendedUntil = performance.now() + CONTENDED_MS;
  }

  /** This relay has committed, which took it `tookMs`; if others want to as well, it is their turn. */
  won(tookMs: number): void {
    const now = performance.now();
    if (now < this.#contendedUntil) this.#yieldUntil = now + Math.max(YIELD_MS, tookMs / 2) * (1 + Math.random() * 3);
  }

  /** How long others go first, ms. */
  get yielding(): number {
    return this.#yieldUntil - performance.now();
  }
}
