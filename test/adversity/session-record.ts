/** Every version of one session, as its relays publish them, and what must have been so in each (scorecard A3). */

import assert from "node:assert/strict";
import { createClient } from "redis";
import type { GuestId, SessionId } from "../../protocol/ids.ts";
import type { Session, SessionEvent } from "../../relay/session/session.ts";
import { sessionChannel } from "../../relay/store/redis-keys.ts";

export class SessionRecord {
  /** Guests inside, by version. */
  readonly #inside = new Map<number, ReadonlySet<string>>();
  readonly #faults: string[] = [];

  private constructor(private readonly stop: () => Promise<void>) {}

  /** From now on; to be begun before anybody comes. */
  static async begin(redisUrl: string, sessionId: SessionId): Promise<SessionRecord> {
    const client = createClient({ url: redisUrl });
    client.on("error", () => undefined);
    await client.connect();
    const record = new SessionRecord(() => client.close());
    await client.subscribe(sessionChannel(sessionId), (message) => record.#take(message));
    return record;
  }

  get versions(): number {
    return this.#inside.size;
  }

  #take(message: string): void {
    const [, version = "", text = ""] = /^\S+ (\d+) ([^]*)$/u.exec(message) ?? [];
    if (text === "") return;
    const { seats, guests } = JSON.parse(text) as Session;
    const inside = Object.values(seats).filter(({ role }) => role === "guest");
    if (Object.keys(seats).length > 16) this.#faults.push(`version ${version}: ${Object.keys(seats).length} seats (SEAT1)`);
    for (const { participantId } of inside) {
      const state = guests[participantId as GuestId]?.state;
      if (state?.is !== "admitted" || state.out !== undefined)
        this.#faults.push(`version ${version}: ${participantId} sits and is ${state?.is}`);
    }
    this.#inside.set(Number(version), new Set(inside.map(({ participantId }) => participantId)));
  }

  /**
   * Nobody was inside without an admission in force: not in any version, not by what happened in its order, and nobody was shown
   * more than the version shown gives it.
   *
   * @param events the whole audit trail
   * @param shown  the views that guests were pushed as being inside
   */
  check(events: readonly SessionEvent[], shown: readonly { guestId: string; version: number }[]): void {
    assert.deepEqual(this.#faults, []);
    const admitted = new Set<string>();
    for (const event of events) {
      if (event.type === "guest.admitted") admitted.add(event.guestId);
      if (event.type === "guest.denied" || event.type === "guest.sent-back" || event.type === "guest.removed")
        admitted.delete(event.guestId);
      if (event.type === "participant.joined" && event.role === "guest")
        assert(admitted.has(event.participantId), `ADMIT1: ${event.participantId} came in without an admission in force`);
    }
    for (const { guestId, version } of shown)
      assert(
        this.#inside.get(version)?.has(guestId),
        `WAIT2: ${guestId} was shown the inside in version ${version}, and held no seat in it`,
      );
  }

  end(): Promise<void> {
    return this.stop();
  }
}
