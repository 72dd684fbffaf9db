/**
 * The relay's own alarm clock (design, pillar 9): ticks the sessions whose time has come and those of relays that died, and renews this
 * relay's lease. What it misses is not lost: every decision lets lapse what has lapsed (SEAT6); this only sees to it when nobody asks.
 */

import type { RelayId, SessionId } from "../../protocol/ids.ts";
import { RELAY_LEASE_MS } from "../../protocol/limits.ts";
import type { KeeperLog, SessionKeeper } from "./session-keeper.ts";
import type { Store } from "./session-store.ts";
import { StoreUnavailable } from "./session-store.ts";

export interface AttentionOptions {
  store: Store;
  keeper: SessionKeeper;
  relayId: RelayId;
  log: KeeperLog;
  /** This relay was declared dead: it must start anew under another id, for what it carried was given up (SEAT7). */
  onDeath: () => void;
  /** How often to look, ms. */
  everyMs?: number;
  /** What else wants doing in a due session, beside letting lapse what has lapsed. */
  onDue?: (id: SessionId) => Promise<void>;
}

/** Another relay leaves a due session alone this long, ms. */
const TAKE_MS = 5_000;
const BATCH = 64;

export class Attention {
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #renewedAt = -Infinity;
  #stopped = true;

  constructor(private readonly options: AttentionOptions) {}

  /** Takes the lease, learns who is dead, and keeps looking from then on. Rejects when the store is away. */
  async start(): Promise<void> {
    this.#stopped = false;
    await this.#renew();
    await this.options.store.leases.dead();
    this.#next(0);
  }

  /** Gives the lease up, so that what this relay carried is looked after at once. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
    await this.options.store.leases.release(this.options.relayId).catch((error: unknown) => this.#note(error));
  }

  /** One look around, now. */
  async look(): Promise<void> {
    try {
      await this.#renew();
      await this.#tendDead();
      await this.#tendDue();
    } catch (error) {
      this.#note(error);
    }
  }

  #next(ms: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.look().then(() => this.#next(this.options.everyMs ?? 250));
    }, ms);
  }

  async #renew(): Promise<void> {
    const now = performance.now();
    if (now - this.#renewedAt < RELAY_LEASE_MS / 4) return;
    // Counted from before the question: the lease that the store gives ends no earlier.
    if (!(await this.options.store.leases.renew(this.options.relayId))) {
      this.#stopped = true;
      this.options.onDeath();
      return;
    }
    this.#renewedAt = now;
    this.options.keeper.leaseEnds(now + RELAY_LEASE_MS);
  }

  async #tendDead(): Promise<void> {
    const { leases, sessions } = this.options.store;
    for (const { relay } of await leases.dead()) {
      if (relay === this.options.relayId) continue;
      const carried = await sessions.carriedBy(relay);
      const ticked = await Promise.all(carried.map((id) => this.#tick(id)));
      if (ticked.every(Boolean)) await leases.bury(relay);
    }
  }

  async #tendDue(): Promise<void> {
    const { sessions } = this.options.store;
    for (;;) {
      const due = await sessions.takeDue(sessions.now(), TAKE_MS, BATCH);
      await Promise.all(due.map(async (id) => (await this.#tick(id)) && this.options.onDue?.(id)));
      if (due.length < BATCH) return;
    }
  }

  async #tick(id: SessionId): Promise<boolean> {
    const ticked = await this.options.keeper.submit(id, { type: "tick", actor: { role: "clock" } });
    return ticked.ok || ticked.refusal.code !== "unavailable";
  }

  #note(error: unknown): void {
    if (!(error instanceof StoreUnavailable)) this.options.log.error({ err: error }, "Looking after due sessions failed.");
  }
}
