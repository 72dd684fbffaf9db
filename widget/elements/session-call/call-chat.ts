import type { PropertyValues, TemplateResult } from "lit";
import { html } from "lit";
import { query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { msg } from "@lit/localize";
import { CHAT_LENGTH } from "../../../protocol/limits.ts";
import type { ChatMessage } from "../../../protocol/views.ts";
import { define } from "../../define.ts";
import { fields } from "../../theme/controls.ts";
import { closeIcon, sendIcon } from "../../theme/icons.ts";
import { CallPart } from "./call-part.ts";
import { panelStyles } from "./call-panel.styles.ts";

/**
 * What people write to each other, as text: nothing in it is fetched (CHAT1). Not a tag for pages.
 *
 * @fires close - It shall be closed.
 */
export class CallChat extends CallPart {
  static override styles = [CallPart.styles, fields, panelStyles];

  @state() private problem = false;
  @state() private sending = false;
  @query(".scroll") private list!: HTMLElement;
  @query("textarea") private field!: HTMLTextAreaElement;
  #shown = 0;
  #atEnd = true;

  /** It was opened to write. */
  protected override firstUpdated(): void {
    this.field.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { list } = this;
    this.#atEnd = list === null || list.scrollHeight - list.scrollTop - list.clientHeight < 40;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const { length } = this.call.messages;
    // Whoever reads further up is not torn away.
    if (length !== this.#shown && this.#atEnd) this.list.scrollTop = this.list.scrollHeight;
    this.#shown = length;
  }

  protected override render(): TemplateResult {
    const { messages } = this.call;
    const label = msg("Write to everyone in the session", { id: "call.chat-field" });
    return html`<div class="part head">
        <h3>${msg("Chat", { id: "call.chat" })}</h3>
        <button
          type="button"
          class="icon-button close"
          aria-label=${msg("Close", { id: "call.close-panel" })}
          @click=${() => this.tell("close")}
        >
          ${closeIcon()}
        </button>
      </div>
      <div class="scroll" tabindex="0" aria-label=${msg("Messages", { id: "call.messages" })} role="group">
        ${
          messages.length === 0
            ? html`<p class="empty">
                ${msg(
                  "Everyone in the session sees what is written here, also those who join later. It is gone when the session is over.",
                  {
                    id: "call.chat-empty",
                  },
                )}
              </p>`
            : html`<ol class="messages" role="list">
                ${repeat(
                  messages,
                  ({ id }) => id,
                  (message) => this.#message(message),
                )}
              </ol>`
        }
      </div>
      <p class="warning" role="alert" ?hidden=${!this.problem}>
        ${msg("That wasn't sent. Check your connection and try again.", { id: "call.chat-failed" })}
      </p>
      <form @submit=${(event: Event) => this.#submit(event)}>
        <textarea
          class="input"
          part="chat-field"
          rows="1"
          maxlength=${CHAT_LENGTH}
          aria-label=${label}
          placeholder=${msg("Message", { id: "call.chat-placeholder" })}
          @keydown=${(event: KeyboardEvent) => this.#key(event)}
        ></textarea>
        <button type="submit" class="icon-button" aria-label=${msg("Send", { id: "call.chat-send" })} aria-disabled=${this.sending}>
          ${sendIcon()}
        </button>
      </form>`;
  }

  #message({ from, name, text, at }: ChatMessage): TemplateResult {
    const mine = from === this.call.inside?.me;
    return html`<li class="message ${mine ? "mine" : ""}" part="message">
      <span class="by"
        ><span dir="auto">${mine ? msg("You", { id: "call.you" }) : name}</span> ·
        ${new Intl.DateTimeFormat(this.locale, { timeStyle: "short" }).format(Date.parse(at))}</span
      >
      <p dir="auto">${text}</p>
    </li>`;
  }

  /** Enter sends, with Shift it makes a line. */
  #key(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void this.#send();
  }

  #submit(event: Event): void {
    event.preventDefault();
    void this.#send();
  }

  async #send(): Promise<void> {
    const text = this.field.value.trim();
    if (text === "" || this.sending) return;
    this.sending = true;
    const refusal = await this.call.say(text);
    this.sending = false;
    this.problem = refusal !== undefined;
    if (refusal === undefined && this.field.value.trim() === text) this.field.value = "";
  }
}

define("doorstep-call-chat", CallChat);

declare global {
  interface HTMLElementTagNameMap {
    "doorstep-call-chat": CallChat;
  }
}
