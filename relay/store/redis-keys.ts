/** Names of everything kept in Redis. All keys of one session share one of 64 hash tags, so they live in one slot of a cluster. */

import type { RelayId, SessionId } from "../../protocol/ids.ts";
import type { SessionPlaces, SessionQuery } from "./session-store.ts";

export const BUCKETS = 64;

/** FNV-1a over the id, folded to a bucket. */
export function bucketOf(id: SessionId): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % BUCKETS;
}

const tag = (bucket: number) => `ds:{${bucket}}`;

export const sessionKey = (id: SessionId) => `${tag(bucketOf(id))}:s:${id}`;
export const auditKey = (id: SessionId) => `${tag(bucketOf(id))}:a:${id}`;
export const commitsKey = (id: SessionId) => `${tag(bucketOf(id))}:c:${id}`;
export const dueKey = (bucket: number) => `${tag(bucket)}:due`;
export const carriedKey = (bucket: number, relay: RelayId) => `${tag(bucket)}:r:${relay}`;

const listKey = (bucket: number, ...by: string[]) => `${tag(bucket)}:l:${JSON.stringify(by)}`;

/** Sorted sets, by start time, that name this session. */
export function listKeys(id: SessionId, { tenantId, clientRef, hostIds }: SessionPlaces): string[] {
  const bucket = bucketOf(id);
  return [
    listKey(bucket, tenantId, "all"),
    ...(clientRef === undefined ? [] : [listKey(bucket, tenantId, "client", clientRef)]),
    ...hostIds.map((hostId) => listKey(bucket, tenantId, "host", hostId)),
  ];
}

/** The narrowest list that holds every answer to `query`. */
export function queryKey(bucket: number, { tenantId, clientRef, hostId }: SessionQuery): string {
  if (clientRef !== undefined) return listKey(bucket, tenantId, "client", clientRef);
  if (hostId !== undefined) return listKey(bucket, tenantId, "host", hostId);
  return listKey(bucket, tenantId, "all");
}

export const LEASES = "ds:{relays}:alive";
export const DEAD = "ds:{relays}:dead";
export const RENEWED = "ds:{relays}:renewed";
export const settingsKey = (tenantId: string) => `ds:settings:${tenantId}`;
export const deliveriesKey = (tenantId: string) => `ds:hooks:${tenantId}`;
export const answerKey = (key: string) => `ds:answer:${key}`;

export const sessionChannel = (id: SessionId) => `ds:to:s:${id}`;
export const hostChannel = (tenantId: string, hostId: string) => `ds:to:h:${JSON.stringify([tenantId, hostId])}`;
export const relayChannel = (relay: RelayId) => `ds:to:r:${relay}`;
