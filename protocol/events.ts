/**
 * The wire contract of the two doors (SPEC "Doors"). Every request is a Socket.IO event with an acknowledgement that is a `Result`;
 * every payload has a schema here and the relay parses it before anything else; pushes carry whole views (VIEW1) or signals (SIG1).
 *
 * The browser imports only types from this file, so the schema library stays out of it.
 */

import * as v from "valibot";
import * as field from "./fields.ts";
import { fitsIn } from "./json-size.ts";
import * as limits from "./limits.ts";
import { sfu } from "./sfu.ts";
import type { SfuGone, SfuOffer, SfuStanding, SfuWanted } from "./sfu.ts";
export { GUEST_DOOR, HOST_DOOR, SOCKET_PATH } from "./doors.ts";
import type { GuestId, InstanceId, InviteId, ParticipantId, SessionId } from "./ids.ts";
import type { Refusal, RefusalCode, Result } from "./refusals.ts";
import type { ChatMessage, DefaultMessageView, GuestView, HostView, IceConfig, Invite, SessionInfo, WaitingSummary } from "./views.ts";

const nothing = v.strictObject({});
const inSession = v.strictObject({ sessionId: field.sessionId });
const aboutGuest = v.strictObject({ sessionId: field.sessionId, guestId: field.guestId });
const aboutInvite = v.strictObject({ sessionId: field.sessionId, inviteId: field.inviteId });
const aboutParticipant = v.strictObject({ sessionId: field.sessionId, participantId: field.participantId });

const forService = v.strictObject({ service: v.optional(field.line("service", limits.SERVICE_LENGTH)) });

/** SDP or candidates for one peer; opaque to the relay. */
const signalData = v.custom<unknown>(
  (data) => data !== undefined && fitsIn(limits.SIGNAL_BYTES, data),
  "data is too large, too deep or no plain JSON.",
);
const signal = v.strictObject({
  to: field.participantId,
  /** The page load of the receiver that the sender means; the relay drops a signal for another one (SIG3). */
  instance: field.instanceId,
  data: signalData,
});
const chat = v.strictObject({ text: field.lines("text", limits.CHAT_LENGTH) });

/** What a host may ask of somebody: to speak, which the person decides; to stop showing a screen, which the browser does. */
const hostWish = v.picklist(["unmute", "stop-share"], "what is not one of unmute, stop-share.");
export type HostWish = v.InferOutput<typeof hostWish>;

/** What a browser sends with the connection itself (`auth`). */
export const hostAuth = v.object({ token: v.pipe(v.string("token is missing."), v.maxLength(8_192, "token is too long.")) });
export const guestAuth = v.object({
  /** The drop-in link's token, as it stands in the fragment. */
  link: v.pipe(v.string("link is missing."), v.maxLength(512, "link is too long.")),
  /** Names this browser to the relay; given by the relay's `ticket` push on the first connection, and kept by the browser (WAIT4). */
  ticket: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(512)))),
  instance: field.instanceId,
});
export type HostAuth = v.InferOutput<typeof hostAuth>;
export type GuestAuth = v.InferOutput<typeof guestAuth>;

