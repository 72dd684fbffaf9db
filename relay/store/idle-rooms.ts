/** Rooms that nobody needs right now: kept a while, for whoever opens a link asks several times in a row; the oldest go first. */

import type { SessionId } from "../../protocol/ids.ts";
import type { SessionRoom } from "./session-room.ts";

/** A document of some 30 KB at the most usual; so a few MB. */
const KEPT = 200;

export class IdleRooms {
  readonly #idle = new Set<SessionRoom>();

  constructor(private readonly rooms: Map<SessionId, SessionRoom>) {}

  /** The room may have become idle. */
  settle(room: SessionRoom): void {
    this.#idle.delete(room);
    if (this.rooms.get(room.id) !== room || !room.idle) return;
    // What was never there, or is gone, is not worth a place.
    if (!room.held) {
      this.rooms.delete(room.id);
      return;
    }
    this.#idle.add(room);
    for (const oldest of this.#idle) {
      if (this.#idle.size <= KEPT) return;
      this.#idle.delete(oldest);
      if (oldest.idle) this.rooms.delete(oldest.id);
    }
  }
}
