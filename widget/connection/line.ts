/** One attempt at a relay's door, from its beginning to its end, however it travels: `text-line.ts` by WebSocket, `polling.ts` by long polling. */

export interface ConnectionSettings {
  /** Origin of the relay, e.g. `https://relay.example`. */
  relay: string;
  door: "/host" | "/guest";
  /** Asked in every attempt, so a fresh token or ticket is always what is sent. A rejection counts as an attempt that failed. */
  auth: () => Record<string, unknown> | Promise<Record<string, unknown>>;
}

/** Whom a line tells what comes of it. */
export interface Hearer {
  /** The relay was reached; its door has not answered yet. */
  reached(): void;
  /** The door is open. */
  opened(): void;
  pushed(name: string, values: unknown[]): void;
  /** Nothing comes any more. `reason`: what the door said, if it was the door. Told once, and not after `close()`. */
  over(reason?: unknown): void;
}

export interface Line {
  /** The answer; undefined when none came within `ms` or the line was over before. */
  ask(name: string, payload: unknown, ms: number): Promise<unknown>;
  /** Ends it now if the relay has not been heard for too long: a machine that slept wakes before its timers do. */
  check(): void;
  close(): void;
}

/** `patienceMs`: how long to try to reach the relay. */
export type OpenLine = (settings: ConnectionSettings, patienceMs: number, hearer: Hearer) => Line;
