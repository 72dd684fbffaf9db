/** What the ends of a mesh say to each other: from one seat to another, and kept a while when it comes before the view that names its sender. */

import type { From } from "./letters.ts";
import type { BuildPacket } from "./mesh-peer.ts";

/** A packet with the seats it is meant between: one of an earlier seat of the same page load is not taken for one of this. */
export interface SeatPacket extends BuildPacket {
  from: number;
  to: number;
}

/** In place of a seat that will only be given along with the packet (SIG5); no seat has this order. */
export const SEAT_TO_COME = 0;

interface Unseen {
  from: From;
  packet: SeatPacket;
  at: number;
}

/** Signals of somebody whose view has not come yet are kept this long, and this many. */
const UNSEEN_MS = 15_000;
const UNSEEN_KEPT = 200;

export class UnseenPackets {
  #kept: Unseen[] = [];

  keep(from: From, packet: SeatPacket): void {
    this.#kept.push({ from, packet, at: performance.now() });
    if (this.#kept.length > UNSEEN_KEPT) this.#kept.shift();
  }

  /** @param take whether it was of somebody known */
  offer(take: (from: From, packet: SeatPacket) => boolean): void {
    const now = performance.now();
    this.#kept = this.#kept.filter(({ from, packet, at }) => now - at < UNSEEN_MS && !take(from, packet));
  }

  clear(): void {
    this.#kept = [];
  }
}

export function isSeatPacket(data: unknown): data is SeatPacket {
  if (typeof data !== "object" || data === null) return false;
  const { build, n, ack, from, to, signals } = data as Record<string, unknown>;
  return [build, n, ack, from, to].every((value) => Number.isSafeInteger(value)) && Array.isArray(signals);
}
