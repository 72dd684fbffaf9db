/**
 * What a session is: one plain JSON document, changed only by `decide` and stored whole under one key.
 * Times are ms since the epoch on the store's clock. Nothing in it is secret: a link's key and a ticket's key live with the relay.
 */

import type {
  ConnectionId,
  GuestId,
  HostParticipantId,
  InstanceId,
  InviteId,
  ParticipantId,
  RelayId,
  SessionId,
} from "../../protocol/ids.ts";
import type { RefusalCode } from "../../protocol/refusals.ts";
import type { HostRef, InviteHistoryItem, InviteStatus, Relation, Role } from "../../protocol/views.ts";

export interface Session {
  /** Layout of this document; raised when it changes so that an old one can be brought forward. */
  schema: 1;
  id: SessionId;
  tenantId: string;
  title: string;
  service: string;
  hosts: HostRef[];
  startsAt: number;
  durationMinutes: number;
  timeZone: string;
  clientRef?: string;
  createdAt: number;
  phase: Phase;
  linkSharing: boolean;
  /** End-to-end encrypted also where the media goes through a server; from its making on (E2E1). */
  e2ee?: true;
  /** Nobody new is let in while locked (ADMIT6). */
  locked: boolean;
  invites: Record<InviteId, SessionInvite>;
  guests: Record<GuestId, SessionGuest>;
  /** Who holds a seat, hosts and guests (SEAT1). */
  seats: Record<ParticipantId, Seat>;
  /** The participant id each host has in this session, by the vendor's user id, so a host that comes back is the same participant. */
  hostParticipants: Record<string, HostParticipantId>;
  /** The next seat's `order`. */
  nextOrder: number;
  messages: SessionMessage[];
  /** How the call's media travels (MEDIA1). Absent: browser to browser, as from the start. */
  media?: MediaPlace;
  /** Whom a host puts before everyone's eyes (CALL1); only while that one is seated. */
  spotlight?: ParticipantId;
  /** The newest lines of the call's chat, oldest first (CHAT2); absent while nobody has written anything. */
  chat?: ChatLine[];
  /** What is still to be sent, in order; see `outbox.ts`. */
  outbox: Record<number, OutboxItem>;
  /** The next outbox item's id. */
  nextItem: number;
  /** The start time, ms, that reminders were made for. */
  remindedFor?: number;
  /** Deleted by the vendor; kept only until its last mail is out. As if it were not there. */
  deleted?: true;
}

export type Phase =
  | { is: "scheduled" }
  | { is: "live"; startedAt: number }
  | { is: "ended"; startedAt?: number; endedAt: number; reason: EndReason };

/** `host-ended`: a host or the back end ended it; `link-expired`: the clock did, with nobody inside. */
export type EndReason = "host-ended" | "link-expired";

export interface SessionInvite {
  id: InviteId;
  name: string;
  email?: string;
  label?: string;
  relation: Relation;
  contactId?: string;
  /** A link counts only if it names this number: renewing an invite raises it (LINK6). */
  generation: number;
  createdAt: number;
  openedAt?: number;
  revokedAt?: number;
  /** The invitation's own mail; `item`: the newest one in the outbox. */
  mail?: { status: InviteStatus; item: number; providerId?: string; sentAt?: number; failure?: string };
  /** The words of this send, where they differ from the clinic's. */
  message?: { subject?: string; body?: string };
  /** The recipient's language, BCP 47. */
  locale?: string;
  /** SEQUENCE of the newest calendar entry sent (RFC 5545 3.8.7.4). */
  sequence?: number;
  /** The recipient wants no such mails any more. */
  suppressed?: "complained" | "unsubscribed";
  history: (Omit<InviteHistoryItem, "at"> & { at: number })[];
}

/** A connection of one browser: on which relay, which socket, which page load. */
export interface Connection {
  relay: RelayId;
  connection: ConnectionId;
  instance: InstanceId;
}

/** Connected now, or lost since. */
export type Presence = ({ is: "here" } & Connection) | { is: "lost"; since: number; instance: InstanceId };

export interface SessionGuest {
  id: GuestId;
  inviteId: InviteId;
  /** The generation of the link it came with. */
  generation: number;
  name: string;
  /** When it first asked: its place in line, kept through everything (WAIT4). */
  since: number;
  /** The first other browser that asked with the same link. */
  sameLinkAs?: GuestId;
  state: GuestState;
}

/** A guest's life. Each state has only what it needs; `decide` switches over them exhaustively. */
export type GuestState =
  /** Asked to join; on the host's list. */
  | { is: "waiting"; presence: Presence; sentBack: boolean }
  /** Asked to join, then its connection was lost for longer than the waiting grace: off the list, its place kept. */
  | { is: "away"; sentBack: boolean }
  /** Took the request back; may ask again. */
  | { is: "withdrawn" }
  /** Let in. Its seat, while it holds one, stands in `seats`; without one it may come back at any time. */
  | {
      is: "admitted";
      at: number;
      by: string;
      out?: { at: number; reason: "left" | "connection-lost"; insideForMs: number; instance: InstanceId };
    }
  /** Let in, but no seat was free when it came back; connected and waiting for one. */
  | { is: "queued"; at: number; by: string; presence: Presence }
  | { is: "denied"; at: number }
  /**
   * Put out: removed by a host, its link revoked, the session ended; or gone of itself after its link was revoked (REV2).
   * Only a link of a later generation opens the door for this browser again (LINK6).
   */
  | { is: "out"; at: number; reason: OutReason; insideForMs?: number };

