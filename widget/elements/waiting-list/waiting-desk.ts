/** What makes the list work: looks at the relay's view, tells the page what is new, and asks for what a host decides. */

import type { ReactiveController } from "lit";
import type { GuestId, SessionId } from "../../../protocol/ids.ts";
import { isId } from "../../../protocol/ids.ts";
import type { Result } from "../../../protocol/refusals.ts";
import { accepted, refused } from "../../../protocol/refusals.ts";
import type { HostView, WaitingSummary } from "../../../protocol/views.ts";
import { ArrivalAlerts } from "../../session/arrival-alerts.ts";
import type { DoorRequests, SessionStore } from "../../session/host-store.ts";
import { WaitingStore } from "../../session/host-store.ts";
import { HostWatch } from "../../session/host-watch.ts";
import { hostSentence } from "../../session/refusal-sentences.ts";
import { buttons, cards, fields, people, skeletons } from "../../theme/controls.ts";
import { localeOf } from "../../locales/language.ts";
import { speakingAs } from "../../locales/speech.ts";
import { number } from "../../theme/words.ts";
import { adopt } from "../adopt.ts";
import type { Complaint } from "../base.ts";
import type { Desk, GuestDetail, Shown, WaitingTag } from "./desk.ts";
import { Herald } from "./herald.ts";
import { countInTitle } from "./page-title.ts";
import type { Waiter } from "./waiting-news.ts";
import { newsBetween, summaryOf, waitersOf } from "./waiting-news.ts";
import { deskStyles } from "./waiting-desk.styles.ts";
import { WaitingRows } from "./waiting-rows.ts";

export interface DeskTag {
  tell: (name: string, detail: GuestDetail) => void;
  complain: (complaint: Complaint | undefined) => void;
}

/** How often "2 minutes" is looked at again. */
const TICK_MS = 15_000;
/** Who waits is not known, so nothing can be done for them. */
const NOT_KNOWN = refused("unavailable", "There is no connection to the relay.");

export class WaitingDesk implements Desk, ReactiveController {
  readonly tag: WaitingTag;
  error: string | undefined;
  readonly #outside: DeskTag;
  readonly #watch: HostWatch<SessionStore | WaitingStore>;
  readonly #herald: Herald;
  readonly #rows: WaitingRows;
  /** Those known to wait; null before the first view. */
  #known: Map<GuestId, Waiter> | null = null;
  /** What was asked for somebody and is not answered yet; `gone`: the view has moved already. */
  readonly #asked = new Map<GuestId, { gone: boolean }>();
  /** Those whose outcome was told while the view still shows them. */
  readonly #over = new Set<GuestId>();
  readonly #afterwards = new Map<GuestId, () => void>();
  #ticking: ReturnType<typeof setInterval> | undefined;
  #looking: SessionStore | WaitingStore | undefined;
  #complaint: Complaint | undefined;

