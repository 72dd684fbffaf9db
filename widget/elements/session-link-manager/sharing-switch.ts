/** The switch that stops every link at once, and the question before it does. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import type { HostView } from "../../../protocol/views.ts";
import type { SharingToll } from "../../session/invitees.ts";
import { sharingToll } from "../../session/invitees.ts";
import { number, plural } from "../../theme/words.ts";
import type { ShareDesk } from "./share-desk.ts";

export class SharingSwitch {
  readonly #desk: ShareDesk;
  #remove = false;
  /** The question is open. */
  asking = false;

  constructor(desk: ShareDesk) {
    this.#desk = desk;
  }

  render({ session }: HostView): TemplateResult {
    const on = session.linkSharing;
    return html`<div class="sharing">
      <button
        class="switch"
        part="sharing-switch"
        type="button"
        role="switch"
        aria-checked=${on}
        aria-labelledby="sharing-name"
        aria-describedby="sharing-what"
        ?disabled=${session.state === "ended" || this.#desk.busy === "sharing"}
        @click=${() => void this.#flip()}
      ></button>
      <div>
        <p class="strong" id="sharing-name">
          ${on ? msg("Link sharing is on", { id: "share.on" }) : msg("Link sharing is off", { id: "share.off" })}
        </p>
        <p class="hint" id="sharing-what">
          ${on
            ? msg("Turning it off stops every link at once", { id: "share.on.what" })
            : msg("No link works. Turn it on to invite people", { id: "share.off.what" })}
        </p>
      </div>
    </div>`;
  }

  /** The question, in words; nothing while nobody asks. */
  question(view: HostView): TemplateResult | typeof nothing {
    if (!this.asking) return nothing;
    const toll = sharingToll(view);
    const busy = this.#desk.busy === "sharing";
    return html`<div class="question" part="question" role="group" aria-labelledby="sharing-question">
      <p id="sharing-question" class="strong" tabindex="-1">${tollWords(toll, this.#desk.tag.locale)}</p>
      ${toll.inside === 0
        ? nothing
        : html`<label class="check">
            <input type="checkbox" .checked=${this.#remove} @change=${(event: Event) => this.#choose(event)} />
            <span>
              ${msg("Also remove those inside", { id: "share.remove" })}
              <span class="hint">${msg("Otherwise they stay until they leave, and can't come back with their link.", { id: "share.remove.what" })}</span>
            </span>
          </label>`}
      <div class="row end">
        <button class="button small" type="button" @click=${() => this.cancel()}>${msg("Keep it on", { id: "share.keep" })}</button>
        <button class="button small danger" type="button" aria-disabled=${busy} @click=${() => void this.#set(false)}>
          ${msg("Turn off", { id: "share.turn-off" })}
        </button>
      </div>
    </div>`;
  }

  /** Takes the question back; focus returns to the switch. */
  cancel(): void {
    this.asking = false;
    this.#desk.tag.requestUpdate();
    void this.#desk.tag.find(".switch").then((button) => button?.focus());
  }

  #choose(event: Event): void {
    this.#remove = (event.target as HTMLInputElement).checked;
  }

  async #flip(): Promise<void> {
    const view = this.#desk.tag.store?.view;
    if (!view) return;
    if (!view.session.linkSharing) return this.#set(true);
    const { links, waiting, inside } = sharingToll(view);
    if (links + waiting + inside === 0) return this.#set(false);
    this.asking = true;
    this.#remove = false;
    this.#desk.tag.requestUpdate();
    (await this.#desk.tag.find("#sharing-question"))?.focus();
  }

  async #set(enabled: boolean): Promise<void> {
    const { store } = this.#desk.tag;
    if (store === undefined) return;
    const changes = { linkSharing: enabled, ...(!enabled && this.#remove ? { removeGuests: true } : {}) };
    const answer = await this.#desk.ask("sharing", () => store.update(changes));
    if (answer === null) return;
    this.cancel();
    this.#desk.announce(
      enabled
        ? msg("Link sharing is on. Links that were stopped stay stopped: make new ones.", { id: "share.now-on" })
        : msg("Link sharing is off. Every link has stopped.", { id: "share.now-off" }),
    );
    this.#desk.tag.tell("sharing-changed", { enabled });
  }
}

/** "3 links stop working now. 1 person is waiting and 2 are in the session." */
export function tollWords({ links, waiting, inside }: SharingToll, locale: string): string {
  const [l, w, i] = [links, waiting, inside].map((count) => number(locale, count));
  const first = plural(locale, links, {
    one: () => msg(str`${l} link stops working now.`, { id: "share.toll.link" }),
    other: () => msg(str`${l} links stop working now.`, { id: "share.toll.links" }),
  });
  if (waiting === 0 && inside === 0) return first;
  if (inside === 0) {
    const second = plural(locale, waiting, {
      one: () => msg(str`${w} person is waiting.`, { id: "share.toll.waiting-one" }),
      other: () => msg(str`${w} people are waiting.`, { id: "share.toll.waiting" }),
    });
    return `${first} ${second}`;
  }
  if (waiting === 0) {
    const second = plural(locale, inside, {
      one: () => msg(str`${i} person is in the session.`, { id: "share.toll.inside-one" }),
      other: () => msg(str`${i} people are in the session.`, { id: "share.toll.inside" }),
    });
    return `${first} ${second}`;
  }
  const second = plural(locale, waiting, {
    one: () =>
      plural(locale, inside, {
        one: () => msg(str`${w} person is waiting and ${i} is in the session.`, { id: "share.toll.one-and-one" }),
        other: () => msg(str`${w} person is waiting and ${i} are in the session.`, { id: "share.toll.one-and-more" }),
      }),
    other: () =>
      plural(locale, inside, {
        one: () => msg(str`${w} people are waiting and ${i} is in the session.`, { id: "share.toll.more-and-one" }),
        other: () => msg(str`${w} people are waiting and ${i} are in the session.`, { id: "share.toll.more-and-more" }),
      }),
  });
  return `${first} ${second}`;
}