export type OutReason = "removed" | "link-revoked" | "host-ended" | "link-expired" | "left" | "connection-lost";

export interface Seat {
  participantId: ParticipantId;
  role: Role;
  /** The vendor's user id; hosts only. */
  hostId?: string;
  /** Seated as an admin of the tenant: the seat does not rest on the session's list of hosts. */
  admin?: boolean;
  name: string;
  seatedAt: number;
  order: number;
  /** The host that let this guest in and makes the offers to it, whatever their orders (SIG5). */
  offeredBy?: ParticipantId;
  presence: Presence;
  muted: boolean;
  cameraOff: boolean;
  sharing: boolean;
  handRaised: boolean;
  /** The page's public key (E2E3). */
  key?: string;
}

export type MailKind = "invite" | "reminder" | "update" | "cancel";

/** Something to be sent. */
export interface OutboxItem {
  id: number;
  createdAt: number;
  /** Not tried before, ms. */
  notBefore: number;
  /** Attempts begun. */
  attempts: number;
  /** A relay is at it; given up at `until`, ms. */
  sending?: { relay: RelayId; until: number };
  /** An earlier attempt may have succeeded: its answer was lost. */
  uncertain: boolean;
  /** When an attempt was last found without an end, ms. */
  lostAt?: number;
  what: { is: "mail"; mail: MailKind; inviteId: InviteId; generation: number; sequence: number } | { is: "webhook"; event: SessionEvent };
}

/** Where a call's media meets. `epoch` counts the moves, so that a way is never taken for an earlier one of its kind (MEDIA2). */
export type MediaPlace =
  /** Browser to browser. `lost`: the media server that died before, and when, ms: it is left alone for a while (MEDIA3). */
  | { is: "mesh"; epoch: number; lost?: LostNode }
  /** Through the media server `node`, a `JANUS_URLS` entry of every relay of the service. */
  | { is: "sfu"; epoch: number; node: string; lost?: LostNode };

export interface LostNode {
  node: string;
  at: number;
}

/** A line of the call's chat. `at`: ms. */
export interface ChatLine {
  id: string;
  from: ParticipantId;
  name: string;
  text: string;
  at: number;
}

export interface SessionMessage {
  id: string;
  from: string;
  text: string;
  at: number;
  /** Absent: to everyone waiting. */
  to?: GuestId;
}

/** Something that happened, decided and committed: the audit trail, the webhooks and the metrics are made from these. */
export type SessionEvent = {
  at: number;
  /** Who caused it: a host's id, a guest's id, `vendor` or `clock`. */
  by: string;
} & (
  | {
      type:
        | "session.created"
        | "session.updated"
        | "session.started"
        | "sharing.enabled"
        | "sharing.disabled"
        | "seats.full"
        | "session.locked"
        | "session.unlocked";
    }
  | { type: "session.ended"; reason: RefusalCode }
  | {
      type: "invite.created" | "invite.opened" | "invite.revoked" | "invite.renewed" | "invite.resent" | "invite.sent" | "invite.delivered";
      inviteId: InviteId;
    }
  | { type: "invite.failed"; inviteId: InviteId; failure: string }
  | { type: "guest.waiting"; guestId: GuestId; inviteId: InviteId; name: string }
  | { type: "guest.admitted" | "guest.denied" | "guest.sent-back" | "guest.removed"; guestId: GuestId; inviteId: InviteId }
  | { type: "guest.left-waiting"; guestId: GuestId; inviteId: InviteId; reason: RefusalCode }
  | { type: "participant.joined"; participantId: ParticipantId; role: Role; name: string }
  | { type: "participant.left"; participantId: ParticipantId; role: Role; reason: RefusalCode }
);

/** What a tenant may choose; times in ms. */
export interface SessionPolicy {
  opensBeforeMs: number;
  closesAfterMs: number;
  seatGraceMs: number;
  waitingGraceMs: number;
  seatLimit: number;
  /** Another browser on the same link: another waiting guest (`mark`), or refused (`forbid`). */
  sameLink: "mark" | "forbid";
  /** Whether a waiting guest is told its place in line. */
  showPosition: boolean;
  /** Participants up to which the call stays a mesh. */
  meshMax: number;
  /** How long an ended session is kept. */
  retentionMs: number;
  /** Invitations are mailed. */
  mail: boolean;
  /** The vendor is told what happens. */
  webhooks: boolean;
  /** A reminder is mailed this long before the start; null: none. */
  reminderBeforeMs: number | null;
}

/** Everything `decide` may know beside the document: no clock and no store of its own. */
export interface Context {
  /** The store's clock, ms. */
  now: number;
  policy: SessionPolicy;
  /** When a relay's lease ended, ms; undefined while it lives (SEAT7). */
  deadSince(relay: RelayId): number | undefined;
  /** The media server that a call browser to browser moves to at its present size; undefined: to none. Absent: no server is seen (MEDIA1). */
  sfuFor?: ((session: Session) => string | undefined) | undefined;
}