  constructor(tag: WaitingTag, outside: DeskTag) {
    this.tag = tag;
    this.#outside = outside;
    adopt(tag, buttons, fields, people, cards, skeletons, deskStyles);
    this.#herald = new Herald(this);
    this.#rows = new WaitingRows(this);
    this.#watch = new HostWatch<SessionStore | WaitingStore>(tag, {
      pick: (stores) => (tag.sessionId === "" ? stores.waiting() : isId("ses", tag.sessionId) ? stores.session(tag.sessionId) : undefined),
      told: () => this.#told(),
    });
    tag.addController(this);
  }

  get locale(): string {
    return localeOf(this.tag);
  }

  get shown(): Shown {
    const state = this.#watch.store?.state ?? { is: "loading" as const };
    if (state.is !== "ready") return state;
    const { view } = state;
    const all = Array.isArray(view) ? (view as WaitingSummary[]) : [summaryOf(view as HostView)];
    return { is: "ready", stale: state.stale, sessions: all.filter(({ waiting }) => waiting.length > 0) };
  }

  get onScreen(): boolean {
    return this.#rows.visible;
  }

  get count(): number {
    return this.#known?.size ?? 0;
  }

  waiter(guestId: GuestId): Waiter | undefined {
    return this.#known?.get(guestId);
  }

  busy(guestId: GuestId): boolean {
    return this.#asked.has(guestId) || this.#over.has(guestId);
  }

  get offersNotices(): boolean {
    return this.tag.notify && ArrivalAlerts.permission === "default";
  }

  async allowNotices(): Promise<void> {
    await ArrivalAlerts.ask();
    this.tag.requestUpdate();
  }

  forgetNotes(): void {
    this.#herald.forgetAll();
    this.tag.requestUpdate();
  }

  render(): unknown {
    return [this.#rows.render(), this.#herald.render()];
  }

  hostUpdate(): void {
    const { sessionId } = this.tag;
    const complaint: Complaint | undefined =
      this.#watch.complaint ??
      (sessionId === "" || isId("ses", sessionId)
        ? undefined
        : {
            attribute: "session-id",
            what: `is "${sessionId}", which is no session.`,
            fix: "Leave it out for all sessions of this host, or set it to an id, ses_….",
          });
    if (complaint === this.#complaint) return;
    this.#complaint = complaint;
    this.#outside.complain(complaint);
  }

  hostConnected(): void {
    this.#herald.open();
  }

  hostDisconnected(): void {
    // Not at once: a tag that is moved within the page leaves and comes back in one go.
    queueMicrotask(() => {
      if (this.tag.isConnected) return;
      this.#forgetAll();
      this.#herald.close();
    });
  }

  afterwards(guestId: GuestId, then: () => void): void {
    this.#afterwards.set(guestId, then);
  }

  async admit(guestId: GuestId): Promise<Result<unknown>> {
    return this.#decide(guestId, "guest-admitted", (door) => door.admit(guestId));
  }

  async deny(guestId: GuestId): Promise<Result<unknown>> {
    return this.#decide(guestId, "guest-denied", (door) => door.deny(guestId));
  }

  async admitAll(only?: SessionId): Promise<Result<{ admitted: number; left: number }>> {
    if (this.shown.is !== "ready") return NOT_KNOWN;
    const sum = { admitted: 0, left: 0 };
    for (const sessionId of this.#sessions(only)) {
      const waiters = [...(this.#known?.values() ?? [])].filter(
        (waiter) => waiter.sessionId === sessionId && !this.busy(waiter.guest.guestId),
      );
      for (const { guest } of waiters) this.#asked.set(guest.guestId, { gone: false });
      this.tag.requestUpdate();
      const result = await this.#ask(sessionId, (door) => door.admitAll());
      // The list is in the order of the line, and so are those let in (ADMIT5).
      const admitted = result.ok ? result.value.admitted : 0;
      waiters.forEach((waiter, place) => this.#settle(waiter, place < admitted ? "guest-admitted" : undefined));
      if (!result.ok) return result;
      sum.admitted += admitted;
      sum.left += result.value.left;
    }
    if (sum.left > 0) this.error = speakingAs(this.locale, () => hostSentence("session-full"));
    this.tag.requestUpdate();
    return accepted(sum);
  }

  async message(text: string, guestId?: GuestId, only?: SessionId): Promise<Result<unknown>> {
    if (this.shown.is !== "ready") return NOT_KNOWN;
    if (guestId !== undefined) {
      const waiter = this.waiter(guestId);
      if (waiter === undefined) return refused("not-allowed", "This guest is not waiting.");
      return this.#ask(waiter.sessionId, (door) => door.message(text, guestId));
    }
    let last: Result<unknown> = accepted({});
    for (const sessionId of this.#sessions(only)) {
      last = await this.#ask(sessionId, (door) => door.message(text));
      if (!last.ok) break;
    }
    return last;
  }

  /** Sessions in which someone waits. */
  #sessions(only?: SessionId): SessionId[] {
    return [...new Set([...(this.#known?.values() ?? [])].map(({ sessionId }) => sessionId))].filter(
      (id) => only === undefined || id === only,
    );
  }

  async #ask<T>(sessionId: SessionId, request: (door: DoorRequests) => Promise<Result<T>>): Promise<Result<T>> {
    const { store } = this.#watch;
    if (store === undefined) return NOT_KNOWN;
    this.error = undefined;
    const result = await request(store instanceof WaitingStore ? store.door(sessionId) : store.door);
    if (!result.ok) this.error = speakingAs(this.locale, () => hostSentence(result.refusal.code));
    this.tag.requestUpdate();
    return result;
  }

  async #decide<T>(guestId: GuestId, outcome: string, request: (door: DoorRequests) => Promise<Result<T>>): Promise<Result<unknown>> {
    if (this.shown.is !== "ready") return NOT_KNOWN;
    const waiter = this.waiter(guestId);
    if (waiter === undefined) return refused("not-allowed", "This guest is not waiting.");
    if (this.#asked.has(guestId)) return refused("not-allowed", "This is being decided already.");
    this.#asked.set(guestId, { gone: false });
    this.tag.requestUpdate();
    const result = await this.#ask(waiter.sessionId, request);
    this.#settle(waiter, result.ok ? outcome : undefined);
    return result;
  }

  /** A request about `waiter` was answered; the view may have moved before the answer came, or moves after it. */
  #settle(waiter: Waiter, outcome: string | undefined): void {
    const { guestId } = waiter.guest;
    const gone = this.#asked.get(guestId)?.gone ?? false;
    this.#asked.delete(guestId);
    if (outcome !== undefined) this.#outside.tell(outcome, waiter);
    else if (gone) this.#outside.tell("guest-left-waiting", waiter);
    if (outcome === undefined) this.#afterwards.delete(guestId);
    if (outcome !== undefined && !gone) this.#over.add(guestId);
    this.tag.requestUpdate();
  }

  #told(): void {
    const { store } = this.#watch;
    if (store !== this.#looking) this.#forgetAll();
    this.#looking = store;
    const shown = this.shown;
    if (shown.is === "refused") this.#forgetAll();
    if (shown.is === "ready" && !shown.stale) this.#compare(waitersOf(shown.sessions));
    this.tag.requestUpdate();
  }

  #compare(now: Map<GuestId, Waiter>): void {
    const first = this.#known === null;
    const { came, gone } = newsBetween(this.#known ?? new Map(), now);
    this.#known = now;
    for (const waiter of gone) this.#left(waiter);
    for (const waiter of came) {
      this.#over.delete(waiter.guest.guestId);
      this.#outside.tell("guest-waiting", waiter);
    }
    if (!first) this.#herald.announce(came);
    countInTitle(this, new Set(now.keys()), (count) => number(this.locale, count));
    if (now.size > 0) this.#ticking ??= setInterval(() => this.tag.requestUpdate(), TICK_MS);
    else this.#stopTicking();
  }

  #left(waiter: Waiter): void {
    const { guestId } = waiter.guest;
    const afterwards = this.#afterwards.get(guestId);
    this.tag.requestUpdate();
    if (afterwards !== undefined) void this.tag.updateComplete.then(afterwards);
    this.#afterwards.delete(guestId);
    this.#herald.forget(guestId);
    if (this.#over.delete(guestId)) return;
    const asked = this.#asked.get(guestId);
    if (asked !== undefined) asked.gone = true;
    else this.#outside.tell(this.#isInside(guestId) ? "guest-admitted" : "guest-left-waiting", waiter);
  }

  /** Known only of a session that is looked at by itself. */
  #isInside(guestId: GuestId): boolean {
    const { state } = this.#watch.store ?? {};
    return state?.is === "ready" && "participants" in state.view && state.view.participants.some((each) => each.participantId === guestId);
  }

  #forgetAll(): void {
    this.#known = null;
    this.#over.clear();
    this.#afterwards.clear();
    this.#herald.forgetAll();
    this.#stopTicking();
    countInTitle(this, new Set(), String);
  }

  #stopTicking(): void {
    clearInterval(this.#ticking);
    this.#ticking = undefined;
  }
}
