/** A session's own particulars: how it is created and changed. */

import type { Refusal } from "../../protocol/refusals.ts";
import { refusal } from "../../protocol/refusals.ts";
import type { Command } from "./command.ts";
import { freeSeat } from "./seats.ts";
import type { Session } from "./session.ts";
import { setSharing } from "./sharing.ts";
import type { Turn } from "./turn.ts";

export function createSession(command: Extract<Command, { type: "create" }>, now: number): Session {
  return {
    schema: 1,
    id: command.sessionId,
    tenantId: command.actor.tenantId,
    ...command.fields,
    createdAt: now,
    phase: { is: "scheduled" },
    linkSharing: command.linkSharing,
    ...(command.e2ee === undefined ? {} : { e2ee: command.e2ee }),
    locked: false,
    invites: {},
    guests: {},
    seats: {},
    hostParticipants: {},
    nextOrder: 1,
    messages: [],
    outbox: {},
    nextItem: 1,
  };
}

export function updateSession(turn: Turn, command: Extract<Command, { type: "update" }>): Refusal | null {
  const { actor, fields, linkSharing, removeGuests } = command;
  if (removeGuests === true && linkSharing !== false) {
    return refusal("bad-request", "removeGuests goes with linkSharing false.");
  }
  if (actor.role === "host" && !actor.admin && fields.hosts?.every((host) => host.id !== actor.hostId)) {
    return refusal("not-allowed", "A host cannot take itself off the session.");
  }
  if (Object.keys(fields).length > 0) {
    turn.set(fields);
    turn.happened({ type: "session.updated" });
    if (fields.hosts !== undefined) unseatFormerHosts(turn);
  }
  if (linkSharing !== undefined) setSharing(turn, linkSharing, removeGuests ?? false);
  return null;
}

/** VIEW3: whoever is no host of the session any more has no seat in it. An admin's seat does not rest on the list. */
function unseatFormerHosts(turn: Turn): void {
  const named = new Set(turn.session.hosts.map((host) => host.id));
  for (const seat of Object.values(turn.session.seats)) {
    if (seat.hostId !== undefined && !seat.admin && !named.has(seat.hostId)) freeSeat(turn, seat.participantId, "removed");
  }
}
