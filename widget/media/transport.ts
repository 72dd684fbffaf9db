/**
 * The seam between a call and the way its sound and picture travel: browser to browser (`mesh-transport.ts`), or through a server.
 * A transport connects exactly those it is told of by `see()`, never more (WAIT2), and lives until `close()`.
 */

import type { InstanceId, ParticipantId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
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
import type { FrameSeal } from "./frame-seal.ts";

/** One seat as transports know it. Another page load or another seat of the same participant is another peer (SIG3). */
export interface PeerRef {
  readonly participantId: ParticipantId;
  readonly instance: InstanceId;
  /** Of two, the higher one makes the offer (SIG2). */
  readonly order: number;
  /** The host that makes the offers to this guest whatever their orders (SIG5). */
  readonly offeredBy?: ParticipantId | undefined;
}

/** What is sent: one sound and two pictures, so that a shared screen takes nothing away from the face beside it. */
export type Slot = "audio" | "camera" | "screen";
export const SLOTS: readonly Slot[] = ["audio", "camera", "screen"];
export type SlotTracks = Record<Slot, MediaStreamTrack | null>;

/** Somebody else's sound and pictures, each in a stream of its own; a connection that was built anew brings new streams. */
export interface RemoteMedia {
  readonly participantId: ParticipantId;
  readonly streams: Readonly<Partial<Record<Slot, MediaStream>>>;
  /** `connecting` until the first connection stands, `broken` while one that stood is being mended. */
  readonly state: "connecting" | "connected" | "broken";
  /** It sends no pictures for now, so that sound stays clear. */
  readonly paused?: boolean;
  /** This browser does not ask for its camera, for there are too many (MEDIA9). */
  readonly aside?: boolean;
}

/** What a connection to one peer did since the last time it was asked, and in all. */
export interface PeerStats {
  readonly participantId: ParticipantId;
  /** Bytes in all. */
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Frames of the camera and the screen decoded in all. */
  readonly framesDecoded: number;
  /** Energy of what is heard, in all, as in `RTCInboundRtpStreamStats.totalAudioEnergy`. */
  readonly audioEnergy: number;
  /** Round trip in ms, undefined before the first measurement. */
  readonly rttMs: number | undefined;
  /** Packets lost on the way here since the last time, 0 to 1. */
  readonly loss: number;
  /** Packets of ours that the peer says were lost, 0 to 1. */
  readonly lossThere: number;
  /** How busy encoding for this peer, and decoding what it sends, kept this machine since the last time: 1 is one core. */
  readonly encodeLoad?: number;
  readonly decodeLoad?: number;
  /** What the browser believes it can send on this way, bits a second; not every browser says. */
  readonly outgoingBps?: number | undefined;
}

/** Carries signals to one page load of one participant. Delivery is not promised: transports send again what nobody acknowledged. */
export interface SignalWire {
  send(to: PeerRef, data: unknown): void;
}

/** What has come from one peer in all, by the browser's own count. */
export interface Tally {
  /** Frames of its pictures decoded. */
  frames: number;
  /** Packets of its sound. */
  sound: number;
  /** Samples of its sound handed on to be heard, and how many of them were made up because nothing had come in time. */
  samples: number;
  concealed: number;
}

/** How large somebody is shown: the height in px of the screen's own, 0 for not at all. */
export interface Shown {
  camera: number;
  screen: number;
}

/** What a call through a media server asks the relay for (MEDIA5). */
export interface SfuRequests {
  publish: { payload: SfuPublish; reply: { sdp: string } };
  subscribe: { payload: SfuSubscribe; reply: object };
  answer: { payload: SfuAnswer; reply: object };
  candidates: { payload: SfuCandidates; reply: object };
  configure: { payload: SfuConfigure; reply: SfuStanding };
  leave: { payload: SfuLeave; reply: object };
}
export type SfuAsk = <Name extends keyof SfuRequests>(
  name: Name,
  payload: SfuRequests[Name]["payload"],
) => Promise<Result<SfuRequests[Name]["reply"]>>;
/** What the relay pushes of it. */
export type SfuPush = { is: "offer"; told: SfuOffer } | { is: "gone"; told: SfuGone } | { is: "wanted"; told: SfuWanted };

export interface TransportSettings {
  readonly wire: SignalWire;
  /** The way to a media server; absent where there is none. */
  readonly sfu?: SfuAsk | undefined;
  /** Where the call is end-to-end encrypted: nothing goes through a server without it. */
  readonly seal?: FrameSeal;
  /** Which move of the media this transport belongs to (MEDIA2): one that was made ready learns it when it is gone. */
  readonly epoch: () => number;
  /** Told whenever `remotes` changed. */
  readonly changed: () => void;
}

export interface Transport {
  /** Makes ready what can be made ready before anybody is known; nothing leaves this browser by it (WAIT2). */
  prepare(tracks: SlotTracks): void;
  /** Who is in the call now: connects newcomers, lets go of whoever is not listed. */
  see(me: PeerRef, others: readonly PeerRef[]): void;
  /** Who may be let in soon, as far as this browser might do it. */
  expect?(ids: ReadonlySet<ParticipantId>): void;
  /** What to signal to one of those along with letting it in (SIG5); undefined where there is nothing to be said beforehand. */
  offerTo?(whom: ParticipantId): unknown;
  /** A signal of one of `others` came. Those of peers not seen yet are kept a while. */
  receive(from: { participantId: ParticipantId; instance: InstanceId }, data: unknown): void;
  /** Servers to reach others by (SIG4). Nothing is connected before the first. */
  setIce(ice: IceConfig): void;
  /** Sends another track, or none, to everyone. Never negotiates anew. */
  replaceTrack(slot: Slot, track: MediaStreamTrack | null): void;
  /**
   * How far the pictures for each peer are stepped down (`picture-steps.ts`), and how far this browser asks the others to step down
   * what they send to it. Sound is never touched.
   */
  ease?(steps: ReadonlyMap<ParticipantId, number>, wish: number): void;
  /** The network changed, or the relay can be reached again: mends what is broken at once instead of in time. */
  nudge(networkChanged: boolean): void;
  readonly remotes: ReadonlyMap<ParticipantId, RemoteMedia>;
  /** How loud each peer is just now, 0 to 1. */
  levels(): ReadonlyMap<ParticipantId, number>;
  stats(): Promise<ReadonlyMap<ParticipantId, PeerStats>>;
  /** What has come so far; other than `stats()` it may be asked at any time without disturbing anybody's count. */
  tally(): Promise<ReadonlyMap<ParticipantId, Tally>>;
  /** What of whom is on the screen, so that no more is sent (MEDIA8). */
  show?(shown: ReadonlyMap<ParticipantId, Shown>): void;
  /** Who speaks just now, told when it changes. */
  hear?(speaking: ReadonlySet<ParticipantId>): void;
  /** A push of the relay about the media server. */
  push?(push: SfuPush): void;
  /** Lets everyone go; no connection, timer or listener is left. The local tracks stay the caller's. */
  close(): void;
}

/** How a kind of transport is made; each is loaded only when a call needs it. */
export type TransportMaker = (settings: TransportSettings) => Transport;
