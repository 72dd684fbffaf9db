/**
 * The store with nothing to set up: LMDB in `DATA_DIR`, one relay process, durable. A commit is acknowledged after it was flushed,
 * so `kill -9` loses nothing that was said to be done (STORE5).
 */

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { open } from "lmdb";
import type { Database, RootDatabase } from "lmdb";
import type { RelayId } from "../../protocol/ids.ts";
import { DELIVERIES_KEPT } from "../../protocol/limits.ts";
import { EmbeddedCounts } from "./embedded-counts.ts";
import { EmbeddedSessions } from "./embedded-sessions.ts";
import { FolderLock } from "./folder-lock.ts";
import { LocalBus } from "./local-bus.ts";
import type { DeliveryStore, IdempotencyStore, RelayLeases, SettingsStore, Store } from "./session-store.ts";

interface Answer {
  fingerprint: string;
  answer?: string;
  until: number;
}

export async function openEmbeddedStore(dataDir: string): Promise<Store> {
  mkdirSync(dataDir, { recursive: true });
  const lock = await FolderLock.take(dataDir);
  const root = open({ path: join(dataDir, "doorstep.mdb"), maxDbs: 16, overlappingSync: false });
  const bus = new LocalBus();
  const sessions = new EmbeddedSessions(root, bus);
  return {
    sessions,
    idempotency: new EmbeddedAnswers(root),
    settings: new EmbeddedSettings(root),
    deliveries: new EmbeddedDeliveries(root),
    leases: new SoleLease(sessions),
    bus,
    redisClient: null,
    counts: new EmbeddedCounts(root),
    async close() {
      await sessions.close();
      await root.close();
      await lock.release();
    },
  };
}

class EmbeddedSettings implements SettingsStore {
  readonly #texts: Database<string, string[]>;

  constructor(private readonly root: RootDatabase) {
    this.#texts = root.openDB({ name: "settings", encoding: "json" });
  }

  get(tenantId: string, name: string): Promise<string | null> {
    return Promise.resolve(this.#texts.get([tenantId, name]) ?? null);
  }

  async set(tenantId: string, name: string, text: string): Promise<void> {
    await this.#texts.put([tenantId, name], text);
    await this.root.flushed;
  }
}

class EmbeddedDeliveries implements DeliveryStore {
  readonly #texts: Database<string[], string>;

  constructor(root: RootDatabase) {
    this.#texts = root.openDB({ name: "deliveries", encoding: "json" });
  }

  async add(tenantId: string, text: string): Promise<void> {
    await this.#texts.transaction(() => {
      this.#texts.putSync(tenantId, [text, ...(this.#texts.get(tenantId) ?? [])].slice(0, DELIVERIES_KEPT));
    });
  }

  newest(tenantId: string): Promise<string[]> {
    return Promise.resolve(this.#texts.get(tenantId) ?? []);
  }
}

class EmbeddedAnswers implements IdempotencyStore {
  readonly #answers: Database<Answer, string>;

  constructor(root: RootDatabase) {
    this.#answers = root.openDB({ name: "answers", encoding: "json" });
  }

  async claim(key: string, fingerprint: string, ttlMs: number): ReturnType<IdempotencyStore["claim"]> {
    const now = Date.now();
    return this.#answers.transaction(() => {
      const known = this.#answers.get(key);
      if (known === undefined || known.until <= now) {
        this.#answers.putSync(key, { fingerprint, until: now + ttlMs });
        return { is: "first" as const };
      }
      return known.answer === undefined
        ? { is: "pending" as const, fingerprint: known.fingerprint }
        : { is: "done" as const, fingerprint: known.fingerprint, answer: known.answer };
    });
  }

  async settle(key: string, answer: string, ttlMs: number): Promise<void> {
    const known = this.#answers.get(key);
    await this.#answers.put(key, { fingerprint: known?.fingerprint ?? "", answer, until: Date.now() + ttlMs });
    this.#sweep();
  }

  async release(key: string): Promise<void> {
    await this.#answers.remove(key);
  }

  #sweep(): void {
    const now = Date.now();
    for (const { key, value } of this.#answers.getRange({ limit: 50 })) if (value.until <= now) void this.#answers.remove(key);
  }
}

/** One relay, alone: it is never declared dead, and every other one that a document names died before it started (SEAT7). */
class SoleLease implements RelayLeases {
  readonly #startedAt = Date.now();
  #own: RelayId | undefined;
  #buried = false;

  constructor(private readonly sessions: EmbeddedSessions) {}

  renew(relay: RelayId): Promise<boolean> {
    this.#own = relay;
    return Promise.resolve(true);
  }

  release(_relay: RelayId): Promise<void> {
    return Promise.resolve();
  }

  dead(): Promise<{ relay: RelayId; since: number }[]> {
    if (this.#buried) return Promise.resolve([]);
    const others = this.sessions.relaysNamed().filter((relay) => relay !== this.#own);
    this.#buried = others.length === 0;
    return Promise.resolve(others.map((relay) => ({ relay, since: this.#startedAt })));
  }

  deadSince(relay: RelayId): number | undefined {
    return this.#own === undefined || relay === this.#own ? undefined : this.#startedAt;
  }

  bury(_relay: RelayId): Promise<void> {
    return Promise.resolve();
  }
}
