/**
 * One participant's connections through one room, as far as they hang on this relay: what it sends and what it receives. They outlive the
 * browser's connection to the relay, as its seat does (SEAT5), and a new one may stand before an old one goes (MEDIA4).
 */

import type { ParticipantId } from "../../protocol/ids.ts";
import type { PictureSize, SfuAnswer, SfuCandidates, SfuConfigure, SfuPublish, SfuStanding, SfuSubscribe } from "../../protocol/sfu.ts";
import type { Session } from "../session/session.ts";
import { Builds } from "./builds.ts";
import type { JanusHandle } from "./janus-handle.ts";
import type { JanusKeys } from "./janus-keys.ts";
import { JanusPublisher } from "./janus-publisher.ts";
import { JanusReceiver } from "./janus-receiver.ts";
import type { Want } from "./janus-receiver.ts";
import type { JanusRoom } from "./janus-room.ts";
import type { SfuSeat } from "./sfu-seat.ts";
import { SyncGroups } from "./sync-groups.ts";

export interface PersonSettings {
  room: JanusRoom;
  keys: JanusKeys;
  epoch: number;
  session: () => Session | null;
  failed: (error: unknown) => void;
  /** What it is sent may be something else now. */
  changed: () => void;
}

/** An older connection is kept this long beside a newer one that stands, ms. */
const OVERLAP_MS = 1_500;
/**
 * A new picture is asked for in its smallest size first, for so long, ms. A browser sends the larger ones only when it has measured its way,
 * and a server that was asked for them waits for each in turn before it sends what there is.
 */
const OPENING_MS = 1_500;
/** Others in the call up to which a picture is asked for in full, and in half, as long as nothing is known of what is shown. */
const FULL_UP_TO = 2;
const HALF_UP_TO = 8;
/** People in the call up to which a newcomer's screen is subscribed to before it is shared: its first picture waits for no description then. */
const SCREENS_UP_TO = 4;

export class SfuPerson {
  readonly #publishers = new Builds<JanusPublisher>();
  readonly #receivers = new Builds<JanusReceiver>();
  readonly #overlaps = new Set<NodeJS.Timeout>();
  #shown = new Map<string, SfuConfigure["shown"][number]>();
  /** Since when each feed is wanted, ms. */
  readonly #wantedSince = new Map<string | number, number>();
  #closed = false;

  constructor(
    private readonly settings: PersonSettings,
    /** The seat's newest connection. */
    public seat: SfuSeat,
  ) {}

  get idle(): boolean {
    return this.#publishers.numbers.length === 0 && this.#receivers.numbers.length === 0;
  }

  async publish({ build, sdp, slots }: SfuPublish): Promise<string> {
    this.#publishers.admit(build);
    const publisher = await this.#publisher(build);
    const answer = await publisher.publish(sdp, slots);
    this.#publishers.get(build)?.candidates.renew();
    return answer;
  }

