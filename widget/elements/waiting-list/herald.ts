/** Says aloud, over the page and beside it, that somebody waits; once on a page, however many lists it has. */

import { msg } from "@lit/localize";
import type { GuestId } from "../../../protocol/ids.ts";
import { speakingAs } from "../../locales/speech.ts";
import { ArrivalAlerts, firstToAnnounce } from "../../session/arrival-alerts.ts";
import type { Desk } from "./desk.ts";
import { Toasts } from "./toasts.ts";
import type { Waiter } from "./waiting-news.ts";

/** The lists of this page. */
const desks = new Set<Desk>();

export class Herald {
  readonly #desk: Desk;
  readonly #alerts = new ArrivalAlerts();
  readonly #toasts: Toasts;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#toasts = new Toasts(desk);
  }

  open(): void {
    desks.add(this.#desk);
  }

  close(): void {
    desks.delete(this.#desk);
    this.#alerts.close();
  }

  render(): unknown {
    return this.#toasts.render();
  }

  announce(came: readonly Waiter[]): void {
    const { tag, locale } = this.#desk;
    const loud = came.filter(({ guest }) => !tag.muted && firstToAnnounce("chime", guest.guestId));
    if (loud.length > 0) this.#alerts.chime();
    for (const { guest } of came) {
      if (tag.notify && firstToAnnounce("notice", guest.guestId)) {
        const words = speakingAs(locale, () => msg("Someone is waiting to be let in", { id: "waiting-list.notice" }));
        this.#alerts.notify(guest.guestId, words);
      }
      if (![...desks].some((desk) => desk.onScreen)) this.#toasts.offer(guest.guestId);
    }
  }

  forget(guestId: GuestId): void {
    this.#alerts.forget(guestId);
    this.#toasts.forget(guestId);
  }

  forgetAll(): void {
    this.#toasts.forgetAll();
  }
}
