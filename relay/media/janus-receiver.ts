/**
 * What one connection of one participant receives from a room: one subscription that follows what is wanted. One change at a time: a
 * second one in flight would be answered without a description.
 */

import type { PictureSize, SfuOffer } from "../../protocol/sfu.ts";
import type { JanusHandle, Jsep } from "./janus-handle.ts";
import { JanusAway, JanusRefusal, NO_SUCH_FEED } from "./janus-handle.ts";
import type { JanusRoom } from "./janus-room.ts";

/** One stream of one feed, and how much of it. */
export interface Want {
  feed: string | number;
  mid: string;
  /** Simulcast layer. */
  layer: PictureSize;
  /** `false`: subscribed, but nothing of it is sent. */
  send: boolean;
}

export type Offer = Pick<SfuOffer, "n" | "sdp"> & { streams: { mid: string; feed: string | number; feedMid: string }[] };

export interface ReceiverSettings {
  room: JanusRoom;
  /** What it will receive by, on its way; the receiver's from now on. */
  attaching: Promise<JanusHandle>;
  privateId: number;
  token: string;
  /** What is wanted now. Nothing once wanted is given up before its feed goes. */
  wants: () => Want[];
  offer: (offer: Offer) => void;
  /** It begins to receive by that. */
  attached: (handle: JanusHandle) => void;
  /** `takes` says more than before. */
  changed: () => void;
  failed: (error: unknown) => void;
}

interface Subscribed {
  feed: string | number;
  feedMid: string;
  layer: number;
  send: boolean;
}

/**
 * As Janus wants to be asked for a stream. With its layer: told afterwards, Janus would ask for a key frame before anybody can take it,
 * and browsers make the next one 300 ms later at the earliest (libwebrtc's `kMinKeyframeSendIntervalMs`).
 */
const wanted = ({ feed, mid, layer }: Want) => ({ feed, mid, substream: layer });

const nameOf = (feed: string | number, mid: string): string => `${feed} ${mid}`;

/** An offer that has no answer by then is made again, the same: it, or its answer, may have been lost on the way, ms. */
const OFFER_AGAIN_MS = 2_000;

export class JanusReceiver {
  handle: JanusHandle | undefined;
  #streams = new Map<string, Subscribed>();
  /** What its browser has agreed to. */
  readonly #agreed = new Set<string>();
  /** Its handle has a subscription. */
  #joined = false;
  #up = false;
  #offered: Offer | undefined;
  #answered: ((sdp: string) => void) | undefined;
  #n = 0;
  #running = false;
  #again = false;
  #restart = false;
  #closed = false;

  constructor(private readonly settings: ReceiverSettings) {}

