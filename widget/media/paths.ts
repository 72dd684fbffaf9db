/**
 * The ways a call's media takes, of which there is more than one only while it moves: browser to browser, through a server, through
 * another. The old one plays until the new one shows, for each of the others by themselves, and is let go when both ends have seen each
 * other on the new one (MEDIA4). To the call it is one transport that never stops.
 */

import type { ParticipantId } from "../../protocol/ids.ts";
import { HANDOVER_MS } from "../../protocol/limits.ts";
import type { IceConfig } from "../../protocol/views.ts";
import { Arrivals } from "./arrivals.ts";
import type { From, Letter } from "./letters.ts";
import { isLetter, UnseenLetters } from "./letters.ts";
import { makeMeshTransport } from "./mesh-transport.ts";
import type { Path, PathKind } from "./path.ts";
import { reached, remotesOver } from "./path.ts";
import type { SfuMakerSettings } from "./sfu-maker.ts";
import { SfuMaker } from "./sfu-maker.ts";
import { SparePaths } from "./spare-paths.ts";
import { Timers } from "./timers.ts";
import type { PeerRef, PeerStats, RemoteMedia, SfuAsk, SfuPush, Shown, SignalWire, Slot, SlotTracks, TransportMaker } from "./transport.ts";

export interface PathSettings {
  wire: SignalWire;
  sfu?: SfuAsk | undefined;
  /** Asked before anything goes through a server (E2E1). */
  seal?: SfuMakerSettings["seal"];
  changed: () => void;
}

/** Told again, for the relay promises no delivery, ms. */
const TELL_AGAIN_MS = 1_000;
/** What has come by the new way still has to be put on the screen and the speaker: meanwhile the old one goes on, ms. */
const LINGER_MS = 1_000;

export class Paths {
  readonly #settings: PathSettings;
  /** Oldest first. */
  #paths: Path[] = [];
  readonly #spares = new SparePaths();
  #me: PeerRef | undefined;
  #others: readonly PeerRef[] = [];
  #tracks: SlotTracks = { audio: null, camera: null, screen: null };
  #ice: IceConfig | undefined;
  #shown: ReadonlyMap<ParticipantId, Shown> | undefined;
  #wanted: { kind: PathKind; epoch: number } = { kind: "mesh", epoch: 0 };
  readonly #server: SfuMaker;
  readonly #unseen = new UnseenLetters();
  /** Others who said that they have this browser on the newest way. */
  readonly #confirmed = new Set<ParticipantId>();
  readonly #arrivals: Arrivals;
  readonly #timers = new Timers();
  #telling: ReturnType<typeof setInterval> | undefined;
  #closed = false;

  constructor(settings: PathSettings) {
    this.#settings = settings;
    this.#arrivals = new Arrivals((id) => this.#arrived(id));
    this.#server = new SfuMaker({ seal: settings.seal, ready: () => this.#follow() });
  }

