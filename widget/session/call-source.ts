/**
 * How a tag comes to its call: a guest's through the `<drop-in-join>` around it, a host's through its provider or its own `relay` and
 * `token`. The call, and the devices if nobody else gave them, end with the tag's stay on the page.
 */

import type { ReactiveController } from "lit";
import type { Context, ContextType } from "@lit/context";
import { ContextEvent } from "@lit/context";
import { isId } from "../../protocol/ids.ts";
import type { HostConnection } from "../connection/relay-connection.ts";
import { LocalMedia } from "../media/local-media.ts";
import type { CallDoor } from "./call-door.ts";
import type { CallStoreSettings } from "./call-store.ts";
import { CallStore } from "./call-store.ts";
import { guestStoreContext, localMediaContext } from "./contexts.ts";
import { GuestCallDoor } from "./guest-call-door.ts";
import type { GuestStore } from "./guest-store.ts";
import type { HostLink, LinkedTag } from "./host-link.ts";
import type * as HostSide from "./host-side.ts";
import type { LinkComplaint } from "./link-complaint.ts";
import { NOT_LOADED } from "./link-complaint.ts";

export type CallTag = LinkedTag & { readonly sessionId: string };

/** A file that did not come is asked for again after this long, ms. */
const AGAIN_MS = 3_000;

type Made = { connection: HostConnection; sessionId: string } | GuestStore;

export class CallSource implements ReactiveController {
  call: CallStore | undefined;
  /** Why there can be no call: a mistake of the page. */
  complaint: LinkComplaint | undefined;
  /** Set by tests, to stand in an engine of their own. */
  load: CallStoreSettings["load"];
  readonly #tag: CallTag;
  readonly #told: () => void;
  #host: typeof HostSide | undefined;
  #link: HostLink | undefined;
  #notLoaded = false;
  #again: ReturnType<typeof setTimeout> | undefined;
  #guest: GuestStore | undefined;
  #given: LocalMedia | undefined;
  #own: LocalMedia | undefined;
  /** What the call was made of: another one makes another call. */
  #made: Made | undefined;

  /** @param told called whenever `call` or `complaint` is another */
  constructor(tag: CallTag, told: () => void) {
    this.#tag = tag;
    this.#told = told;
    tag.addController(this);
  }

  /** The devices of the call, before there is one too. */
  get media(): LocalMedia {
    return this.#given ?? (this.#own ??= new LocalMedia());
  }

  /** Whether the devices were set up by somebody else before. */
  get mediaGiven(): boolean {
    return this.#given !== undefined;
  }

  hostConnected(): void {
    this.#guest = given(this.#tag, guestStoreContext);
    this.#given = given(this.#tag, localMediaContext);
    // Inside a guest's page there is no host connection to ask for.
    if (this.#guest === undefined) void this.#linkHost();
    this.#choose();
  }

  hostUpdate(): void {
    if (this.#tag.isConnected) this.#choose();
  }

  hostDisconnected(): void {
    clearTimeout(this.#again);
    // A tag that is moved within the page leaves and comes back in one go: the call goes on.
    queueMicrotask(() => {
      if (!this.#tag.isConnected) this.#end();
    });
  }

  async #linkHost(): Promise<void> {
    clearTimeout(this.#again);
    try {
      this.#host ??= await import("./host-side.ts");
      this.#notLoaded = false;
    } catch {
      this.#notLoaded = true;
      if (this.#tag.isConnected) this.#again = setTimeout(() => void this.#linkHost(), AGAIN_MS);
    }
    // A tag that went meanwhile asks anew when it is back.
    if (!this.#tag.isConnected || this.#guest !== undefined) return;
    if (this.#host !== undefined) this.#link ??= new this.#host.HostLink(this.#tag, () => this.#choose());
    this.#choose();
  }

  #choose(): void {
    if (this.#guest !== undefined) {
      const guest = this.#guest;
      if (this.#made !== guest) this.#begin(guest, () => new GuestCallDoor(guest));
      return;
    }
    const state = this.#link?.state;
    const { sessionId } = this.#tag;
    const complaint =
      state?.is === "broken" ? state.complaint : (sessionComplaint(sessionId) ?? (this.#notLoaded ? NOT_LOADED : undefined));
    if (complaint?.what !== this.complaint?.what || complaint?.attribute !== this.complaint?.attribute) {
      this.complaint = complaint;
      this.#told();
    }
    const host = this.#host;
    if (host === undefined || state?.is !== "linked" || !isId("ses", sessionId)) return;
    const { connection } = state;
    const made = this.#made;
    if (made !== undefined && "sessionId" in made && made.connection === connection && made.sessionId === sessionId) return;
    this.#begin({ connection, sessionId }, () => new host.HostCallDoor(connection, sessionId));
  }

  #begin(of: Made, door: () => CallDoor): void {
    this.call?.close();
    this.#made = of;
    this.call = new CallStore({ door: door(), media: this.media, load: this.load });
    this.#told();
  }

  #end(): void {
    this.call?.close();
    this.call = undefined;
    this.#made = undefined;
    this.#own?.stop();
    this.#own = undefined;
    this.#told();
  }
}

/** What a tag around this one hands in; undefined if there is none. */
function given<C extends Context<unknown, unknown>>(tag: HTMLElement, context: C): ContextType<C> | undefined {
  let value: ContextType<C> | undefined;
  tag.dispatchEvent(new ContextEvent(context, tag, (found) => (value = found)));
  return value;
}

function sessionComplaint(sessionId: string): LinkComplaint | undefined {
  if (isId("ses", sessionId)) return undefined;
  const fix = 'Set session-id="ses_…", as the relay gave it when the session was created.';
  return { attribute: "session-id", what: sessionId === "" ? "is missing." : `is "${sessionId}", which is no session id.`, fix };
}
