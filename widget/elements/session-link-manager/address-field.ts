/** The field for e-mail addresses: type or paste, Enter; each address a chip, bad ones marked in place, duplicates folded. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { repeat } from "lit/directives/repeat.js";
import { msg, str } from "@lit/localize";
import type { AddressEntry } from "../../session/address-list.ts";
import { isAddress } from "../../session/address.ts";
import { addressKey, foldAddresses, parseAddresses } from "../../session/address-list.ts";
import { closeIcon } from "../../theme/icons.ts";
import { inLines } from "../invitee-words.ts";
import type { ShareDesk } from "./share-desk.ts";

/** Says what became of addresses that are not added because the person is chosen otherwise; gives back the rest. */
export type Sift = (added: AddressEntry[]) => AddressEntry[];

export class AddressField {
  entries: AddressEntry[] = [];
  readonly #desk: ShareDesk;
  readonly #sift: Sift;
  #typed = "";

  constructor(desk: ShareDesk, sift: Sift) {
    this.#desk = desk;
    this.#sift = sift;
  }

  /** The first that is no address. */
  get bad(): AddressEntry | undefined {
    return this.entries.find((entry) => !entry.valid);
  }

  /** Takes what is still being typed as finished. */
  commit(): void {
    this.#add(this.#typed);
  }

  clear(): void {
    this.entries = [];
    this.#typed = "";
  }

  /** Takes out those that are done. */
  forget(emails: readonly string[]): void {
    const done = new Set(emails.map(addressKey));
    this.entries = this.entries.filter(({ valid, email }) => !valid || !done.has(addressKey(email)));
  }

  focus(): void {
    void this.#desk.tag.find("#addresses").then((input) => input?.focus());
  }

  render(): TemplateResult {
    const { bad } = this;
    return html`<section class="part">
      <h3><label for="addresses">${msg("Anyone else, by e-mail", { id: "share.addresses" })}</label></h3>
      <div class="input addresses" part="addresses" aria-invalid=${bad !== undefined} @pointerdown=${(event: Event) => this.#aim(event)}>
        <ul role="list" aria-label=${msg("Added addresses", { id: "share.addresses.list" })}>
          ${repeat(
            this.entries,
            (entry) => entry.text,
            (entry) => this.#chip(entry),
          )}
        </ul>
        <input
          id="addresses"
          type="text"
          inputmode="email"
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          dir=${this.#typed === "" ? nothing : "auto"}
          aria-describedby="addresses-problem"
          placeholder=${msg("Add or paste addresses", { id: "share.addresses.placeholder" })}
          .value=${live(this.#typed)}
          @input=${(event: Event) => this.#type((event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => this.#key(event)}
          @paste=${(event: ClipboardEvent) => this.#paste(event)}
          @blur=${() => this.commit()}
        />
      </div>
      <p class="error" id="addresses-problem" role="alert" ?hidden=${bad === undefined}>
        ${msg(str`“${bad?.text ?? ""}” is not an e-mail address. Fix or remove it.`, { id: "share.addresses.bad" })}
      </p>
    </section>`;
  }

  #chip(entry: AddressEntry): TemplateResult {
    const shown = entry.valid && entry.name !== "" ? `${entry.name} · ${entry.email}` : entry.valid ? entry.email : entry.text;
    return html`<li class="chip ${entry.valid ? "" : "bad"}" part="address">
      ${
        entry.valid
          ? html`<span>${entry.name === "" ? "" : `${entry.name} · `}${inLines(entry.email)}</span>`
          : html`<button
              type="button"
              class="mend"
              dir="auto"
              aria-label=${msg(str`Fix “${shown}”`, { id: "share.addresses.fix" })}
              @click=${() => this.#mend(entry)}
            >
              ${shown}
            </button>`
      }
      <button
        type="button"
        class="remove"
        aria-label=${msg(str`Remove ${shown}`, { id: "share.addresses.remove" })}
        @click=${() => this.#remove(entry)}
      >
        ${closeIcon()}
      </button>
    </li>`;
  }

  #type(text: string): void {
    this.#typed = text;
    // A separator ends an address, but not within a name, and a space only after what already is one.
    if (/[,;]\s*$/u.test(text) || (/\s$/u.test(text) && isAddress(text.trim()))) this.commit();
    this.#desk.tag.requestUpdate();
  }

  #key(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Enter" && this.#typed.trim() !== "") {
      event.preventDefault();
      this.commit();
    }
    if (event.key === "Backspace" && this.#typed === "" && this.entries.length > 0) {
      event.preventDefault();
      this.entries = this.entries.slice(0, -1);
      this.#desk.tag.requestUpdate();
    }
  }

  #paste(event: ClipboardEvent): void {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!/[,;\s<@]/u.test(text.trim())) return;
    event.preventDefault();
    this.#add(this.#typed + text);
  }

  /** A press beside the chips is meant for the field. */
  #aim(event: Event): void {
    if (event.target !== event.currentTarget) return;
    event.preventDefault();
    this.focus();
  }

  #add(text: string): void {
    this.#typed = "";
    const added = parseAddresses(text);
    if (added.length > 0) this.entries = foldAddresses(this.entries, this.#sift(added));
    this.#desk.tag.requestUpdate();
  }

  #mend(entry: AddressEntry): void {
    this.entries = this.entries.filter((each) => each !== entry);
    this.#typed = entry.text;
    this.#desk.tag.requestUpdate();
    this.focus();
  }

  #remove(entry: AddressEntry): void {
    this.entries = this.entries.filter((each) => each !== entry);
    this.#desk.tag.requestUpdate();
    this.focus();
  }
}
