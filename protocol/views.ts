/**
 * What each party is shown. The relay pushes a whole view with the session's version whenever it changes (VIEW1), so a lost,
 * repeated or reordered push does no harm: a browser keeps the newest version it has seen.
 */

import type { GuestId, InstanceId, InviteId, ParticipantId, SessionId } from "./ids.ts";
import type { InvitationInfo } from "./invitation.ts";
import type { Message } from "./message-template.ts";
import type { RefusalCode } from "./refusals.ts";

export type { InvitationInfo };

export type Relation = "linked-account" | "alternate-contact" | "other";
export type Role = "host" | "guest";
export type Topology = "none" | "mesh" | "sfu";
export type SessionState = "scheduled" | "live" | "ended";

/** One of the people a host page offers to invite. */
export interface Contact {
  id: string;
  name: string;
  email: string;
  relation: Relation;
  /** How the contact stands to the client, in the portal's own words, e.g. "Father". */
  relationLabel?: string;
}

export interface HostRef {
  /** The vendor's own user id (the host token's `sub`). */
  id: string;
  name: string;
}

/** A session as hosts and the vendor's back end see it. Times are ISO 8601 with offset. */
export interface SessionInfo {
  id: SessionId;
  title: string;
  service: string;
  hosts: HostRef[];
  startsAt: string;
  durationMinutes: number;
  /** IANA name, e.g. "America/Toronto". */
  timeZone: string;
  clientRef?: string;
  linkSharing: boolean;
  /** End-to-end encrypted also where the media goes through a server (E2E1). */
  e2ee: boolean;
  locked: boolean;
  state: SessionState;
  /** When drop-in links open and close by the clock. */
  opensAt: string;
  closesAt: string;
  createdAt: string;
  startedAt?: string;
  endedAt?: string;
  endReason?: RefusalCode;
}

export type InviteStatus = "queued" | "sent" | "delivered" | "failed";

/** One step in an invite's life, oldest first. */
export interface InviteHistoryItem {
  at: string;
  what:
    | "created"
    | "queued"
    | "sent"
    | "delivered"
    | "failed"
    | "opened"
    | "revoked"
    | "renewed"
    | "resent"
    | "complained"
    | "unsubscribed";
  reason?: string;
}

/** A recipient with its link. `url` is absent once the link was revoked. `status` is absent for a link made to be copied. */
export interface Invite {
  id: InviteId;
  name: string;
  email?: string;
  label?: string;
  relation: Relation;
  contactId?: string;
  url?: string;
  status?: InviteStatus;
  failure?: string;
  sentAt?: string;
  openedAt?: string;
  revokedAt?: string;
  createdAt: string;
  history: InviteHistoryItem[];
}

/** What guests are sent by default (MAIL8), as a host's browser sees it. */
export interface DefaultMessageView {
  message: Message;
  /** The clinic's own words for exactly what was asked: the service, or in general. */
  custom: boolean;
  /** Whether this host may change them. */
  editable: boolean;
  clinicName: string;
  /** Whether invitations are mailed; otherwise there are only links to copy. */
  mails: boolean;
}

/** Someone who asked to join and was not let in yet. */
export interface Guest {
  guestId: GuestId;
  /** As typed. */
  name: string;
  inviteId: InviteId;
  /** Who the link was sent to: name, e-mail address or label. */
  invitedAs: string;
  /** ISO 8601: when the guest first asked. */
  since: string;
  /** Another browser already asked with the same link. */
  sameLinkAs?: GuestId;
  /** `false` while the guest's connection is lost; the place in line is kept (WAIT5). */
  here: boolean;
}

