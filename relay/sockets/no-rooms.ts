/**
 * Socket.IO keeps four tables of who is in which room, every socket being in one of its own. Nobody here speaks to a room: views and signals
 * go to single sockets (`switchboard.ts`, `view-feed.ts`). So there is nothing to keep, for no connection.
 */

import type { ServerOptions } from "socket.io";

/** What Socket.IO asks of an adapter for as long as nothing is broadcast. */
class NoRooms {
  init(): void {
    return;
  }
  close(): void {
    return;
  }
  addAll(): void {
    return;
  }
  del(): void {
    return;
  }
  delAll(): void {
    return;
  }
  socketRooms(): ReadonlySet<string> {
    return NONE;
  }
}

const NONE: ReadonlySet<string> = new Set<string>();

export const NO_ROOMS = NoRooms as unknown as NonNullable<ServerOptions["adapter"]>;
