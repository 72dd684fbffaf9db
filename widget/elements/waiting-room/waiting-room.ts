import type { PropertyValues, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { ContextConsumer } from "@lit/context";
import { msg, str } from "@lit/localize";
import type { WaitingMessage } from "../../../protocol/views.ts";
import { define } from "../../define.ts";
import type { LocalMedia } from "../../media/local-media.ts";
import { CallBack } from "../../session/call-back.ts";
import { guestStoreContext, localMediaContext } from "../../session/contexts.ts";
import { Follow } from "../../session/follow.ts";
import type { GuestStore, WaitingView } from "../../session/guest-store.ts";
import { buttons, cards, people } from "../../theme/controls.ts";
import { speakerIcon } from "../../theme/device-icons.ts";
import { Ticker } from "../../theme/ticker.ts";
import { ago, duration } from "../../theme/when.ts";
import { DoorstepElement } from "../base.ts";
import { deviceButtons, selfView, selfViewStyles } from "../self-view.ts";
import { openDeviceDialog } from "../open-device-dialog.ts";
import { waitingRoomStyles } from "./waiting-room.styles.ts";

const MINUTE = 60_000;

/**
 * What a guest sees while it waits to be let in. Inside `<drop-in-join>` it needs nothing; elsewhere give it a `store`, or a `view`.
 * It never shows who else waits or who is inside.
 *
 * @tag waiting-room
 * @slot logo - The clinic's logo.
 * @slot heading - Instead of "You're in the waiting room".
 * @slot waiting - Instead of the words for the time of waiting.
 * @slot footer - Below everything.
 * @fires {CustomEvent<undefined>} cancel-knock - The guest no longer wishes to wait.
 * @csspart heading - The heading.
 * @csspart lead - The sentence under it.
 * @csspart presence - Whether the host is there, and since when the guest waits.
 * @csspart messages - The host's messages; each is a `message`.
 * @csspart tips - The card with words for the time of waiting.
 * @csspart chime-button - Plays the chime.
 * @csspart self-view - The guest's own picture.
 * @csspart device-buttons - The row of round buttons: `microphone-button`, `camera-button`, `settings-button`.
 * @csspart leave-button - Leaves the waiting room.
 */
export class WaitingRoom extends DoorstepElement {
  static override styles = [DoorstepElement.styles, buttons, cards, people, selfViewStyles, waitingRoomStyles];

  /** Shows the guest's place in line, if the clinic tells it. */
  @property({ type: Boolean, attribute: "show-position" }) showPosition = false;
  /** What the guest may see, outside of `<drop-in-join>`. */
  @property({ attribute: false }) store?: GuestStore;
  /** Instead of a store: what to show. */
  @property({ attribute: false }) view?: WaitingView;
  /** Camera and microphone, outside of `<drop-in-join>`. */
  @property({ attribute: false }) media?: LocalMedia;

  /** Whether the chime could be heard, once it was tried. */
  @state() private chimed: boolean | undefined;
  /** What screen readers are told: the newest change, and only that. */
  @state() private news = "";

  readonly #givenStore = new ContextConsumer(this, { context: guestStoreContext, subscribe: true });
  readonly #givenMedia = new ContextConsumer(this, { context: localMediaContext, subscribe: true });
  readonly #callBack = new CallBack();
  #shown: WaitingView | undefined;

  constructor() {
    super();
    new Follow(
      this,
      () => this.#store,
      () => this.#announceAdmission(),
    );
    new Follow(this, () => this.#media);
    new Ticker(this, MINUTE / 4);
  }

  get #store(): GuestStore | undefined {
    return this.store ?? this.#givenStore.value;
  }

  get #media(): LocalMedia | undefined {
    return this.media ?? this.#givenMedia.value;
  }

  get #view(): WaitingView | undefined {
    if (this.view !== undefined) return this.view;
    const { state } = this.#store ?? {};
    return state?.is === "waiting" ? state.view : undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#callBack.close();
  }

  override focus(options?: FocusOptions): void {
    // It may be asked before it has drawn anything.
    void this.updateComplete.then(() => this.renderRoot.querySelector("h1")?.focus(options));
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const view = this.#view;
    if (view === undefined || view === this.#shown) return;
    const before = this.#shown;
    this.#shown = view;
    if (before === undefined) return;
    const fresh = view.messages.filter(({ id }) => !before.messages.some((known) => known.id === id)).at(-1);
    const { hostName } = view.info;
    if (fresh !== undefined) this.news = msg(str`Message from ${fresh.from}: ${fresh.text}`, { id: "waiting-room.news.message" });
    else if (view.hostPresent && !before.hostPresent) this.news = here(hostName);
    else if (view.awaitingSeat && !before.awaitingSeat) this.news = leadOf(view);
  }

  protected override renderContent(): TemplateResult | typeof nothing {
    const view = this.#view;
    if (view === undefined) return nothing;
    const media = this.#media;
    const now = Date.now();
    return html`
      <slot name="logo"></slot>
      <div class="top">
        <div class="words">
          <slot name="heading"><h1 part="heading" tabindex="-1">${headingOf(view)}</h1></slot>
          <p class="lead" part="lead">${leadOf(view)}</p>
        </div>
        ${media === undefined ? nothing : selfView(media, view.name)}
      </div>
      <div class="presence" part="presence">
        <span class="halo ${view.hostPresent ? "here" : ""}"><span class="dot ${view.hostPresent ? "accent" : ""}"></span></span>
        <div>
          <strong
            >${view.hostPresent ? here(view.info.hostName) : msg(str`${view.info.hostName} isn't here yet`, { id: "waiting-room.host-away" })}</strong
          >
          <span class="small muted">${waitingFor(now - Date.parse(view.since), this.locale)}${this.#place(view)}</span>
        </div>
      </div>
      ${messagesOf(view.messages, this.locale, now)}
      <slot name="waiting">${this.#tips()}</slot>
      <div class="foot">
        ${media === undefined ? nothing : deviceButtons(media, () => openDeviceDialog(this, media))}
        <button type="button" class="button wide" part="leave-button" ?disabled=${this.#store?.busy === true} @click=${() => this.#leave()}>
          ${msg("Leave", { id: "waiting-room.leave" })}
        </button>
        <slot name="footer"></slot>
      </div>
      <div class="visually-hidden" role="status">${this.news}</div>
    `;
  }

  #tips(): TemplateResult {
    return html`<div class="card tips" part="tips">
      <h2>${msg("While you wait", { id: "waiting-room.tips.title" })}</h2>
      <p class="small muted">
        ${msg("Find a quiet spot and keep your device plugged in. Keep this page open: we'll chime when you're let in.", { id: "waiting-room.tips.text" })}
      </p>
      <button type="button" class="button quiet small" part="chime-button" @click=${() => this.#testChime()}>
        ${speakerIcon()}${msg("Play the chime", { id: "waiting-room.chime" })}
      </button>
      <p class="small muted" role="status">
        ${
          this.chimed === undefined
            ? nothing
            : this.chimed
              ? msg("If you didn't hear it, turn your sound up.", { id: "waiting-room.chime.played" })
              : msg("This browser can't play it right now. Keep an eye on this page.", { id: "waiting-room.chime.silent" })
        }
      </p>
    </div>`;
  }

  #place({ position }: WaitingView): string | typeof nothing {
    if (!this.showPosition || position === undefined) return nothing;
    const place = new Intl.NumberFormat(this.locale).format(position);
    return " · " + msg(str`Number ${place} in line`, { id: "waiting-room.position" });
  }

  async #testChime(): Promise<void> {
    this.chimed = await this.#callBack.try();
  }

  #leave(): void {
    this.tell("cancel-knock");
    void this.#store?.leave();
  }

  /** Alone on a vendor's page, it must call the guest back itself; inside `<drop-in-join>` that one does. */
  #announceAdmission(): void {
    if (this.store?.state.is !== "in" || this.#shown === undefined) return;
    this.#shown = undefined;
    this.news = this.speak(() => msg("You have been let in.", { id: "waiting-room.admitted" }));
    this.#callBack.call(this.news);
  }
}

function headingOf({ sentBack }: WaitingView): string {
  return sentBack
    ? msg("You're back in the waiting room", { id: "waiting-room.heading.back" })
    : msg("You're in the waiting room", { id: "waiting-room.heading" });
}

function leadOf({ info: { hostName }, hostPresent, sentBack, awaitingSeat }: WaitingView): string {
  if (awaitingSeat) {
    return msg("The session is full right now. You come in by yourself as soon as someone leaves.", { id: "waiting-room.lead.full" });
  }
  if (sentBack) {
    return msg(str`${hostName} asked you to wait here for a moment. Keep this page open.`, { id: "waiting-room.lead.back" });
  }
  return hostPresent
    ? msg(str`${hostName} knows you're here and will let you in.`, { id: "waiting-room.lead.present" })
    : msg(str`You'll be let in when ${hostName} comes.`, { id: "waiting-room.lead.away" });
}

const here = (hostName: string): string => msg(str`${hostName} is in the session`, { id: "waiting-room.host-here" });

function waitingFor(ms: number, locale: string): string {
  if (ms < MINUTE) return msg("You just arrived", { id: "waiting-room.since.now" });
  const time = duration(ms, locale);
  return msg(str`Waiting for ${time}`, { id: "waiting-room.since" });
}

/** Newest first: it is the one that matters. */
function messagesOf(messages: WaitingMessage[], locale: string, now: number): TemplateResult | typeof nothing {
  if (messages.length === 0) return nothing;
  return html`<ul class="messages" part="messages">
    ${messages.toReversed().map(
      ({ from, text, at }) =>
        html`<li class="card soft" part="message">
          <p class="from"><bdi>${from}</bdi>, ${ago(Date.parse(at), locale, now)}</p>
          <p class="text" dir="auto">${text}</p>
        </li>`,
    )}
  </ul>`;
}

define("waiting-room", WaitingRoom);

declare global {
  interface HTMLElementTagNameMap {
    "waiting-room": WaitingRoom;
  }
}
