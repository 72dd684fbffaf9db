/** Browser to browser: a connection to each of the others. Alone knows simple-peer. */

import SimplePeer from "simple-peer";
import type { ParticipantId } from "../../protocol/ids.ts";
import type { IceConfig } from "../../protocol/views.ts";
import type { From } from "./letters.ts";
import type { Build, BuiltPeer } from "./mesh-builds.ts";
import { MeshBuilds } from "./mesh-builds.ts";
import { MeshPeer } from "./mesh-peer.ts";
import type { SeatPacket } from "./seat-packets.ts";
import { isSeatPacket, SEAT_TO_COME, UnseenPackets } from "./seat-packets.ts";
import type { SlotLimits } from "./slots.ts";
import { Slots } from "./slots.ts";
import { tidySdp } from "./tidy-sdp.ts";
import type { PictureChoice } from "./picture-choice.ts";
import type {
  PeerRef,
  PeerStats,
  RemoteMedia,
  Shown,
  Slot,
  SlotTracks,
  Tally,
  Transport,
  TransportMaker,
  TransportSettings,
} from "./transport.ts";
import { sumOf, talliesOf } from "./tally.ts";
import { ALL_UP_TO, limitsFor, shareFor } from "./uplink.ts";

const BEAT_MS = 1_000;
const NO_TRACKS: SlotTracks = { audio: null, camera: null, screen: null };

export const makeMeshTransport: TransportMaker = (settings) => new MeshTransport(settings);

class MeshTransport implements Transport {
  readonly #settings: TransportSettings;
  readonly #peers = new Map<ParticipantId, MeshPeer>();
  #me: PeerRef | undefined;
  #tracks: SlotTracks = NO_TRACKS;
  #limits: SlotLimits = limitsFor(1);
  #choice: PictureChoice | undefined;
  #shown: ReadonlyMap<ParticipantId, Shown> | undefined;
  #ice: IceConfig | undefined;
  readonly #builds = new MeshBuilds(
    () => ({ tracks: this.#tracks, limits: this.#limits }),
    (initiator) => this.#make(initiator),
  );
  readonly #unseen = new UnseenPackets();
  #beating: ReturnType<typeof setInterval> | undefined;
  #remotes: ReadonlyMap<ParticipantId, RemoteMedia> = new Map();
  #closed = false;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
  }

  get remotes(): ReadonlyMap<ParticipantId, RemoteMedia> {
    return this.#remotes;
  }

