/**
 * Through a media server: this browser sends everything once and receives what it shows. Two connections, each of which can be built anew
 * beside the old one, so that nothing stops while the way changes. Loaded only when a call has grown that large.
 */

import type { ParticipantId, RelayId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
import type { PictureSize, SfuCandidates } from "../../protocol/sfu.ts";
import type { IceConfig } from "../../protocol/views.ts";
import { Rebuilds } from "./rebuilds.ts";
import { newestOf, SfuReceiver } from "./sfu-receiver.ts";
import { SfuSender, slotsOf } from "./sfu-sender.ts";
import { sizesShown } from "./shown-sizes.ts";
import { sfuStats } from "./sfu-stats.ts";
import { NOTHING, sumOf, talliesOf } from "./tally.ts";
import type {
  PeerRef,
  PeerStats,
  RemoteMedia,
  SfuPush,
  SfuRequests,
  Shown,
  Slot,
  SlotTracks,
  Tally,
  Transport,
  TransportMaker,
  TransportSettings,
} from "./transport.ts";
import { SLOTS } from "./transport.ts";
import { loudnessOf } from "./voice.ts";

/** Sizes change in bursts when people come and go: told together, ms. */
const SHOW_MS = 120;
const RESTART_EVERY_MS = 3_000;

export const makeSfuTransport: TransportMaker = (settings) => new SfuTransport(settings);

class SfuTransport implements Transport {
  readonly #settings: TransportSettings;
  readonly #senders = new Rebuilds<SfuSender>(
    () => this.#send(),
    () => this.#changed(),
  );
  readonly #receivers = new Rebuilds<SfuReceiver>(
    () => this.#receive(),
    () => this.#changed(),
  );
  #others: readonly PeerRef[] = [];
  #tracks: SlotTracks = { audio: null, camera: null, screen: null };
  #ice: IceConfig | undefined;
  #sizes: ReadonlyMap<ParticipantId, Shown> = new Map();
  #step = 0;
  #wish = 0;
  /** How large a picture of this browser's each relay says that somebody on it is sent (MEDIA8). */
  readonly #wanted = new Map<RelayId, PictureSize | null>();
  #showing: ReturnType<typeof setTimeout> | undefined;
  #restartedAt = -Infinity;
  #mending: ReturnType<typeof setTimeout> | undefined;
  #seated = false;
  /** A connection to receive by that was made ready before there was anybody to receive from. */
  #unasked: number | undefined;
  #remotes: ReadonlyMap<ParticipantId, RemoteMedia> = new Map();
  readonly #memory = { received: 0, lost: 0 };
  #closed = false;

  constructor(settings: TransportSettings) {
    this.#settings = settings;
  }

  get remotes(): ReadonlyMap<ParticipantId, RemoteMedia> {
    return this.#remotes;
  }

  prepare(tracks: SlotTracks): void {
    this.#tracks = { ...tracks };
    this.#receivers.begin();
    this.#senders.begin();
  }

  see(_me: PeerRef, others: readonly PeerRef[]): void {
    if (this.#closed) return;
    this.#others = others;
    this.#seated = true;
    this.#begin();
    this.#changed();
  }

  /** Signals between browsers are the mesh's. */
  receive(): void {}

  setIce(ice: IceConfig): void {
    this.#ice = ice;
    for (const { leg } of [...this.#senders.all, ...this.#receivers.all]) leg.setIce(ice);
    this.#begin();
  }

  replaceTrack(slot: Slot, track: MediaStreamTrack | null): void {
    this.#tracks = { ...this.#tracks, [slot]: track };
    for (const sender of this.#senders.all) sender.put(slot, track);
  }

  nudge(networkChanged: boolean): void {
    if (networkChanged) this.#restart();
    void this.#compare({ missed: true });
  }

  show(shown: ReadonlyMap<ParticipantId, Shown>): void {
    this.#sizes = shown;
    this.#showing ??= setTimeout(() => {
      this.#showing = undefined;
      void this.#compare();
    }, SHOW_MS);
  }

  /** One picture goes to everybody: the way up is one, whoever is at its end. */
  ease(steps: ReadonlyMap<ParticipantId, number>, wish: number): void {
    this.#step = Math.max(0, ...steps.values());
    for (const sender of this.#senders.all) sender.stepDown(this.#step);
    if (wish === this.#wish) return;
    this.#wish = wish;
    this.show(this.#sizes);
  }

  push(push: SfuPush): void {
    if (push.is === "offer") {
      this.#receivers.expect(push.told.build);
      this.#receivers.all.find(({ build }) => build === push.told.build)?.offer(push.told);
    } else if (push.is === "wanted") {
      this.#wanted.set(push.told.relay, push.told.camera);
      for (const sender of this.#senders.all) sender.want(this.#wanted.values());
    } else (push.told.leg === "publish" ? this.#senders : this.#receivers).lost(push.told.build);
  }

  levels(): ReadonlyMap<ParticipantId, number> {
    return new Map([...newestOf(this.#receivers.all, "audio").values()].map(({ from, receiver }) => [from, loudnessOf(receiver)]));
  }

  async stats(): Promise<ReadonlyMap<ParticipantId, PeerStats>> {
    const receiving = this.#receivers.newest;
    if (receiving === undefined) return new Map();
    const ids = this.#others.map(({ participantId }) => participantId);
    return sfuStats(ids, receiving, this.#senders.newest, this.#memory);
  }

  async tally(): Promise<ReadonlyMap<ParticipantId, Tally>> {
    const all = await Promise.all(
      this.#receivers.all.map(async ({ leg, incoming }) => ({ incoming, tallies: await talliesOf(leg.connection) })),
    );
    return new Map(
      this.#others.map(({ participantId }) => {
        const own = all.flatMap(({ incoming, tallies }) =>
          incoming.filter(({ from }) => from === participantId).map(({ mid }) => tallies.get(mid) ?? NOTHING),
        );
        return [participantId, sumOf(own)];
      }),
    );
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#showing);
    clearTimeout(this.#mending);
    this.#senders.close();
    this.#receivers.close();
    this.#remotes = new Map();
    if (this.#seated) void this.#ask("leave", {});
  }

  #begin(): void {
    if (this.#closed || !this.#seated || this.#ice === undefined) return;
    // The server takes its time over what it sends; meanwhile what goes up is made.
    this.#receivers.begin();
    if (this.#unasked !== undefined) this.#subscribe(this.#unasked);
    this.#unasked = undefined;
    this.#senders.begin();
    for (const { leg } of this.#senders.all) leg.release(this.#ice);
  }

  #send(): SfuSender | undefined {
    const build = this.#senders.number(this.#receivers.newest?.build);
    const sender: SfuSender = new SfuSender(build, this.#tracks, {
      ice: this.#ice ?? { iceServers: [] },
      held: !this.#seated,
      seal: this.#settings.seal,
      describe: (sdp) => void this.#publish(sender, sdp),
      candidates: (candidates) => this.#trickle("publish", build, candidates),
      changed: () => this.#moved(this.#senders, build),
      ended: () => this.#senders.lost(build),
    });
    sender.stepDown(this.#step);
    sender.want(this.#wanted.values());
    return sender;
  }

  async #publish(sender: SfuSender, sdp: string): Promise<void> {
    const { build } = sender;
    this.#senders.expect(build);
    const answer = await this.#ask("publish", { build, sdp, slots: slotsOf(sdp) });
    if (answer.ok) sender.leg.take("answer", answer.value.sdp);
    else this.#senders.lost(build);
  }

  #receive(): SfuReceiver | undefined {
    const build = this.#receivers.number();
    const receiver = new SfuReceiver(build, {
      ice: this.#ice ?? { iceServers: [] },
      seal: this.#settings.seal,
      answer: (n, sdp) => void this.#ask("answer", { build, n, sdp }),
      candidates: (candidates) => this.#trickle("subscribe", build, candidates),
      changed: () => this.#moved(this.#receivers, build),
      ended: () => this.#receivers.lost(build),
    });
    if (this.#seated) this.#subscribe(build);
    else this.#unasked = build;
    return receiver;
  }

  #subscribe(build: number): void {
    void this.#ask("subscribe", { build }).then(({ ok }) => {
      if (!ok) this.#receivers.lost(build);
    });
  }

  #trickle(leg: SfuCandidates["leg"], build: number, candidates: SfuCandidates["candidates"]): void {
    void this.#ask("candidates", { leg, build, candidates });
  }

  /**
   * The relay says which connections it still has: it may be another one than before, with none.
   *
   * @param missed it was away, and with it perhaps an offer
   */
  async #compare({ missed = false } = {}): Promise<void> {
    if (this.#closed || !this.#seated) return;
    const asked = [this.#senders.newest, this.#receivers.newest] as const;
    const answer = await this.#ask("configure", { shown: sizesShown(this.#sizes, this.#wish) });
    if (this.#closed || !answer.ok) return;
    // Of one that has begun since, the answer says nothing.
    if (asked[0] === this.#senders.newest) this.#senders.keepOnly(answer.value.publish);
    if (asked[1] === this.#receivers.newest) this.#receivers.keepOnly(answer.value.subscribe);
    const build = this.#receivers.newest?.build;
    if (missed && build !== undefined && answer.value.subscribe.includes(build)) void this.#ask("subscribe", { build });
  }

  #moved(of: Rebuilds<SfuSender | SfuReceiver>, build: number): void {
    of.moved();
    if (of.newest?.build === build) this.#mend();
    this.#changed();
  }

  /** Looks for another way, and again until there is one: what the first time asked for may have been lost with the way. */
  #mend(): void {
    if (![this.#senders.newest, this.#receivers.newest].some((each) => each?.leg.standing === "broken")) return;
    const rest = this.#restartedAt + RESTART_EVERY_MS - performance.now();
    if (rest <= 0) this.#restart();
    clearTimeout(this.#mending);
    this.#mending = setTimeout(() => this.#mend(), Math.max(rest, RESTART_EVERY_MS));
  }

  #restart(): void {
    this.#restartedAt = performance.now();
    this.#senders.newest?.leg.restart();
    const build = this.#receivers.newest?.build;
    if (build !== undefined) void this.#ask("subscribe", { build, restart: true });
  }

  /** Of the move of the media that this is the way of (MEDIA2). */
  async #ask<Name extends keyof SfuRequests>(
    name: Name,
    payload: Omit<SfuRequests[Name]["payload"], "epoch">,
  ): Promise<Result<SfuRequests[Name]["reply"]>> {
    const { sfu, epoch } = this.#settings;
    const whole = { ...payload, epoch: epoch() } as SfuRequests[Name]["payload"];
    return sfu?.(name, whole) ?? { ok: false, refusal: { code: "unavailable", detail: "No relay." } };
  }

  #changed(): void {
    if (this.#closed) return;
    const best = new Map(SLOTS.map((slot) => [slot, newestOf(this.#receivers.all, slot)]));
    const standing = this.#receivers.newest?.leg.standing ?? "connecting";
    const stands = this.#receivers.all.some(({ leg }) => leg.standing === "connected");
    this.#remotes = new Map(
      this.#others.map(({ participantId }): [ParticipantId, RemoteMedia] => {
        const streams: Partial<Record<Slot, MediaStream>> = {};
        for (const slot of SLOTS) {
          const incoming = best.get(slot)?.get(participantId);
          if (incoming !== undefined) streams[slot] = incoming.stream;
        }
        const state = streams.audio === undefined ? "connecting" : stands ? "connected" : standing;
        return [participantId, { participantId, streams, state }];
      }),
    );
    this.#settings.changed();
  }
}
