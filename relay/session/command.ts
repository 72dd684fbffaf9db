/** Everything that can be asked of a session. Ids and texts arrive parsed; `decide` trusts their shape and nothing else. */

import type { GuestId, HostParticipantId, InviteId, ParticipantId, RelayId, SessionId } from "../../protocol/ids.ts";
import type { ParticipantFlags } from "../../protocol/fields.ts";
import type { Relation } from "../../protocol/views.ts";
import type { Connection } from "./session.ts";
import type { HostRef } from "../../protocol/views.ts";

/** A signed-in user of the portal. `admin`: may run every session of the tenant. */
export interface HostActor {
  role: "host";
  tenantId: string;
  hostId: string;
  name: string;
  admin: boolean;
  /** The only sessions the token is good for; absent: all that name this host. */
  sessions?: SessionId[];
}
/** The vendor's back end. */
export interface VendorActor {
  role: "vendor";
  tenantId: string;
  /** The admin of the portal whose token it acts with, for the audit trail; absent with the API secret. */
  hostId?: string;
}
/** A browser with an authentic link (its MAC was checked) and an authentic or fresh guest id. */
export interface GuestActor {
  role: "guest";
  guestId: GuestId;
  inviteId: InviteId;
  generation: number;
}
/** The relay itself, on the session's own alarm or a lost lease. */
export interface ClockActor {
  role: "clock";
}
export type Actor = HostActor | VendorActor | GuestActor | ClockActor;

/**
 * What became of an attempt to send. `providerId`: the mail's id at the provider, where it is not the one we gave it. `at`: when to try again, ms;
 * `uncertain`: it may have succeeded.
 */
export type SendOutcome =
  | { is: "sent"; providerId?: string }
  | { is: "retry"; at: number; uncertain: boolean }
  | { is: "failed"; reason: string };
/** What a mail provider tells later. */
export type MailEvent = { is: "delivered" | "complained" | "unsubscribed" } | { is: "failed"; reason: string };

/** How many outbox items of each kind a relay has room for. */
export interface TakeOutLimit {
  mail: number;
  webhook: number;
}

/** The words of one send, and the recipients' language (BCP 47). */
export interface Wording {
  message?: { subject?: string; body?: string };
  locale?: string;
}

export interface NewInvite {
  inviteId: InviteId;
  name: string;
  email?: string;
  label?: string;
  relation: Relation;
  contactId?: string;
  /** The recipient's language, BCP 47. */
  locale?: string;
}

/** Times in ms. */
export interface SessionFields {
  title: string;
  service: string;
  hosts: HostRef[];
  startsAt: number;
  durationMinutes: number;
  timeZone: string;
  clientRef?: string;
}

export type Command =
  | {
      type: "create";
      actor: HostActor | VendorActor;
      sessionId: SessionId;
      fields: SessionFields;
      linkSharing: boolean;
      e2ee?: true;
      invites: NewInvite[];
      wording?: Wording;
    }
  /** `linkSharing: false` revokes every link; `removeGuests` also puts out guests inside (REV2). `invites`: besides those there are. */
  | {
      type: "update";
      actor: Actor;
      fields: Partial<SessionFields>;
      linkSharing?: boolean;
      removeGuests?: boolean;
      invites?: NewInvite[];
    }
  | { type: "invite"; actor: Actor; invites: NewInvite[]; wording?: Wording }
  | { type: "revoke-invite"; actor: Actor; inviteId: InviteId }
  | { type: "renew-invite"; actor: Actor; inviteId: InviteId }
  | { type: "resend-invite"; actor: Actor; inviteId: InviteId }
  /** A guest's socket arrived: marks the link opened, and gives a known guest its place or seat back. */
  | { type: "open"; actor: GuestActor; connection: Connection }
  | { type: "knock"; actor: GuestActor; name: string; connection: Connection }
  | { type: "cancel-knock"; actor: GuestActor }
  /** A host takes a seat. `participantId` is used if the host has none in this session yet. */
  | { type: "join"; actor: HostActor; participantId: HostParticipantId; connection: Connection }
  /** A participant's socket is gone. Only the connection the session knows counts, so a late one does no harm. */
  | { type: "disconnect"; actor: Actor; connection: Connection }
  /** A participant leaves for now; `connection` present: only if it still is that one's seat. */
  | { type: "leave"; actor: Actor; connection?: Connection }
  | { type: "flags"; actor: Actor; flags: ParticipantFlags }
  /** `offering`: the connection that holds the host's seat, if an offer comes with it (SIG5). */
  | { type: "admit"; actor: Actor; guestId: GuestId; offering?: Connection }
  | { type: "admit-all"; actor: Actor }
  | { type: "deny"; actor: Actor; guestId: GuestId }
  | { type: "message"; actor: Actor; messageId: string; text: string; guestId?: GuestId }
  | { type: "send-back"; actor: Actor; participantId: ParticipantId }
  | { type: "remove"; actor: Actor; participantId: ParticipantId }
  | { type: "lock"; actor: Actor; locked: boolean }
  /** Puts one participant before everyone's eyes, or nobody. */
  | { type: "spotlight"; actor: Actor; participantId: ParticipantId | null }
  /** A seated participant's page tells its public key (E2E3). */
  | { type: "key"; actor: Actor; key: string }
  /** A seated participant writes a line of chat. */
  | { type: "chat"; actor: Actor; messageId: string; text: string }
  | { type: "end"; actor: Actor }
  /** Delete the session, whatever its state; every link is dead from then on. */
  | { type: "delete"; actor: Actor }
  /** Marks what is due in the outbox as being sent by `relay` until `until`, ms; the reply names the items. `limit`: how many of each. */
  | { type: "take-out"; actor: ClockActor; relay: RelayId; until: number; limit: TakeOutLimit }
  | { type: "settle"; actor: ClockActor; itemId: number; outcome: SendOutcome }
  | { type: "mail-event"; actor: ClockActor; inviteId: InviteId; itemId: number; news: MailEvent }
  /** The call's media moves. Of several relays that see the need on one `epoch`, one moves it (MEDIA2). `lost`: the server it leaves is dead. */
  | { type: "move-media"; actor: ClockActor; epoch: number; to: { is: "mesh" } | { is: "sfu"; node: string }; lost: boolean }
  /** Time passed, or a relay died: let lapse what has lapsed. */
  | { type: "tick"; actor: ClockActor };

export type CommandType = Command["type"];
/** What needs permission but changes nothing in the document. */
export type Passage = "view" | "signal" | "ice" | "sfu" | "mute-others";
