/**
 * Tells the session that a socket is gone. It must be told even if the store is away just then: an undelivered goodbye would hold a seat
 * for nobody as long as this relay lives (SEAT5), so it is repeated until it is taken.
 */

import type { SessionId } from "../../protocol/ids.ts";
import type { GuestActor, HostActor } from "../session/command.ts";
import type { Connection } from "../session/session.ts";
import type { SessionKeeper } from "../store/session-keeper.ts";

const RETRY_MS = 500;

interface Departure {
  sessionId: SessionId;
  actor: GuestActor | HostActor;
  connection: Connection;
}

export class Departures {
  readonly #going = new Set<Promise<void>>();
  #stopped = false;

  constructor(private readonly keeper: Pick<SessionKeeper, "submit">) {}

  gone(departure: Departure): void {
    const going = this.#tell(departure).finally(() => this.#going.delete(going));
    this.#going.add(going);
  }

  /** Waits until all are told, `withinMs` at most; then no more is tried: the relay's lease does the rest (SEAT7). */
  async settle(withinMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, withinMs);
    });
    await Promise.race([Promise.all(this.#going), late]);
    clearTimeout(timer);
    this.#stopped = true;
  }

  async #tell({ sessionId, actor, connection }: Departure): Promise<void> {
    while (!this.#stopped) {
      const told = await this.keeper.submit(sessionId, { type: "disconnect", actor, connection });
      // Any other refusal means that the session does not know this connection any more.
      if (told.ok || told.refusal.code !== "unavailable") return;
      await new Promise((resolve) => setTimeout(resolve, told.refusal.retryAfterMs ?? RETRY_MS).unref());
    }
  }
}
