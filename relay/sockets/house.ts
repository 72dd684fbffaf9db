/** What the doors of one relay share: the collaborators handed in, and the parts the doors have in common. */

import type { SfuWanted } from "../../protocol/sfu.ts";
import type { SocketDeps } from "./deps.ts";
import type { SessionInvite } from "../session/session.ts";
import type { LinkFor } from "../session/invite-view.ts";
import { CallEvents } from "./call-events.ts";
import { Departures } from "./departures.ts";
import type { FrameWriter } from "./frame-writer.ts";
import type { Gate } from "./gate.ts";
import { Switchboard } from "./switchboard.ts";
import { ViewFeed } from "./view-feed.ts";

export interface House extends SocketDeps {
  gate: Gate;
  switchboard: Switchboard;
  feed: ViewFeed;
  departures: Departures;
  call: CallEvents;
  linkFor: LinkFor;
  writer: FrameWriter;
}

export function openHouse(deps: SocketDeps, gate: Gate, writer: FrameWriter): House {
  const switchboard = new Switchboard(deps.relayId, deps.store.bus, deps.keeper);
  const { keeper, relayId: relay } = deps;
  // Whoever sends may hang on another relay: it is told by its seat.
  deps.sfu?.onWanted((participantId, { sessionId, ...wanted }) => {
    const stored = keeper.held(sessionId);
    const seat = stored?.session.seats[participantId];
    if (stored === undefined || seat === undefined) return;
    const letter = { name: "call:sfu-wanted", sessionId, from: participantId, seen: stored.version } as const;
    switchboard.send(letter, [seat], JSON.stringify({ sessionId, relay, ...wanted } satisfies SfuWanted));
  });
  return {
    ...deps,
    gate,
    switchboard,
    feed: new ViewFeed(deps.keeper, deps.log),
    departures: new Departures(deps.keeper),
    call: new CallEvents(deps.keeper, switchboard),
    linkFor: linkMaker(deps),
    writer,
  };
}

/** A link is the same as long as its invite is: signed once per stored invite, not once per view. */
function linkMaker({ linkKeys, tenants }: SocketDeps): LinkFor {
  const made = new WeakMap<SessionInvite, string>();
  return (session, invite) => {
    let token = made.get(invite);
    if (token === undefined) {
      token = linkKeys.sign({ sessionId: session.id, inviteId: invite.id, generation: invite.generation });
      made.set(invite, token);
    }
    return `${tenants.get(session.tenantId)?.joinUrl ?? ""}#${token}`;
  };
}
