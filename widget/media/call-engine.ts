/**
 * Keeps the media of a call as the relay's views say: connects those who are listed and nobody else, sends this browser's devices as
 * they are switched, and goes on without the relay for as long as the others can be reached. Loaded, with simple-peer, only when a
 * call starts or may start soon.
 */

import type { InstanceId, ParticipantId } from "../../protocol/ids.ts";
import type { IceConfig, Topology } from "../../protocol/views.ts";
import type { Quality } from "./connection-quality.ts";
import { QualityJudge } from "./connection-quality.ts";
import type { LocalMedia } from "./local-media.ts";
import { QualityController } from "./quality-controller.ts";
import { SoundMixer } from "./sound-mixer.ts";
import type { PathSettings } from "./paths.ts";
import { Paths } from "./paths.ts";
import type { PeerRef, PeerStats, RemoteMedia, SfuAsk, SfuPush, Shown, SignalWire, SlotTracks } from "./transport.ts";

/** Who is inside, as the newest view says. */
export interface Scene {
  me: PeerRef;
  others: readonly PeerRef[];
  topology: Topology;
  /** Counts the moves of the call's media (MEDIA2). */
  epoch?: number;
}

export interface EngineSettings {
  media: LocalMedia;
  wire: SignalWire;
  /** The way to a media server, by the relay; without it the call stays browser to browser. */
  sfu?: SfuAsk | undefined;
  /** Asked before anything goes through a media server (E2E1). */
  seal?: PathSettings["seal"];
  /** Told whenever `remotes`, `qualities` or `speaking` changed. */
  changed: () => void;
}

const STATS_MS = 2_000;
const LEVELS_MS = 200;
/**
 * A browser asks the thread that carries the call for its levels, and the page stands still until that one answers. The pause before the
 * next time is so many times as long, so that on a machine that has too much to do it's left alone.
 */
const LEVELS_REST = 10;
/** Loud enough to be speech, and how long a pause for breath may be. */
const SPEECH_LEVEL = 0.25;
const BREATH_MS = 700;

/** Where browsers tell of it. */
type NetworkInformation = EventTarget;

