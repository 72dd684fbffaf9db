/** Sessions: made, found, changed, ended, deleted. */

import * as v from "valibot";
import * as field from "../../protocol/fields.ts";
import type { SessionId } from "../../protocol/ids.ts";
import * as limits from "../../protocol/limits.ts";
import type { Invite, SessionInfo } from "../../protocol/views.ts";
import { createCommand, updateCommand } from "../session/drafts.ts";
import type { Changed, Desk } from "./desk.ts";
import type { AnyOperation, Caller } from "./operation.ts";
import { operation } from "./operation.ts";
import { instantInQuery, page } from "./pages.ts";
import type { HttpRefusal, HttpResult } from "./problem.ts";
import { absent, refuse } from "./problem.ts";
import { repeatableId } from "./repeatable-id.ts";
import { changedSessionSchema, createdSessionSchema, listOf, sessionSchema } from "./schemas.ts";

const one = v.object({ sessionId: field.sessionId });

export function sessionOperations(desk: Desk): AnyOperation[] {
  const changed = (done: HttpResult<Changed>): HttpResult<{ body: SessionInfo & { invites?: Invite[] } }> => {
    if (!done.ok) return done;
    const { session, reply } = done.value;
    if (session === null) return absent("session");
    const invited = reply.inviteIds === undefined ? {} : { invites: desk.invites(session, reply.inviteIds) };
    return { ok: true, value: { body: { ...desk.info(session), ...invited } } };
  };

  return [
    operation({
      id: "createSession",
      method: "post",
      path: "/v1/sessions",
      summary: "Create a session, with its first invites if wished",
      description: "Invites need `linkSharing: true`. The answer is the session with `invites`, one for each recipient, in their order.",
      body: field.sessionDraft,
      answer: { status: 201, words: "The session.", schema: createdSessionSchema },
      async run({ caller, body, repeatKey }) {
        if (caller.sessions !== undefined)
          return refuse("not-allowed", "This token is good for certain sessions only: it makes no others.");
        const command = createCommand(caller.actor, body);
        // Repeated after a relay died before it answered, the call finds the session that was made (STORE2).
        if (repeatKey !== undefined) command.sessionId = repeatableId("ses", repeatKey);
        const done = await desk.submit(command.sessionId, command);
        const stands = done.ok || repeatKey === undefined ? done : await madeBefore(desk, caller, command.sessionId, done);
        if (!stands.ok) return stands;
        const { session, reply } = stands.value;
        if (session === null) return absent("session");
        const made = { ...desk.info(session), invites: desk.invites(session, reply.inviteIds) };
        return { ok: true, value: { body: made, location: `/v1/sessions/${session.id}` } };
      },
    }),
    operation({
      id: "listSessions",
      method: "get",
      path: "/v1/sessions",
      summary: "Find sessions, by start time",
      query: v.strictObject({
        clientRef: v.exactOptional(field.line("clientRef", limits.REFERENCE_LENGTH)),
        hostId: v.exactOptional(field.line("hostId", limits.USER_ID_LENGTH)),
        from: v.exactOptional(instantInQuery("from", "Sessions that start then or later.")),
        to: v.exactOptional(instantInQuery("to", "Sessions that start before.")),
        ...page,
      }),
      answer: { status: 200, words: "Sessions by start time.", schema: listOf(sessionSchema) },
      async run({ caller, query: { from, to, ...query } }) {
        const found = await desk.ask(
          desk.deps.store.sessions.list({
            tenantId: caller.tenant.id,
            ...query,
            ...(from === undefined ? {} : { from: Date.parse(from) }),
            ...(to === undefined ? {} : { to: Date.parse(to) }),
          }),
        );
        if (!found.ok) return found;
        const { items, nextCursor } = found.value;
        const seen = items.filter(({ session }) => desk.shows(caller, session));
        return {
          ok: true,
          value: { body: { items: seen.map(({ session }) => desk.info(session)), nextCursor: nextCursor ?? null } },
        };
      },
    }),
    operation({
      id: "getSession",
      method: "get",
      path: "/v1/sessions/:sessionId",
      summary: "One session",
      params: one,
      answer: { status: 200, words: "The session.", schema: sessionSchema },
      async run({ caller, params }) {
        const read = await desk.read(caller, params.sessionId);
        return read.ok ? { ok: true, value: { body: desk.info(read.value.session) } } : read;
      },
    }),
    operation({
      id: "updateSession",
      method: "patch",
      path: "/v1/sessions/:sessionId",
      summary: "Change a session",
      description:
        "`linkSharing: false` revokes every link already sent, at once, and tells those waiting. `removeGuests: true` with it also puts out guests inside; " +
        "without it they stay until they leave, and cannot come back. Turning sharing on again revives no old link. " +
        "`invites` are invited besides those who are; the answer then has theirs.",
      params: one,
      body: field.sessionChanges,
      answer: { status: 200, words: "The session as it stands now.", schema: changedSessionSchema },
      refusals: ["session-ended"],
      async run({ caller, params, body }) {
        return changed(await desk.change(caller, params.sessionId, updateCommand(caller.actor, body)));
      },
    }),
    operation({
      id: "endSession",
      method: "post",
      path: "/v1/sessions/:sessionId/end",
      summary: "End a session for everyone",
      params: one,
      answer: { status: 200, words: "The ended session.", schema: sessionSchema },
      async run({ caller, params }) {
        return changed(await desk.change(caller, params.sessionId, { type: "end", actor: caller.actor }));
      },
    }),
    operation({
      id: "deleteSession",
      method: "delete",
      path: "/v1/sessions/:sessionId",
      summary: "Delete a session with its audit trail",
      description: "Everyone inside and waiting is told `host-ended`; every link is dead from then on.",
      params: one,
      answer: { status: 204, words: "Deleted." },
      async run({ caller, params }) {
        const done = await desk.change(caller, params.sessionId, { type: "delete", actor: caller.actor });
        return done.ok ? { ok: true, value: { body: null } } : done;
      },
    }),
  ];
}

/** What an earlier try of the same call made; else the refusal stands. */
async function madeBefore(desk: Desk, caller: Caller, id: SessionId, refused: HttpRefusal): Promise<HttpResult<Changed>> {
  if (refused.refusal.code !== "not-allowed") return refused;
  const read = await desk.read(caller, id);
  if (!read.ok) return refused;
  const { session } = read.value;
  return { ok: true, value: { session, reply: { inviteIds: Object.values(session.invites).map((invite) => invite.id) } } };
}
