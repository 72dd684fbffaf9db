/**
 * Tells the sockets of this relay when a session they look at has changed: once per tick however many commits it held, and only with
 * the newest version (VIEW1). What each of them makes of it, and whether that differs from what it has, is the viewer's own business.
 */

import type { SessionId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
import { accepted } from "../../protocol/refusals.ts";
import type { Session } from "../session/session.ts";
import type { SessionKeeper } from "../store/session-keeper.ts";
import type { DoorLog } from "./deps.ts";

/** One version of a session. `session: null`: deleted; `before` is what it last was. */
export interface Sight {
  version: number;
  session: Session | null;
  before: Session | null;
}

/** A socket that looks at one session. `see` must not throw for what is in a document. */
export interface Viewer {
  see(sight: Sight): void;
}

interface Feed {
  viewers: Set<Viewer>;
  newest: Sight | undefined;
  /** The last sight that was shown, for what was there before. */
  shown: Session | null;
  dirty: boolean;
  /** Resolves when the keeper watches. */
  opening: Promise<Result<() => void>>;
}

export class ViewFeed {
  readonly #feeds = new Map<SessionId, Feed>();
  readonly #dirty = new Set<SessionId>();
  #flushing = false;
  #after: (() => void)[] = [];

  constructor(
    private readonly keeper: Pick<SessionKeeper, "watch" | "held">,
    private readonly log: DoorLog,
  ) {}

  /** From now on `viewer` sees every change of the session. What stands now is not shown again: the caller knows it. */
  async enter(id: SessionId, viewer: Viewer): Promise<Result<null>> {
    let feed = this.#feeds.get(id);
    if (feed === undefined) {
      feed = this.#open(id);
      this.#feeds.set(id, feed);
    }
    feed.viewers.add(viewer);
    const opened = await feed.opening;
    if (opened.ok) return accepted(null);
    feed.viewers.delete(viewer);
    if (this.#feeds.get(id) === feed) this.#feeds.delete(id);
    return opened;
  }

  leave(id: SessionId, viewer: Viewer): void {
    const feed = this.#feeds.get(id);
    if (feed === undefined || !feed.viewers.delete(viewer) || feed.viewers.size > 0) return;
    this.#feeds.delete(id);
    void feed.opening.then((opened) => {
      if (opened.ok) opened.value();
    });
  }

  /** Calls `act` once what is committed by now has been shown: whatever goes to somebody just let in comes after the view that says so. */
  afterShowing(act: () => void): void {
    if (this.#flushing) this.#after.push(act);
    else act();
  }

  #open(id: SessionId): Feed {
    const feed: Feed = { viewers: new Set(), newest: undefined, shown: null, dirty: false, opening: undefined! };
    feed.opening = this.keeper.watch(id, ({ version, session }) => {
      if (feed.newest !== undefined && version <= feed.newest.version) return;
      feed.newest = { version, session, before: feed.shown };
      this.#mark(id);
    });
    return feed;
  }

  #mark(id: SessionId): void {
    this.#dirty.add(id);
    if (this.#flushing) return;
    this.#flushing = true;
    setImmediate(() => {
      this.#flushing = false;
      const ids = [...this.#dirty];
      this.#dirty.clear();
      for (const each of ids) this.#show(each);
      for (const act of this.#after.splice(0)) act();
    });
  }

  #show(id: SessionId): void {
    const feed = this.#feeds.get(id);
    if (feed?.newest === undefined) return;
    const sight = feed.newest;
    feed.shown = sight.session ?? feed.shown;
    for (const viewer of [...feed.viewers]) {
      try {
        viewer.see(sight);
      } catch (error) {
        this.log.error({ err: error, sessionId: id }, "a view could not be shown");
      }
    }
  }
}
