/** The small window behind the send icon: the client's people with what became of their links, and one step for each. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { msg } from "@lit/localize";
import { isId } from "../../../protocol/ids.ts";
import type { Result } from "../../../protocol/refusals.ts";
import type { Contact, HostView } from "../../../protocol/views.ts";
import type { SessionStore } from "../../session/host-store.ts";
import { HostWatch } from "../../session/host-watch.ts";
import type { Invitee } from "../../session/invitees.ts";
import { contactOf, initials, inviteeOf, inviteesOf } from "../../session/invitees.ts";
import { hostSentence } from "../../session/refusal-sentences.ts";
import { localeOf } from "../../locales/language.ts";
import { closeIcon } from "../../theme/icons.ts";
import { copyText } from "../copy-text.ts";
import { statusWords } from "../invitee-words.ts";
import { giveFocusBack, placeBeside } from "../place-beside.ts";
import type { ActionsTag, InviteDetail, Tell } from "./actions-tag.ts";

/** A contact, with the link it has if it has one; or somebody else who has one. */
interface Row {
  key: string;
  name: string;
  email: string;
  contact?: Contact;
  invitee?: Invitee;
}

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
  #error: string | undefined;
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
  }

  async show(): Promise<void> {
    this.#open = true;
    this.#copied = this.#byHand = this.#error = undefined;
    this.#tag.requestUpdate();
    await this.#tag.updateComplete;
    const popover = this.#element;
    const button = this.#tag.shadowRoot?.querySelector("#send");
    if (!popover || !button) return;
    popover.showPopover();
    this.#unplace = placeBeside(popover, button);
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
        <h2 id="links-title">${msg("Drop-in links", { id: "actions.links.title" })}</h2>
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
    if (state.is === "loading")
      return html`<div class="skeleton"></div>
        <div class="skeleton"></div>`;
    return html`${this.#list(state.view)} ${this.#error === undefined ? nothing : html`<p class="error" role="alert">${this.#error}</p>`}
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
    const rows = this.#rows(view);
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

  #rows(view: HostView): Row[] {
    const invitees = inviteesOf(view, this.#tag.contacts);
    const known = this.#tag.contacts.map((contact): Row => {
      const invitee = inviteeOf(contact, invitees);
      return {
        key: `contact ${contact.id}`,
        name: contact.name,
        email: contact.email,
        contact,
        ...(invitee === undefined ? {} : { invitee }),
      };
    });
    const others = invitees
      .filter(({ invite, status }) => status !== "stopped" && contactOf(invite, this.#tag.contacts) === undefined)
      .map((invitee): Row => ({ key: invitee.invite.id, name: invitee.title, email: invitee.invite.email ?? "", invitee }));
    return [...known, ...others];
  }

  #row(row: Row): TemplateResult {
    const words =
      row.invitee === undefined
        ? { text: msg("No link yet", { id: "actions.links.none" }), tone: "quiet" }
        : statusWords(row.invitee, localeOf(this.#tag), Date.now());
    const failure = row.invitee?.status === "failed" ? row.invitee.invite.failure : undefined;
    return html`<li>
      <span class="avatar" aria-hidden="true">${initials(row.name, row.email)}</span>
      <div class="who">
        <p>${row.name}</p>
        <p class=${words.tone}>${words.text}${failure === undefined ? nothing : html`: ${failure}`}</p>
      </div>
      ${this.#step(row)}
      ${
        this.#byHand === row.key
          ? html`<input
              class="input by-hand"
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
      const { name, email, relation, id } = contact;
      return this.#button(row, "primary", msg("Make link", { id: "actions.links.make" }), () =>
        this.#ask(row, store.invite([{ name, email, relation, contactId: id }])),
      );
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
    if (invite.status !== undefined && invitee.status !== "inside") {
      return this.#button(row, "", msg("Re-send", { id: "actions.links.resend" }), async () => {
        const result = await this.#ask(row, store.resend(invite.id));
        if (result.ok) this.#tell<InviteDetail>("invite-resent", { invite: result.value.invite });
      });
    }
    const name = this.#copied === row.key ? msg("Copied", { id: "actions.links.copied" }) : msg("Copy link", { id: "actions.links.copy" });
    return this.#button(row, "", name, () => this.#copy(row, invitee));
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
    this.#error = this.#copied = undefined;
    this.#tag.requestUpdate();
    const result = await request;
    this.#busy = undefined;
    if (!result.ok) this.#error = hostSentence(result.refusal.code);
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
