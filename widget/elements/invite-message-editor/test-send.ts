/** "Send me a test": asks for the address once. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { msg } from "@lit/localize";
import type { Result } from "../../../protocol/refusals.ts";
import { isAddress } from "../../session/address.ts";

export interface TestHost {
  send(to: string): Promise<Result<unknown>>;
  changed(): void;
  find(selector: string): Promise<HTMLElement | null>;
}

export class TestSend {
  /** Where tests go; empty until somebody said. */
  address = "";
  busy = false;
  readonly #host: TestHost;
  #typed = "";
  #bad = false;

  constructor(host: TestHost) {
    this.#host = host;
  }

  /** Null when nothing was sent: what was typed is no address, or one is on its way. */
  async to(address: string): Promise<Result<unknown> | null> {
    if (this.busy) return null;
    const to = address.trim();
    if (!isAddress(to)) {
      this.#bad = true;
      this.#host.changed();
      (await this.#host.find("#test-address"))?.focus();
      return null;
    }
    this.busy = true;
    this.#host.changed();
    const result = await this.#host.send(to);
    this.busy = false;
    if (result.ok) this.address = to;
    this.#host.changed();
    return result;
  }

  form({ send, cancel }: { send: (to: string) => void; cancel: () => void }): TemplateResult {
    return html`<form
      class="question"
      part="question"
      novalidate
      @submit=${(event: Event) => {
        event.preventDefault();
        send(this.#typed || this.address);
      }}
    >
      <div class="field">
        <label for="test-address">${msg("Send the test to", { id: "editor.test.to" })}</label>
        <input
          class="input"
          id="test-address"
          type="email"
          dir="ltr"
          autocomplete="email"
          autocapitalize="off"
          spellcheck="false"
          aria-invalid=${this.#bad}
          aria-describedby="test-problem"
          .value=${live(this.#typed || this.address)}
          @input=${(event: Event) => this.#type((event.target as HTMLInputElement).value)}
        />
        <p class="error" id="test-problem" role="alert">
          ${this.#bad ? msg("That is not an e-mail address.", { id: "editor.test.bad" }) : nothing}
        </p>
      </div>
      <div class="row end">
        <button class="button small" type="button" @click=${cancel}>${msg("Cancel", { id: "editor.test.cancel" })}</button>
        <button class="button small primary" type="submit" aria-disabled=${this.busy}>
          ${this.busy ? msg("Sending…", { id: "editor.test.sending" }) : msg("Send test", { id: "editor.test.send" })}
        </button>
      </div>
    </form>`;
  }

  #type(text: string): void {
    this.#typed = text;
    this.#bad = false;
    this.#host.changed();
  }
}
