/** What the icons open: the popover with the links, the share window, the call. Loaded when the first icon is pressed. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg } from "@lit/localize";
import type { RefusalCode } from "../../../protocol/refusals.ts";
import { buttons, fields, people, skeletons } from "../../theme/controls.ts";
import { closeIcon } from "../../theme/icons.ts";
import { adopt } from "../adopt.ts";
import type { Action, ActionsTag, Tell } from "./actions-tag.ts";
import { panelStyles } from "./actions-panel.styles.ts";
import { LinkPopover } from "./link-popover.ts";

export class ActionsPanel {
  /** What is open now. */
  showing: Action | undefined;
  readonly #tag: ActionsTag;
  readonly #links: LinkPopover;
  /** The popover was open when the press began that closes it. */
  #closing: Action | undefined;
  /** The host is in the call: only leaving it closes its window. Before that, and after an end that its own words explain, a button does. */
  #inside = false;

  constructor(tag: ActionsTag, tell: Tell) {
    this.#tag = tag;
    adopt(tag, buttons, fields, people, skeletons, panelStyles);
    this.#links = new LinkPopover(tag, tell, {
      closed: () => this.#close("send"),
      share: () => tag.shadowRoot?.querySelector<HTMLElement>("#share")?.click(),
    });
  }

  /** A press on an icon began: a popover that it closes by itself must not be opened again by its click. */
  pressed(action: Action): void {
    this.#closing = this.showing === action && action === "send" ? action : undefined;
  }

  /** Opens what `action` is for. Rejects when one of the widget's files does not load. */
  async show(action: Action): Promise<void> {
    const closing = this.#closing === action;
    this.#closing = undefined;
    if (closing) return this.#links.hide();
    if (action === "share") await import("../session-link-manager/session-link-manager.ts");
    if (action === "join") await import("../session-call/session-call.ts");
    if (!this.#tag.isConnected) return;
    this.#inside = false;
    this.showing = action;
    this.#tag.requestUpdate();
    await this.#tag.updateComplete;
    if (action === "send") await this.#links.show();
    if (action === "join") this.#tag.shadowRoot?.querySelector<HTMLDialogElement>("#call")?.showModal();
  }

  render(): TemplateResult {
    return html`${this.#links.render(this.showing === "send")} ${this.showing === "share" ? this.#shareWindow() : nothing}
    ${this.showing === "join" ? this.#call() : nothing}`;
  }

  #close(action: Action): void {
    if (this.showing !== action) return;
    this.showing = undefined;
    this.#tag.requestUpdate();
  }

  #shareWindow(): TemplateResult {
    const { sessionId, contacts, relay, token, theme } = this.#tag;
    return html`<session-link-manager
      open
      session-id=${sessionId}
      theme=${theme}
      .contacts=${contacts}
      .relay=${relay}
      .token=${token}
      exportparts="dialog: share-dialog"
      @close=${() => {
        this.#close("share");
        this.#tag.shadowRoot?.querySelector<HTMLElement>("#share")?.focus();
      }}
    ></session-link-manager>`;
  }

  #call(): TemplateResult {
    const { sessionId, relay, token } = this.#tag;
    return html`<dialog
      id="call"
      class="call"
      part="call"
      aria-label=${msg("Video session", { id: "actions.call" })}
      @cancel=${(event: Event) => this.#inside && event.preventDefault()}
      @close=${(event: Event) => event.target === event.currentTarget && this.#close("join")}
    >
      <session-call
        session-id=${sessionId}
        theme="dark"
        .relay=${relay}
        .token=${token}
        @join=${() => this.#moved(true)}
        @leave=${(event: CustomEvent<{ reason?: RefusalCode }>) => this.#left(event.detail?.reason)}
      ></session-call>
      ${
        !this.#inside
          ? html`<button
              class="icon-button close-call"
              type="button"
              aria-label=${msg("Close", { id: "actions.close-call" })}
              @click=${() => this.#endCall()}
            >
              ${closeIcon()}
            </button>`
          : nothing
      }
    </dialog>`;
  }

  /** Left on purpose: back to the page. For any other reason the call's own words stay until they were read. */
  #left(reason: RefusalCode | undefined): void {
    if (reason === undefined || reason === "left" || reason === "host-ended") return this.#endCall();
    this.#moved(false);
  }

  #moved(inside: boolean): void {
    this.#inside = inside;
    this.#tag.requestUpdate();
  }

  #endCall(): void {
    this.#tag.shadowRoot?.querySelector<HTMLDialogElement>("#call")?.close();
  }
}
