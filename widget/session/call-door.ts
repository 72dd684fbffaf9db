/** The call as one of the two doors shows it: the same to the call's store, whether a host or a guest stands there. */

import type { GuestDoor, ReplyOf } from "../connection/relay-connection.ts";
import type { ParticipantFlags } from "../../protocol/fields.ts";
import type { GuestId, InstanceId, ParticipantId, SessionId } from "../../protocol/ids.ts";
import type { Refusal, RefusalCode, Result } from "../../protocol/refusals.ts";
import type { ChatMessage, Guest, IceConfig, Participant, Role, Seats, Topology } from "../../protocol/views.ts";
import type { SfuAsk, SfuPush } from "../media/transport.ts";
import type { HostWish, IncomingSignal } from "../../protocol/events.ts";

/** What somebody inside sees of the session. */
export interface Inside {
  me: ParticipantId;
  participants: readonly Participant[];
  topology: Topology;
  /** Counts the moves of the call's media (MEDIA2). */
  mediaEpoch?: number;
  /** End-to-end encrypted also where the media goes through a server (E2E1). */
  e2ee: boolean;
  seats: Seats;
  /** What the session is called on this page: a guest never sees its title (VIEW2). */
  heading: string;
  /** ms, wall clock; undefined before it is known. */
  startedAt: number | undefined;
  locked: boolean;
  /** Whom a host puts before everyone's eyes (CALL1). */
  spotlight?: ParticipantId | undefined;
  /** Who waits at the door; a guest sees nobody. */
  waiting: readonly Guest[];
}

export type DoorState =
  /** Nothing is known yet. */
  | { is: "connecting" }
  /** Not inside. `join()` asks to come in. */
  | {
      is: "outside";
      heading: string;
      inside: number;
      /** How many wait to be let in; a guest is not told. */
      waiting?: number;
      /** The session wants encryption that this browser cannot do (E2E7): asking is in vain. */
      unable?: boolean;
    }
  | { is: "inside"; view: Inside }
  /** Put out, or gone, and why. */
  | { is: "out"; reason: RefusalCode };

export type Done = ReplyOf<GuestDoor, "call:flags">;

/** What comes in while inside. */
export interface CallEars {
  signal(signal: IncomingSignal): void;
  chat(message: ChatMessage): void;
  /** A host asks this browser to mute. */
  mute(): void;
  /** A host asks this browser for something (CALL2). */
  ask(what: HostWish): void;
  ice(ice: IceConfig): void;
  /** About the media server. */
  sfu(push: SfuPush): void;
  /** What to signal to `whom` along with letting it in (SIG5). */
  offerTo(whom: GuestId): unknown;
}

/** What only a host may do. */
export interface HostPowers {
  readonly sessionId: SessionId;
  admit(guestId: GuestId): Promise<Result<Done>>;
  /** One participant, or without an id every guest. */
  mute(participantId?: ParticipantId): Promise<Result<Done>>;
  /** To speak, or to stop showing a screen. */
  ask(participantId: ParticipantId, what: HostWish): Promise<Result<Done>>;
  /** Before everyone's eyes; null: nobody. */
  spotlight(participantId: ParticipantId | null): Promise<Result<Done>>;
  sendBack(participantId: ParticipantId): Promise<Result<Done>>;
  remove(participantId: ParticipantId): Promise<Result<Done>>;
  lock(locked: boolean): Promise<Result<Done>>;
  end(): Promise<Result<Done>>;
}

export interface CallDoor {
  readonly role: Role;
  /** This page load, for signals (SIG3). */
  readonly instance: InstanceId;
  readonly state: DoorState;
  /** The relay can be reached just now. */
  readonly online: boolean;
  readonly powers: HostPowers | undefined;
  /** Told of every change from now on; returns what ends that. */
  look(told: () => void): () => void;
  /** Hears what comes in from now on; returns what ends that. */
  listen(ears: CallEars): () => void;
  /** Asks to come in. A refusal is the reason why not. */
  join(): Promise<Refusal | undefined>;
  /** Goes. Works without a relay too. */
  leave(): Promise<void>;
  signal(to: ParticipantId, instance: InstanceId, data: unknown): Promise<Result<Done>>;
  flags(flags: ParticipantFlags): Promise<Result<Done>>;
  /** Tells the others this page's public key (E2E3). */
  key(key: string): Promise<Result<Done>>;
  chat(text: string): Promise<Result<{ message: ChatMessage }>>;
  /** What was written before this browser came (CHAT2). */
  lines(): Promise<Result<{ messages: ChatMessage[] }>>;
  ice(): Promise<Result<IceConfig>>;
  /** Servers that this browser may try to reach before it is inside (NET2). */
  servers(): Promise<Result<{ urls: string[] }>>;
  /** Asks for a way through a media server (MEDIA5). */
  sfu: SfuAsk;
}
