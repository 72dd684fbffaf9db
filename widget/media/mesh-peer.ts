/**
 * One peer of a mesh: one seat and one page load of somebody else. Its connection may come and go in builds: the offering end
 * numbers them, the other one follows. A build whose network changed is mended by an ICE restart; one that failed is replaced.
 */

import type { Build } from "./mesh-builds.ts";
import { BeatTalk } from "./mesh-beat.ts";
import type { StatsMemory } from "./peer-stats.ts";
import { statsOf } from "./peer-stats.ts";
import type { SignalPacket } from "./signal-queue.ts";
import { SignalQueue } from "./signal-queue.ts";
import type { SlotLimits, Slots } from "./slots.ts";
import type { PeerRef, PeerStats, RemoteMedia, Slot } from "./transport.ts";
import { keepInStore, loudnessOf } from "./voice.ts";

export interface BuildPacket extends SignalPacket {
  /** Which build it is of, counted by the offering end from 1. */
  build: number;
}

/** Between the ends themselves, beside what simple-peer signals. */
interface Plea {
  plea: "restart" | "rebuild";
}

export interface MeshPeerSettings {
  ref: PeerRef;
  /** This end makes the offers (SIG2). */
  initiator: boolean;
  /** Builds that were offered to the other end before, and are not to be had any more. */
  builtBefore: number;
  /** Undefined when the browser makes no more connections. */
  build: () => Build | undefined;
  send: (packet: BuildPacket) => void;
  /** How much of the way up a peer gets with so many people inside. */
  limits: () => SlotLimits;
  /** The other end looks at this one's camera, or does so no longer. */
  regarded: () => void;
  changed: () => void;
}

const REBUILD_FIRST_MS = 400;
const REBUILD_LONGEST_MS = 8_000;
/** A build that stood this long was a good one: the next failure starts with a short pause again. */
const STOOD_MS = 10_000;
/** Nothing heard for this long, although the other end says something every second: the way is broken. */
const SILENCE_MS = 2_600;
/** Pictures start small, and get their full size this long after the connection stands. */
const OPENING_MS = 700;
const RESTART_EVERY_MS = 3_000;

export class MeshPeer {
  readonly ref: PeerRef;
  readonly #settings: MeshPeerSettings;
  #number: number;
  #build: Build | undefined;
  #queue: SignalQueue | undefined;
  #streams: Partial<Record<Slot, MediaStream>> = {};
  #state: RemoteMedia["state"] = "connecting";
  #failures = 0;
  #connectedAt = 0;
  #heardAt = 0;
  #restartedAt = -Infinity;
  #again: ReturnType<typeof setTimeout> | undefined;
  #opening: ReturnType<typeof setTimeout> | undefined;
  #memory: StatsMemory = { received: 0, lost: 0 };
  #closed = false;
  readonly #talk = new BeatTalk();

  constructor(settings: MeshPeerSettings) {
    this.ref = settings.ref;
    this.#settings = settings;
    this.#number = settings.builtBefore;
    if (settings.initiator) this.#rebuild();
  }

