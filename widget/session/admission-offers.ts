/**
 * Offers that go along with letting somebody in (SIG5). Whoever of a page holds a host's seat in a session can make one, and whichever of
 * the page's tags lets the guest in sends it: they know each other only by the connection that they share.
 */

import type { HostConnection } from "../connection/relay-connection.ts";
import type { GuestId, SessionId } from "../../protocol/ids.ts";

/** What to signal to a guest that is about to be let in; undefined while there is nothing to be said beforehand. */
export type OfferTo = (whom: GuestId) => unknown;

const offersByConnection = new WeakMap<HostConnection, Map<SessionId, OfferTo>>();

/** Of each session in which this page has a seat. */
export function admissionOffers(connection: HostConnection): Map<SessionId, OfferTo> {
  const known = offersByConnection.get(connection) ?? new Map<SessionId, OfferTo>();
  offersByConnection.set(connection, known);
  return known;
}
