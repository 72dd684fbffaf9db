import type { PropertyValues, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { msg, str } from "@lit/localize";
import type { GuestId } from "../../../protocol/ids.ts";
import type { RefusalCode } from "../../../protocol/refusals.ts";
import type { Guest } from "../../../protocol/views.ts";
import { define } from "../../define.ts";
import { sentenceFor } from "../../session/sentences.ts";
import { CallPart } from "./call-part.ts";
import { notesStyles } from "./call-notes.styles.ts";

/** How long a note over the pictures stays. */
const NOTE_MS = 6_000;
/** A connection that is back this soon was hardly gone: no words are made of it. */
const AWAY_MS = 2_500;

/**
 * Short notes over the pictures: what went wrong and what to do about it, who knocks. Not a tag for pages.
 *
 * @fires unblock - Sound may be played now: somebody pressed.
 * @fires people - The list of people shall be opened.
 */
export class CallNotes extends CallPart {
  static override styles = [CallPart.styles, notesStyles];

  /** The browser plays nothing before somebody touches the page. */
  @property({ type: Boolean }) blocked = false;
  /** The list of people is open: whoever knocks stands there already. */
  @property({ type: Boolean }) listed = false;

  @state() private note: { words: string; warning: boolean } | undefined;
  /** Who knocked last. */
  @state() private knocking: GuestId | undefined;
  @state() private away = false;
  /** A host asked this person to speak. */
  @state() private asked = false;

  #noteTimer: ReturnType<typeof setTimeout> | undefined;
  #awayTimer: ReturnType<typeof setTimeout> | undefined;

  /** Shows `words` for a while. */
  say(words: string, warning = false): void {
    this.note = { words, warning };
    clearTimeout(this.#noteTimer);
    this.#noteTimer = setTimeout(() => (this.note = undefined), NOTE_MS);
  }

  /** Somebody came: let in with one press. */
  knock(guestId: GuestId): void {
    this.knocking = guestId;
  }

  /** A host asks this person to turn the microphone on: nobody else does (CALL2). */
  askToSpeak(): void {
    this.asked = true;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#noteTimer);
    clearTimeout(this.#awayTimer);
    this.#awayTimer = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.toggleAttribute("stays", this.call.secret?.broken === true);
    if (this.call.online) {
      clearTimeout(this.#awayTimer);
      this.#awayTimer = undefined;
      this.away = false;
    } else {
      this.#awayTimer ??= setTimeout(() => (this.away = true), AWAY_MS);
    }
  }

  protected override render(): TemplateResult {
    const { call, note } = this;
    return html`${
      this.away
        ? html`<p class="note warning" part="note">
            ${msg("The connection to the session was lost. You can go on talking; we keep trying.", { id: "call.away" })}
          </p>`
        : nothing
    }
    ${
      call.broken
        ? html`<p class="note warning" part="note">
            ${msg("Sound and picture couldn't be loaded. Check your network.", { id: "call.broken" })}
            <button type="button" class="button" @click=${() => call.retry()}>${msg("Try again", { id: "call.try-again" })}</button>
          </p>`
        : nothing
    }
    ${
      call.secret?.broken === true
        ? html`<p class="note warning" part="note">
            ${msg("End-to-end encryption couldn't be started on this page. Through the server nobody sees or hears you until it is.", { id: "call.encryption-broken" })}
          </p>`
        : nothing
    }
    ${
      call.weak && call.cameraOn
        ? html`<p class="note" part="note">
            ${msg("Your connection is weak: we turned your video off so that sound stays clear.", { id: "call.news-weak" })}
          </p>`
        : nothing
    }
    ${
      this.blocked
        ? html`<p class="note warning" part="note">
            ${msg("Your browser holds the sound back.", { id: "call.sound-blocked" })}
            <button type="button" class="button" @click=${() => this.tell("unblock")}>
              ${msg("Turn sound on", { id: "call.sound-on" })}
            </button>
          </p>`
        : nothing
    }
    ${this.#askedToSpeak()} ${this.#knock()}
    ${note === undefined ? nothing : html`<p class="note ${note.warning ? "warning" : ""}" part="note">${note.words}</p>`}`;
  }

  #askedToSpeak(): TemplateResult | typeof nothing {
    const { call } = this;
    if (!this.asked || call.microphoneOn || call.inside === undefined) return nothing;
    const answer = (on: boolean) => {
      this.asked = false;
      if (on) void call.media.setMicrophone(true);
    };
    return html`<p class="note" part="note">
      ${msg("A host asks you to turn your microphone on.", { id: "call.news-asked-to-speak" })}
      <button type="button" class="button" @click=${() => answer(true)}>
        ${msg("Turn microphone on", { id: "self-view.microphone-on" })}
      </button>
      <button type="button" class="button" @click=${() => answer(false)}>${msg("Not now", { id: "call.not-now" })}</button>
    </p>`;
  }

  #knock(): TemplateResult | typeof nothing {
    const { inside, powers } = this.call;
    const guest = inside?.waiting.find(({ guestId }) => guestId === this.knocking);
    if (guest === undefined || powers === undefined || this.listed) return nothing;
    return html`<p class="note" part="note">
      ${msg(str`${guest.name} is waiting to be let in.`, { id: "call.news-knocks" })}
      <button type="button" class="button" @click=${() => void this.#admit(guest)}>${msg("Let in", { id: "waiting-list.admit" })}</button>
      <button type="button" class="button" @click=${() => this.tell("people")}>${msg("See who", { id: "call.see-waiting" })}</button>
    </p>`;
  }

  async #admit({ guestId }: Guest): Promise<void> {
    const answer = await this.call.powers?.admit(guestId);
    if (answer?.ok === false) this.#refused(answer.refusal.code);
    else this.knocking = undefined;
  }

  /** Said when the words for it have come. */
  #refused(code: RefusalCode): void {
    const words = this.speak(() => sentenceFor(code, () => this.#refused(code)));
    if (words !== "") this.say(words, true);
  }
}

define("doorstep-call-notes", CallNotes);

declare global {
  interface HTMLElementTagNameMap {
    "doorstep-call-notes": CallNotes;
  }
}
