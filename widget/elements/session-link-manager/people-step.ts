/** The list of people with a link: what became of each, and what can be done about it. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { msg, str } from "@lit/localize";
import type { InviteId } from "../../../protocol/ids.ts";
import type { HostView, Invite, Relation } from "../../../protocol/views.ts";
import { renderText } from "../../session/invitation-text.ts";
import type { Invitee } from "../../session/invitees.ts";
import { initials, inviteesOf } from "../../session/invitees.ts";
import { banIcon, checkIcon, copyIcon, mailIcon, refreshIcon } from "../../theme/icons.ts";
import { copyText } from "../copy-text.ts";
import { statusWords, stoppedWords } from "../invitee-words.ts";
import { defaultMessage } from "./message-part.ts";
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

  constructor(desk: ShareDesk) {
    this.#desk = desk;
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
    const people = inviteesOf(view, this.#desk.tag.contacts);
    return html`<ul class="people" part="people" role="list">
      ${repeat(
        people,
        ({ invite }) => invite.id,
        (person) => this.#row(view, person),
      )}
    </ul>`;
  }

  #row(view: HostView, person: Invitee): TemplateResult {
    const { invite, status, title } = person;
    const { text, tone } = statusWords(person, this.#desk.tag.locale, Date.now());
    return html`<li id=${invite.id} part="person" class=${status}>
      <span class="avatar" aria-hidden="true">${initials(title, invite.email)}</span>
      <div class="who">
        <p class="strong">${title}</p>
        ${this.#secondLine(view, person)}
      </div>
      <p class="status ${tone}" part="status"><span class="dot" aria-hidden="true"></span>${text}</p>
      <div class="steps">${this.#steps(view, person)}</div>
      ${this.#below(person)}
    </li>`;
  }

  #secondLine({ session }: HostView, person: Invitee): TemplateResult | typeof nothing {
    const { invite, status, waiting, relationLabel, title } = person;
    if (status === "failed" && invite.failure !== undefined) return html`<p class="error">${invite.failure}</p>`;
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
    const mailed = invite.status !== undefined && status !== "inside";
    return html`
      ${this.#icon("copy", this.#done(invite, "link") ? checkIcon() : copyIcon(), msg(str`Copy the link of ${title}`, { id: "share.copy" }), () =>
        this.#copy(invite, "link", invite.url ?? ""),
      )}
      ${this.#icon("words", this.#done(invite, "message") ? checkIcon() : mailIcon(), msg(str`Copy the message with the link of ${title}`, { id: "share.copy-message" }), () =>
        this.#copy(invite, "message", renderText(this.#desk.message ?? defaultMessage(), this.#desk.values(view, invite))),
      )}
      ${mailed ? this.#icon("resend", refreshIcon(), msg(str`Re-send to ${title}`, { id: "share.resend" }), () => this.#resend(person)) : nothing}
      ${this.#icon("stop", banIcon(), msg(str`Stop the link of ${title}`, { id: "share.stop" }), () => this.#askStop(invite.id))}
    `;
  }

  #icon(kind: string, icon: TemplateResult, name: string, act: () => unknown): TemplateResult {
    return html`<button class="icon-button ${kind}" part="row-button" type="button" aria-label=${name} title=${name} @click=${() => void act()}>
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
        class="input by-hand"
        readonly
        rows="2"
        aria-label=${msg("Copy this text", { id: "share.by-hand" })}
        .value=${this.#byHand.text}
        @focus=${(event: Event) => (event.target as HTMLTextAreaElement).select()}
      ></textarea>`;
    }
    if (this.#stopping !== invite.id) return nothing;
    return html`<div class="question" part="question" role="group" aria-labelledby="stop-question">
      <p id="stop-question" class="strong" tabindex="-1">${stopWords(person)}</p>
      <div class="row end">
        <button class="button small" type="button" @click=${() => this.cancel()}>${msg("Keep it", { id: "share.stop.keep" })}</button>
        <button class="button small danger" type="button" aria-disabled=${this.#desk.busy === invite.id} @click=${() => void this.#stop(invite.id)}>
          ${msg("Stop link", { id: "share.stop.do" })}
        </button>
      </div>
    </div>`;
  }

  async #copy(invite: Invite, what: "link" | "message", text: string): Promise<void> {
    const copied = await copyText(text);
    this.#copied = copied ? { id: invite.id, what } : undefined;
    this.#byHand = copied ? undefined : { id: invite.id, text };
    if (copied) {
      this.#desk.announce(what === "link" ? msg("Link copied.", { id: "share.copied" }) : msg("Message and link copied.", { id: "share.copied-message" }));
      this.#desk.tag.tell<InviteDetail>("link-copied", { invite });
      return;
    }
    this.#desk.tag.requestUpdate();
    (await this.#desk.tag.find(".by-hand"))?.focus();
  }

  async #resend({ invite, title }: Invitee): Promise<void> {
    const { store } = this.#desk.tag;
    const answer = store && (await this.#desk.ask(invite.id, () => store.resend(invite.id)));
    if (!answer) return;
    this.#desk.announce(msg(str`Sent again to ${title}.`, { id: "share.resent" }));
    this.#desk.tag.tell<InviteDetail>("invite-resent", { invite: answer.invite });
  }

  async #renew({ invite, title }: Invitee): Promise<void> {
    const { store } = this.#desk.tag;
    const answer = store && (await this.#desk.ask(invite.id, () => store.renew(invite.id)));
    if (!answer) return;
    this.#desk.announce(msg(str`${title} has a new link. The old one stays stopped.`, { id: "share.renewed" }));
    this.#desk.tag.tell("invites-sent", { invites: [answer.invite] });
    (await this.#desk.tag.find(`#${invite.id} .copy`))?.focus();
  }

  async #askStop(id: InviteId): Promise<void> {
    this.#stopping = id;
    this.#desk.tag.requestUpdate();
    (await this.#desk.tag.find("#stop-question"))?.focus();
  }

  async #stop(id: InviteId): Promise<void> {
    const { store } = this.#desk.tag;
    const answer = store && (await this.#desk.ask(id, () => store.revoke(id)));
    if (!answer) return;
    this.#stopping = undefined;
    this.#desk.announce(msg("That link has stopped.", { id: "share.stopped" }));
    this.#desk.tag.tell<InviteDetail>("invite-revoked", { invite: answer.invite });
    (await this.#desk.tag.find("h2"))?.focus();
  }
}

/** How a person stands to the client's record; nothing for others. */
export function relationWords(relation: Relation): string {
  switch (relation) {
    case "linked-account":
      return msg("Linked account", { id: "share.linked-account" });
    case "alternate-contact":
      return msg("Alternate contact", { id: "share.alternate-contact" });
    case "other":
      return "";
  }
}

/** What stopping one link does, for whom it does more than that (REV1). */
function stopWords({ status, title, waiting }: Invitee): string {
  const name = waiting[0]?.name ?? title;
  if (status === "inside") return msg(str`Stop this link? ${name} is in the session and will be put out.`, { id: "share.stop.inside" });
  if (status === "waiting") return msg(str`Stop this link? ${name} is waiting and will be told that it no longer works.`, { id: "share.stop.waiting" });
  return msg("Stop this link? It will never work again.", { id: "share.stop.question" });
}