  get #newest(): Path | undefined {
    return this.#paths.at(-1);
  }

  /** Each of the others on the newest way that shows them. */
  get remotes(): ReadonlyMap<ParticipantId, RemoteMedia> {
    return remotesOver(this.#paths, this.#arrivals);
  }

  prepare(tracks: SlotTracks): void {
    this.#tracks = tracks;
    this.#makeReady("mesh", makeMeshTransport);
    if (this.#settings.sfu === undefined) return;
    // Fetched or made in vain, it is asked for again once it is needed.
    this.#server
      .fetch()
      .then((make) => this.#makeReady("sfu", make))
      .catch(() => undefined);
  }

  /** Follows a view. With nobody else inside no way is left for another. */
  see(me: PeerRef, others: readonly PeerRef[], kind: PathKind | "none", epoch: number): void {
    if (this.#closed) return;
    this.#me = me;
    this.#others = others;
    // What the other way is made of is fetched, where it was not before: a call that grows shall not wait for it.
    this.prepare(this.#tracks);
    if (kind !== "none") this.#wanted = { kind, epoch };
    else if (this.#newest === undefined) this.#wanted = { kind: "mesh", epoch };
    this.#follow();
  }

  receive(from: From, data: unknown): void {
    if (this.#closed || !isLetter(data)) return;
    const path = this.#paths.find(({ epoch }) => epoch === data.epoch);
    if (path === undefined) {
      if (data.epoch >= this.#wanted.epoch) this.#unseen.keep(from, data);
      return;
    }
    this.#take(path, from, data);
  }

  expect(ids: ReadonlySet<ParticipantId>): void {
    this.#newest?.transport.expect?.(ids);
  }

  offerTo(whom: ParticipantId): Letter | undefined {
    const { transport, epoch } = this.#newest ?? {};
    const data = transport?.offerTo?.(whom);
    return data === undefined || epoch === undefined ? undefined : { epoch, data };
  }

  push(push: SfuPush): void {
    this.#paths.find(({ kind, epoch }) => kind === "sfu" && epoch === push.told.epoch)?.transport.push?.(push);
  }

  setIce(ice: IceConfig): void {
    this.#ice = ice;
    // Not of those that are merely ready: looking for candidates costs what the way needs that is gone.
    for (const { transport } of this.#paths) transport.setIce(ice);
  }

  replaceTrack(slot: Slot, track: MediaStreamTrack | null): void {
    this.#tracks = { ...this.#tracks, [slot]: track };
    for (const { transport } of this.#paths) transport.replaceTrack(slot, track);
    this.#spares.replaceTrack(slot, track);
  }

  ease(steps: ReadonlyMap<ParticipantId, number>, wish: number): void {
    for (const { transport } of this.#paths) transport.ease?.(steps, wish);
  }

  show(shown: ReadonlyMap<ParticipantId, Shown>): void {
    this.#shown = shown;
    for (const { transport } of this.#paths) transport.show?.(shown);
  }

  hear(speaking: ReadonlySet<ParticipantId>): void {
    for (const { transport } of this.#paths) transport.hear?.(speaking);
  }

  nudge(networkChanged: boolean): void {
    for (const { transport } of this.#paths) transport.nudge(networkChanged);
  }

  levels(): ReadonlyMap<ParticipantId, number> {
    return new Map(this.#paths.flatMap(({ transport }) => [...transport.levels()]));
  }

  async stats(): Promise<ReadonlyMap<ParticipantId, PeerStats>> {
    return (await this.#newest?.transport.stats()) ?? new Map<ParticipantId, PeerStats>();
  }

  close(): void {
    this.#closed = true;
    this.#server.close();
    this.#timers.clear();
    this.#settle();
    for (const path of this.#paths.splice(0)) this.#end(path);
    this.#spares.clear();
    this.#unseen.take();
  }

  #follow(): void {
    this.#move();
    this.#tellPaths();
  }

  /** Goes the wanted way, if it is not the newest already. */
  #move(): void {
    const { kind, epoch } = this.#wanted;
    const newest = this.#newest;
    if (newest?.kind === kind && newest.epoch === epoch) return;
    const make = kind === "sfu" ? this.#server.take() : makeMeshTransport;
    if (make === undefined) return;
    // What was made ready is not sealed.
    const spare = make === makeMeshTransport || make === this.#server.plain ? this.#spares.take(kind, epoch) : undefined;
    this.#enter(spare ?? this.#make(kind, epoch, make));
  }

  #makeReady(kind: PathKind, make: TransportMaker): void {
    if (this.#closed || this.#me !== undefined || this.#spares.has(kind)) return;
    this.#spares.keep(this.#make(kind, 0, make), this.#tracks);
  }

  #make(kind: PathKind, epoch: number, make: TransportMaker): Path {
    const { sfu, wire } = this.#settings;
    const transport = make({
      wire: { send: (to, data) => wire.send(to, { epoch: path.epoch, data } satisfies Letter) },
      epoch: () => path.epoch,
      changed: () => !this.#closed && this.#settings.changed(),
      sfu,
    });
    const path: Path = { kind, epoch, transport };
    return path;
  }

  #enter(path: Path): void {
    const { transport } = path;
    const before = this.#newest;
    this.#paths.push(path);
    this.#confirmed.clear();
    this.#arrivals.reset();
    if (before !== undefined) this.#retire(before);
    for (const slot of ["audio", "camera", "screen"] as const) transport.replaceTrack(slot, this.#tracks[slot]);
    if (this.#ice !== undefined) transport.setIce(this.#ice);
    if (this.#shown !== undefined) transport.show?.(this.#shown);
    for (const { from, letter } of this.#unseen.take()) this.receive(from, letter);
    this.#timers.after(LINGER_MS, () => this.#spares.clear());
  }

  /** The old way serves those it had, until they are on the new one. */
  #retire(path: Path): void {
    path.serves = reached(path);
    path.end = setTimeout(() => this.#drop(path), HANDOVER_MS);
    this.#telling ??= setInterval(
      () => this.#others.forEach(({ participantId: id }) => this.#arrivals.has(id) && this.#tell(id)),
      TELL_AGAIN_MS,
    );
    this.#watch();
  }

  #tellPaths(): void {
    if (this.#me === undefined) return;
    const ids = new Set(this.#others.map(({ participantId: id }) => id));
    for (const path of [...this.#paths]) {
      const { serves, transport } = path;
      serves?.forEach((id) => ids.has(id) || serves.delete(id));
      // Who came with a move is not on the way before it, whether the next one can be gone yet or not.
      const on = serves ?? (path.epoch === this.#wanted.epoch ? ids : transport.remotes);
      if (serves?.size === 0) this.#drop(path);
      else
        transport.see(
          this.#me,
          this.#others.filter(({ participantId: id }) => on.has(id)),
        );
    }
    if (this.#paths.length > 1) this.#watch();
  }

  /** Looks out for those who are not on the newest way yet. */
  #watch(): void {
    const old = this.#paths.at(-2)?.transport;
    const newest = this.#newest?.transport;
    if (old === undefined || newest === undefined) return this.#arrivals.stop();
    this.#arrivals.watch(old, newest);
  }

  #arrived(id: ParticipantId): void {
    this.#tell(id);
    this.#release(id);
    this.#settings.changed();
  }

  #tell(id: ParticipantId): void {
    const to = this.#others.find(({ participantId }) => participantId === id);
    const epoch = this.#newest?.epoch;
    if (to !== undefined && epoch !== undefined) this.#settings.wire.send(to, { epoch, here: true } satisfies Letter);
  }

  #take(path: Path, from: From, letter: Letter): void {
    if (letter.here !== true) return path.transport.receive(from, letter.data);
    if (path !== this.#newest) return;
    this.#confirmed.add(from.participantId);
    this.#release(from.participantId);
  }

  /** Both have each other on the newest way: the older ones are soon not needed between them. */
  #release(id: ParticipantId): void {
    if (!this.#confirmed.has(id) || !this.#arrivals.has(id)) return;
    const older = this.#paths.flatMap(({ serves }) => (serves?.has(id) === true ? [serves] : []));
    if (older.length === 0) return;
    this.#timers.after(LINGER_MS, () => {
      for (const serves of older) serves.delete(id);
      this.#tellPaths();
    });
  }

  #drop(path: Path): void {
    this.#paths = this.#paths.filter((each) => each !== path);
    this.#end(path);
    if (this.#paths.length < 2) this.#settle();
    this.#settings.changed();
  }

  /** There is one way only, and nothing to look out for. */
  #settle(): void {
    clearInterval(this.#telling);
    this.#telling = undefined;
    this.#arrivals.stop();
  }

  #end({ transport, end }: Path): void {
    clearTimeout(end);
    transport.close();
  }
}
