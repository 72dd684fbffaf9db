import type { CSSResult, PropertyValues, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { isId } from "../../../protocol/ids.ts";
import type { Contact } from "../../../protocol/views.ts";
import { define } from "../../define.ts";
import type { SessionStore } from "../../session/host-store.ts";
import { HostWatch } from "../../session/host-watch.ts";
import type { MessageStore } from "../../session/message-store.ts";
import { buttons, dialogs, people, skeletons, switches } from "../../theme/controls.ts";
import { adopt } from "../adopt.ts";
import { DoorstepElement } from "../base.ts";
import type { InvitesDetail } from "./invite-step.ts";
import type { InviteDetail } from "./people-step.ts";
import { peopleStyles } from "./people-step.styles.ts";
import { shareStyles } from "./session-link-manager.styles.ts";
import type { ShareTag } from "./share-desk.ts";
import { ShareWindow } from "./share-window.ts";

export type { InviteDetail, InvitesDetail };

/** Detail of `sharing-changed`. */
export interface SharingDetail {
  enabled: boolean;
}

/** How often "Waiting, 2 min" is looked at again, and a pause that is counted down. */
const TICK_MS = 15_000;
const SECOND_MS = 1_000;

/**
 * The share window: whom to invite, who has a link and what became of it, and the switch that stops every link at once.
 * A dialog that `show()` or the attribute `open` opens; with `inline` a part of the page.
 *
 * @tag session-link-manager
 * @fires {CustomEvent<InvitesDetail>} invites-sent - People were invited: their links were made, and mailed where the relay does so.
 * @fires {CustomEvent<InviteDetail>} invite-resent - A link was sent again.
 * @fires {CustomEvent<InviteDetail>} invite-revoked - One link was stopped.
 * @fires {CustomEvent<InviteDetail>} link-copied - A link was copied, alone or with its message.
 * @fires {CustomEvent<SharingDetail>} sharing-changed - Link sharing was turned on or off.
 * @fires {CustomEvent<void>} close - The window was closed.
 * @slot heading - Words in place of the window's own heading.
 * @slot empty - What the list of people shows while nobody has a link.
 * @slot footer - More at the window's foot.
 * @csspart dialog - The window.
 * @csspart heading - Its heading.
 * @csspart contacts - The checklist of contacts.
 * @csspart contact - One of them.
 * @csspart addresses - The field for e-mail addresses.
 * @csspart address - One address in it.
 * @csspart message - The preview of the message.
 * @csspart people - The list of people with a link.
 * @csspart person - One of them.
 * @csspart status - What became of a person's link.
 * @csspart row-button - A button in a person's row.
 * @csspart sharing-switch - The switch of link sharing.
 * @csspart question - A question before something that cannot be undone.
 * @csspart footer - The foot with the buttons.
 */
export class SessionLinkManager extends DoorstepElement {
  static override styles = [DoorstepElement.styles, buttons, switches, people, dialogs, skeletons, shareStyles, peopleStyles];

  /** The session, `ses_…`. */
  @property({ attribute: "session-id" }) sessionId = "";
  /** Whether the window is open. */
  @property({ type: Boolean, reflect: true }) open = false;
  /** A part of the page in place of a window. */
  @property({ type: Boolean, reflect: true }) inline = false;
  /** The client's people, to be offered a link. */
  @property({ attribute: false }) contacts: Contact[] = [];
  /** What stands above the contacts, in the portal's own words, e.g. "Noor's circle". */
  @property({ attribute: "contacts-heading" }) contactsHeading?: string;

  readonly #watch = new HostWatch<SessionStore>(this, {
    pick: (stores) => ((this.open || this.inline) && isId("ses", this.sessionId) ? stores.session(this.sessionId) : undefined),
    told: () => this.requestUpdate(),
  });
  readonly #messages = new HostWatch<MessageStore>(this, {
    pick: (stores) => {
      const service = this.#watch.store?.view?.session.service;
      return service === undefined ? undefined : stores.message(service);
    },
    told: () => this.requestUpdate(),
  });
  readonly #window = new ShareWindow(this.#lend());
  #complained = false;
  #ticking: ReturnType<typeof setInterval> | undefined;
  #tickMs = 0;

  /** Opens the window. Resolves when it is shown. */
  async show(): Promise<void> {
    this.open = true;
    await this.updateComplete;
  }

  /** Closes the window. Resolves when it is gone; the focus is back where it was. */
  async hide(): Promise<void> {
    this.open = false;
    await this.updateComplete;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#tick(0);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has("sessionId") || changed.has("open")) this.#window.begin(changed.has("sessionId"));
    const complaint = this.#complaint();
    if (complaint !== undefined) this.complain(complaint);
    else if (this.#complained) this.settle();
    this.#complained = complaint !== undefined;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const { dialog } = this;
    if (dialog !== null && this.open !== dialog.open) {
      if (this.open) dialog.showModal();
      else dialog.close();
    }
    const waits = (this.#watch.store?.view?.waiting.length ?? 0) > 0;
    this.#tick(!this.isConnected ? 0 : this.#window.counts ? SECOND_MS : waits ? TICK_MS : 0);
  }

  protected override renderContent(): unknown {
    if (this.inline) return html`<section class="inline" part="dialog" aria-labelledby="title">${this.#content()}</section>`;
    return html`<dialog
      class="dialog"
      part="dialog"
      aria-labelledby="title"
      @cancel=${(event: Event) => this.#escape(event)}
      @close=${() => this.#closed()}
      @click=${(event: MouseEvent) => event.target === this.dialog && this.#outside(event)}
    >
      ${this.open ? this.#content() : nothing}
    </dialog>`;
  }

  private get dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector("dialog");
  }

  #content(): TemplateResult {
    return this.#window.render(this.#watch.store?.state ?? { is: "loading" });
  }

  /** Escape answers an open question with no before it closes the window. */
  #escape(event: Event): void {
    if (this.#window.dismiss()) event.preventDefault();
  }

  /** A press on the page behind closes the window, unless that would lose what was typed. */
  #outside({ clientX, clientY }: MouseEvent): void {
    const box = this.dialog?.getBoundingClientRect();
    if (box === undefined || this.#window.unsaved) return;
    if (clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom) void this.hide();
  }

  #closed(): void {
    this.open = false;
    this.tell("close");
  }

  /** Renders anew every `ms`; 0: no more. */
  #tick(ms: number): void {
    if (ms === this.#tickMs) return;
    clearInterval(this.#ticking);
    this.#tickMs = ms;
    if (ms > 0) this.#ticking = setInterval(() => this.requestUpdate(), ms);
  }

  #complaint() {
    if (!this.open && !this.inline) return undefined;
    if (this.#watch.complaint !== undefined) return this.#watch.complaint;
    if (isId("ses", this.sessionId)) return undefined;
    return {
      attribute: "session-id",
      what: this.sessionId === "" ? "is missing." : `is "${this.sessionId}", which is no session.`,
      fix: 'Set session-id="ses_…", the id that creating the session gave.',
    };
  }

  #lend(): ShareTag {
    const tag = () => this;
    return {
      get locale() {
        return tag().locale;
      },
      get contacts() {
        return tag().contacts;
      },
      get contactsHeading() {
        return tag().contactsHeading;
      },
      get inline() {
        return tag().inline;
      },
      get store() {
        return tag().#watch.store;
      },
      get messages() {
        return tag().#messages.store;
      },
      hide: () => void this.hide(),
      requestUpdate: () => this.requestUpdate(),
      tell: <Detail>(name: string, detail: Detail) => void this.tell(name, detail),
      speak: (say) => this.speak(say),
      adopt: (...styles: CSSResult[]) => adopt(this, ...styles),
      find: async (selector: string) => {
        await this.updateComplete;
        return this.renderRoot.querySelector<HTMLElement>(selector);
      },
    };
  }
}

define("session-link-manager", SessionLinkManager);

declare global {
  interface HTMLElementTagNameMap {
    "session-link-manager": SessionLinkManager;
  }
}
