/**
 * What the guest on this page may see and do now. It follows the relay's views (VIEW1) and adds what only the browser knows: whether
 * the relay can be reached, whether a too-early link is worth another look (LINK4), whether the guest itself chose to go.
 * Elements ask it (`knock`, `leave`); it moves only when the relay has decided.
 */

import type { GuestConnection } from "../connection/relay-connection.ts";
import { EARLY_POLL_MS } from "../../protocol/limits.ts";
import type { InstanceId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Refusal, RefusalCode } from "../../protocol/refusals.ts";
import type { GuestView, InvitationInfo } from "../../protocol/views.ts";
import { isUnable } from "./ability.ts";
import { GuestMemory } from "./guest-memory.ts";

export type LobbyView = Extract<GuestView, { state: "lobby" }>;
export type WaitingView = Extract<GuestView, { state: "waiting" }>;
export type InsideView = Extract<GuestView, { state: "in" }>;

/** Times in ms, wall clock. */
export type GuestState =
  /** Nothing is known yet. */
  | { is: "connecting" }
  /** The link does not work yet; looked at again by itself. */
  | { is: "early"; opensAt: number; info: InvitationInfo | undefined }
  /** May ask to join. */
  | { is: "lobby"; view: LobbyView }
  | { is: "waiting"; view: WaitingView }
  | { is: "in"; view: InsideView }
  /** Outside, and why. `canRejoin`: asking again can work, once `retryAt` has come. `insideForMs`: there was a seat, that long. */
  | {
      is: "out";
      reason: RefusalCode;
      canRejoin: boolean;
      info: InvitationInfo | undefined;
      retryAt?: number;
      insideForMs?: number | undefined;
    };

/** What the connection sends with every attempt. */
export type GuestAuthSource = () => Promise<{ link: string; ticket: string | null; instance: InstanceId }>;

export interface GuestStoreSettings {
  /** The drop-in link's token, as it stands in the fragment. */
  link: string;
  connect: (auth: GuestAuthSource) => GuestConnection;
  /** Called when the relay is being asked. */
  meanwhile?: () => void;
  /** ms, wall clock; tests turn it by hand. */
  now?: () => number;
}

export class GuestStore {
  readonly connection: GuestConnection;
  /** This page load, for signals (SIG3). */
  readonly instance: InstanceId = newId("ins");
  state: GuestState = { is: "connecting" };
  /** A request to join or to leave is on its way. */
  busy = false;
  /** Why the last request to join was not accepted, while the guest may still ask. */
  problem: Refusal | undefined;
  readonly #memory: GuestMemory;
  readonly #now: () => number;
  readonly #told = new Set<() => void>();
  readonly #ends: (() => void)[];
  #version = 0;
  #info: InvitationInfo | undefined;
  /** The guest took its request back and was not asked for another since. */
  #withdrew = false;
  #again: ReturnType<typeof setTimeout> | undefined;

