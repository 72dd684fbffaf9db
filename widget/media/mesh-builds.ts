/** The connections of a mesh before somebody is at their other end: some are made before they are needed. */

import type { SlotLimits, Slots } from "./slots.ts";
import type { SlotTracks } from "./transport.ts";
import { SLOTS } from "./transport.ts";

/** What is used of a simple-peer. */
export interface BuiltPeer {
  readonly destroyed: boolean;
  /** Its data channel is open. */
  readonly connected: boolean;
  signal(data: object): void;
  send(text: string): void;
  negotiate(): void;
  destroy(): void;
  on(name: "signal" | "data", told: (value: unknown) => void): unknown;
  on(name: "close" | "error", told: () => void): unknown;
  removeAllListeners(name: "signal"): unknown;
}

/** A simple-peer and the connection inside it. */
export interface Build {
  peer: BuiltPeer;
  slots: Slots;
  /** What it wished to signal before it had somewhere to signal to. */
  early: unknown[];
}

/** What a connection begins with, as it is just now. */
export interface BuildPlan {
  tracks: SlotTracks;
  limits: SlotLimits;
}

/** What is not needed yet is made when the page has come to rest. */
const SPARE_MS = 400;

export class MeshBuilds {
  readonly #plan: () => BuildPlan;
  readonly #make: (initiator: boolean) => Build | undefined;
  #warm: Build | undefined;
  #spare: Build | undefined;
  #sparing: ReturnType<typeof setTimeout> | undefined;

  /** @param make undefined when the browser makes no more connections */
  constructor(plan: () => BuildPlan, make: (initiator: boolean) => Build | undefined) {
    this.#plan = plan;
    this.#make = make;
  }

  /** Those that nobody has taken yet. */
  get ready(): Slots[] {
    return [this.#warm, this.#spare].flatMap((build) => (build === undefined ? [] : [build.slots]));
  }

  /** Makes one to offer with. */
  warm(): void {
    this.#warm ??= this.#make(true);
  }

  /** Whoever is inside keeps a connection ready for the next one who comes and offers: making one takes a moment that both would wait for. */
  keepSpare(): void {
    clearTimeout(this.#sparing);
    this.#sparing = setTimeout(() => {
      if (this.#spare === undefined || this.#spare.peer.destroyed) this.#spare = this.#make(false);
    }, SPARE_MS);
  }

  /** The one made ready beforehand, if it is there still, else a new one. */
  take(initiator: boolean): Build | undefined {
    const ready = initiator ? this.#warm : this.#spare;
    if (initiator) this.#warm = undefined;
    else this.#spare = undefined;
    if (ready === undefined || ready.peer.destroyed) return this.#make(initiator);
    const { tracks, limits } = this.#plan();
    for (const slot of SLOTS) ready.slots.put(slot, tracks[slot]);
    ready.slots.limit(limits);
    return ready;
  }

  close(): void {
    clearTimeout(this.#sparing);
    for (const build of [this.#warm, this.#spare]) build?.peer.destroy();
    this.#warm = this.#spare = undefined;
  }
}
