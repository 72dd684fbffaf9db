/** Opens the store that the settings name: Redis if there is a URL, else the embedded one. */

import type { RelayId } from "../../protocol/ids.ts";
import { openEmbeddedStore } from "./embedded-store.ts";
import { openRedisStore } from "./redis-store.ts";
import type { KeeperLog } from "./session-keeper.ts";
import type { Store } from "./session-store.ts";

export interface StoreSettings {
  redisUrl?: string;
  /** The embedded store's folder; used when there is no `redisUrl`. */
  dataDir?: string;
  relayId: RelayId;
  log: KeeperLog;
}

export async function openStore({ redisUrl, dataDir, relayId, log }: StoreSettings): Promise<Store> {
  if (redisUrl !== undefined) return openRedisStore({ url: redisUrl, relayId, log });
  if (dataDir === undefined) throw new Error("A store needs REDIS_URL or DATA_DIR.");
  return openEmbeddedStore(dataDir);
}
