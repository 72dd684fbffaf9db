/**
 * A host's waiting list on any page: a line per session in which someone waits, over all its sessions, without being in any of them.
 * One feed serves all sockets of a host on this relay.
 */

import type { SessionId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { WaitingSummary } from "../../protocol/views.ts";
import { goodFor } from "../session/standing.ts";
import { waitingSummary } from "../session/views.ts";
import type { StoredSession } from "../store/session-store.ts";
import { StoreUnavailable } from "../store/session-store.ts";
import type { DoorLog } from "./deps.ts";
import type { House } from "./house.ts";
import type { HostDoor } from "./host-door.ts";

const HOUR = 3_600_000;
/** Sessions that may have someone waiting when the host first looks: a session in use never ends by the clock, so yesterday's count. */
const LOOK_BACK_MS = 48 * HOUR;
const LOOK_AHEAD_MS = 24 * HOUR;
const PAGE = 100;

type HostKey = `${string}\n${string}`;

interface HostFeed {
  doors: Set<HostDoor>;
  /** What was last pushed, per session; a session in which nobody waits is not in it. */
  told: Map<SessionId, { summary: WaitingSummary; words: string }>;
  touched: Set<SessionId>;
  flush: NodeJS.Immediate | undefined;
  stop: Promise<() => Promise<void>>;
}

export class WaitingFeeds {
  readonly #feeds = new Map<HostKey, HostFeed>();

  constructor(private readonly house: Pick<House, "store" | "keeper"> & { log: DoorLog }) {
    // While the bus was away changes went by unheard.
    house.keeper.onFreshness((fresh) => {
      if (fresh) for (const feed of this.#feeds.values()) void this.#lookAgain(feed);
    });
  }

  /** Starts `waiting:view` for this socket; gives the sessions in which someone waits now. */
  async enter(door: HostDoor): Promise<Result<{ items: WaitingSummary[] }>> {
    const key = keyOf(door);
    let feed = this.#feeds.get(key);
    if (feed === undefined) {
      feed = this.#open(door);
      this.#feeds.set(key, feed);
    }
    feed.doors.add(door);
    try {
      await feed.stop;
      const near = await this.#near(door);
      const items: WaitingSummary[] = [];
      for (const stored of near) {
        if (door.mayView(stored.session) !== null) continue;
        const summary = this.#summaryOf(stored);
        if (summary.waiting.length === 0) continue;
        items.push(summary);
        if (!feed.told.has(summary.sessionId)) feed.told.set(summary.sessionId, { summary, words: wordsOf(summary) });
      }
      return accepted({ items });
    } catch (error) {
      this.leave(door);
      if (error instanceof StoreUnavailable) return refused("unavailable", undefined, { retryAfterMs: 1_000 });
      throw error;
    }
  }

  leave(door: HostDoor): void {
    const key = keyOf(door);
    const feed = this.#feeds.get(key);
    if (feed === undefined || !feed.doors.delete(door) || feed.doors.size > 0) return;
    this.#feeds.delete(key);
    clearImmediate(feed.flush);
    feed.stop.then((stop) => stop()).catch((error: unknown) => this.house.log.warn({ err: error }, "a waiting list could not be let go"));
  }

  #open(door: HostDoor): HostFeed {
    const feed: HostFeed = { doors: new Set(), told: new Map(), touched: new Set(), flush: undefined, stop: undefined! };
    feed.stop = this.house.store.bus.watchHost(door.tenant.id, door.actor.hostId, (sessionId) => this.#touch(feed, sessionId));
    return feed;
  }

  #touch(feed: HostFeed, sessionId: SessionId): void {
    feed.touched.add(sessionId);
    feed.flush ??= setImmediate(() => {
      feed.flush = undefined;
      const ids = [...feed.touched];
      feed.touched.clear();
      for (const id of ids) void this.#tell(feed, id);
    });
  }

  async #tell(feed: HostFeed, id: SessionId): Promise<void> {
    const read = await this.house.keeper.read(id);
    if (!read.ok) return; // The store is away; everything is looked at again when it is back.
    const told = feed.told.get(id);
    const stored = read.value;
    for (const door of feed.doors) {
      const visible = stored !== null && door.mayView(stored.session) === null;
      if (visible) {
        const summary = this.#summaryOf(stored);
        if (told === undefined ? summary.waiting.length === 0 : told.words === wordsOf(summary)) continue;
        if (told !== undefined && told.summary.version > summary.version) continue;
        door.socket.emit("waiting:view", summary);
      } else if (told !== undefined && told.summary.waiting.length > 0 && goodFor(door.actor, id)) {
        door.socket.emit("waiting:view", { ...told.summary, version: stored?.version ?? told.summary.version + 1, waiting: [] });
      }
    }
    const summary = stored === null ? undefined : this.#summaryOf(stored);
    if (summary === undefined || summary.waiting.length === 0) feed.told.delete(id);
    else if (told === undefined || told.summary.version <= summary.version) feed.told.set(id, { summary, words: wordsOf(summary) });
  }

  async #lookAgain(feed: HostFeed): Promise<void> {
    const [door] = feed.doors;
    if (door === undefined) return;
    for (const id of feed.told.keys()) this.#touch(feed, id);
    try {
      for (const { session } of await this.#near(door)) this.#touch(feed, session.id);
    } catch (error) {
      this.house.log.warn({ err: error }, "a waiting list could not be looked at again");
    }
  }

  async #near({ tenant, actor }: HostDoor): Promise<StoredSession[]> {
    const { sessions } = this.house.store;
    const now = sessions.now();
    const query = { tenantId: tenant.id, hostId: actor.hostId, from: now - LOOK_BACK_MS, to: now + LOOK_AHEAD_MS, limit: PAGE };
    const found: StoredSession[] = [];
    let cursor: string | undefined;
    do {
      const page = await sessions.list({ ...query, ...(cursor === undefined ? {} : { cursor }) });
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return found;
  }

  #summaryOf(stored: StoredSession): WaitingSummary {
    return waitingSummary(stored, this.house.keeper.context(stored.session.tenantId).policy);
  }
}

function keyOf({ tenant, actor }: HostDoor): HostKey {
  return `${tenant.id}\n${actor.hostId}`;
}

/** What a summary says apart from its version. */
function wordsOf(summary: WaitingSummary): string {
  return JSON.stringify({ ...summary, version: 0 });
}
