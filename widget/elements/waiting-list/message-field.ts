/** A few words to somebody who waits, or to everybody. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import type { GuestId, SessionId } from "../../../protocol/ids.ts";
import { isId } from "../../../protocol/ids.ts";
import { WAITING_MESSAGE_LENGTH } from "../../../protocol/limits.ts";
import type { Desk } from "./desk.ts";

type Target = GuestId | SessionId;

export class MessageField {
  readonly #desk: Desk;
  #target: Target | undefined;
  #sent: Target | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  isFor(target: Target): boolean {
    return this.#target === target;
  }

  async toggle(target: Target): Promise<void> {
    this.#target = this.#target === target ? undefined : target;
    this.#sent = undefined;
    this.#desk.tag.requestUpdate();
    await this.#desk.tag.updateComplete;
    this.#desk.tag.renderRoot.querySelector<HTMLElement>("#message")?.focus();
  }

  /** Under the list: a way to write to everybody of a session. */
  toAll(sessionId: SessionId): TemplateResult {
    return html`<div class="to-all">
      <button class="button quiet small" type="button" aria-expanded=${this.isFor(sessionId)} @click=${() => void this.toggle(sessionId)}>
        ${msg("Message everyone", { id: "waiting-list.message-all" })}
      </button>
      ${this.isFor(sessionId) ? this.render(undefined) : nothing}
    </div>`;
  }

  /** @param name of whom it is for; undefined for everybody */
  render(name: string | undefined): TemplateResult {
    const label =
      name === undefined
        ? msg("Message to everyone waiting", { id: "waiting-list.field-all" })
        : msg(str`Message to ${name}`, { id: "waiting-list.field" });
    return html`<form
      class="words"
      @submit=${(event: Event) => {
        event.preventDefault();
        void this.#send(event.target as HTMLFormElement);
      }}
      @keydown=${(event: KeyboardEvent) => this.#key(event)}
    >
      <input class="input" id="message" autocomplete="off" maxlength=${WAITING_MESSAGE_LENGTH} aria-label=${label} placeholder=${label} />
      <button class="button small" type="submit">${msg("Send", { id: "waiting-list.send" })}</button>
      <p class="hint" role="status">${this.#sent === undefined ? nothing : msg("Sent.", { id: "waiting-list.sent" })}</p>
    </form>`;
  }

  async #send(form: HTMLFormElement): Promise<void> {
    const input = form.querySelector("input");
    const text = input?.value.trim() ?? "";
    const target = this.#target;
    if (text === "" || target === undefined) return input?.focus();
    const result = await (isId("gst", target) ? this.#desk.message(text, target) : this.#desk.message(text, undefined, target));
    if (result.ok && input !== null) input.value = "";
    this.#sent = result.ok ? target : undefined;
    this.#desk.tag.requestUpdate();
    input?.focus();
  }

  /** Escape puts the field away, and not the window around it. */
  #key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || this.#target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const target = this.#target;
    void this.toggle(target).then(() =>
      this.#desk.tag.renderRoot
        .querySelector<HTMLElement>(isId("gst", target) ? `[data-guest="${target}"] .talk` : ".to-all .button")
        ?.focus(),
    );
  }
}
