/** Who has a link to a session: invited, listed, sent again, revoked; and links without a mail, to copy. */

import * as v from "valibot";
import * as field from "../../protocol/fields.ts";
import type { InviteId, SessionId } from "../../protocol/ids.ts";
import * as limits from "../../protocol/limits.ts";
import type { Invite } from "../../protocol/views.ts";
import type { Command } from "../session/command.ts";
import { labelledInvite, newInvites, wordingOf } from "../session/drafts.ts";
import type { Desk } from "./desk.ts";
import type { AnyOperation, Caller, Done } from "./operation.ts";
import { operation } from "./operation.ts";
import type { HttpResult } from "./problem.ts";
import { absent } from "./problem.ts";
import { inviteSchema, listOf } from "./schemas.ts";

const inSession = v.object({ sessionId: field.sessionId });
const one = v.object({ sessionId: field.sessionId, inviteId: field.inviteId });

export function inviteOperations(desk: Desk): AnyOperation[] {
  /** Carries out what concerns one invite that is there; answers with the invite. */
  async function onInvite(
    caller: Caller,
    params: { sessionId: SessionId; inviteId: InviteId },
    command: Command,
  ): Promise<HttpResult<Done<Invite>>> {
    const read = await desk.read(caller, params.sessionId);
    if (!read.ok) return read;
    if (read.value.session.invites[params.inviteId] === undefined) return absent("invite");
    const done = await desk.submit(params.sessionId, command);
    if (!done.ok) return done;
    const invite = done.value.session?.invites[params.inviteId];
    if (done.value.session === null || invite === undefined) return absent("invite");
    return { ok: true, value: { body: desk.invite(done.value.session, invite) } };
  }

  return [
    operation({
      id: "createInvites",
      method: "post",
      path: "/v1/sessions/:sessionId/invites",
      summary: "Invite people",
      description: "An address that has a working invite in the session keeps it, with the same link; a revoked one gets a fresh link.",
      params: inSession,
      body: v.strictObject({ recipients: field.recipients, message: v.optional(field.inviteMessage) }),
      answer: { status: 201, words: "One invite for each recipient, in their order.", schema: listOf(inviteSchema) },
      refusals: ["session-ended"],
      async run({ caller, params, body }) {
        const done = await desk.change(caller, params.sessionId, {
          type: "invite",
          actor: caller.actor,
          invites: newInvites(body.recipients),
          ...wordingOf(body.message),
        });
        if (!done.ok) return done;
        const { session, reply } = done.value;
        return session === null
          ? absent("session")
          : { ok: true, value: { body: { items: desk.invites(session, reply.inviteIds), nextCursor: null } } };
      },
    }),
    operation({
      id: "listInvites",
      method: "get",
      path: "/v1/sessions/:sessionId/invites",
      summary: "Everyone who has a link",
      description: `All of them at once: a session has at most ${limits.INVITE_LIMIT}.`,
      params: inSession,
      answer: { status: 200, words: "The invites, oldest first.", schema: listOf(inviteSchema) },
      async run({ caller, params }) {
        const read = await desk.read(caller, params.sessionId);
        if (!read.ok) return read;
        const { session } = read.value;
        const invites = Object.values(session.invites).sort((a, b) => a.createdAt - b.createdAt);
        return { ok: true, value: { body: { items: invites.map((invite) => desk.invite(session, invite)), nextCursor: null } } };
      },
    }),
    operation({
      id: "resendInvite",
      method: "post",
      path: "/v1/sessions/:sessionId/invites/:inviteId/resend",
      summary: "Send the same link again",
      params: one,
      answer: { status: 200, words: "The invite.", schema: inviteSchema },
      refusals: ["link-revoked", "session-ended"],
      run: ({ caller, params }) => onInvite(caller, params, { type: "resend-invite", actor: caller.actor, inviteId: params.inviteId }),
    }),
    operation({
      id: "revokeInvite",
      method: "delete",
      path: "/v1/sessions/:sessionId/invites/:inviteId",
      summary: "Revoke one link",
      description: "Whoever waits or is inside with it is told `link-revoked` and put out.",
      params: one,
      answer: { status: 200, words: "The revoked invite.", schema: inviteSchema },
      refusals: ["session-ended"],
      run: ({ caller, params }) => onInvite(caller, params, { type: "revoke-invite", actor: caller.actor, inviteId: params.inviteId }),
    }),
    operation({
      id: "createLink",
      method: "post",
      path: "/v1/sessions/:sessionId/links",
      summary: "Make a link to copy, without a mail",
      params: inSession,
      body: v.strictObject({ label: field.line("label", limits.LABEL_LENGTH) }),
      answer: { status: 201, words: "The invite with its link.", schema: inviteSchema },
      refusals: ["session-ended"],
      async run({ caller, params, body }) {
        const invite = labelledInvite(body.label);
        const done = await desk.change(caller, params.sessionId, { type: "invite", actor: caller.actor, invites: [invite] });
        if (!done.ok) return done;
        const made = done.value.session?.invites[invite.inviteId];
        if (done.value.session === null || made === undefined) return absent("session");
        return { ok: true, value: { body: desk.invite(done.value.session, made) } };
      },
    }),
  ];
}
