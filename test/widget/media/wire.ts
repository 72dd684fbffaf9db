/** Several calls in one page, joined by a wire of the test's own: it may be slow, lossy, repeating, out of order, or cut. */

import { CallEngine } from "../../../widget/media/call-engine.ts";
import { LocalMedia } from "../../../widget/media/local-media.ts";
import type { ParticipantId } from "../../../protocol/ids.ts";
import { newId } from "../../../protocol/ids.ts";
import type { PeerRef } from "../../../widget/media/transport.ts";
import { dice } from "../../support/dice.ts";

export interface Weather {
  /** ms, at least and at most: a spread reorders. */
  delay?: [number, number];
  /** Shares of all signals, 0 to 1. */
  loss?: number;
  twice?: number;
}

export class Wire {
  cut = false;
  sent = 0;
  readonly log: { from: ParticipantId; to: ParticipantId; data: unknown }[] = [];
  readonly #guests = new Map<ParticipantId, Caller>();
  readonly #roll: () => number;
  #order = 0;

  constructor(
    private readonly weather: Weather = {},
    seed = 7,
  ) {
    this.#roll = dice(seed);
  }

  get callers(): Caller[] {
    return [...this.#guests.values()];
  }

  /** Somebody takes a seat; nobody is told before `tell()`. */
  seat(media: LocalMedia, participantId: ParticipantId = newId("gst"), offeredBy?: ParticipantId): Caller {
    this.#guests.get(participantId)?.engine.close();
    const ref = { participantId, instance: newId("ins"), order: ++this.#order, ...(offeredBy === undefined ? {} : { offeredBy }) };
    const caller = new Caller(this, media, ref);
    this.#guests.set(participantId, caller);
    return caller;
  }

  /** Everyone inside sees who is inside. */
  tell(): void {
    for (const caller of this.#guests.values()) this.tellOne(caller);
  }

  tellOne(caller: Caller): void {
    const others = this.callers.filter((each) => each !== caller).map((each) => each.ref);
    caller.engine.setIce({ iceServers: [] });
    caller.engine.see({ me: caller.ref, others, topology: "mesh" });
  }

  remove(caller: Caller): void {
    caller.engine.close();
    if (this.#guests.get(caller.ref.participantId) === caller) this.#guests.delete(caller.ref.participantId);
  }

  carry(from: PeerRef, to: PeerRef, data: unknown): void {
    this.sent += 1;
    this.log.push({ from: from.participantId, to: to.participantId, data });
    const { loss = 0, twice = 0, delay = [0, 0] } = this.weather;
    if (this.cut || this.#roll() < loss) return;
    const text = JSON.stringify(data);
    const times = this.#roll() < twice ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const pause = delay[0] + (delay[1] - delay[0]) * this.#roll();
      setTimeout(() => {
        const there = this.#guests.get(to.participantId);
        // As the relay does: what is meant for an earlier page load is dropped (SIG3).
        if (there === undefined || there.ref.instance !== to.instance) return;
        there.engine.receive({ participantId: from.participantId, instance: from.instance }, JSON.parse(text));
      }, pause);
    }
  }

  close(): void {
    for (const caller of this.callers) this.remove(caller);
  }
}

export class Caller {
  readonly engine: CallEngine;
  changes = 0;
  /** Sound that nobody plays has no energy. */
  readonly #players = new Map<ParticipantId, HTMLAudioElement>();

  constructor(
    wire: Wire,
    readonly media: LocalMedia,
    readonly ref: PeerRef,
  ) {
    this.engine = new CallEngine({
      media,
      wire: { send: (to, data) => wire.carry(ref, to, data) },
      changed: () => this.#changed(),
    });
  }

  #changed(): void {
    this.changes += 1;
    for (const [id, { streams }] of this.engine.remotes) {
      const player = this.#players.get(id) ?? new Audio();
      this.#players.set(id, player);
      if (streams.audio === undefined || player.srcObject === streams.audio) continue;
      player.srcObject = streams.audio;
      void player.play().catch(() => undefined);
    }
  }

  async heardFrom(other: Caller): Promise<{ frames: number; energy: number }> {
    const stats = (await this.engine.stats()).get(other.ref.participantId);
    return { frames: stats?.framesDecoded ?? 0, energy: stats?.audioEnergy ?? 0 };
  }
}

/** What tests wait for: pictures and sound of `there` keep coming here. */
export async function flows(here: Caller, there: Caller, before = { frames: 0, energy: 0 }): Promise<boolean> {
  const now = await here.heardFrom(there);
  return now.frames > before.frames + 2 && now.energy > before.energy;
}

export async function fakeMedia({ audio = true, video = true } = {}): Promise<LocalMedia> {
  const media = new LocalMedia();
  await media.start({ audio, video });
  // Small pictures: a whole call runs in one page here.
  await media.camera.track?.applyConstraints({ width: 160, height: 120, frameRate: 10 });
  return media;
}
