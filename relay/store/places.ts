/** A document's commit: what is written beside it, worked out from it. */

import type { RelayId, SessionId } from "../../protocol/ids.ts";
import { relaysOf } from "../session/lapse.ts";
import { sendersOf } from "../session/sending.ts";
import { nextDue } from "../session/schedule.ts";
import type { Session, SessionEvent, SessionPolicy } from "../session/session.ts";
import type { SessionCommit, SessionPlaces, StoredSession } from "./session-store.ts";

/** Where a session is found besides its id. */
export function placesOf(session: Session): SessionPlaces {
  return {
    tenantId: session.tenantId,
    ...(session.clientRef === undefined ? {} : { clientRef: session.clientRef }),
    hostIds: session.hosts.map((host) => host.id),
    startsAt: session.startsAt,
    relays: [...new Set([...relaysOf(session), ...sendersOf(session)])] as RelayId[],
  };
}

/** `session` and `base` are never both null: nothing became of nothing needs no commit. */
export function commitOf(decided: {
  sessionId: SessionId;
  base: StoredSession | null;
  session: Session | null;
  events: SessionEvent[];
  commitId: string;
  relayId: RelayId;
  now: number;
  policy: SessionPolicy;
}): SessionCommit {
  const { sessionId, base, session, events, commitId, relayId, now, policy } = decided;
  const before = base === null ? undefined : placesOf(base.session);
  const after = session === null ? undefined : placesOf(session);
  const places = after ?? before;
  if (places === undefined) throw new Error("A commit of nothing.");
  return {
    sessionId,
    base: base?.version ?? 0,
    commitId,
    relayId,
    now,
    session,
    places,
    audit: events,
    due: session === null ? null : nextDue(session, policy),
    // Whoever was a host and whoever is one now: both lists change.
    touchesHosts: [...new Set([...(before?.hostIds ?? []), ...(after?.hostIds ?? [])])],
  };
}
