/** Who is inside and who waits, and running the door from a back end. */

import * as v from "valibot";
import * as field from "../../protocol/fields.ts";
import type { GuestId, SessionId } from "../../protocol/ids.ts";
import type { Command } from "../session/command.ts";
import { participantsReport } from "../session/views.ts";
import type { Desk } from "./desk.ts";
import type { AnyOperation, Caller, Done } from "./operation.ts";
import { operation } from "./operation.ts";
import type { HttpResult } from "./problem.ts";
import { absent } from "./problem.ts";
import { participantsSchema } from "./schemas.ts";

const inSession = v.object({ sessionId: field.sessionId });
const oneGuest = v.object({ sessionId: field.sessionId, guestId: field.guestId });
const oneParticipant = v.object({ sessionId: field.sessionId, participantId: field.participantId });

export function participantOperations(desk: Desk): AnyOperation[] {
  async function onGuest(caller: Caller, sessionId: SessionId, guestId: GuestId, command: Command): Promise<HttpResult<Done<null>>> {
    const read = await desk.read(caller, sessionId);
    if (!read.ok) return read;
    if (read.value.session.guests[guestId] === undefined) return absent("guest");
    const done = await desk.submit(sessionId, command);
    return done.ok ? { ok: true, value: { body: null } } : done;
  }

  return [
    operation({
      id: "getParticipants",
      method: "get",
      path: "/v1/sessions/:sessionId/participants",
      summary: "Who is inside, and who waits",
      params: inSession,
      answer: { status: 200, words: "Seats, those waiting by place in line, those inside by arrival.", schema: participantsSchema },
      async run({ caller, params }) {
        const read = await desk.read(caller, params.sessionId);
        if (!read.ok) return read;
        const { policy } = desk.deps.keeper.context(caller.tenant.id);
        return { ok: true, value: { body: participantsReport(read.value.session, policy) } };
      },
    }),
    operation({
      id: "admitGuest",
      method: "post",
      path: "/v1/sessions/:sessionId/waiting/:guestId/admit",
      summary: "Let a waiting guest in",
      params: oneGuest,
      answer: { status: 204, words: "Let in." },
      refusals: ["session-full", "session-ended"],
      run: ({ caller, params: { sessionId, guestId } }) =>
        onGuest(caller, sessionId, guestId, { type: "admit", actor: caller.actor, guestId }),
    }),
    operation({
      id: "denyGuest",
      method: "post",
      path: "/v1/sessions/:sessionId/waiting/:guestId/deny",
      summary: "Decline a waiting guest",
      description: "The guest is told `denied` and may ask again after a minute.",
      params: oneGuest,
      answer: { status: 204, words: "Declined." },
      refusals: ["session-ended"],
      run: ({ caller, params: { sessionId, guestId } }) =>
        onGuest(caller, sessionId, guestId, { type: "deny", actor: caller.actor, guestId }),
    }),
    operation({
      id: "removeParticipant",
      method: "delete",
      path: "/v1/sessions/:sessionId/participants/:participantId",
      summary: "Put a guest out",
      description: "The guest is told `removed` and cannot come back. A host is taken off by changing the session's `hosts`.",
      params: oneParticipant,
      answer: { status: 204, words: "Put out." },
      refusals: ["session-ended"],
      async run({ caller, params: { sessionId, participantId } }) {
        const read = await desk.read(caller, sessionId);
        if (!read.ok) return read;
        const { seats, guests } = read.value.session;
        if (seats[participantId] === undefined && guests[participantId as GuestId] === undefined) return absent("participant");
        const done = await desk.submit(sessionId, { type: "remove", actor: caller.actor, participantId });
        return done.ok ? { ok: true, value: { body: null } } : done;
      },
    }),
  ];
}