  constructor({ link, connect, meanwhile, now = Date.now }: GuestStoreSettings) {
    this.#memory = new GuestMemory(link);
    this.#now = now;
    this.connection = connect(async () => {
      const ticket = (await this.#memory.ticket()) ?? null;
      setTimeout(() => meanwhile?.());
      return { link, ticket, instance: this.instance };
    });
    this.#ends = [
      this.connection.on("view", (view) => this.#see(view)),
      this.connection.on("ticket", ({ ticket }) => void this.#memory.keepTicket(ticket)),
      this.connection.watch(() => this.#connectionMoved()),
    ];
  }

  /** Told of every change; returns what ends that. */
  subscribe(told: () => void): () => void {
    this.#told.add(told);
    return () => this.#told.delete(told);
  }

  open(): void {
    this.connection.open();
  }

  /** Ends everything this store started: connection, timers, listeners. */
  close(): void {
    clearTimeout(this.#again);
    globalThis.document?.removeEventListener("visibilitychange", this.#lookAgain);
    for (const end of this.#ends) end();
    this.connection.close();
    this.#told.clear();
  }

  /** Asks to join, or to come back in. Refused for good: the state says so; refused for now: `problem` does. */
  async knock(name: string): Promise<void> {
    if (this.busy || (this.state.is === "lobby" && isUnable(this.state.view))) return;
    this.#begin();
    // A door that refused, or that closed after a last word, is asked again.
    this.connection.open();
    const answer = await this.connection.request("guest:knock", { name });
    this.busy = false;
    if (answer.ok) {
      this.#withdrew = false;
      this.#see(answer.value);
    } else {
      this.#refused(answer.refusal);
    }
  }

  /** Takes the request back: the guest may ask again. */
  async cancelKnock(): Promise<void> {
    if (this.state.is !== "waiting") return;
    this.#begin();
    const answer = await this.connection.request("guest:cancel", {});
    this.busy = false;
    if (!answer.ok) this.#refused(answer.refusal);
    this.#changed();
  }

  /** Goes, from wherever the guest is. Works without a network too: what the relay cannot be told, it finds out by the lost connection. */
  async leave(): Promise<void> {
    const { is } = this.state;
    if (is !== "waiting" && is !== "in") return;
    this.#withdrew = true;
    this.#begin();
    const answer = await this.connection.request(is === "in" ? "call:leave" : "guest:cancel", {});
    this.busy = false;
    if (!answer.ok) this.connection.close();
    // The relay's own word, with how long it was, comes by itself; without a relay there is only this.
    if (this.#isHere()) this.#goTo({ is: "out", reason: "left", canRejoin: true, info: this.#info });
  }

  /** Goes on in this tab after a newer one took over, or after the door was unreachable. */
  resume(): void {
    this.#withdrew = false;
    this.#goTo({ is: "connecting" });
    this.connection.open();
  }

  #isHere(): boolean {
    return this.state.is !== "out";
  }

  #begin(): void {
    this.busy = true;
    this.problem = undefined;
    this.#changed();
  }

  #see(view: GuestView): void {
    if (view.version < this.#version) return;
    this.#version = view.version;
    this.#info = view.info;
    if (view.state !== "out") {
      if (view.state === "lobby" && this.#withdrew) {
        return this.#goTo({ is: "out", reason: "left", canRejoin: true, info: view.info });
      }
      // The view says which state it is of.
      return this.#goTo({ is: view.state, view } as GuestState);
    }
    const { reason, canRejoin, info, retryAt, insideForMs } = view;
    this.#goTo({
      is: "out",
      reason,
      canRejoin,
      info,
      ...(retryAt === undefined ? {} : { retryAt: Date.parse(retryAt) }),
      insideForMs,
    });
    // The door's last word. Coming back by itself would only take the place from a newer tab (SEAT4).
    if (!canRejoin) this.connection.close();
  }

  #connectionMoved(): void {
    const { state } = this.connection;
    // A reconnect starts with a fresh view, perhaps from a store that was set back.
    if (state.is === "open") this.#version = 0;
    if (state.is === "refused") this.#refused(state.refusal);
    else this.#changed();
  }

  #refused(refusal: Refusal): void {
    const { code, opensAt, retryAfterMs, info } = refusal;
    if (info !== undefined) this.#info = info;
    switch (code) {
      case "too-early":
        return this.#waitForOpening(opensAt === undefined ? this.#now() : Date.parse(opensAt));
      case "unavailable":
      case "rate-limited":
      case "bad-request":
      case "session-full":
        // Before anything was shown there is no page on which to say it.
        if (this.state.is === "connecting") break;
        this.problem = refusal;
        return this.#changed();
      case "not-allowed":
        // Inside or waiting: this one request was refused, not the guest.
        if (this.state.is !== "connecting" && this.connection.state.is === "open") {
          this.problem = refusal;
          return this.#changed();
        }
        break;
      default:
    }
    this.#goTo({
      is: "out",
      // A link that the door cannot even read was cut short on its way here.
      reason: code === "bad-request" ? "link-invalid" : code,
      canRejoin: code === "denied",
      info: this.#info,
      ...(retryAfterMs === undefined ? {} : { retryAt: this.#now() + retryAfterMs }),
    });
  }

  /** LINK4: the opening time, or a host who comes before it. This browser's clock may be wrong, so the door is asked, not the clock. */
  #waitForOpening(opensAt: number): void {
    this.#goTo({ is: "early", opensAt, info: this.#info });
    const untilOpen = opensAt - this.#now();
    const pause = untilOpen > 0 ? Math.min(untilOpen, EARLY_POLL_MS) : EARLY_POLL_MS / 3;
    // Spread, for everyone who was invited waits for the same second.
    this.#again = setTimeout(this.#lookAgain, pause + Math.random() * 1_000);
    globalThis.document?.addEventListener("visibilitychange", this.#lookAgain);
  }

  /** Also when the tab is seen again: a hidden one's timers may have slept. */
  readonly #lookAgain = (): void => {
    if (this.state.is !== "early" || globalThis.document?.visibilityState === "hidden") return;
    this.connection.open();
  };

  #goTo(state: GuestState): void {
    clearTimeout(this.#again);
    globalThis.document?.removeEventListener("visibilitychange", this.#lookAgain);
    this.state = state;
    if (state.is !== "lobby") this.problem = undefined;
    this.#changed();
  }

  #changed(): void {
    for (const told of [...this.#told]) told();
  }
}
