import type { Database, RootDatabase } from "lmdb";
import type { CountStore } from "./session-store.ts";

interface Count {
  count: number;
  /** When its window ends, ms. */
  until: number;
}

/** Windows that are looked through at each count, one after the other, to let go of those that are over. */
const SWEPT = 20;

/** Counts that a restart does not forget, in the relay's folder. */
export class EmbeddedCounts implements CountStore {
  readonly #counts: Database<Count, string>;
  /** Where the next look begins; undefined: at the beginning. */
  #next: string | undefined;

  constructor(root: RootDatabase) {
    this.#counts = root.openDB({ name: "counts", encoding: "json" });
  }

  take(key: string, count: number, { limit, windowMs }: { limit: number; windowMs: number }): Promise<number | null> {
    const now = Date.now();
    return this.#counts.transaction(() => {
      this.#sweep(now);
      const known = this.#counts.get(key);
      const next = known === undefined || known.until <= now ? { count, until: now + windowMs } : { ...known, count: known.count + count };
      this.#counts.putSync(key, next);
      return next.count <= limit ? null : next.until - now;
    });
  }

  async giveBack(key: string, count: number): Promise<void> {
    await this.#counts.transaction(() => {
      const known = this.#counts.get(key);
      if (known !== undefined) this.#counts.putSync(key, { ...known, count: Math.max(0, known.count - count) });
    });
  }

  #sweep(now: number): void {
    const from = this.#next === undefined ? {} : { start: this.#next };
    const seen = [...this.#counts.getRange({ ...from, limit: SWEPT + 1 })];
    this.#next = seen[SWEPT]?.key;
    for (const { key, value } of seen.slice(0, SWEPT)) if (value.until <= now) this.#counts.removeSync(key);
  }
}
