/** The small window behind the send icon: the client's people with what became of their links, and one step for each. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { msg, str } from "@lit/localize";
import { isId } from "../../../protocol/ids.ts";
import { NAME_LENGTH } from "../../../protocol/limits.ts";
import type { Refusal, Result } from "../../../protocol/refusals.ts";
import type { Contact, HostView } from "../../../protocol/views.ts";
import { isAddress } from "../../session/address.ts";
import type { SessionStore } from "../../session/host-store.ts";
import { HostWatch } from "../../session/host-watch.ts";
import type { Invitee } from "../../session/invitees.ts";
import { initials } from "../../session/invitees.ts";
import type { MessageStore } from "../../session/message-store.ts";
import { hostSentence } from "../../session/refusal-sentences.ts";
import { mailable, ResendPauses } from "../../session/resend-pause.ts";
import { sentenceOf } from "../../session/sentences.ts";
import { localeOf } from "../../locales/language.ts";
import { closeIcon } from "../../theme/icons.ts";
import { Ticker } from "../../theme/ticker.ts";
import { copyText } from "../copy-text.ts";
import { inLines } from "../invitee-words.ts";
import { giveFocusBack, placeBeside } from "../place-beside.ts";
import type { ActionsTag, InviteDetail, Tell } from "./actions-tag.ts";
import type { Row } from "./link-rows.ts";
import { rowsOf, rowWords } from "./link-rows.ts";

const SECOND_MS = 1_000;

interface Ways {
  closed: () => void;
  share: () => void;
}

export class LinkPopover {
  readonly #tag: ActionsTag;
  readonly #tell: Tell;
  readonly #ways: Ways;
  readonly #watch: HostWatch<SessionStore>;
  #open = false;
  /** The row whose request is under way, the one just copied, the one whose link the browser would not copy. */
  #busy: string | undefined;
  #copied: string | undefined;
  #byHand: string | undefined;
  /** What the last request was refused with. */
  #refused: Refusal | undefined;
  readonly #messages: HostWatch<MessageStore>;
  readonly #pauses = new ResendPauses();
  #unplace: (() => void) | undefined;

  constructor(tag: ActionsTag, tell: Tell, ways: Ways) {
    this.#tag = tag;
    this.#tell = tell;
    this.#ways = ways;
    // A page full of calendar entries watches none of them until one is opened.
    this.#watch = new HostWatch(tag, {
      pick: (stores) => (this.#open && isId("ses", tag.sessionId) ? stores.session(tag.sessionId) : undefined),
      told: () => tag.requestUpdate(),
    });
    this.#messages = new HostWatch(tag, {
      pick: (stores) => {
        const service = this.#open ? this.#watch.store?.view?.session.service : undefined;
        return service === undefined ? undefined : stores.message(service);
      },
      told: () => tag.requestUpdate(),
    });
    new Ticker(tag, SECOND_MS, () => this.#open && this.#counts);
  }

  /** Whether the relay sends the links; if not, the host passes them on. Undefined until that is known. */
  get #mails(): boolean | undefined {
    return this.#messages.store?.mails;
  }

  async show(): Promise<void> {
    this.#open = true;
    this.#copied = this.#byHand = this.#refused = undefined;
    this.#tag.requestUpdate();
    await this.#tag.updateComplete;
    const popover = this.#element;
    const button = this.#tag.shadowRoot?.querySelector("#send");
    if (!popover || !button) return;
    popover.showPopover();
    this.#unplace = placeBeside(popover, button);
  }

  /** A pause is counted down. */
  get #counts(): boolean {
    // A second longer, for the last of them is shown as well.
    return this.#watch.store?.view?.invites.some((invite) => this.#pauses.left(invite, Date.now() - SECOND_MS) > 0) === true;
  }

  hide(): void {
    this.#element?.hidePopover();
  }

  get #element(): HTMLElement | null | undefined {
    return this.#tag.shadowRoot?.querySelector<HTMLElement>("#links");
  }

  render(showing: boolean): TemplateResult | typeof nothing {
    if (!showing) return nothing;
    return html`<div
      id="links"
      class="popover"
      part="popover"
      popover="auto"
      role="dialog"
      aria-labelledby="links-title"
      tabindex="-1"
      autofocus
      @beforetoggle=${(event: ToggleEvent) => event.newState === "closed" && giveFocusBack(this.#element, "#send")}
      @toggle=${(event: ToggleEvent) => event.newState === "closed" && this.#closed()}
    >
      <div class="popover-head">
        <h2 id="links-title">
          ${this.#mails === true ? msg("Send the drop-in link", { id: "actions.links.title-send" }) : msg("Drop-in links", { id: "actions.links.title" })}
        </h2>
        <button class="icon-button" type="button" aria-label=${msg("Close", { id: "actions.links.close" })} @click=${() => this.hide()}>
          ${closeIcon()}
        </button>
      </div>
      ${this.#body()}
      <div class="visually-hidden" role="status">
        ${this.#copied === undefined ? nothing : msg("Link copied", { id: "actions.links.copied-status" })}
      </div>
    </div>`;
  }

  #body(): TemplateResult {
    const { complaint, store } = this.#watch;
    if (complaint !== undefined || !isId("ses", this.#tag.sessionId)) {
      return html`<p class="error" role="alert">${msg("This session can't be shown here.", { id: "actions.links.broken" })}</p>`;
    }
    const state = store?.state ?? { is: "loading" as const };
    if (state.is === "refused") return html`<p class="error" role="alert">${hostSentence(state.refusal.code)}</p>`;
    if (state.is === "loading" || this.#mails === undefined)
      return html`<div class="skeleton"></div>
        <div class="skeleton"></div>`;
    const refused = this.#refused;
    return html`${this.#list(state.view)}
      ${refused === undefined ? nothing : html`<p class="error" role="alert">${sentenceOf(refused, () => this.#tag.requestUpdate())}</p>`}
      <div class="popover-foot">
        <button class="button quiet small" type="button" @click=${() => this.#share()}>
          ${msg("Open the share window", { id: "actions.links.share" })}
        </button>
      </div>`;
  }

  #list(view: HostView): TemplateResult {
    if (view.session.state === "ended") return html`<p class="muted small">${hostSentence("session-ended")}</p>`;
    if (!view.session.linkSharing) {
      return html`<p class="muted small">
        ${msg("Link sharing is off for this session. You can turn it on in the share window.", { id: "actions.links.off" })}
      </p>`;
    }
    const rows = rowsOf(view, this.#tag.contacts);
    if (rows.length === 0) {
      return html`<p class="muted small">
        ${msg("Nobody has a link yet. Invite people in the share window.", { id: "actions.links.empty" })}
      </p>`;
    }
    return html`<ul role="list">
      ${repeat(
        rows,
        ({ key }) => key,
        (row) => this.#row(row),
      )}
    </ul>`;
  }

  #row(row: Row): TemplateResult {
    const { text, tone } = rowWords(row, { locale: localeOf(this.#tag), mails: this.#mails === true });
    return html`<li>
      <span class="avatar" aria-hidden="true">${initials(row.name, row.email)}</span>
      <div class="who">
        <p>${inLines(row.name)}</p>
        <p class=${tone}>${text}</p>
      </div>
      ${this.#step(row)}
      ${
        this.#byHand === row.key
          ? html`<input
              class="input by-hand"
              dir="ltr"
              readonly
              aria-label=${msg("The link, to copy by hand", { id: "actions.links.by-hand" })}
              .value=${row.invitee?.invite.url ?? ""}
              @focus=${(event: Event) => (event.target as HTMLInputElement).select()}
            />`
          : nothing
      }
    </li>`;
  }

  /** The one thing to do for this person now. */
  #step(row: Row): TemplateResult {
    const { invitee, contact } = row;
    const store = this.#watch.store;
    if (store === undefined) return html``;
    if (invitee === undefined && contact !== undefined) {
      return this.#invite(row, contact, store);
    }
    if (invitee === undefined) return html``;
    const { invite } = invitee;
    const guest = invitee.waiting[0];
    if (guest !== undefined) {
      return this.#button(row, "primary", msg("Let in", { id: "actions.links.admit" }), () =>
        this.#ask(row, store.door.admit(guest.guestId)),
      );
    }
    if (invite.url === undefined) {
      return this.#button(row, "", msg("New link", { id: "actions.links.renew" }), () => this.#ask(row, store.renew(invite.id)));
    }
    const mailed = mailable(invite) && (this.#mails === true || invite.status !== undefined);
    if (mailed && invitee.status !== "inside") return this.#resend(row, invitee, store);
    const name = this.#copied === row.key ? msg("Copied", { id: "actions.links.copied" }) : msg("Copy link", { id: "actions.links.copy" });
    return this.#button(row, "", name, () => this.#copy(row, invitee));
  }

  #invite(row: Row, { id, name, email, relation }: Contact, store: SessionStore): TemplateResult {
    if (!isAddress(email)) {
      return this.#button(row, "primary", msg("Make link", { id: "actions.links.make" }), () => this.#ask(row, store.createLink(name)));
    }
    const words = this.#mails === true ? msg("Send", { id: "actions.links.send" }) : msg("Make link", { id: "actions.links.make" });
    return this.#button(row, "primary", words, async () => {
      const result = await this.#ask(row, store.invite([{ name: name.slice(0, NAME_LENGTH), email, relation, contactId: id }]));
      if (result.ok) this.#tell("invites-sent", { invites: result.value.items });
    });
  }

  /** At most once in 30 s (MAIL3): until then the button counts down. */
  #resend(row: Row, { invite }: Invitee, store: SessionStore): TemplateResult {
    const left = Math.ceil(this.#pauses.left(invite, Date.now()) / 1_000);
    if (left > 0) {
      const seconds = new Intl.NumberFormat(localeOf(this.#tag), { style: "unit", unit: "second", unitDisplay: "narrow" }).format(left);
      return html`<button
        class="button small"
        type="button"
        aria-disabled="true"
        aria-label=${msg(str`Just sent: ${row.name}`, { id: "actions.links.just-sent" })}
      >
        ${msg(str`Sent · ${seconds}`, { id: "actions.links.pause" })}
      </button>`;
    }
    const words = invite.status === undefined ? msg("Send", { id: "actions.links.send" }) : msg("Re-send", { id: "actions.links.resend" });
    return this.#button(row, "", words, async () => {
      const result = await this.#ask(row, store.resend(invite.id));
      if (result.ok) this.#tell<InviteDetail>("invite-resent", { invite: result.value.invite });
      else this.#pauses.hold(invite, result.refusal.retryAfterMs ?? 0, Date.now());
    });
  }

  #button(row: Row, kind: string, name: string, act: () => unknown): TemplateResult {
    return html`<button
      class="button small ${kind}"
      type="button"
      aria-label=${`${name}: ${row.name}`}
      aria-disabled=${this.#busy === row.key}
      @click=${() => this.#busy === undefined && void act()}
    >
      ${name}
    </button>`;
  }

  async #ask<T>(row: Row, request: Promise<Result<T>>): Promise<Result<T>> {
    this.#busy = row.key;
    this.#refused = this.#copied = undefined;
    this.#tag.requestUpdate();
    const result = await request;
    this.#busy = undefined;
    if (!result.ok) this.#refused = result.refusal;
    this.#tag.requestUpdate();
    return result;
  }

  async #copy(row: Row, { invite }: Invitee): Promise<void> {
    const copied = await copyText(invite.url ?? "");
    this.#copied = copied ? row.key : undefined;
    this.#byHand = copied ? undefined : row.key;
    this.#tag.requestUpdate();
    if (copied) this.#tell<InviteDetail>("link-copied", { invite });
    await this.#tag.updateComplete;
    if (!copied) this.#tag.shadowRoot?.querySelector<HTMLInputElement>(".by-hand")?.focus();
  }

  #share(): void {
    this.hide();
    this.#ways.share();
  }

  #closed(): void {
    this.#unplace?.();
    this.#open = false;
    this.#ways.closed();
  }
}
