/**
 * Room for attempts under way at once: one for all mails, and one for the webhooks of each tenant, so that a vendor's server that does not
 * answer keeps nobody else waiting.
 */

import type { SessionId } from "../../protocol/ids.ts";
import type { OutboxItem, Session } from "../session/session.ts";

export type Kind = OutboxItem["what"]["is"];

/** Attempts at once, on one relay: of all mails, of one tenant's webhooks. */
const ROOM: Readonly<Record<Kind, number>> = { mail: 24, webhook: 8 };

interface Lane {
  free: number;
  /** Sessions with more to send than there was room for, in order. */
  readonly waiting: Map<SessionId, Session>;
}

export class Places {
  readonly #lanes = new Map<string, Lane>();

  /** Takes up to `wanted` places. With too few the session is kept, to be looked at again (`next`). */
  take(kind: Kind, session: Session, wanted: number): number {
    if (wanted === 0) return 0;
    const name = laneOf(kind, session);
    const lane = this.#lanes.get(name) ?? { free: ROOM[kind], waiting: new Map() };
    this.#lanes.set(name, lane);
    const taken = Math.min(lane.free, wanted);
    lane.free -= taken;
    if (taken < wanted) lane.waiting.set(session.id, session);
    return taken;
  }

  /** It waits no more. */
  forget(session: Session): void {
    for (const kind of ["mail", "webhook"] as const) this.#lanes.get(laneOf(kind, session))?.waiting.delete(session.id);
  }

  giveBack(kind: Kind, session: Session, count: number): void {
    const lane = this.#lanes.get(laneOf(kind, session));
    if (lane === undefined) return;
    lane.free += count;
    if (lane.free === ROOM[kind] && lane.waiting.size === 0) this.#lanes.delete(laneOf(kind, session));
  }

  /** A session that waits for a place like this one's, if there is one to be had. */
  next(kind: Kind, session: Session): Session | undefined {
    const lane = this.#lanes.get(laneOf(kind, session));
    if (lane === undefined || lane.free === 0) return undefined;
    const [first] = lane.waiting.values();
    if (first !== undefined) lane.waiting.delete(first.id);
    return first;
  }
}

function laneOf(kind: Kind, { tenantId }: Session): string {
  return kind === "mail" ? kind : `${kind} ${tenantId}`;
}