export class CallEngine {
  /** How good the way to each of the others is. */
  qualities: ReadonlyMap<ParticipantId, Quality> = new Map();
  /** Who speaks just now, oneself included. */
  speaking: ReadonlySet<ParticipantId> = new Set();
  readonly #settings: EngineSettings;
  readonly #transport: Paths;
  readonly #quality = new QualityController();
  readonly #judges = new Map<ParticipantId, QualityJudge>();
  readonly #spoke = new Map<ParticipantId, number>();
  readonly #network = (navigator as Navigator & { connection?: NetworkInformation }).connection;
  #me: ParticipantId | undefined;
  #screen: MediaStreamTrack | null = null;
  #screenSound: MediaStreamTrack | null = null;
  readonly #mixer = new SoundMixer();
  #measuring: ReturnType<typeof setInterval> | undefined;
  #listening: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(settings: EngineSettings) {
    this.#settings = settings;
    const { wire, sfu, seal } = settings;
    this.#transport = new Paths({ wire, sfu, seal, changed: () => this.#changed() });
    settings.media.addEventListener("change", this.#devicesChanged);
    globalThis.addEventListener("online", this.#networkChanged);
    this.#network?.addEventListener("change", this.#networkChanged);
  }

  /** Most ways bear no pictures: the others hear this browser, and do not see it. */
  get weak(): boolean {
    return this.#quality.weak;
  }

  get remotes(): ReadonlyMap<ParticipantId, RemoteMedia> {
    return this.#transport.remotes;
  }

  /** Makes ready what can be, while nobody may be known yet. Nothing leaves this browser by it (WAIT2). */
  prepare(): void {
    this.#transport.prepare(this.#tracks());
  }

  /** Follows a view. The first one starts the call. */
  see({ me, others, topology, epoch = 0 }: Scene): void {
    if (this.#closed) return;
    if (this.#me === undefined) this.#devicesChanged();
    this.#me = me.participantId;
    this.#transport.see(me, others, topology, epoch);
    this.#measuring ??= setInterval(() => void this.#measure(), STATS_MS);
    this.#listening ??= setTimeout(() => this.#listen(), LEVELS_MS);
  }

  /** Who waits at the door, and may be let in by this browser. */
  expect(ids: ReadonlySet<ParticipantId>): void {
    this.#transport.expect(ids);
  }

  /** What to signal to one of those along with letting it in (SIG5). */
  offerTo(whom: ParticipantId): unknown {
    return this.#transport.offerTo(whom);
  }

  receive(from: { participantId: ParticipantId; instance: InstanceId }, data: unknown): void {
    this.#transport.receive(from, data);
  }

  /** What the relay pushes about the media server. */
  push(push: SfuPush): void {
    this.#transport.push(push);
  }

  /** What of whom is on the screen (MEDIA8). */
  show(shown: ReadonlyMap<ParticipantId, Shown>): void {
    this.#transport.show(shown);
  }

  setIce(ice: IceConfig): void {
    this.#transport.setIce(ice);
  }

  /** Shows a screen to everyone, or stops it; `sound` is what it plays. The tracks stay the caller's. */
  share(track: MediaStreamTrack | null, sound: MediaStreamTrack | null = null): void {
    this.#screen = track;
    this.#screenSound = sound;
    this.#transport.replaceTrack("screen", track);
    this.#transport.replaceTrack("audio", this.#tracks().audio);
  }

  /** The relay can be reached again: what was not acknowledged goes at once. */
  relayIsBack(): void {
    this.#transport.nudge(false);
  }

  /** What the connections did: for tests, benches and whoever has to explain a bad call. */
  stats(): Promise<ReadonlyMap<ParticipantId, PeerStats>> {
    return this.#transport.stats();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#measuring);
    clearTimeout(this.#listening);
    this.#settings.media.removeEventListener("change", this.#devicesChanged);
    globalThis.removeEventListener("online", this.#networkChanged);
    this.#network?.removeEventListener("change", this.#networkChanged);
    this.#transport.close();
    this.#mixer.close();
  }

  #tracks(): SlotTracks {
    const { microphone, camera } = this.#settings.media;
    return { audio: this.#mixer.mix(microphone.track ?? null, this.#screenSound), camera: camera.track ?? null, screen: this.#screen };
  }

  readonly #devicesChanged = (): void => {
    const { audio, camera } = this.#tracks();
    this.#ease();
    this.#transport.replaceTrack("audio", audio);
    this.#transport.replaceTrack("camera", camera);
  };

  readonly #networkChanged = (): void => {
    this.#transport.nudge(true);
  };

  async #measure(): Promise<void> {
    const all = await this.#transport.stats();
    if (this.#closed) return;
    const qualities = new Map<ParticipantId, Quality>();
    for (const { participantId, state } of this.remotes.values()) {
      const judge = this.#judges.get(participantId) ?? new QualityJudge();
      this.#judges.set(participantId, judge);
      qualities.set(participantId, judge.judge(all.get(participantId), state));
    }
    for (const id of this.#judges.keys()) if (!qualities.has(id)) this.#judges.delete(id);
    const wasWeak = this.weak;
    this.#quality.judge(all, performance.now());
    this.#ease();
    if (sameEntries(qualities, this.qualities) && this.weak === wasWeak) return;
    this.qualities = qualities;
    this.#changed();
  }

  /** Also when nothing has changed: somebody new may have come since. */
  #ease(): void {
    this.#quality.chosen = this.#settings.media.traffic;
    this.#transport.ease(this.#quality.steps, this.#quality.wish);
  }

  #listen(): void {
    const now = performance.now();
    for (const [id, level] of this.#transport.levels()) if (level > SPEECH_LEVEL) this.#spoke.set(id, now);
    this.#listening = setTimeout(() => this.#listen(), LEVELS_MS + LEVELS_REST * (performance.now() - now));
    if (this.#me !== undefined && this.#settings.media.level > SPEECH_LEVEL) this.#spoke.set(this.#me, now);
    for (const [id, at] of this.#spoke) if (now - at > BREATH_MS) this.#spoke.delete(id);
    if (this.#spoke.size === this.speaking.size && [...this.#spoke.keys()].every((id) => this.speaking.has(id))) return;
    this.speaking = new Set(this.#spoke.keys());
    this.#transport.hear(this.speaking);
    this.#changed();
  }

  #changed(): void {
    if (!this.#closed) this.#settings.changed();
  }
}

function sameEntries<K, V>(a: ReadonlyMap<K, V>, b: ReadonlyMap<K, V>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