export interface Participant {
  participantId: ParticipantId;
  name: string;
  role: Role;
  muted: boolean;
  cameraOff: boolean;
  sharing: boolean;
  handRaised: boolean;
  seatedAt: string;
  /** `false` while the seat is held for someone whose connection is lost (SEAT5). */
  connected: boolean;
  /** Changes when the browser's page was loaded anew: peers then build a new connection (SIG3). */
  instance: InstanceId;
  /** Later arrivals have the higher number; of two, the higher one makes the offer (SIG2). */
  order: number;
  /** The host that let this guest in and makes the offers to it all the same (SIG5). */
  offeredBy?: ParticipantId;
  /** The page's public key (E2E3); absent until it has told it, and where the call is not end-to-end encrypted. */
  key?: string;
}

/** A participant as hosts see it. */
export interface HostedParticipant extends Participant {
  /** The invite a guest came with; absent for hosts. */
  inviteId?: InviteId;
}

export interface Seats {
  taken: number;
  limit: number;
}

/** Pushed to hosts as `session:view`. */
export interface HostView {
  version: number;
  session: SessionInfo;
  seats: Seats;
  topology: Topology;
  /** Whom a host puts before everyone\'s eyes (CALL1). */
  spotlight?: ParticipantId;
  /** Counts the moves of the call's media (MEDIA2); absent before the first. */
  mediaEpoch?: number;
  waiting: Guest[];
  participants: HostedParticipant[];
  invites: Invite[];
  /** This socket's own seat, if it holds one. */
  me: ParticipantId | null;
}

/** A host's words to those waiting. */
export interface WaitingMessage {
  id: string;
  from: string;
  text: string;
  at: string;
}

/** Pushed to a guest as `view`: one of these, each with only what that guest may know (VIEW2). */
export type GuestView =
  | {
      version: number;
      state: "lobby";
      info: InvitationInfo;
      /** The name the host knew, or the one typed last time. */
      name: string;
      /** An admission is in force: asking to join seats the guest at once. */
      admitted: boolean;
      hostPresent: boolean;
      /** Who joins needs a browser that can encrypt (E2E7). */
      e2ee?: true;
    }
  | {
      version: number;
      state: "waiting";
      info: InvitationInfo;
      name: string;
      since: string;
      hostPresent: boolean;
      messages: WaitingMessage[];
      /** The host moved this guest back here. */
      sentBack: boolean;
      /** An admission is in force and a seat is all that is missing. */
      awaitingSeat: boolean;
      /** 1-based place in line, only if the tenant shows it. */
      position?: number;
    }
  | {
      version: number;
      state: "in";
      info: InvitationInfo;
      name: string;
      me: ParticipantId;
      participants: Participant[];
      topology: Topology;
      /** Whom a host puts before everyone\'s eyes (CALL1). */
      spotlight?: ParticipantId;
      /** Counts the moves of the call's media (MEDIA2); absent before the first. */
      mediaEpoch?: number;
      /** End-to-end encrypted also where the media goes through a server (E2E1). */
      e2ee?: true;
      seats: Seats;
      startedAt: string;
      /** The session takes nobody new. */
      locked: boolean;
    }
  | {
      version: number;
      state: "out";
      info: InvitationInfo;
      reason: RefusalCode;
      /** Asking again can work: for `left`, `connection-lost` and, after `retryAt`, `denied`. */
      canRejoin: boolean;
      retryAt?: string;
      /** ms inside the session, when there was a seat. */
      insideForMs?: number;
    };

/** A short line per session for a host's waiting list on any page: `waiting:view`. */
export interface WaitingSummary {
  sessionId: SessionId;
  version: number;
  title: string;
  startsAt: string;
  seats: Seats;
  /** A host of the session is inside. */
  hostPresent: boolean;
  /** The session takes nobody new (ADMIT6). */
  locked: boolean;
  waiting: Guest[];
}

export interface IceConfig {
  iceServers: { urls: string[]; username?: string; credential?: string }[];
  /** ISO 8601; absent when nothing in it expires. */
  expiresAt?: string;
}

/** One chat line, for those inside (CHAT1, CHAT2). */
export interface ChatMessage {
  id: string;
  from: ParticipantId;
  name: string;
  text: string;
  at: string;
}
