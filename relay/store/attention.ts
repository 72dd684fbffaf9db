/**
 * The relay's own alarm clock (design, pillar 9): ticks the sessions whose time has come and those of relays that died, and renews this
 * relay's lease. What it misses is not lost: every decision lets lapse what has lapsed (SEAT6); this only sees to it when nobody asks.
 */

import type { RelayId, SessionId } from "../../protocol/ids.ts";
import { RELAY_LEASE_MS } from "../../protocol/limits.ts";
import type { Session } from "../session/session.ts";
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
  /** Told of a session that was due, or carried by a dead relay, once what had lapsed did: there may be more to do in it. */
  onTicked?: (session: Session) => void;
}

/** Another relay leaves a due session alone this long, ms. */
const TAKE_MS = 5_000;
/** Due sessions taken at one go. */
const BATCH = 64;
/** Sessions looked after at once: a relay that carried thousands may die. */
const AT_ONCE = 32;
/** A lease is renewed in good time for two more attempts. */
const RENEW_MS = RELAY_LEASE_MS / 4;
/** How soon a renewal that failed is tried again, ms. */
const RENEW_AGAIN_MS = 500;

export class Attention {
  #lookTimer: NodeJS.Timeout | undefined;
  #renewTimer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #renewing: Promise<void> | undefined;
  #stopped = false;

  constructor(private readonly options: AttentionOptions) {}

  /** Takes the lease, learns who is dead, and keeps looking from then on. Rejects when the store is away. */
  async start(): Promise<void> {
    this.#stopped = false;
    await this.renew();
    this.#renewLater(RENEW_MS);
    this.#lookLater(0);
  }

  /** Gives the lease up, so that what this relay carried is looked after at once. Nothing is committed from then on. */
  async stop(): Promise<void> {
    this.#end();
    await Promise.all([this.#looking, this.#renewing]);
    this.options.keeper.leaseEnds(performance.now());
    await this.options.store.leases.release(this.options.relayId).catch((error: unknown) => this.#note(error));
  }

  /** One look around, now. */
  async look(): Promise<void> {
    try {
      await this.#tendDead();
      await this.#tendDue();
    } catch (error) {
      this.#note(error);
    }
  }

  /** Renews the lease. A relay that is dead learns it here. Rejects when the store is away. */
  async renew(): Promise<void> {
    const { keeper, store, relayId, onDeath } = this.options;
    // Counted from before the question: the lease that the store gives ends no earlier.
    const asked = performance.now();
    if (await store.leases.renew(relayId)) return keeper.leaseEnds(asked + RELAY_LEASE_MS);
    const known = this.#stopped;
    this.#end();
    keeper.leaseEnds(asked);
    if (!known) onDeath();
  }

  #end(): void {
    this.#stopped = true;
    clearTimeout(this.#lookTimer);
    clearTimeout(this.#renewTimer);
  }

  #lookLater(ms: number): void {
    if (this.#stopped) return;
    this.#lookTimer = setTimeout(() => {
      this.#looking = this.look().then(() => this.#lookLater(this.options.everyMs ?? 250));
    }, ms);
  }

  /** Beside everything else: however much there is to look after, the lease must not run out over it. */
  #renewLater(ms: number): void {
    if (this.#stopped) return;
    this.#renewTimer = setTimeout(() => {
      this.#renewing = this.renew().then(
        () => this.#renewLater(RENEW_MS),
        (error: unknown) => {
          this.#note(error);
          this.#renewLater(RENEW_AGAIN_MS);
        },
      );
    }, ms);
  }

  async #tendDead(): Promise<void> {
    const { leases, sessions } = this.options.store;
    for (const { relay } of await leases.dead()) {
      if (relay === this.options.relayId || this.#stopped) continue;
      const carried = await sessions.carriedBy(relay);
      // The others do the same; each begins elsewhere, so that they meet less often.
      const start = Math.floor(Math.random() * carried.length);
      let all = true;
      await this.#each([...carried.slice(start), ...carried.slice(0, start)], async (id) => {
        all = (await this.#tick(id)) && all;
      });
      if (all && !this.#stopped) await leases.bury(relay);
    }
  }

  async #tendDue(): Promise<void> {
    const { sessions } = this.options.store;
    while (!this.#stopped) {
      const due = await sessions.takeDue(sessions.now(), TAKE_MS, BATCH);
      await this.#each(due, async (id) => {
        await this.#tick(id);
      });
      if (due.length < BATCH) return;
    }
  }

  async #each(ids: readonly SessionId[], tend: (id: SessionId) => Promise<void>): Promise<void> {
    const left = [...ids];
    const worker = async (): Promise<void> => {
      for (let id = left.shift(); id !== undefined && !this.#stopped; id = left.shift()) await tend(id);
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, left.length) }, worker));
  }

  async #tick(id: SessionId): Promise<boolean> {
    const ticked = await this.options.keeper.submit(id, { type: "tick", actor: { role: "clock" } });
    if (ticked.ok && ticked.value.stored !== null) this.options.onTicked?.(ticked.value.stored.session);
    return ticked.ok || ticked.refusal.code !== "unavailable";
  }

  #note(error: unknown): void {
    if (!(error instanceof StoreUnavailable)) this.options.log.error({ err: error }, "Looking after sessions failed.");
  }
}
