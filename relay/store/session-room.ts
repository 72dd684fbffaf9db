/** What one relay knows of one session: the newest document it has seen, who watches it, and what waits to be decided on it. */

import type { SessionId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
import type { Command } from "../session/command.ts";
import type { Reply } from "../session/decide.ts";
import type { Session, SessionEvent } from "../session/session.ts";
import type { StoredSession } from "./session-store.ts";

/** What became of a command. */
export interface Carried {
  stored: StoredSession | null;
  reply: Reply;
  events: SessionEvent[];
}

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

/** A command that waits for its turn. */
export interface Waiting {
  command: Command;
  answer: (result: Result<Carried>) => void;
}

export class SessionRoom {
  /** `undefined`: not looked up yet. */
  held: StoredSession | null | undefined;
  readonly queue: Waiting[] = [];
  running = false;
  readonly watchers = new Set<(change: SessionChange) => void>();
  /** Ends the subscription; present while there are watchers. */
  unwatch?: Promise<() => Promise<void>>;
  /** This relay hears of every commit, and `held` was loaded after it began to. */
  followed = false;

  constructor(
    readonly id: SessionId,
    private readonly log: KeeperLog,
  ) {}

  /** Nobody looks and nothing waits: it may be let go. */
  get idle(): boolean {
    return this.watchers.size === 0 && !this.running && this.queue.length === 0;
  }

  /** A version from wherever; an older one than is held is no news. `version` is needed when the session was deleted. */
  adopt(stored: StoredSession | null, events: SessionEvent[], version = stored?.version ?? 0): void {
    const heldVersion = this.held?.version ?? 0;
    if (stored !== null && stored.version < heldVersion) return;
    const changed = stored === null ? this.held !== null && this.held !== undefined : stored.version > heldVersion;
    this.held = stored;
    if (!changed) return;
    const change = { version: Math.max(version, heldVersion), session: stored?.session ?? null, events };
    for (const told of [...this.watchers]) {
      try {
        told(change);
      } catch (error) {
        this.log.error({ err: error, sessionId: this.id }, "A watcher failed.");
      }
    }
  }
}
