/** What the two doors are given by `createRelay`. Each part is described by what a door needs of it, so that a test can hand in less. */

import type { IncomingMessage, Server as HttpServer } from "node:http";
import type { GuestId, InstanceId, InviteId, ParticipantId, RelayId, SessionId } from "../../protocol/ids.ts";
import type { Refusal, RefusalCode, Result } from "../../protocol/refusals.ts";
import type {
  SfuAnswer,
  SfuCandidates,
  SfuConfigure,
  SfuGone,
  SfuLeave,
  SfuOffer,
  SfuPublish,
  SfuStanding,
  SfuSubscribe,
  SfuWanted,
} from "../../protocol/sfu.ts";
import type { IceConfig } from "../../protocol/views.ts";
import type { MessageDesk } from "../outbox/message-desk.ts";
import type { SessionPolicy } from "../session/session.ts";
import type { SessionKeeper } from "../store/session-keeper.ts";
import type { Store } from "../store/session-store.ts";

export interface LinkClaim {
  sessionId: SessionId;
  inviteId: InviteId;
  generation: number;
}

/** Signs and checks links and tickets (LINK1, WAIT4). */
export interface Links {
  sign(claim: LinkClaim): string;
  verify(token: string): LinkClaim | null;
  signTicket(claim: { sessionId: SessionId; inviteId: InviteId; guestId: GuestId }): string;
  verifyTicket(ticket: string, claim: { sessionId: SessionId; inviteId: InviteId }): GuestId | null;
}

export interface DoorTenant {
  readonly id: string;
  readonly clinicName: string;
  readonly joinUrl: string;
  readonly policy: SessionPolicy;
}

export interface TenantBook {
  get(id: string): DoorTenant | undefined;
  /** Whether any tenant, or the one given, allows a browser page of this origin (DOOR5). */
  originAllowed(origin: string, tenantId?: string): boolean;
}

/** Who a valid host token names. */
export interface HostIdentity {
  tenant: DoorTenant;
  hostId: string;
  name: string;
  admin: boolean;
  sessions?: SessionId[];
  /** ms since the epoch: when the token ends, and with it the connection. */
  expiresAt: number;
}

export interface HostTokenCheck {
  verify(token: string): Promise<Result<HostIdentity>>;
}

/** DOOR6. Null: go on. */
export interface DoorLimits {
  take(kind: "address" | "link" | "knock" | "tenant", key: string): Promise<Refusal | null>;
}

export interface DoorLog {
  info(detail: object, message: string): void;
  warn(detail: object, message: string): void;
  error(detail: object, message: string): void;
}

/** Counted by the relay's `/metrics`. */
export interface DoorMetrics {
  /** A socket came (+1) or went (-1). */
  sockets(door: "host" | "guest", change: 1 | -1): void;
  doorRefused(door: "host" | "guest", code: RefusalCode): void;
  request(name: string, outcome: "ok" | RefusalCode): void;
}

export type Messages = Pick<MessageDesk, "get" | "save" | "restore" | "sendTest">;

/** The seat that asks, by the connection that holds it; what is pushed to it goes there. */
export interface SfuSeat {
  sessionId: SessionId;
  participantId: ParticipantId;
  instance: InstanceId;
  tell: { (name: "call:sfu-offer", push: SfuOffer): void; (name: "call:sfu-gone", push: SfuGone): void };
}

/** Speaks with the media servers for the people on this relay. */
export interface SfuSwitch {
  /** Somebody on this relay holds a seat of the session. */
  seated(id: SessionId): void;
  publish(seat: SfuSeat, request: SfuPublish): Promise<Result<{ sdp: string }>>;
  subscribe(seat: SfuSeat, request: SfuSubscribe): Promise<Result<Record<never, never>>>;
  answer(seat: SfuSeat, request: SfuAnswer): Promise<Result<Record<never, never>>>;
  candidates(seat: SfuSeat, request: SfuCandidates): Promise<Result<Record<never, never>>>;
  configure(seat: SfuSeat, request: SfuConfigure): Promise<Result<SfuStanding>>;
  leave(seat: SfuSeat, request: SfuLeave): Promise<Result<Record<never, never>>>;
  /** Told from now on how large a picture of whom is sent to somebody on this relay (MEDIA8). */
  onWanted(tell: (participantId: ParticipantId, wanted: Omit<SfuWanted, "relay">) => void): void;
}

export interface SocketDeps {
  server: HttpServer;
  keeper: SessionKeeper;
  store: Store;
  linkKeys: Links;
  hostTokens: HostTokenCheck;
  tenants: TenantBook;
  limits: DoorLimits;
  /** Fresh ICE servers with credentials for one seated participant (SIG4). */
  ice: (participantId: ParticipantId) => IceConfig;
  /** The clinics' default messages. */
  messages: Messages;
  /** Absent without a media server: calls stay browser to browser (MEDIA1). */
  sfu?: SfuSwitch;
  relayId: RelayId;
  log: DoorLog;
  metrics: DoorMetrics;
  /** The client's address as the operator's proxies tell it; without it, the peer's own. */
  addressOf?: (request: IncomingMessage) => string;
}
