/** The list of people with a link: what became of each, and what can be done about it. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import type { InviteId } from "../../../protocol/ids.ts";
import type { HostView, Invite } from "../../../protocol/views.ts";
import type { Invitee } from "../../session/invitees.ts";
import { initials, inviteesOf } from "../../session/invitees.ts";
import { mailable } from "../../session/resend-pause.ts";
import { checkIcon } from "../../theme/icons.ts";
import { banIcon, copyIcon, documentIcon } from "../../theme/link-icons.ts";
import { list } from "../../theme/words.ts";
import { copyText } from "../copy-text.ts";
import { failureWords, inLines, relationWords, statusWords, stoppedWords } from "../invitee-words.ts";
import { Resending } from "./resending.ts";
import type * as Questions from "./questions.ts";
import type { ShareDesk } from "./share-desk.ts";

/** Detail of the share window's events about one person. */
export interface InviteDetail {
  invite: Invite;
}

export class PeopleStep {
  readonly #desk: ShareDesk;
  /** Whose link the host is asked about stopping. */
  #stopping: InviteId | undefined;
  /** What was copied last, and from whom. */
  #copied: { id: InviteId; what: "link" | "message" } | undefined;
  /** What the browser would not copy, to be copied by hand. */
  #byHand: { id: InviteId; text: string } | undefined;
  #questions: typeof Questions | undefined;
  readonly #resending: Resending;

  constructor(desk: ShareDesk) {
    this.#desk = desk;
    this.#resending = new Resending(desk);
  }

  /** A question is open; Escape answers it with no. */
  get asking(): boolean {
    return this.#stopping !== undefined;
  }

  cancel(): void {
    const id = this.#stopping;
    this.#stopping = undefined;
    this.#desk.tag.requestUpdate();
    void this.#desk.tag.find(`#${id} .stop`).then((button) => button?.focus());
  }

