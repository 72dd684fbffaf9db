/** What the share window shows: its heading, the step it is in, the switch and the buttons. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import type { Refusal } from "../../../protocol/refusals.ts";
import type { HostView } from "../../../protocol/views.ts";
import type { Live } from "../../session/live-store.ts";
import { sentenceFor, sentenceOf } from "../../session/sentences.ts";
import { closeIcon, peopleIcon, sendIcon } from "../../theme/icons.ts";
import { clock, number, span, zoneName } from "../../theme/words.ts";
import type { InviteStep } from "./invite-step.ts";
import { PeopleStep } from "./people-step.ts";
import type { ShareTag } from "./share-desk.ts";
import { ShareDesk } from "./share-desk.ts";
import { SharingSwitch } from "./sharing-switch.ts";

type Step = "invite" | "people";

export class ShareWindow {
  readonly #tag: ShareTag;
  readonly #desk: ShareDesk;
  readonly #sharing: SharingSwitch;
  /** Loaded when somebody is to be invited. */
  #invite: InviteStep | undefined;
  #loading = false;
  readonly #people: PeopleStep;
  #step: Step | undefined;

  constructor(tag: ShareTag) {
    this.#tag = tag;
    this.#desk = new ShareDesk(tag);
    this.#sharing = new SharingSwitch(this.#desk);
    this.#people = new PeopleStep(this.#desk);
  }

  /** Starts afresh: another session, or the window opens again. `forget`: what was typed belongs to another session. */
  begin(forget: boolean): void {
    this.#step = undefined;
    this.#desk.quiet();
    this.#sharing.asking = false;
    if (!forget) return;
    this.#invite?.clear();
    this.#desk.message = undefined;
  }

  /** Closing now would lose what was chosen or typed. */
  get unsaved(): boolean {
    return this.#step === "invite" && (this.#invite?.count ?? 0) > 0;
  }

  /** Something is shown that counts down by the second. */
  get counts(): boolean {
    const invites = this.#step === "people" ? (this.#tag.store?.view?.invites ?? []) : [];
    return invites.some((invite) => invite.status !== undefined && this.#desk.pauses.left(invite, Date.now()) > 0);
  }

  /** Answers an open question with no; false when none is open. */
  dismiss(): boolean {
    if (this.#people.asking) this.#people.cancel();
    else if (this.#sharing.asking) this.#sharing.cancel();
    else return false;
    return true;
  }

  render(state: Live<HostView>): TemplateResult {
    const view = state.is === "ready" ? state.view : undefined;
    // Decided once, when the session is first seen: the list would push the form away under somebody's hands otherwise.
    if (view) this.#step ??= view.invites.length === 0 && view.session.state !== "ended" ? "invite" : "people";
    return html`
      <header class="dialog-head">
        <div>
          <h2 id="title" part="heading" tabindex="-1" autofocus><slot name="heading">${this.#title(view)}</slot></h2>
          ${view === undefined ? nothing : html`<p class="small muted">${this.#when(view)}</p>`}
        </div>
        ${
          this.#tag.inline
            ? nothing
            : html`<button
                class="icon-button"
                type="button"
                aria-label=${msg("Close", { id: "share.close" })}
                @click=${() => this.#tag.hide()}
              >
                ${closeIcon()}
              </button>`
        }
      </header>
      ${
        state.is === "ready" && state.stale
          ? html`<p class="notice banner warning" role="status">
              ${msg("You're offline. What you see may have changed; we keep trying.", { id: "share.stale" })}
            </p>`
          : nothing
      }
      ${state.is === "refused" ? html`<p class="notice banner danger" role="alert">${this.#sentence(state.refusal)}</p>` : nothing}
      ${state.is === "loading" ? this.#skeleton() : nothing}
      ${view === undefined ? nothing : this.#step === "invite" ? this.#inviteStep(view) : this.#peopleStep(view)}
      <p class="visually-hidden" role="status">${this.#desk.news}</p>
    `;
  }

  #title(view: HostView | undefined): string {
    if (this.#step !== "people") return msg("Invite people to this session", { id: "share.title.invite" });
    return view?.session.state === "ended"
      ? msg("People who had a link", { id: "share.title.ended" })
      : msg("People with a link", { id: "share.title.people" });
  }

  #when({ session }: HostView): string {
    const when = span(this.#tag.locale, session);
    const zone = zoneName(session.timeZone);
    return msg(str`${session.service} · ${when} (${zone})`, { id: "share.when" });
  }

  #inviteStep(view: HostView): TemplateResult {
    const back = view.invites.length > 0;
    const open = view.session.linkSharing;
    return html`<div class="dialog-body">
        ${
          open
            ? this.#form(view)
            : html`<p class="banner">
                ${msg("Link sharing is off for this session, so nobody can be invited.", { id: "share.off.explained" })}
              </p>`
        }
      </div>
      ${this.#sharing.question(view)} ${this.#words()}
      <footer class="dialog-foot" part="footer">
        ${this.#sharing.render(view)}
        <slot name="footer"></slot>
        <div class="row end">
          ${
            back || !this.#tag.inline
              ? html`<button class="button" type="button" @click=${() => (back ? this.#go("people") : this.#tag.hide())}>
                  ${back ? msg("Back", { id: "share.back" }) : msg("Cancel", { id: "share.cancel" })}
                </button>`
              : nothing
          }
          <button
            class="button primary"
            type="button"
            ?disabled=${!open}
            aria-disabled=${this.#desk.busy === "create"}
            @click=${() => void this.#create()}
          >
            ${sendIcon()} ${this.#sendWords()}
          </button>
        </div>
      </footer>`;
  }

  #sendWords(): string {
    if (this.#invite === undefined) {
      return this.#desk.mails === false
        ? msg("Create links", { id: "share.create-none" })
        : msg("Send invitations", { id: "share.send-none" });
    }
    return this.#desk.busy === "create" ? this.#invite.progressWords() : this.#invite.sendWords();
  }

  #peopleStep(view: HostView): TemplateResult {
    const { session, seats } = view;
    const [taken, limit] = [number(this.#tag.locale, seats.taken), number(this.#tag.locale, seats.limit)];
    const ended = session.state === "ended";
    return html`${
        ended
          ? html`<p class="notice banner">${sentenceFor("session-ended", () => this.#tag.requestUpdate())}</p>`
          : html`<div class="box">
                ${this.#sharing.render(view)}
                <p class="seats">
                  <span class="strong">${msg(str`${taken} of ${limit}`, { id: "share.seats" })}</span>
                  <span class="hint">${msg("in the session", { id: "share.seats.what" })}</span>
                </p>
              </div>
              ${this.#sharing.question(view)}`
      }
      <div class="list">
        ${
          view.invites.length === 0
            ? html`<slot name="empty"><p class="empty muted">${msg("Nobody has a link yet.", { id: "share.empty" })}</p></slot>`
            : this.#people.render(view)
        }
      </div>
      ${this.#words()} ${ended ? html`<slot name="footer"></slot>` : this.#peopleFoot(view)}`;
  }

  #peopleFoot(view: HostView): TemplateResult {
    const { session } = view;
    const early = session.state === "scheduled" && Date.parse(session.opensAt) > Date.now();
    const opens = clock(this.#tag.locale, session.opensAt, session.timeZone);
    return html`<footer class="dialog-foot" part="footer">
      <div class="grow">
        ${this.#people.everyone(view)}
        <p class="hint">${early && session.linkSharing ? msg(str`Links work from ${opens} on.`, { id: "share.opens" }) : nothing}</p>
      </div>
      <slot name="footer"></slot>
      <button class="button primary" type="button" ?disabled=${!session.linkSharing} @click=${() => this.#go("invite")}>
        ${peopleIcon()} ${msg("Add people", { id: "share.add" })}
      </button>
    </footer>`;
  }

  /** What went wrong, or well, beside the button that was pressed. */
  #words(): TemplateResult | typeof nothing {
    const { refused, news } = this.#desk;
    const error = this.#desk.error ?? (refused === undefined ? undefined : this.#sentence(refused));
    if (error !== undefined) return html`<p class="notice banner danger" role="alert">${error}</p>`;
    return news === undefined ? nothing : html`<p class="notice banner good" aria-hidden="true">${news}</p>`;
  }

  #skeleton(): TemplateResult {
    return html`<div class="dialog-body" aria-busy="true">${this.#bars()}</div>`;
  }

  #bars(): TemplateResult {
    return html`<span class="visually-hidden">${msg("Loading", { id: "share.loading" })}</span>
      ${[1, 2, 3, 4].map(() => html`<div class="skeleton block"></div>`)}`;
  }

  #sentence(refusal: Refusal): string {
    return sentenceOf(refusal, () => this.#tag.requestUpdate());
  }

  #form(view: HostView): TemplateResult {
    if (this.#invite === undefined) void this.#load();
    else if (this.#desk.mails !== undefined) return this.#invite.render(view);
    return this.#bars();
  }

  async #load(): Promise<void> {
    if (this.#loading || this.#desk.error !== undefined) return;
    this.#loading = true;
    const part = await this.#desk.load(() => import("./invite-step.ts"));
    this.#loading = false;
    if (part === undefined) return;
    this.#invite = new part.InviteStep(this.#desk);
    this.#tag.requestUpdate();
  }

  async #create(): Promise<void> {
    // Its file did not load before: a press tries again.
    if (this.#invite === undefined) {
      this.#desk.quiet();
      await this.#load();
    } else if (await this.#invite.create()) this.#go("people", true);
  }

  /** @param speaking what was just said goes on to be shown */
  #go(step: Step, speaking = false): void {
    this.#step = step;
    if (speaking) this.#tag.requestUpdate();
    else this.#desk.quiet();
    void this.#tag.find("h2").then((heading) => heading?.focus());
  }
}
