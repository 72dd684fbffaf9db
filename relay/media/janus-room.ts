/**
 * One room of one Janus as this relay knows it: made if it is not there yet, watched by a handle that neither sends nor receives, cleared
 * away when no session needs it. Who may enter stands on its list of tokens (MEDIA6).
 */

import type { ParticipantId, RelayId } from "../../protocol/ids.ts";
import type { MediaSlot } from "../../protocol/sfu.ts";
import { JanusRefusal, NO_SUCH_FEED, NO_SUCH_ROOM, ROOM_EXISTS } from "./janus-handle.ts";
import type { JanusHandle } from "./janus-handle.ts";
import type { JanusKeys } from "./janus-keys.ts";
import type { JanusNode } from "./janus-node.ts";

export interface FeedStream {
  mid: string;
  slot: MediaSlot;
  simulcast: boolean;
}

/** What one connection of one participant sends into the room. */
export interface Feed {
  /** As Janus calls it. */
  feed: string | number;
  participantId: ParticipantId;
  /** The newest is the one to look at; see `SfuPublish.build`. */
  build: number;
  streams: FeedStream[];
}

/** Sixteen people, each with `BUILDS_AT_ONCE` connections at most, and some to spare. */
const SENDERS = 64;
const SLOTS: ReadonlySet<unknown> = new Set<MediaSlot>(["audio", "camera", "screen"]);

export function feedName(participantId: ParticipantId, build: number): string {
  return `${participantId}.${build}`;
}

export class JanusRoom {
  /** What is sent now, by feed. */
  readonly feeds = new Map<string | number, Feed>();
  #observer: JanusHandle | undefined;
  #closed = false;
  /** Resolves when the room is there and watched. Rejects with `JanusAway` or `JanusRefusal`. */
  readonly opened: Promise<void>;
  /** As Janus calls it. */
  readonly id: string | number;

  constructor(
    readonly name: string,
    readonly node: JanusNode,
    private readonly keys: JanusKeys,
    private readonly relayId: RelayId,
    /** `feeds` are others than before. */
    private readonly changed: () => void,
    /** The room, or the way to it, was lost. */
    lost: () => void,
  ) {
    this.id = node.id(name);
    this.opened = this.#open(lost);
    this.opened.catch(() => undefined);
  }

  /** Lets a participant's handles in from now on. */
  async allow(who: ParticipantId | RelayId): Promise<string> {
    const token = this.keys.token(this.name, who);
    await this.#tokens("add", token);
    return token;
  }

  /** Takes the token away first, so that nobody put out comes back by it, then puts the feeds out (MEDIA6). */
  async putOut(who: ParticipantId): Promise<void> {
    const feeds = [...this.feeds.values()].filter(({ participantId }) => participantId === who);
    for (const { feed } of feeds) this.feeds.delete(feed);
    const secret = this.keys.roomSecret(this.name);
    // One after the other on one connection, and so in this order at Janus too.
    await Promise.all([
      this.#tokens("remove", this.keys.token(this.name, who)),
      ...feeds.map(({ feed }) => this.node.manage({ request: "kick", room: this.id, secret, id: feed }).catch(unlessGone)),
    ]);
  }

  /** This relay looks at it no more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.opened.catch(() => undefined);
    await this.#observer?.detach();
  }

  async #open(lost: () => void): Promise<void> {
    const { name, id: room, node, keys, relayId } = this;
    await node
      .manage({
        request: "create",
        room,
        permanent: false,
        description: name,
        ...node.adminKey,
        secret: keys.roomSecret(name),
        is_private: true,
        require_pvtid: true,
        publishers: SENDERS,
        allowed: [],
        audiocodec: "opus",
        videocodec: "vp8",
        opus_fec: true,
        // Who says nothing sends next to nothing, and no more is carried to the others.
        opus_dtx: true,
        notify_joining: false,
      })
      .catch((error: unknown) => {
        // Another relay was first.
        if (!(error instanceof JanusRefusal) || error.code !== ROOM_EXISTS) throw error;
      });
    const token = await this.allow(relayId);
    const observer = (this.#observer = await node.attach());
    observer.onGone(() => {
      if (!this.#closed) lost();
    });
    observer.onFeeds(
      (publishers) => this.#came(publishers),
      (feed) => this.#went(feed),
    );
    const { data } = await observer.ask({ request: "join", ptype: "publisher", room, id: node.id(relayId), token });
    this.#came(data["publishers"]);
  }

  async #tokens(action: "add" | "remove", token: string): Promise<void> {
    const secret = this.keys.roomSecret(this.name);
    await this.node.manage({ request: "allowed", room: this.id, secret, action, allowed: [token] }).catch(unlessGone);
  }

  #came(publishers: unknown): void {
    if (!Array.isArray(publishers)) return;
    for (const each of publishers as { feed?: unknown; id?: unknown; display?: unknown; streams?: unknown }[]) {
      const feed = feedOf(each.feed ?? each.id, each.display, each.streams);
      if (feed !== undefined) this.feeds.set(feed.feed, feed);
    }
    if (publishers.length > 0) this.changed();
  }

  #went(feed: string | number): void {
    if (this.feeds.delete(feed)) this.changed();
  }
}

/** Clears a room away for everyone, whoever made it. */
export async function destroyRoom(node: JanusNode, room: string, keys: JanusKeys): Promise<void> {
  await node.manage({ request: "destroy", room: node.id(room), secret: keys.roomSecret(room), permanent: false }).catch(unlessGone);
}

function unlessGone(error: unknown): void {
  if (!(error instanceof JanusRefusal) || (error.code !== NO_SUCH_ROOM && error.code !== NO_SUCH_FEED)) throw error;
}

/** Undefined for what no participant of ours sends. */
function feedOf(feed: unknown, name: unknown, streams: unknown): Feed | undefined {
  if ((typeof feed !== "string" && typeof feed !== "number") || typeof name !== "string" || !Array.isArray(streams)) return undefined;
  const at = name.lastIndexOf(".");
  const build = Number(name.slice(at + 1));
  if (at < 0 || !Number.isSafeInteger(build)) return undefined;
  const known = (streams as { mid?: unknown; description?: unknown; simulcast?: unknown; disabled?: unknown }[])
    .filter(({ mid, description, disabled }) => typeof mid === "string" && SLOTS.has(description) && disabled !== true)
    .map(({ mid, description, simulcast }) => ({ mid: mid as string, slot: description as MediaSlot, simulcast: simulcast === true }));
  return { feed, participantId: name.slice(0, at) as ParticipantId, build, streams: known };
}