  render(view: HostView): TemplateResult {
    // In the order invited, from which nobody ever moves or goes: a row stays the same person's under a hand or the focus.
    const people = inviteesOf(view, this.#desk.tag.contacts);
    const failed = people.filter(({ status }) => status === "failed").map(({ title }) => title);
    return html`<ul class="people" part="people" role="list">
        ${people.map((person) => this.#row(view, person))}
      </ul>
      <p class="visually-hidden" role="status">
        ${failed.length === 0 ? nothing : msg(str`Not delivered: ${list(this.#desk.tag.locale, failed)}`, { id: "share.failed" })}
      </p>`;
  }

  /** One press for all who have not opened their link; nothing where that is nobody, or the relay sends no mail. */
  everyone(view: HostView): TemplateResult | typeof nothing {
    return this.#resending.everyone(view);
  }

  #row(view: HostView, person: Invitee): TemplateResult {
    const { invite, status, title } = person;
    const { text, tone } = statusWords(person, this.#desk.tag.locale, Date.now());
    return html`<li id=${invite.id} part="person" class=${status}>
      <span class="avatar" aria-hidden="true">${initials(title, invite.email)}</span>
      <div class="who">
        <p class="strong">${title === invite.email ? inLines(title) : title}</p>
        ${this.#secondLine(view, person)}
      </div>
      <p class="status ${tone}" part="status"><span class="dot" aria-hidden="true"></span>${text}</p>
      <div class="steps">${this.#steps(view, person)}</div>
      ${this.#below(person)}
    </li>`;
  }

  #secondLine({ session }: HostView, person: Invitee): TemplateResult | typeof nothing {
    const { invite, status, waiting, relationLabel, title } = person;
    if (status === "failed" && invite.failure !== undefined)
      return html`<p class="error">
        ${failureWords(invite.failure)}<br />${msg("Try another address, or copy the link.", { id: "share.failure-next" })}
      </p>`;
    if (status === "stopped") return html`<p class="hint">${stoppedWords(person, this.#desk.tag.locale, session.timeZone)}</p>`;
    const guest = waiting[0];
    const parts = [
      guest !== undefined && guest.name !== title ? msg(str`Typed “${guest.name}”`, { id: "share.typed" }) : undefined,
      relationLabel,
      relationWords(invite.relation),
      relationLabel === undefined && invite.relation === "other" && title !== invite.email ? invite.email : undefined,
    ].filter((part) => part !== undefined && part !== "");
    return parts.length === 0 ? nothing : html`<p class="hint">${parts.join(" · ")}</p>`;
  }

  #steps(view: HostView, person: Invitee): unknown {
    const { invite, status, waiting, title } = person;
    const { store } = this.#desk.tag;
    if (store === undefined) return nothing;
    const guest = waiting[0];
    if (guest !== undefined) {
      return html`<button
        class="button small primary"
        type="button"
        aria-label=${msg(str`Let in ${guest.name}`, { id: "share.admit-name" })}
        aria-disabled=${this.#desk.busy === invite.id}
        @click=${() => void this.#desk.ask(invite.id, () => store.door.admit(guest.guestId))}
      >
        ${msg("Let in", { id: "share.admit" })}
      </button>`;
    }
    if (invite.url === undefined) {
      return view.session.linkSharing && view.session.state !== "ended"
        ? html`<button
            class="button small"
            type="button"
            aria-label=${msg(str`New link for ${title}`, { id: "share.renew-name" })}
            aria-disabled=${this.#desk.busy === invite.id}
            @click=${() => void this.#renew(person)}
          >
            ${msg("New link", { id: "share.renew" })}
          </button>`
        : nothing;
    }
    const mailed = mailable(invite) && status !== "inside" && (this.#desk.mails === true || invite.status !== undefined);
    return html`
      ${this.#icon(
        "copy",
        this.#done(invite, "link") ? checkIcon() : copyIcon(),
        msg(str`Copy the link of ${title}`, { id: "share.copy" }),
        () => this.#copy(invite, "link", invite.url ?? ""),
      )}
      ${
        // Where mails go out, the words are in the mail.
        this.#desk.mails === true
          ? nothing
          : this.#icon(
              "words",
              this.#done(invite, "message") ? checkIcon() : documentIcon(),
              msg(str`Copy the message with the link of ${title}`, { id: "share.copy-message" }),
              () => this.#copyMessage(view, invite),
            )
      }
      ${mailed ? this.#resending.button(person) : nothing}
      ${this.#icon("stop", banIcon(), msg(str`Stop the link of ${title}`, { id: "share.stop" }), () => this.#askStop(invite.id))}
    `;
  }

  #icon(kind: string, icon: TemplateResult, name: string, act: () => unknown): TemplateResult {
    return html`<button
      class="icon-button ${kind}"
      part="row-button"
      type="button"
      aria-label=${name}
      title=${name}
      @click=${() => void act()}
    >
      ${icon}
    </button>`;
  }

  #done(invite: Invite, what: "link" | "message"): boolean {
    return this.#copied?.id === invite.id && this.#copied.what === what;
  }

  /** Under the row: the question before stopping, or the text that could not be copied. */
  #below(person: Invitee): TemplateResult | typeof nothing {
    const { invite } = person;
    if (this.#byHand?.id === invite.id) {
      return html`<textarea
        class="by-hand"
        readonly
        rows="2"
        dir="auto"
        aria-label=${msg("Copy this text", { id: "share.by-hand" })}
        .value=${this.#byHand.text}
        @focus=${(event: Event) => (event.target as HTMLTextAreaElement).select()}
      ></textarea>`;
    }
    if (this.#stopping !== invite.id || this.#questions === undefined) return nothing;
    return this.#questions.stopQuestion(person, {
      busy: this.#desk.busy === invite.id,
      yes: () => void this.#stop(invite.id),
      no: () => this.cancel(),
    });
  }

  async #copyMessage(view: HostView, invite: Invite): Promise<void> {
    const part = await this.#desk.load(() => import("./message-part.ts"));
    if (part !== undefined) await this.#copy(invite, "message", part.messageTo(this.#desk, view, invite));
  }

  async #copy(invite: Invite, what: "link" | "message", text: string): Promise<void> {
    const copied = await copyText(text);
    this.#copied = copied ? { id: invite.id, what } : undefined;
    this.#byHand = copied ? undefined : { id: invite.id, text };
    if (copied) {
      this.#desk.announce(() =>
        what === "link" ? msg("Link copied.", { id: "share.copied" }) : msg("Message and link copied.", { id: "share.copied-message" }),
      );
      this.#desk.tag.tell<InviteDetail>("link-copied", { invite });
      return;
    }
    this.#desk.tag.requestUpdate();
    (await this.#desk.tag.find(".by-hand"))?.focus();
  }

  async #renew({ invite, title }: Invitee): Promise<void> {
    const { store } = this.#desk.tag;
    const answer = store && (await this.#desk.ask(invite.id, () => store.renew(invite.id)));
    if (!answer) return;
    this.#desk.announce(() => msg(str`${title} has a new link. The old one stays stopped.`, { id: "share.renewed" }));
    this.#desk.tag.tell("invites-sent", { invites: [answer.invite] });
    (await this.#desk.tag.find(`#${invite.id} .copy`))?.focus();
  }

  async #askStop(id: InviteId): Promise<void> {
    this.#questions = await this.#desk.load(() => import("./questions.ts"));
    if (this.#questions === undefined) return;
    this.#stopping = id;
    this.#desk.tag.adopt(...this.#questions.sheets);
    this.#desk.quiet();
    (await this.#desk.tag.find("#question"))?.focus();
  }

  async #stop(id: InviteId): Promise<void> {
    const { store } = this.#desk.tag;
    const answer = store && (await this.#desk.ask(id, () => store.revoke(id)));
    if (!answer) return;
    this.#stopping = undefined;
    this.#desk.announce(() => msg("That link has stopped.", { id: "share.stopped" }));
    this.#desk.tag.tell<InviteDetail>("invite-revoked", { invite: answer.invite });
    (await this.#desk.tag.find("h2"))?.focus();
  }
}
