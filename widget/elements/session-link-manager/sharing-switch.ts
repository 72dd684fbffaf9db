/** The switch that stops every link at once. It asks first, in words, when that would be felt. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg } from "@lit/localize";
import type { HostView } from "../../../protocol/views.ts";
import { sharingToll } from "../../session/invitees.ts";
import type * as Questions from "./questions.ts";
import type { ShareDesk } from "./share-desk.ts";

export class SharingSwitch {
  readonly #desk: ShareDesk;
  #remove = false;
  #questions: typeof Questions | undefined;
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
          ${
            on
              ? msg("Turning it off stops every link at once", { id: "share.on.what" })
              : msg("No link works. Turn it on to invite people", { id: "share.off.what" })
          }
        </p>
      </div>
    </div>`;
  }

  /** The question, in words; nothing while nobody asks. */
  question(view: HostView): TemplateResult | typeof nothing {
    if (!this.asking || this.#questions === undefined) return nothing;
    return this.#questions.sharingQuestion(sharingToll(view), {
      locale: this.#desk.tag.locale,
      remove: this.#remove,
      choose: (remove) => (this.#remove = remove),
      busy: this.#desk.busy === "sharing",
      yes: () => void this.#set(false),
      no: () => this.cancel(),
    });
  }

  /** Takes the question back; focus returns to the switch. */
  cancel(): void {
    this.asking = false;
    this.#desk.tag.requestUpdate();
    void this.#desk.tag.find(".switch").then((button) => button?.focus());
  }

  async #flip(): Promise<void> {
    const view = this.#desk.tag.store?.view;
    if (!view) return;
    if (!view.session.linkSharing) return this.#set(true);
    const { links, waiting, inside } = sharingToll(view);
    if (links + waiting + inside === 0) return this.#set(false);
    this.#remove = false;
    this.#questions = await this.#desk.load(() => import("./questions.ts"));
    if (this.#questions === undefined) return;
    this.asking = true;
    this.#desk.tag.adopt(...this.#questions.sheets);
    this.#desk.quiet();
    (await this.#desk.tag.find("#question"))?.focus();
  }

  async #set(enabled: boolean): Promise<void> {
    const { store } = this.#desk.tag;
    if (store === undefined) return;
    const changes = { linkSharing: enabled, ...(!enabled && this.#remove ? { removeGuests: true } : {}) };
    const answer = await this.#desk.ask("sharing", () => store.update(changes));
    if (answer === null) return;
    this.cancel();
    this.#desk.announce(() =>
      enabled
        ? msg("Link sharing is on. Links that were stopped stay stopped: make new ones.", { id: "share.now-on" })
        : msg("Link sharing is off. Every link has stopped.", { id: "share.now-off" }),
    );
    this.#desk.tag.tell("sharing-changed", { enabled });
  }
}