  get media(): RemoteMedia {
    const { aside, there } = this.#talk;
    return { participantId: this.ref.participantId, streams: this.#streams, state: this.#state, paused: there.paused, aside };
  }

  /** The other end shows this one's camera. */
  get regarded(): boolean {
    return !this.#talk.there.aside;
  }

  get slots(): Slots | undefined {
    return this.#build?.slots;
  }

  /** How loud the peer is just now, 0 to 1 as a meter shows it. */
  get level(): number {
    return loudnessOf(this.#ear);
  }

  get #ear(): RTCRtpReceiver | undefined {
    return this.slots?.slot("audio")?.receiver;
  }

  receive(packet: BuildPacket): void {
    if (this.#closed || packet.build < this.#number) return;
    if (packet.build > this.#number) {
      // Only the offering end counts builds up.
      if (this.#settings.initiator) return;
      this.#begin(packet.build);
    }
    this.#queue?.receive(packet);
  }

  /**
   * Every second: says that this end is there, and looks whether the other one is.
   *
   * @param several there are others beside it
   */
  beat(now: number, several: boolean): void {
    if (this.#build === undefined || this.#state === "connecting") return;
    this.#say();
    keepInStore(this.#ear, several);
    if (this.#heardAt > 0 && now - this.#heardAt > SILENCE_MS) this.#mend(now);
  }

  /** The way for signals is open again, or the network is another one. */
  nudge(networkChanged: boolean): void {
    this.#queue?.resend();
    if (this.#build === undefined && this.#settings.initiator) this.#rebuild();
    else if (networkChanged || this.#state === "broken") this.#restart();
  }

  /** Sets the pictures to what the number of people, the way and the other end's wish leave. */
  limit(): void {
    this.slots?.limit(this.#talk.cut(this.#settings.limits()));
  }

  /** Shows the other end's camera, or puts it aside: then it need not be sent (MEDIA9). @returns whether that is new */
  look(at: boolean): boolean {
    if (this.#talk.aside === !at) return false;
    this.#talk.aside = !at;
    this.#say();
    return true;
  }

  /** @param step how far the pictures that go there are stepped down; @param wish how far the other end shall */
  ease(step: number, wish: number): void {
    Object.assign(this.#talk, { step, wish });
    this.limit();
  }

  #say(): void {
    const { peer } = this.#build ?? {};
    if (peer?.connected === true) peer.send(this.#talk.words);
  }

  async stats(): Promise<PeerStats | undefined> {
    const build = this.#build;
    if (build === undefined) return undefined;
    return statsOf(this.ref.participantId, build.slots.connection, this.#memory);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#again);
    this.#drop();
    this.#queue?.close();
  }

  #rebuild(): void {
    clearTimeout(this.#again);
    this.#begin(this.#number + 1);
  }

  #begin(number: number): void {
    this.#drop();
    this.#queue?.close();
    this.#number = number;
    this.#heardAt = 0;
    this.#memory = { received: 0, lost: 0 };
    this.#talk.begin();
    this.#queue = new SignalQueue({
      send: (packet) => this.#settings.send({ build: number, ...packet }),
      take: (signal) => this.#take(signal),
    });
    const build = (this.#build = this.#settings.build());
    if (build === undefined) return this.#failed();
    this.limit();
    const { peer, slots } = build;
    const { connection } = slots;
    peer.removeAllListeners("signal");
    for (const signal of build.early.splice(0)) this.#signal(signal);
    peer.on("signal", (signal) => this.#signal(signal));
    peer.on("data", (data) => this.#build === build && this.#heard(data));
    peer.on("close", () => this.#build === build && this.#failed());
    for (const change of ["connectionstatechange", "iceconnectionstatechange"])
      connection.addEventListener(change, () => this.#build === build && this.#moved());
    connection.addEventListener("track", ({ track, transceiver }) => {
      const slot = slots.slotOf(transceiver);
      if (slot === undefined || this.#build !== build || this.#streams[slot]?.getTracks()[0] === track) return;
      this.#streams = { ...this.#streams, [slot]: new MediaStream([track]) };
      this.#settings.changed();
    });
  }

  #signal(signal: unknown): void {
    // A description is what the other end waits for; candidates gather for a moment.
    this.#queue?.push(signal, { soon: typeof signal === "object" && signal !== null && "sdp" in signal });
  }

  #take(signal: unknown): void {
    const { initiator } = this.#settings;
    if (isPlea(signal)) {
      if (!initiator) return;
      if (signal.plea === "restart") this.#restart();
      else this.#failed();
      return;
    }
    const { peer } = this.#build ?? {};
    if (peer === undefined || peer.destroyed || typeof signal !== "object" || signal === null) return;
    peer.signal(signal);
  }

  #moved(): void {
    const connection = this.slots?.connection;
    if (connection === undefined) return;
    if (connection.connectionState === "connected") {
      if (this.#state !== "connected") this.#connectedAt = performance.now();
      this.#opening ??= setTimeout(() => this.slots?.opened(), OPENING_MS);
      this.#become("connected");
      return;
    }
    if (connection.iceConnectionState === "disconnected") this.#mend(performance.now());
  }

  #heard(data: unknown): void {
    this.#heardAt = performance.now();
    const { wish, paused, aside } = this.#talk.hear(data);
    const { there } = this.#talk;
    if (there.wish !== wish) this.limit();
    if (there.aside !== aside) this.#settings.regarded();
    if (there.paused !== paused) this.#settings.changed();
    // Silence may end without the connection having noticed it.
    if (this.#state === "broken" && this.slots?.connection.connectionState === "connected") this.#become("connected");
  }

  #mend(now: number): void {
    if (this.#state === "connected") this.#become("broken");
    if (now - this.#restartedAt > RESTART_EVERY_MS) this.#restart();
  }

  /** New candidates for the same connection. The answering end has to ask for it. */
  #restart(): void {
    const build = this.#build;
    if (build === undefined || build.peer.destroyed || this.#state === "connecting") return;
    this.#restartedAt = performance.now();
    if (!this.#settings.initiator) {
      this.#queue?.push({ plea: "restart" } satisfies Plea, { soon: true });
      return;
    }
    build.slots.connection.restartIce();
    build.peer.negotiate();
  }

  /** The build is of no use any more. */
  #failed(): void {
    if (this.#closed) return;
    if (performance.now() - this.#connectedAt > STOOD_MS && this.#state !== "connecting") this.#failures = 0;
    this.#drop();
    this.#become(this.#state === "connecting" ? "connecting" : "broken");
    if (!this.#settings.initiator) {
      this.#queue?.push({ plea: "rebuild" } satisfies Plea, { soon: true });
      return;
    }
    const pause = Math.min(REBUILD_FIRST_MS * 2 ** this.#failures, REBUILD_LONGEST_MS);
    this.#failures += 1;
    clearTimeout(this.#again);
    this.#again = setTimeout(() => this.#rebuild(), pause * (0.75 + Math.random() / 2));
  }

  #drop(): void {
    clearTimeout(this.#opening);
    this.#opening = undefined;
    const build = this.#build;
    this.#build = undefined;
    build?.peer.destroy();
  }

  #become(state: RemoteMedia["state"]): void {
    if (this.#state === state) return;
    this.#state = state;
    if (state === "connected") this.#heardAt = 0;
    this.#settings.changed();
  }
}

function isPlea(signal: unknown): signal is Plea {
  return typeof signal === "object" && signal !== null && "plea" in signal;
}