  /** What is wanted may have changed. */
  follow(): void {
    this.#again = true;
    if (!this.#running) void this.#run();
  }

  /** New candidates for the same connection. */
  restart(): void {
    this.#restart = true;
    this.follow();
  }

  /** What a feed sends there comes through to its browser, if it is sent at all. */
  takes({ feed, mid }: Pick<Want, "feed" | "mid">): boolean {
    return this.#up && this.#agreed.has(nameOf(feed, mid));
  }

  /** The browser may have missed the last offer. */
  offerAgain(): void {
    if (this.#offered !== undefined) this.settings.offer(this.#offered);
  }

  /** False: it is no answer to what was offered last, or one too many. */
  answer(n: number, sdp: string): boolean {
    const answered = this.#answered;
    if (this.#offered?.n !== n || answered === undefined) return false;
    this.#answered = undefined;
    answered(sdp);
    return true;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#answered?.("");
    await this.settings.attaching.then(
      (handle) => handle.detach(),
      () => undefined,
    );
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        await this.#step();
      }
    } catch (error) {
      if (!this.#closed) this.settings.failed(error);
    } finally {
      this.#running = false;
    }
  }

  async #step(): Promise<void> {
    try {
      await this.#subscribe(this.settings.wants());
    } catch (error) {
      // Somebody has just gone, and nothing was changed: all the rest is asked for again when the room tells who.
      if (error instanceof JanusRefusal && error.code === NO_SUCH_FEED) return;
      throw error;
    }
    if (!this.#joined) return;
    if (this.#restart && this.handle !== undefined) {
      this.#restart = false;
      const { data, jsep } = await this.handle.ask({ request: "configure", restart: true });
      await this.#negotiate(data["streams"], jsep, []);
    }
    await this.#adjust(this.settings.wants());
  }

  /** What of `wants` is new. */
  async #subscribe(wants: Want[]): Promise<void> {
    if (!this.#joined) return wants.length === 0 ? undefined : this.#join(wants);
    const known = new Set([...this.#streams.values()].map(({ feed, feedMid }) => nameOf(feed, feedMid)));
    const more = wants.filter(({ feed, mid }) => !known.has(nameOf(feed, mid)));
    if (more.length === 0 || this.handle === undefined) return;
    const { data, jsep } = await this.handle.ask({ request: "update", subscribe: more.map(wanted) });
    await this.#negotiate(data["streams"], jsep, more);
  }

  async #attach(): Promise<JanusHandle> {
    const handle = await this.settings.attaching;
    if (this.#closed || this.handle !== undefined) return handle;
    this.handle = handle;
    handle.onUp(() => {
      this.#up = true;
      this.settings.changed();
    });
    this.settings.attached(handle);
    return handle;
  }

  async #join(wants: Want[]): Promise<void> {
    const { room, privateId, token } = this.settings;
    const handle = await this.#attach();
    if (this.#closed) return;
    const { data, jsep } = await handle.ask({
      request: "join",
      ptype: "subscriber",
      room: room.id,
      private_id: privateId,
      token,
      use_msid: false,
      autoupdate: false,
      streams: wants.map(wanted),
    });
    this.#joined = true;
    await this.#negotiate(data["streams"], jsep, wants);
  }

  /** @param asked what is new in it, as it was asked for */
  async #negotiate(streams: unknown, jsep: Jsep | undefined, asked: readonly Want[]): Promise<void> {
    this.#take(streams, asked);
    // Before anything is sent, so that no picture starts larger than it is shown.
    await this.#adjust(this.settings.wants());
    if (this.handle === undefined || this.#closed) return;
    if (jsep === undefined) {
      // What is new would never come.
      if (asked.length > 0) throw new JanusAway("Janus described nothing of what was subscribed.");
      return;
    }
    const told = [...this.#streams].map(([mid, { feed, feedMid }]) => ({ mid, feed, feedMid }));
    const answer = new Promise<string>((resolve) => (this.#answered = resolve));
    this.#offered = { n: ++this.#n, sdp: jsep.sdp, streams: told };
    this.settings.offer(this.#offered);
    const again = setInterval(() => this.offerAgain(), OFFER_AGAIN_MS);
    const sdp = await answer.finally(() => clearInterval(again));
    this.#offered = this.#answered = undefined;
    if (this.#closed) return;
    await this.handle.ask({ request: "start" }, { type: "answer", sdp });
    for (const { feed, feedMid } of told) this.#agreed.add(nameOf(feed, feedMid));
    this.settings.changed();
  }

  /** What Janus says is subscribed now, by the subscription's own mid. */
  #take(streams: unknown, asked: readonly Want[]): void {
    if (!Array.isArray(streams)) return;
    const before = this.#streams;
    this.#streams = new Map();
    for (const each of streams as { mid?: unknown; feed_id?: unknown; feed_mid?: unknown }[]) {
      const { mid, feed_id: feed, feed_mid: feedMid } = each;
      if (typeof mid !== "string" || (typeof feed !== "string" && typeof feed !== "number") || typeof feedMid !== "string") continue;
      const was = before.get(mid);
      const same = was?.feed === feed && was.feedMid === feedMid;
      const { layer } = asked.find((want) => want.feed === feed && want.mid === feedMid) ?? was ?? { layer: 2 };
      this.#streams.set(mid, same ? was : { feed, feedMid, layer, send: true });
    }
  }

  /** Layers, and what is sent at all: no description is needed for it (MEDIA8). */
  async #adjust(wants: Want[]): Promise<void> {
    const streams: { mid: string; send: boolean; substream: number }[] = [];
    for (const [mid, is] of this.#streams) {
      const want = wants.find(({ feed, mid: feedMid }) => feed === is.feed && feedMid === is.feedMid);
      if (want === undefined || (want.layer === is.layer && want.send === is.send)) continue;
      Object.assign(is, { layer: want.layer, send: want.send });
      streams.push({ mid, send: want.send, substream: want.layer });
    }
    if (streams.length > 0) await this.handle?.ask({ request: "configure", streams });
  }
}
