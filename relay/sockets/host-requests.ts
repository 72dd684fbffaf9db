/** What a host may ask, one row each: which line of the permission table it needs, and how it is carried out. */

import type { Done, HostReplies, HostRequests } from "../../protocol/events.ts";
import type { InviteId, SessionId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
import { accepted, refused } from "../../protocol/refusals.ts";
import type { Invite, SessionInfo } from "../../protocol/views.ts";
import type { Command } from "../session/command.ts";
import type { Reply } from "../session/decide.ts";
import { createCommand, labelledInvite, newInvites, updateCommand, wordingOf } from "../session/drafts.ts";
import type { Session } from "../session/session.ts";
import { inviteView } from "../session/invite-view.ts";
import { sessionInfo } from "../session/views.ts";
import { StoreUnavailable } from "../store/session-store.ts";
import { serversOf } from "./connection-check.ts";
import type { HostDoor } from "./host-door.ts";
import type { House } from "./house.ts";
import { messageRows } from "./message-requests.ts";
import type { Rows } from "./request-handler.ts";
import { sfuRows } from "./sfu-requests.ts";
import type { WaitingFeeds } from "./waiting-feed.ts";

/** Sessions of one answer to `session:list`. */
const LIST_LIMIT = 200;

export function hostRows(house: House, waiting: WaitingFeeds): Rows<HostDoor, HostRequests, HostReplies> {
  const { keeper, call } = house;

  /** Carries a command out on a session and answers with what `tell` makes of the result. */
  async function carryOut<T>(id: SessionId, command: Command, tell: (session: Session, reply: Reply) => T): Promise<Result<T>> {
    const done = await keeper.submit(id, command);
    if (!done.ok) return done;
    const { stored, reply } = done.value;
    return stored === null ? refused("session-ended") : accepted(tell(stored.session, reply));
  }
  const info = (session: Session): SessionInfo => sessionInfo(session, keeper.context(session.tenantId).policy);
  const invitesOf = (session: Session, ids: readonly InviteId[] = []): Invite[] =>
    ids.flatMap((id) => (session.invites[id] === undefined ? [] : [inviteView(session, session.invites[id], house.linkFor)]));
  const oneInvite = (session: Session, id: InviteId | undefined): { invite: Invite } => {
    const [invite] = invitesOf(session, id === undefined ? [] : [id]);
    if (invite === undefined) throw new Error("an accepted decision names an invite that is not there");
    return { invite };
  };
  const done = (): Done => ({});

  return {
    "session:create": {
      asks: "create",
      run: ({ actor }, draft) => {
        const command = createCommand(actor, { ...draft, hosts: draft.hosts ?? [{ id: actor.hostId, name: actor.name }] });
        return carryOut(command.sessionId, command, (session, { inviteIds }) => ({
          session: info(session),
          invites: invitesOf(session, inviteIds),
        }));
      },
    },
    // Each session of the list is asked for on its own.
    "session:list": { asks: null, run: (door, filter) => listSessions(house, door, filter, info) },
    "session:update": {
      asks: "update",
      run: ({ actor }, { sessionId, changes }) =>
        carryOut(sessionId, updateCommand(actor, changes), (session) => ({ session: info(session) })),
    },
    "session:end": { asks: "end", run: ({ actor }, { sessionId }) => carryOut(sessionId, { type: "end", actor }, done) },
    "session:lock": {
      asks: "lock",
      run: ({ actor }, { sessionId, locked }) => carryOut(sessionId, { type: "lock", actor, locked }, done),
    },
    "session:watch": { asks: "view", run: (door, { sessionId }) => door.watch(sessionId) },
    "session:unwatch": {
      asks: null,
      run: (door, { sessionId }) => {
        door.unwatch(sessionId);
        return accepted({});
      },
    },
    // Only sessions that this host may view are in it.
    "waiting:watch": { asks: null, run: (door) => waiting.enter(door) },
    "waiting:unwatch": {
      asks: null,
      run: (door) => {
        waiting.leave(door);
        return accepted({});
      },
    },
    "invite:create": {
      asks: "invite",
      run: ({ actor }, { sessionId, recipients, message }) =>
        carryOut(
          sessionId,
          { type: "invite", actor, invites: newInvites(recipients), ...wordingOf(message) },
          (session, { inviteIds }) => ({
            items: invitesOf(session, inviteIds),
          }),
        ),
    },
    "invite:resend": {
      asks: "resend-invite",
      run: ({ actor }, { sessionId, inviteId }) =>
        carryOut(sessionId, { type: "resend-invite", actor, inviteId }, (session) => oneInvite(session, inviteId)),
    },
    "invite:revoke": {
      asks: "revoke-invite",
      run: ({ actor }, { sessionId, inviteId }) =>
        carryOut(sessionId, { type: "revoke-invite", actor, inviteId }, (session) => oneInvite(session, inviteId)),
    },
    "invite:renew": {
      asks: "renew-invite",
      run: ({ actor }, { sessionId, inviteId }) =>
        carryOut(sessionId, { type: "renew-invite", actor, inviteId }, (session) => oneInvite(session, inviteId)),
    },
    "link:create": {
      asks: "invite",
      run: ({ actor }, { sessionId, label }) =>
        carryOut(sessionId, { type: "invite", actor, invites: [labelledInvite(label)] }, (session, { inviteIds }) =>
          oneInvite(session, inviteIds?.[0]),
        ),
    },
    ...messageRows(house),
    "guest:admit": { asks: "admit", run: (door, { sessionId, guestId, offer }) => door.admit(sessionId, guestId, offer) },
    "guest:admit-all": {
      asks: "admit-all",
      run: ({ actor }, { sessionId }) =>
        carryOut(sessionId, { type: "admit-all", actor }, (_session, { admitted = 0, left = 0 }) => ({ admitted, left })),
    },
    "guest:deny": {
      asks: "deny",
      run: ({ actor }, { sessionId, guestId }) => carryOut(sessionId, { type: "deny", actor, guestId }, done),
    },
    "guest:message": {
      asks: "message",
      run: ({ actor }, { sessionId, text, guestId }) => {
        const command = { type: "message", actor, messageId: newId("msg"), text, ...(guestId === undefined ? {} : { guestId }) } as const;
        return carryOut(sessionId, command, done);
      },
    },
    "participant:send-back": {
      asks: "send-back",
      run: ({ actor }, { sessionId, participantId }) => carryOut(sessionId, { type: "send-back", actor, participantId }, done),
    },
    "participant:remove": {
      asks: "remove",
      run: ({ actor }, { sessionId, participantId }) => carryOut(sessionId, { type: "remove", actor, participantId }, done),
    },
    "participant:mute": {
      asks: "mute-others",
      run: (door, { sessionId, participantId }) => call.mute(door, sessionId, participantId),
    },
    "participant:ask": {
      asks: "mute-others",
      run: (door, { sessionId, participantId, what }) => call.ask(door, sessionId, participantId, what),
    },
    "session:spotlight": {
      asks: "spotlight",
      run: ({ actor }, { sessionId, participantId }) => carryOut(sessionId, { type: "spotlight", actor, participantId }, done),
    },
    "call:join": { asks: "join", run: (door, { sessionId, instance }) => door.join(sessionId, instance) },
    "call:leave": { asks: "leave", run: (door, { sessionId }) => door.leaveCall(sessionId) },
    "call:flags": { asks: "flags", run: (door, { sessionId, flags }) => call.flags(door, sessionId, flags) },
    "call:key": { asks: "key", run: (door, { sessionId, key }) => call.key(door, sessionId, key) },
    "call:signal": { asks: "signal", unhurried: true, run: (door, { sessionId, ...signal }) => call.signal(door, sessionId, signal) },
    "call:chat": { asks: "chat", run: (door, { sessionId, text }) => call.chat(door, sessionId, text) },
    "call:chat-lines": { asks: "signal", run: (door, { sessionId }) => call.chatLines(door, sessionId) },
    // Which servers there are concerns nobody's session.
    "connection:check": { asks: null, run: () => serversOf(house) },
    "call:ice": { asks: "ice", run: (door, { sessionId }) => door.freshIce(sessionId) },
    ...sfuRows<HostDoor, { sessionId: SessionId }>(house, (_door, { sessionId }) => sessionId),
  };
}

async function listSessions(
  { store }: House,
  door: HostDoor,
  { clientRef, from, to }: { clientRef?: string | undefined; from?: string | undefined; to?: string | undefined },
  info: (session: Session) => SessionInfo,
): Promise<Result<{ items: SessionInfo[] }>> {
  const { actor, tenant } = door;
  try {
    const page = await store.sessions.list({
      tenantId: tenant.id,
      limit: LIST_LIMIT,
      ...(actor.admin ? {} : { hostId: actor.hostId }),
      ...(clientRef === undefined ? {} : { clientRef }),
      ...(from === undefined ? {} : { from: Date.parse(from) }),
      ...(to === undefined ? {} : { to: Date.parse(to) }),
    });
    return accepted({ items: page.items.filter(({ session }) => door.mayView(session) === null).map(({ session }) => info(session)) });
  } catch (error) {
    if (error instanceof StoreUnavailable) return refused("unavailable", undefined, { retryAfterMs: 1_000 });
    throw error;
  }
}
