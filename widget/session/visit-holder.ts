/** Keeps a tag's visit: begins it when the tag has a link and a relay, hands it to the tags inside, tells what happens, ends it with the tag. */

import type { ReactiveController, ReactiveElement } from "lit";
import { ContextProvider } from "@lit/context";
import { guestStoreContext, localMediaContext } from "./contexts.ts";
import { dropInLink } from "./drop-in-link.ts";
import { Follow } from "./follow.ts";
import type { GuestNews } from "./guest-news.ts";
import { guestNews } from "./guest-news.ts";
import type { GuestState } from "./guest-store.ts";
import type { VisitSettings } from "./guest-visit.ts";
import { GuestVisit } from "./guest-visit.ts";

const CONNECTING: GuestState = { is: "connecting" };
/** The page came without a link. */
const NO_LINK: GuestState = { is: "out", reason: "link-invalid", canRejoin: false, info: undefined };

export class VisitHolder implements ReactiveController {
  visit: GuestVisit | undefined;
  /** The drop-in link's token. */
  link: string | undefined;
  /** The name the guest is known by, also after it went. */
  name = "";
  /** Set by tests, to stand in a connection and devices of their own. */
  parts: Pick<VisitSettings, "connect" | "media"> = {};
  readonly #host: ReactiveElement;
  readonly #told: (news: GuestNews, before: GuestState) => void;
  readonly #meanwhile: () => void;
  readonly #followed: Follow;
  readonly #store: ContextProvider<typeof guestStoreContext>;
  readonly #media: ContextProvider<typeof localMediaContext>;
  /** What the visit was begun with. */
  #begunWith: { relay: string; link: string | undefined } | undefined;
  /** The state that was last told of. */
  #last: GuestState = CONNECTING;
  #withoutLink = false;

  /**
   * @param told called for everything that happens, with the state before it
   * @param meanwhile called when the relay is asked what the link opens
   */
  constructor(host: ReactiveElement, told: (news: GuestNews, before: GuestState) => void, meanwhile: () => void) {
    this.#host = host;
    this.#told = told;
    this.#meanwhile = meanwhile;
    this.#store = new ContextProvider(host, { context: guestStoreContext });
    this.#media = new ContextProvider(host, { context: localMediaContext });
    host.addController(this);
    this.#followed = new Follow(
      host,
      () => this.visit?.store,
      () => this.#follow(),
    );
    new Follow(host, () => this.visit?.media);
  }

  get state(): GuestState {
    return this.visit?.store.state ?? (this.#withoutLink ? NO_LINK : CONNECTING);
  }

  /** Begins, or begins anew when one of the two is another. @param link the tag's own; absent: the page's */
  begin(relay: string, link: string | undefined): void {
    const before = this.#begunWith;
    this.#begunWith = { relay, link };
    // Taken off the page before it began: it does when it is put back.
    if (!this.#host.isConnected) return;
    const token = dropInLink(link);
    if ((this.visit !== undefined || this.#withoutLink) && token === this.link && relay === before?.relay) return;
    this.#end();
    this.link = token;
    this.#withoutLink = token === undefined;
    if (token === undefined) return this.#tell(NO_LINK);
    this.visit = new GuestVisit({ relay, link: token, meanwhile: this.#meanwhile, ...this.parts });
    this.#store.setValue(this.visit.store);
    this.#media.setValue(this.visit.media);
    // What the door says at once is not missed.
    this.#followed.hostUpdate();
    this.#follow();
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    addEventListener("hashchange", this.#hashChanged);
    if (this.#begunWith !== undefined) this.begin(this.#begunWith.relay, this.#begunWith.link);
  }

  hostDisconnected(): void {
    removeEventListener("hashchange", this.#hashChanged);
    // Moved within the page, it is back by then, and nothing was lost.
    queueMicrotask(() => {
      if (!this.#host.isConnected) this.#end();
    });
  }

  #end(): void {
    this.visit?.close();
    this.visit = undefined;
    this.#withoutLink = false;
    this.#last = CONNECTING;
    this.#store.setValue(undefined);
    this.#media.setValue(undefined);
  }

  /** The guest's state is another: devices and events go along. */
  #follow(): void {
    const { visit, state } = this;
    if (visit === undefined || state === this.#last) return;
    if ("view" in state) {
      this.name = state.view.name;
      visit.openDevices();
    } else if (state.is === "out") {
      visit.closeDevices();
    }
    this.#tell(state);
  }

  #tell(state: GuestState): void {
    const before = this.#last;
    this.#last = state;
    for (const news of guestNews(before, state)) this.#told(news, before);
  }

  /** Another link in the same tab. */
  readonly #hashChanged = (): void => {
    if (this.#begunWith === undefined || this.#begunWith.link !== undefined || location.hash.length < 2) return;
    this.begin(this.#begunWith.relay, undefined);
  };
}