  prepare(tracks: SlotTracks): void {
    this.#tracks = { ...tracks };
    if (!this.#closed && this.#peers.size === 0) this.#builds.warm();
  }

  see(me: PeerRef, others: readonly PeerRef[]): void {
    if (this.#closed) return;
    // Another seat of our own: whoever offers to whom may be another one now.
    if (this.#me?.order !== me.order || this.#me.instance !== me.instance) this.#letGoOfAll();
    this.#me = me;
    const wanted = new Map(others.map((ref) => [ref.participantId, ref]));
    for (const peer of this.#peers.values()) {
      if (!sameSeat(wanted.get(peer.ref.participantId), peer.ref)) this.#letGo(peer);
    }
    this.#limits = this.#share(wanted.size);
    for (const ref of others) {
      const known = this.#peers.get(ref.participantId);
      if (known === undefined) this.#peers.set(ref.participantId, this.#connect(me, ref));
      else known.limit();
    }
    if (this.#peers.size > 0) this.#beating ??= setInterval(() => this.#beat(), BEAT_MS);
    else this.#rest();
    this.#unseen.offer((from, packet) => this.#take(from, packet));
    this.#builds.keepSpare();
    this.#choose();
    this.#changed();
  }

  receive(from: From, data: unknown): void {
    if (this.#closed || !isSeatPacket(data)) return;
    // The relay may tell us of a newcomer after the newcomer's own first words.
    if (!this.#take(from, data)) this.#unseen.keep(from, data);
  }

  setIce(ice: IceConfig): void {
    this.#ice = ice;
    for (const { connection } of this.#slots()) connection.setConfiguration(this.#configuration());
    for (const { slots } of this.#peers.values()) slots?.release();
  }

  expect(ids: ReadonlySet<ParticipantId>): void {
    if (this.#ice !== undefined && !this.#closed) this.#builds.expect(ids);
  }

  offerTo(whom: ParticipantId): SeatPacket | undefined {
    const signals = this.#builds.promise(whom);
    if (signals === undefined || this.#me === undefined) return undefined;
    return { build: 1, n: 1, signals, ack: 0, from: this.#me.order, to: SEAT_TO_COME };
  }

  replaceTrack(slot: Slot, track: MediaStreamTrack | null): void {
    this.#tracks = { ...this.#tracks, [slot]: track };
    for (const slots of this.#slots()) slots.put(slot, track);
  }

  show(shown: ReadonlyMap<ParticipantId, Shown>): void {
    this.#shown = shown;
    this.#choose();
  }

  hear(speaking: Iterable<ParticipantId>): void {
    this.#choice?.hear(speaking);
    this.#choose();
  }

  ease(steps: ReadonlyMap<ParticipantId, number>, wish: number): void {
    for (const [id, peer] of this.#peers) peer.ease(steps.get(id) ?? 0, wish);
  }

  nudge(networkChanged: boolean): void {
    if (networkChanged) this.#builds.renew();
    for (const peer of this.#peers.values()) peer.nudge(networkChanged);
  }

  levels(): ReadonlyMap<ParticipantId, number> {
    return new Map([...this.#peers.values()].map((peer) => [peer.ref.participantId, peer.level]));
  }

  async stats(): Promise<ReadonlyMap<ParticipantId, PeerStats>> {
    const all = await Promise.all([...this.#peers.values()].map((peer) => peer.stats()));
    return new Map(all.filter((stats) => stats !== undefined).map((stats) => [stats.participantId, stats]));
  }

  async tally(): Promise<ReadonlyMap<ParticipantId, Tally>> {
    const all = await Promise.all(
      [...this.#peers.values()].map(
        async (peer) => [peer.ref.participantId, sumOf((await talliesOf(peer.slots?.connection)).values())] as const,
      ),
    );
    return new Map(all);
  }

  close(): void {
    this.#closed = true;
    this.#letGoOfAll();
    this.#rest();
    this.#builds.close();
    this.#unseen.clear();
    this.#remotes = new Map();
  }

  #connect(me: PeerRef, ref: PeerRef): MeshPeer {
    const initiator = offers(me, ref);
    return new MeshPeer({
      ref,
      initiator,
      // An offer that came along with the admission was the first (SIG5); if it is not to be had any more, the next one is the second.
      builtBefore: ref.offeredBy === me.participantId && !this.#builds.promised(ref.participantId) ? 1 : 0,
      build: () => {
        const build = this.#builds.take(initiator, ref.participantId);
        if (this.#ice !== undefined) build?.slots.release();
        return build;
      },
      send: (packet) => this.#settings.wire.send(ref, { ...packet, from: me.order, to: ref.order } satisfies SeatPacket),
      limits: () => this.#limits,
      regarded: () => this.#regarded(),
      changed: () => this.#changed(),
    });
  }

  /** Of too many some are looked at (MEDIA9). */
  #choose(): void {
    const peers = [...this.#peers.values()].toSorted((a, b) => a.ref.order - b.ref.order);
    const many = peers.length > ALL_UP_TO;
    if (many && this.#choice === undefined) void this.#learnToChoose();
    const ids = peers.map(({ ref }) => ref.participantId);
    const chosen = many ? this.#choice?.of(ids, this.#shown) : undefined;
    const changes = peers.filter((peer) => peer.look(chosen?.has(peer.ref.participantId) ?? true));
    if (changes.length > 0) this.#changed();
  }

  /** Without it, which is asked for again when something else changes, everybody sees everybody. */
  async #learnToChoose(): Promise<void> {
    const file = await import("./picture-choice.ts").catch(() => undefined);
    if (file === undefined || this.#choice !== undefined || this.#closed) return;
    this.#choice = new file.PictureChoice();
    this.#choose();
  }

  #share(peers: number): SlotLimits {
    return shareFor(peers, [...this.#peers.values()].filter(({ regarded }) => regarded).length);
  }

  #regarded(): void {
    this.#limits = this.#share(this.#peers.size);
    for (const peer of this.#peers.values()) peer.limit();
  }

  #make(initiator: boolean): Build | undefined {
    const plan = { initiator, tracks: this.#tracks, limits: this.#limits };
    const made: { slots?: Slots } = {};
    const peer = new SimplePeer({
      initiator,
      config: this.#configuration(),
      sdpTransform: tidySdp,
      // Beats are worth nothing when they are late.
      channelConfig: { ordered: false, maxRetransmits: 0 },
      wrtc: {
        RTCPeerConnection: class {
          constructor(configuration: RTCConfiguration) {
            made.slots = new Slots(new RTCPeerConnection(configuration), plan);
            return made.slots.connection;
          }
        } as typeof RTCPeerConnection,
        RTCSessionDescription,
        RTCIceCandidate,
      },
    });
    // Why one failed matters to nobody: `close` follows, and it is built anew.
    peer.on("error", () => undefined);
    if (made.slots === undefined) return undefined;
    const early: unknown[] = [];
    peer.on("signal", (signal) => early.push(signal));
    // Its published types leave parts of it out.
    return { peer: peer as unknown as BuiltPeer, slots: made.slots, early };
  }

  #configuration(): RTCConfiguration {
    // simple-peer's own default would ask servers of strangers.
    return { iceServers: this.#ice?.iceServers ?? [], bundlePolicy: "max-bundle" };
  }

  *#slots(): Generator<Slots> {
    yield* this.#builds.ready;
    for (const { slots } of this.#peers.values()) if (slots !== undefined) yield slots;
  }

  #take(from: From, packet: SeatPacket): boolean {
    const peer = this.#peers.get(from.participantId);
    if (peer === undefined || peer.ref.instance !== from.instance) return false;
    if (packet.from > peer.ref.order || packet.to > (this.#me?.order ?? 0)) return false;
    if (packet.from === peer.ref.order && this.#isMeant(packet.to, from.participantId)) peer.receive(packet);
    return true;
  }

  #isMeant(to: number, from: ParticipantId): boolean {
    return to === this.#me?.order || (to === SEAT_TO_COME && this.#me?.offeredBy === from);
  }

  #beat(): void {
    const now = performance.now();
    for (const peer of this.#peers.values()) peer.beat(now, this.#peers.size > 1);
  }

  #rest(): void {
    clearInterval(this.#beating);
    this.#beating = undefined;
  }

  #letGo(peer: MeshPeer): void {
    peer.close();
    this.#peers.delete(peer.ref.participantId);
  }

  #letGoOfAll(): void {
    for (const peer of [...this.#peers.values()]) this.#letGo(peer);
  }

  #changed(): void {
    if (this.#closed) return;
    this.#remotes = new Map([...this.#peers.values()].map((peer) => [peer.ref.participantId, peer.media]));
    this.#settings.changed();
  }
}

/** SIG2, SIG5. */
function offers(me: PeerRef, ref: PeerRef): boolean {
  return ref.offeredBy === me.participantId || (me.offeredBy !== ref.participantId && me.order > ref.order);
}

function sameSeat(a: PeerRef | undefined, b: PeerRef): boolean {
  return a !== undefined && a.instance === b.instance && a.order === b.order;
}
