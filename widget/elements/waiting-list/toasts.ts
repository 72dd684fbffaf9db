/** The notes at the window's corner that somebody has come, each with *Let in*. They stay a while, longer under a hand or the focus. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { msg, str } from "@lit/localize";
import type { GuestId } from "../../../protocol/ids.ts";
import { firstToAnnounce } from "../../session/arrival-alerts.ts";
import { closeIcon } from "../../theme/icons.ts";
import { guestWords, stillOpen } from "./guest-words.ts";
import { behindModal } from "./behind-modal.ts";
import type { Desk } from "./desk.ts";

/** How long a note stays when nobody minds it. The badge and the list go on saying the same. */
const STAY_MS = 12_000;
/** More at once would cover the page; the rest is in the list. */
const MOST = 3;

export class Toasts {
  readonly #desk: Desk;
  #shown: GuestId[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** Shows one, unless another list of the page does, or a modal window would keep it from being pressed. */
  offer(guestId: GuestId): void {
    if (behindModal(this.#desk.tag) || !firstToAnnounce("toast", guestId)) return;
    this.#shown = [...this.#shown, guestId].slice(-MOST);
    this.#wait();
    this.#desk.tag.requestUpdate();
    void this.#desk.tag.updateComplete.then(() => this.#raise());
  }

  /** The guest waits no longer. */
  forget(guestId: GuestId): void {
    if (!this.#shown.includes(guestId)) return;
    this.#shown = this.#shown.filter((each) => each !== guestId);
    this.#desk.tag.requestUpdate();
  }

  forgetAll(): void {
    this.#shown = [];
    clearTimeout(this.#timer);
  }

  render(): TemplateResult | typeof nothing {
    const waiters = this.#shown.map((id) => this.#desk.waiter(id)).filter((each) => each !== undefined);
    if (waiters.length === 0) return nothing;
    return html`<ul
      class="toasts"
      popover="manual"
      role="list"
      aria-label=${msg("Just arrived", { id: "waiting-list.toasts" })}
      @pointerenter=${() => clearTimeout(this.#timer)}
      @pointerleave=${() => this.#wait()}
      @focusin=${() => clearTimeout(this.#timer)}
      @focusout=${() => this.#wait()}
    >
      ${repeat(
        waiters,
        ({ guest }) => guest.guestId,
        ({ guest, sessionId }) =>
          html`<li class="toast" part="toast">
            <p>
              <span class="strong">${msg(str`${guest.name} is waiting`, { id: "waiting-list.toast" })}</span
              ><span class="hint">${guestWords(guest)}</span>
            </p>
            ${
              stillOpen(this.#desk, sessionId)
                ? html`<button
                    class="button small primary"
                    type="button"
                    aria-label=${msg(str`Let in ${guest.name}`, { id: "waiting-list.admit-name" })}
                    aria-disabled=${this.#desk.busy(guest.guestId)}
                    @click=${() => void this.#desk.admit(guest.guestId)}
                  >
                    ${msg("Let in", { id: "waiting-list.admit" })}
                  </button>`
                : nothing
            }
            <button
              class="icon-button"
              type="button"
              aria-label=${msg("Dismiss", { id: "waiting-list.dismiss" })}
              @click=${() => this.forget(guest.guestId)}
            >
              ${closeIcon()}
            </button>
          </li>`,
      )}
    </ul>`;
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.forgetAll();
      this.#desk.tag.requestUpdate();
    }, STAY_MS);
  }

  /** Above everything, whatever the page clips or lifts. */
  #raise(): void {
    const element = this.#desk.tag.renderRoot.querySelector<HTMLElement>(".toasts");
    if (element !== null && !element.matches(":popover-open")) element.showPopover();
  }
}
