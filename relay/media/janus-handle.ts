/** One handle of one Janus: asked with a time limit, and asked no more once it is gone. */

import type { Handle, Jsep } from "janode";

export type { Jsep };

/** Janus said no. `code` is VideoRoom's own number. */
export class JanusRefusal extends Error {
  override name = "JanusRefusal";
  constructor(
    message: string,
    readonly code: number,
  ) {
    super(message);
  }
}
/** Janus cannot be reached, did not answer in time, or let the handle go. */
export class JanusAway extends Error {
  override name = "JanusAway";
}

/** VideoRoom's numbers for what is told apart here. */
export const NO_SUCH_ROOM = 426;
export const ROOM_EXISTS = 427;
export const NO_SUCH_FEED = 428;

/** A Janus that lives answers within milliseconds (MEDIA3). */
export const ANSWER_WITHIN_MS = 2_500;

export interface Answer {
  data: Record<string, unknown>;
  jsep: Jsep | undefined;
}

/** Names of janode's events, told apart from the package so that this file can be loaded without it. */
export interface HandleEvents {
  gone: string;
  hangup: string;
  up: string;
  feeds: string;
  unpublished: string;
  left: string;
}

export class JanusHandle {
  #gone = false;
  /** Nobody awaits anything of it any more. */
  readonly #ended = new Set<() => void>();

  constructor(
    private readonly handle: Handle,
    private readonly events: HandleEvents,
  ) {
    handle.once(events.gone, () => this.lose());
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Told once, when Janus lets the handle go or is lost. */
  onGone(told: () => void): void {
    if (this.#gone) told();
    else this.#ended.add(told);
  }

  /** The media's connection stands. */
  onUp(told: () => void): void {
    this.handle.on(this.events.up, told);
  }

  /** The media's connection has ended; the handle is still there. */
  onHangup(told: () => void): void {
    this.handle.on(this.events.hangup, told);
  }

  /** Feeds of the room that this handle joined: those that came or changed, and each that went. */
  onFeeds(came: (publishers: unknown) => void, went: (feed: string | number) => void): void {
    const gone = ({ feed }: { feed?: unknown }) => (typeof feed === "string" || typeof feed === "number") && went(feed);
    this.handle.on(this.events.feeds, ({ publishers }: { publishers: unknown }) => came(publishers));
    this.handle.on(this.events.unpublished, gone);
    this.handle.on(this.events.left, gone);
  }

  /** Rejects with `JanusRefusal` or `JanusAway`. */
  async ask(body: object, jsep?: Jsep): Promise<Answer> {
    const { plugindata, jsep: answer } = await this.#within(this.handle.message(body, jsep));
    return { data: plugindata?.data ?? {}, jsep: answer };
  }

  async trickle(candidates: object[]): Promise<void> {
    await this.#within(this.handle.trickle(candidates.length === 1 ? candidates[0]! : candidates));
  }

  /** Lets it go. A Janus that is away has let it go, or will in time. */
  async detach(): Promise<void> {
    if (this.#gone) return;
    const { handle } = this;
    this.lose();
    await within(handle.detach()).catch(() => undefined);
  }

  /** Janus is lost, and the handle with it. */
  lose(): void {
    if (this.#gone) return;
    this.#gone = true;
    for (const told of this.#ended) told();
    this.#ended.clear();
  }

  async #within<T>(asked: Promise<T>): Promise<T> {
    if (this.#gone) {
      asked.catch(() => undefined);
      throw new JanusAway("The handle is gone.");
    }
    return within(asked);
  }
}

/** janode itself waits without end. */
export async function within<T>(asked: Promise<T>, ms = ANSWER_WITHIN_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new JanusAway("Janus did not answer in time.")), ms);
  });
  try {
    return await Promise.race([asked, late]);
  } catch (error) {
    if (error instanceof JanusAway) throw error;
    const { message, _code: code } = error as Error & { _code?: number };
    throw code === undefined ? new JanusAway(message) : new JanusRefusal(message, code);
  } finally {
    clearTimeout(timer);
  }
}