/** Requests at the host door, by event name. */
export const hostRequests = {
  /** Without `hosts` it is the session of the host who asks. */
  "session:create": v.strictObject({ ...field.sessionDraft.entries, hosts: v.optional(field.hosts) }),
  "session:list": v.strictObject({
    clientRef: v.optional(field.line("clientRef", limits.REFERENCE_LENGTH)),
    from: v.optional(field.instant),
    to: v.optional(field.instant),
  }),
  "session:update": v.strictObject({ sessionId: field.sessionId, changes: field.sessionChanges }),
  "session:end": inSession,
  "session:lock": v.strictObject({ sessionId: field.sessionId, locked: v.boolean() }),
  /** Starts the pushes `session:view`; answered with the first view. */
  "session:watch": inSession,
  "session:unwatch": inSession,
  /** Starts the pushes `waiting:view` for every session of this host; answered with the sessions in which someone waits. */
  "waiting:watch": nothing,
  "waiting:unwatch": nothing,
  "invite:create": v.strictObject({
    sessionId: field.sessionId,
    recipients: field.recipients,
    message: v.optional(field.inviteMessage),
  }),
  "invite:resend": aboutInvite,
  "invite:revoke": aboutInvite,
  /** A fresh link for someone whose link was revoked (LINK6). */
  "invite:renew": aboutInvite,
  "link:create": v.strictObject({ sessionId: field.sessionId, label: field.line("label", limits.LABEL_LENGTH) }),
  /** What guests are sent by default, for a service or in general (MAIL8). */
  "message:get": forService,
  "message:save": v.strictObject({ ...forService.entries, message: field.defaultMessage }),
  /** Back to the general message, or to ours. */
  "message:restore": forService,
  /** A sample mail to one address, at once. `timeZone` and `locale`: of whoever asks. */
  "message:test": v.strictObject({
    ...forService.entries,
    message: field.defaultMessage,
    to: field.email,
    timeZone: v.optional(field.timeZone),
    locale: v.optional(field.locale),
  }),
  /** `offer`: what the host's own page signals to the guest as soon as it is seated (SIG5). */
  "guest:admit": v.strictObject({ ...aboutGuest.entries, offer: v.optional(signalData) }),
  "guest:admit-all": inSession,
  "guest:deny": aboutGuest,
  "guest:message": v.strictObject({
    sessionId: field.sessionId,
    text: field.lines("text", limits.WAITING_MESSAGE_LENGTH),
    guestId: v.optional(field.guestId),
  }),
  "participant:send-back": aboutParticipant,
  "participant:remove": aboutParticipant,
  /** Asks one browser, or all guests' browsers, to mute; the browser obeys and says so with its flags. */
  "participant:mute": v.strictObject({ sessionId: field.sessionId, participantId: v.optional(field.participantId) }),
  /** Asks one participant for something: see `HostWish`. */
  "participant:ask": v.strictObject({ sessionId: field.sessionId, participantId: field.participantId, what: hostWish }),
  /** Puts one participant before everyone's eyes, or with null nobody (CALL1). */
  "session:spotlight": v.strictObject({ sessionId: field.sessionId, participantId: v.nullable(field.participantId) }),
  "call:join": v.strictObject({ sessionId: field.sessionId, instance: field.instanceId }),
  "call:leave": inSession,
  "call:flags": v.strictObject({ sessionId: field.sessionId, flags: field.participantFlags }),
  /** This page's public key, for a call that is end-to-end encrypted (E2E3). */
  "call:key": v.strictObject({ sessionId: field.sessionId, key: field.publicKey }),
  "call:signal": v.strictObject({ sessionId: field.sessionId, ...signal.entries }),
  "call:chat": v.strictObject({ sessionId: field.sessionId, ...chat.entries }),
  "call:chat-lines": inSession,
  "call:ice": inSession,
  "connection:check": nothing,
  "call:sfu-publish": v.strictObject({ sessionId: field.sessionId, ...sfu.publish.entries }),
  "call:sfu-subscribe": v.strictObject({ sessionId: field.sessionId, ...sfu.subscribe.entries }),
  "call:sfu-answer": v.strictObject({ sessionId: field.sessionId, ...sfu.answer.entries }),
  "call:sfu-candidates": v.strictObject({ sessionId: field.sessionId, ...sfu.candidates.entries }),
  "call:sfu-configure": v.strictObject({ sessionId: field.sessionId, ...sfu.configure.entries }),
  "call:sfu-leave": v.strictObject({ sessionId: field.sessionId, ...sfu.leave.entries }),
} as const;

/** Requests at the guest door. The socket is bound to one link, so no request names a session. */
export const guestRequests = {
  "guest:knock": v.strictObject({ name: field.name }),
  "guest:cancel": nothing,
  "call:leave": nothing,
  "call:flags": v.strictObject({ flags: field.participantFlags }),
  "call:key": v.strictObject({ key: field.publicKey }),
  "call:signal": signal,
  "call:chat": chat,
  "call:chat-lines": nothing,
  "call:ice": nothing,
  "connection:check": nothing,
  "call:sfu-publish": sfu.publish,
  "call:sfu-subscribe": sfu.subscribe,
  "call:sfu-answer": sfu.answer,
  "call:sfu-candidates": sfu.candidates,
  "call:sfu-configure": sfu.configure,
  "call:sfu-leave": sfu.leave,
} as const;

export type HostRequests = typeof hostRequests;
export type GuestRequests = typeof guestRequests;
export type HostRequest = keyof HostRequests;
export type GuestRequest = keyof GuestRequests;

