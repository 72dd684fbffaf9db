/** The connections of a mesh before somebody is at their other end: some are made before they are needed. */

import type { ParticipantId } from "../../protocol/ids.ts";
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
  /** Those whose offer is on its way to somebody who is not seated yet (SIG5). */
  readonly #promised = new Map<ParticipantId, Build>();
  /** Somebody may come to whom an offer can be promised. */
  #expecting = false;

  /** @param make undefined when the browser makes no more connections */
  constructor(plan: () => BuildPlan, make: (initiator: boolean) => Build | undefined) {
    this.#plan = plan;
    this.#make = make;
  }

  /** Those that nobody has taken yet. */
  get ready(): Slots[] {
    return [this.#warm, this.#spare, ...this.#promised.values()].flatMap((build) => (build === undefined ? [] : [build.slots]));
  }

  /** Makes one to offer with, and one to answer with: nobody knows yet which it will be. */
  warm(): void {
    this.#warm ??= this.#make(true);
    this.#spare ??= this.#make(false);
  }

  /**
   * Whoever is inside keeps a connection ready for the next one who comes and offers: making one takes a moment that both would wait for.
   * One to offer with is kept only while somebody is expected.
   */
  keepSpare(): void {
    clearTimeout(this.#sparing);
    this.#sparing = setTimeout(() => {
      if (this.#spare === undefined || this.#spare.peer.destroyed) this.#spare = this.#make(false);
      if (!this.#expecting) this.#cool();
    }, SPARE_MS);
  }

  /** These may come soon: an offer is made that one of them can be given beforehand, with its candidates. What was promised to others is off. */
  expect(ids: ReadonlySet<ParticipantId>): void {
    for (const [id, build] of this.#promised) {
      if (ids.has(id)) continue;
      this.#promised.delete(id);
      build.peer.destroy();
    }
    this.#expecting = ids.size > this.#promised.size;
    if (!this.#expecting) return this.#cool();
    if (this.#warm === undefined || this.#warm.peer.destroyed) this.#warm = this.#make(true);
    this.#warm?.slots.release();
  }

  /** The network is another one: an offer made in the old one leads nowhere. */
  renew(): void {
    if (!this.#expecting) return;
    this.#cool();
    this.#warm = this.#make(true);
    this.#warm?.slots.release();
  }

  /** What there is to signal to `whom` so far, who then gets this very connection; undefined while there is no offer. */
  promise(whom: ParticipantId): unknown[] | undefined {
    const build = this.#promised.get(whom) ?? this.#warm;
    if (build === undefined || build.peer.destroyed || build.early.length === 0) return undefined;
    if (build === this.#warm) this.#warm = undefined;
    this.#promised.set(whom, build);
    return [...build.early];
  }

  promised(whom: ParticipantId): boolean {
    return this.#promised.has(whom);
  }

  /** The one promised or made ready beforehand, if it is there still, else a new one. */
  take(initiator: boolean, whom: ParticipantId): Build | undefined {
    const promised = initiator ? this.#promised.get(whom) : undefined;
    const ready = promised ?? (initiator ? this.#warm : this.#spare);
    if (promised !== undefined) this.#promised.delete(whom);
    else if (initiator) this.#warm = undefined;
    else this.#spare = undefined;
    if (ready === undefined || ready.peer.destroyed) return this.#make(initiator);
    const { tracks, limits } = this.#plan();
    for (const slot of SLOTS) ready.slots.put(slot, tracks[slot]);
    ready.slots.limit(limits);
    return ready;
  }

  close(): void {
    clearTimeout(this.#sparing);
    for (const build of [this.#warm, this.#spare, ...this.#promised.values()]) build?.peer.destroy();
    this.#warm = this.#spare = undefined;
    this.#promised.clear();
  }

  #cool(): void {
    this.#warm?.peer.destroy();
    this.#warm = undefined;
  }
}