  /** Enters the room if need be: both legs may ask first. */
  #publisher(build: number): Promise<JanusPublisher> {
    const known = this.#publishers.get(build);
    if (known !== undefined) return known.entering;
    return this.#publishers.make(build, async () => {
      const publisher = await JanusPublisher.enter(this.settings.room, this.seat.participantId, build);
      this.#watch("publish", build, publisher.handle);
      return publisher;
    });
  }

  async subscribe({ build, restart = false }: SfuSubscribe): Promise<void> {
    this.#receivers.admit(build);
    const known = this.#receivers.get(build);
    if (known !== undefined) {
      const receiver = await known.entering;
      return restart ? receiver.restart() : receiver.offerAgain();
    }
    // A browser's first two connections have one number: whichever asks first enters the room for both. The one that sends may still come
    // with a lower number than this one, and is none the older for it.
    const { numbers } = this.#publishers;
    const entering = this.#publisher(numbers.length === 0 ? build : Math.max(...numbers));
    await this.#receivers.make(build, () => this.#receiver(build, entering));
    this.follow();
  }

  async #receiver(build: number, entering: Promise<JanusPublisher>): Promise<JanusReceiver> {
    const { room, keys, epoch } = this.settings;
    const { sessionId, participantId } = this.seat;
    // Meanwhile, for it takes a way there and back as well.
    const attaching = room.opened.then(() => room.node.attach());
    // Whoever needs it will hear of it.
    attaching.catch(() => undefined);
    const publisher = await entering.catch((error: unknown) => {
      void attaching.then((handle) => handle.detach()).catch(() => undefined);
      throw error;
    });
    const groups = new SyncGroups();
    return new JanusReceiver({
      room,
      attaching,
      privateId: publisher.privateId,
      token: keys.token(room.name, participantId),
      wants: () => this.#wants(),
      offer: ({ n, sdp, streams }) => {
        const told = streams.flatMap(({ mid, feed, feedMid }) => {
          const source = room.feeds.get(feed);
          const slot = source?.streams.find((stream) => stream.mid === feedMid)?.slot;
          return source === undefined || slot === undefined ? [] : [{ mid, from: source.participantId, slot, order: source.build }];
        });
        this.seat.tell("call:sfu-offer", { sessionId, epoch, build, n, sdp: groups.named(sdp, told), streams: told });
      },
      attached: (handle) => this.#watch("subscribe", build, handle),
      changed: () => this.settings.changed(),
      failed: (error) => {
        this.settings.failed(error);
        this.#gone("subscribe", build);
      },
    });
  }

  #watch(leg: "publish" | "subscribe", build: number, handle: JanusHandle): void {
    const builds = this.#builds(leg);
    handle.onUp(() => {
      builds.stands(build);
      this.#later(() => builds.dropOlder(build));
    });
    handle.onHangup(() => this.#gone(leg, build));
    handle.onGone(() => this.#gone(leg, build));
  }

  #builds(leg: "publish" | "subscribe"): Builds<JanusPublisher> | Builds<JanusReceiver> {
    return leg === "publish" ? this.#publishers : this.#receivers;
  }

  answer({ build, n, sdp }: SfuAnswer): void {
    const known = this.#receivers.get(build);
    if (known?.leg?.answer(n, sdp) === true) known.candidates.renew();
  }

  async candidates({ leg, build, candidates }: SfuCandidates): Promise<void> {
    const known = this.#builds(leg).get(build);
    known?.candidates.take(candidates.length);
    const entered = await known?.entering;
    await entered?.handle?.trickle(candidates);
  }

  configure({ shown }: SfuConfigure): SfuStanding {
    const seats = this.settings.session()?.seats ?? {};
    // That a screen is not shown says something only when there is one: another that begins is sent before anybody asks for it.
    const known = shown.map((each) => ({ ...each, screen: each.screen || seats[each.participantId]?.sharing !== true }));
    this.#shown = new Map(known.map((each) => [each.participantId, each]));
    this.follow();
    // What is still on its way to the room is there for its browser: told otherwise, it would begin anew.
    return { publish: this.#publishers.numbers, subscribe: this.#receivers.numbers };
  }

  /** Who is in the room, or what of them is wanted, has changed. */
  follow(): void {
    for (const receiver of this.#receivers.legs) receiver.follow();
    this.settings.changed();
  }

  /** Whose cameras it is sent, and how large: those whose pictures come through to it. */
  cameras(): Map<ParticipantId, PictureSize> {
    const cameras = new Map<ParticipantId, PictureSize>();
    const receivers = this.#receivers.legs;
    if (receivers.length === 0) return cameras;
    const { feeds } = this.settings.room;
    for (const want of this.#wants()) {
      const source = feeds.get(want.feed);
      const camera = source?.streams.some((stream) => stream.mid === want.mid && stream.slot === "camera") === true;
      if (source === undefined || !camera || !want.send) continue;
      if (receivers.some((receiver) => receiver.takes(want))) cameras.set(source.participantId, want.layer);
    }
    return cameras;
  }

  /** @param lost its browser does not know: it is told */
  async close({ lost = false } = {}): Promise<void> {
    if (lost) this.#tellLost();
    this.#closed = true;
    for (const timer of this.#overlaps) clearTimeout(timer);
    await Promise.allSettled([this.#receivers.close(), this.#publishers.close()]);
  }

  #tellLost(): void {
    for (const build of this.#publishers.numbers) this.#gone("publish", build);
    for (const build of this.#receivers.numbers) this.#gone("subscribe", build);
  }

  /** What this participant shall receive (MEDIA8): everyone's sound, the pictures it shows, none larger than it shows them. */
  #wants(): Want[] {
    const session = this.settings.session();
    if (session === null) return [];
    const others = Object.keys(session.seats).length - 1;
    const usual = others <= FULL_UP_TO ? 2 : others <= HALF_UP_TO ? 1 : 0;
    const wants: Want[] = [];
    for (const { feed, participantId, streams } of this.settings.room.feeds.values()) {
      const seat = session.seats[participantId];
      if (seat === undefined || participantId === this.seat.participantId) continue;
      const shown = this.#shown.get(participantId);
      const camera = shown === undefined ? usual : shown.camera;
      for (const { mid, slot } of streams) {
        if (slot === "audio") wants.push({ feed, mid, layer: 2, send: true });
        // One that is not shown waits: whoever begins to receive a picture has its browser make a key frame, and those who show it would wait for the next.
        else if (slot === "camera" && camera === null && !this.#hadCamera.has(feed) && this.#opens(feed)) continue;
        else if (slot === "camera") {
          this.#hadCamera.add(feed);
          wants.push({ feed, mid, layer: this.#opens(feed) ? 0 : (camera ?? 0), send: camera !== null && !seat.cameraOff });
        } else if (seat.sharing || this.#hadScreen.has(feed)) {
          this.#hadScreen.add(feed);
          if (seat.sharing) this.#shared.add(feed);
          // Of one that was never shared nothing comes; its first picture shall find the way open.
          const open = seat.sharing || !this.#shared.has(feed);
          wants.push({ feed, mid, layer: 2, send: open && shown?.screen !== false });
        }
      }
    }
    return wants;
  }
  #opens(feed: string | number): boolean {
    const now = performance.now();
    const since = this.#wantedSince.get(feed) ?? now;
    if (!this.#wantedSince.has(feed)) {
      this.#wantedSince.set(feed, now);
      this.#later(() => this.#opened(feed), OPENING_MS + 1);
    }
    return now - since < OPENING_MS;
  }
  #opened(feed: string | number): void {
    if (Object.keys(this.settings.session()?.seats ?? {}).length <= SCREENS_UP_TO) this.#hadScreen.add(feed);
    this.follow();
  }
  /** Cameras and screens that were subscribed to once, or shall be, stay so: to stop one needs no description then. */
  readonly #hadCamera = new Set<string | number>();
  readonly #hadScreen = new Set<string | number>();
  readonly #shared = new Set<string | number>();

  #gone(leg: "publish" | "subscribe", build: number): void {
    const { sessionId, tell } = this.seat;
    const builds = this.#builds(leg);
    if (this.#closed || builds.get(build) === undefined) return;
    void builds.drop(build);
    tell("call:sfu-gone", { sessionId, epoch: this.settings.epoch, leg, build });
  }

  #later(act: () => void, ms = OVERLAP_MS): void {
    const timer = setTimeout(() => {
      this.#overlaps.delete(timer);
      act();
    }, ms);
    this.#overlaps.add(timer.unref());
  }
}