/** What an accepted request is answered with. */
export interface HostReplies {
  "session:create": { session: SessionInfo; invites: Invite[] };
  "session:list": { items: SessionInfo[] };
  "session:update": { session: SessionInfo };
  "session:end": Done;
  "session:lock": Done;
  "session:watch": HostView;
  "session:unwatch": Done;
  "waiting:watch": { items: WaitingSummary[] };
  "waiting:unwatch": Done;
  "invite:create": { items: Invite[] };
  "invite:resend": { invite: Invite };
  "invite:revoke": { invite: Invite };
  "invite:renew": { invite: Invite };
  "link:create": { invite: Invite };
  "message:get": DefaultMessageView;
  "message:save": DefaultMessageView;
  "message:restore": DefaultMessageView;
  "message:test": Done;
  "guest:admit": Done;
  /** How many were let in, and how many had to stay because the seats ran out. */
  "guest:admit-all": { admitted: number; left: number };
  "guest:deny": Done;
  "guest:message": Done;
  "participant:send-back": Done;
  "participant:remove": Done;
  "participant:mute": Done;
  "participant:ask": Done;
  "session:spotlight": Done;
  "call:join": { view: HostView; ice: IceConfig };
  "call:leave": Done;
  "call:flags": Done;
  "call:key": Done;
  "call:signal": Done;
  "call:chat": { message: ChatMessage };
  "call:chat-lines": { messages: ChatMessage[] };
  "call:ice": IceConfig;
  "connection:check": { urls: string[] };
  "call:sfu-publish": { sdp: string };
  "call:sfu-subscribe": Done;
  "call:sfu-answer": Done;
  "call:sfu-candidates": Done;
  "call:sfu-configure": SfuStanding;
  "call:sfu-leave": Done;
}
export interface GuestReplies {
  "guest:knock": GuestView;
  "guest:cancel": Done;
  "call:leave": Done;
  "call:flags": Done;
  "call:key": Done;
  "call:signal": Done;
  "call:chat": { message: ChatMessage };
  /** What was written so far, oldest first (CHAT2). */
  "call:chat-lines": { messages: ChatMessage[] };
  "call:ice": IceConfig;
  /** STUN and TURN servers that a browser may try to reach before it is let in; credentials come with the seat (SIG4, NET2). */
  "connection:check": { urls: string[] };
  "call:sfu-publish": { sdp: string };
  "call:sfu-subscribe": Done;
  "call:sfu-answer": Done;
  "call:sfu-candidates": Done;
  "call:sfu-configure": SfuStanding;
  "call:sfu-leave": Done;
}
export type Done = Record<never, never>;

/** A signal as the receiver gets it. */
export interface IncomingSignal {
  sessionId: SessionId;
  from: ParticipantId;
  /** The sender's page load. */
  instance: InstanceId;
  data: unknown;
}

/** Pushes of both doors while in a call. */
export interface CallPushes {
  "call:signal": (signal: IncomingSignal) => void;
  "call:chat": (message: ChatMessage & { sessionId: SessionId }) => void;
  /** A host asks this browser to mute. */
  "call:mute": (request: { sessionId: SessionId }) => void;
  /** A host asks this browser for something. */
  "call:ask": (request: { sessionId: SessionId; what: HostWish }) => void;
  /** Fresh ICE servers: at seating, and before the old credentials end. */
  "call:ice": (ice: IceConfig & { sessionId: SessionId }) => void;
  "call:sfu-offer": (offer: SfuOffer) => void;
  /** A connection to the media server has ended there. */
  "call:sfu-gone": (gone: SfuGone) => void;
  "call:sfu-wanted": (wanted: SfuWanted) => void;
}

export interface HostPushes extends CallPushes {
  "session:view": (view: HostView) => void;
  "waiting:view": (summary: WaitingSummary) => void;
  /** This socket's seat is gone: removed, replaced, ended, lost. */
  "call:ended": (end: { sessionId: SessionId; reason: RefusalCode }) => void;
  /** The watched session exists no more, or this host may no longer see it. */
  "session:gone": (gone: { sessionId: SessionId; reason: RefusalCode }) => void;
  /** The relay closes this connection, and why: a host token that ended (`not-allowed`) wants a fresh one from `getToken`. */
  closing: (why: Refusal) => void;
}

export interface GuestPushes extends CallPushes {
  view: (view: GuestView) => void;
  /** Keep this and send it with the next connection: it names this browser's guest. */
  ticket: (ticket: { ticket: string; guestId: GuestId }) => void;
}

/** A Socket.IO event map: request with payload and acknowledgement. */
export type RequestEvents<Requests extends Record<string, v.GenericSchema>, Replies> = {
  [Name in keyof Requests & keyof Replies]: (
    payload: v.InferInput<Requests[Name]>,
    answer: (result: Result<Replies[Name]>) => void,
  ) => void;
};
export type HostRequestEvents = RequestEvents<HostRequests, HostReplies>;
export type GuestRequestEvents = RequestEvents<GuestRequests, GuestReplies>;

/** `connect_error`'s `data` when a door refuses a connection. */
export type DoorRefusal = Refusal;

export type { GuestId, InviteId, SessionId };
