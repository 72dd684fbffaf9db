/** The Janus servers of the service, as this relay sees them: who is alive, who carries how much; and the end of rooms nobody needs (MEDIA7). */

import type { SessionId } from "../../protocol/ids.ts";
import { isId } from "../../protocol/ids.ts";
import type { Log } from "../ops/log.ts";
import { JanusAway } from "./janus-handle.ts";
import type { JanusKeys } from "./janus-keys.ts";
import { JanusNode } from "./janus-node.ts";
import { destroyRoom } from "./janus-room.ts";
import type { NodeSight } from "./topology.ts";

export interface PoolSettings {
  urls: readonly string[];
  apiSecret?: string;
  keys: JanusKeys;
  log: Log;
  /** A server came up, or was lost. */
  changed: () => void;
  /** The room that a session needs at a server now; null: none; undefined: not known just now. */
  needed: (id: SessionId, node: string) => Promise<string | null | undefined>;
}

const SWEEP_EVERY_MS = 15_000;

export class JanusPool {
  readonly #nodes: ReadonlyMap<string, JanusNode>;
  /** Rooms that were not needed at the last look; a room just left is still heard of by those who move. */
  readonly #idle = new Set<string>();
  #sweeping: NodeJS.Timeout | undefined;

  constructor(private readonly settings: PoolSettings) {
    const { apiSecret, log, changed } = settings;
    this.#nodes = new Map(settings.urls.map((url) => [url, new JanusNode({ url, apiSecret, log, changed })]));
  }

  start(): void {
    for (const node of this.#nodes.values()) node.start();
    this.#sweeping = setInterval(() => void this.sweep(), SWEEP_EVERY_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#sweeping);
    await Promise.all([...this.#nodes.values()].map((node) => node.stop()));
  }

  get sights(): NodeSight[] {
    return [...this.#nodes.values()].map(({ url: node, alive, load }) => ({ node, alive, load }));
  }

  node(url: string): JanusNode | undefined {
    return this.#nodes.get(url);
  }

  /** Destroys the rooms that no session has needed since the last look. */
  async sweep(): Promise<void> {
    for (const node of this.#nodes.values()) {
      if (!node.alive) continue;
      try {
        for (const { room } of await node.rooms()) await this.#tend(node, room);
      } catch (error) {
        if (!(error instanceof JanusAway)) this.settings.log.warn({ err: error, url: node.url }, "rooms could not be looked after");
      }
    }
  }

  async #tend(node: JanusNode, room: string): Promise<void> {
    const id = room.slice(0, room.lastIndexOf("."));
    // Somebody else's room is nobody's affair here.
    if (!isId("ses", id)) return;
    const key = `${node.url} ${room}`;
    const needed = await this.settings.needed(id, node.url);
    if (needed === undefined || needed === room) return void this.#idle.delete(key);
    if (!this.#idle.has(key)) return void this.#idle.add(key);
    this.#idle.delete(key);
    await destroyRoom(node, room, this.settings.keys);
  }
}
