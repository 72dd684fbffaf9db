/** The list itself: a card for each who waits, grouped by session; with `compact` behind a badge. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { msg, str } from "@lit/localize";
import type { GuestId } from "../../../protocol/ids.ts";
import type { Guest, WaitingSummary } from "../../../protocol/views.ts";
import { initials } from "../../session/invitees.ts";
import { hostSentence } from "../../session/refusal-sentences.ts";
import { chatIcon, peopleIcon } from "../../theme/icons.ts";
import { moment } from "../../theme/words.ts";
import { localZone } from "../../session/wall-time.ts";
import { giveFocusBack, placeBeside } from "../place-beside.ts";
import { countWords, guestWords, shutWords, sinceWords } from "./guest-words.ts";
import { MessageField } from "./message-field.ts";
import type { Desk } from "./desk.ts";
import { heading } from "./waiting-heading.ts";
import { shutBy } from "./waiting-news.ts";

export class WaitingRows {
  readonly #desk: Desk;
  readonly #message: MessageField;
  #open = false;
  #wasOpen = false;
  #unplace: (() => void) | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#message = new MessageField(desk);
  }

  /** Within what people see of the page now. */
  get visible(): boolean {
    const { tag } = this.#desk;
    if (document.visibilityState !== "visible" || !tag.checkVisibility()) return false;
    if (tag.compact) return this.#open;
    const { top, bottom, left, right } = tag.getBoundingClientRect();
    return bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
  }

  render(): TemplateResult {
    return this.#desk.tag.compact
      ? this.#compact()
      : html`<section aria-label=${msg("Waiting to be let in", { id: "waiting-list.title" })}>${this.#list()}</section>`;
  }

  #compact(): TemplateResult {
    const { count, locale } = this.#desk;
    const said = countWords(count, locale);
    return html`
      ${
        count === 0
          ? nothing
          : html`<button
              class="badge"
              part="badge"
              type="button"
              aria-haspopup="dialog"
              aria-expanded=${this.#open}
              @pointerdown=${() => (this.#wasOpen = this.#open)}
              @click=${() => void this.#toggle()}
            >
              ${peopleIcon()} ${said}
            </button>`
      }
      <div class="visually-hidden" role="status">${count === 0 ? nothing : said}</div>
      ${
        this.#open
          ? html`<div
              class="popover"
              part="popover"
              popover="auto"
              role="dialog"
              aria-label=${msg("Waiting to be let in", { id: "waiting-list.title" })}
              tabindex="-1"
              autofocus
              @beforetoggle=${(event: ToggleEvent) => event.newState === "closed" && giveFocusBack(event.target as HTMLElement, ".badge")}
              @toggle=${(event: ToggleEvent) => event.newState === "closed" && this.#closed()}
            >
              ${this.#list()}
            </div>`
          : nothing
      }
    `;
  }

  async #toggle(): Promise<void> {
    const { tag } = this.#desk;
    const wasOpen = this.#wasOpen;
    this.#wasOpen = false;
    if (this.#open || wasOpen) return tag.renderRoot.querySelector<HTMLElement>(".popover")?.hidePopover();
    this.#open = true;
    // The list says the same, and more.
    this.#desk.forgetNotes();
    await tag.updateComplete;
    const popover = tag.renderRoot.querySelector<HTMLElement>(".popover");
    const badge = tag.renderRoot.querySelector(".badge");
    if (popover === null || badge === null) return;
    popover.showPopover();
    this.#unplace = placeBeside(popover, badge);
  }

  #closed(): void {
    this.#unplace?.();
    this.#open = false;
    this.#desk.tag.requestUpdate();
  }

  #list(): TemplateResult {
    const { shown, error, tag } = this.#desk;
    if (shown.is === "loading")
      return html`<div class="head">${heading()}</div>
        <div class="skeleton"></div>`;
    if (shown.is === "refused") {
      return html`<div class="head">${heading()}</div>
        <p class="banner danger" role="alert">${hostSentence(shown.refusal.code)}</p>`;
    }
    const { sessions, stale } = shown;
    const only = sessions.length === 1 ? sessions[0] : undefined;
    const titled = tag.sessionId === "";
    return html`
      <div class="head">${heading()}${only === undefined ? nothing : this.#admitAll(only)}</div>
      ${stale ? html`<p class="banner warning" role="status">${msg("You're offline. What you see may have changed; we keep trying.", { id: "waiting-list.stale" })}</p>` : nothing}
      ${error === undefined ? nothing : html`<p class="banner danger" role="alert">${error}</p>`}
      ${sessions.length === 0 ? html`<slot name="empty"><p class="small muted">${msg("Nobody is waiting.", { id: "waiting-list.empty" })}</p></slot>` : nothing}
      ${repeat(
        sessions,
        ({ sessionId }) => sessionId,
        (session) => this.#session(session, titled, only === undefined),
      )}
      ${
        this.#desk.offersNotices
          ? html`<button class="button quiet small" type="button" @click=${() => void this.#desk.allowNotices()}>
              ${msg("Notify me when this tab is hidden", { id: "waiting-list.allow" })}
            </button>`
          : nothing
      }
      <slot name="footer"></slot>
      ${tag.compact ? nothing : html`<div class="visually-hidden" role="status">${this.#desk.count === 0 ? nothing : countWords(this.#desk.count, this.#desk.locale)}</div>`}
    `;
  }

  #session(session: WaitingSummary, titled: boolean, several: boolean): TemplateResult {
    const shut = shutBy(session);
    const { waiting, sessionId } = session;
    return html`<section class="session" part="session">
      ${
        titled
          ? html`<div class="row between">
              <p class="small">
                <span class="strong">${session.title}</span>
                <span class="hint">${moment(this.#desk.locale, { startsAt: session.startsAt, timeZone: localZone() })}</span>
              </p>
              ${several ? this.#admitAll(session) : nothing}
            </div>`
          : nothing
      }
      ${shut === undefined ? nothing : html`<p class="banner" id="shut-${sessionId}">${shutWords(shut, session.seats.limit, this.#desk.locale)}</p>`}
      <ul class="guests" role="list">
        ${repeat(
          waiting,
          ({ guestId }) => guestId,
          (guest) => this.#guest(session, guest, shut !== undefined),
        )}
      </ul>
      ${waiting.length > 1 ? this.#message.toAll(sessionId) : nothing}
    </section>`;
  }

  #admitAll(session: WaitingSummary): TemplateResult | typeof nothing {
    if (session.waiting.length < 2) return nothing;
    return html`<button
      class="button small"
      part="admit-all"
      type="button"
      aria-disabled=${shutBy(session) !== undefined}
      @click=${() => shutBy(session) === undefined && void this.#desk.admitAll(session.sessionId)}
    >
      ${msg("Let in all", { id: "waiting-list.admit-all" })}
    </button>`;
  }

  #guest(session: WaitingSummary, guest: Guest, shut: boolean): TemplateResult {
    const { guestId, name } = guest;
    const busy = this.#desk.busy(guestId);
    return html`<li class="guest ${guest.here ? "" : "lost"}" part="guest" data-guest=${guestId}>
      <span class="avatar" aria-hidden="true">${initials(name, guest.invitedAs)}</span>
      <div class="who">
        <p class="strong">${name}</p>
        ${guestWords(guest)}
        <p class="hint">${sinceWords(guest, this.#desk.locale)}</p>
        ${guest.here ? nothing : html`<p class="hint warn">${msg("Connection lost. Their place is kept.", { id: "waiting-list.lost" })}</p>`}
        ${guest.sameLinkAs === undefined ? nothing : html`<p class="hint warn">${this.#sameLink(session, guest.sameLinkAs)}</p>`}
      </div>
      <div class="steps">
        <button
          class="button small primary"
          part="admit"
          type="button"
          aria-label=${msg(str`Let in ${name}`, { id: "waiting-list.admit-name" })}
          aria-disabled=${shut || busy}
          aria-describedby=${shut ? `shut-${session.sessionId}` : nothing}
          @click=${() => !shut && void this.#decide(guestId, () => this.#desk.admit(guestId))}
        >
          ${msg("Let in", { id: "waiting-list.admit" })}
        </button>
        <button
          class="button small"
          part="deny"
          type="button"
          aria-label=${msg(str`Decline ${name}`, { id: "waiting-list.deny-name" })}
          aria-disabled=${busy}
          @click=${() => void this.#decide(guestId, () => this.#desk.deny(guestId))}
        >
          ${msg("Decline", { id: "waiting-list.deny" })}
        </button>
        <button
          class="button small talk"
          part="message"
          type="button"
          aria-label=${msg(str`Message ${name}`, { id: "waiting-list.message-name" })}
          aria-expanded=${this.#message.isFor(guestId)}
          @click=${() => void this.#message.toggle(guestId)}
        >
          ${chatIcon()}
        </button>
      </div>
      ${this.#message.isFor(guestId) ? this.#message.render(name) : nothing}
    </li>`;
  }

  #sameLink({ waiting }: WaitingSummary, other: GuestId): string {
    const name = waiting.find(({ guestId }) => guestId === other)?.name;
    return name === undefined
      ? msg("Came with a link that another browser used before.", { id: "waiting-list.same-link" })
      : msg(str`Came with the same link as ${name}, from another browser.`, { id: "waiting-list.same-link-as" });
  }

  /** The row goes when the relay's view says so; the focus then goes on to the next one. */
  async #decide(guestId: GuestId, decide: () => Promise<unknown>): Promise<void> {
    const { tag } = this.#desk;
    const rows = [...tag.renderRoot.querySelectorAll<HTMLElement>("[data-guest]")];
    const at = rows.findIndex((row) => row.dataset["guest"] === guestId);
    const next = (rows[at + 1] ?? rows[at - 1])?.dataset["guest"];
    this.#desk.afterwards(guestId, () => {
      const target = tag.renderRoot.querySelector<HTMLElement>(next === undefined ? "h2" : `[data-guest="${next}"] .primary`);
      if (tag.shadowRoot?.activeElement == null) target?.focus();
    });
    await decide();
  }
}
