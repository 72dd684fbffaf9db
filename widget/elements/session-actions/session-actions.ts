import type { PropertyValues, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { msg } from "@lit/localize";
import type { SessionId } from "../../../protocol/ids.ts";
import type { Contact } from "../../../protocol/views.ts";
import { define } from "../../define.ts";
import { cameraIcon, linkIcon, sendIcon } from "../../theme/first-icons.ts";
import { DoorstepElement } from "../base.ts";
import type { ActionsPanel } from "./actions-panel.ts";
import type { Action, InviteDetail, SessionRequest } from "./actions-tag.ts";
import { rowStyles } from "./session-actions.styles.ts";

export type { Action, InviteDetail, SessionRequest };

/** The usual rows of a portal; otherwise the tag's own parent. */
const ROWS = "tr, li, article, [role=row], [role=listitem], [role=gridcell]";

/**
 * The icons on a calendar entry or a row of a client's sessions: send a drop-in link, open the share window, join the call.
 * They appear while their row is hovered or holds the focus, and stay where there is no hover. Nothing but the icons is loaded
 * before one is pressed.
 *
 * @tag session-actions
 * @fires {CustomEvent<SessionRequest>} join-request - Join Video Call was pressed. Cancelled, the call is not opened.
 * @fires {CustomEvent<SessionRequest>} share-request - The share window was asked for. Cancelled, it is not opened.
 * @fires {CustomEvent<InviteDetail>} invite-resent - A link was sent again.
 * @fires {CustomEvent<InviteDetail>} link-copied - A link was copied.
 * @csspart actions - The row of icons.
 * @csspart button - Each icon's button.
 * @csspart send - The button that opens the popover with the links.
 * @csspart share - The button that opens the share window.
 * @csspart join - The button that opens the call.
 * @csspart popover - The small window with the links.
 * @csspart call - The page-filling window of the call.
 */
export class SessionActions extends DoorstepElement {
  static override styles = [DoorstepElement.styles, rowStyles];

  /** The session, `ses_…`. */
  @property({ attribute: "session-id" }) sessionId = "";
  /** The client's people, to be offered a link. */
  @property({ attribute: false }) contacts: Contact[] = [];
  /** A CSS selector of the ancestor whose hover shows the icons; otherwise the row around the tag, or its parent. */
  @property({ attribute: "reveal-within" }) revealWithin?: string;

  @state() private hovered = false;
  @state() private panel: ActionsPanel | undefined;
  @state() private loading: Action | undefined;
  @state() private failed = false;
  #unreveal: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated) this.#reveal();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unreveal?.();
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (changed.has("revealWithin") || this.#unreveal === undefined) this.#reveal();
  }

  protected override renderContent(): TemplateResult {
    const open = this.panel?.showing;
    const resting = !this.hovered && open === undefined && this.loading === undefined && !this.failed;
    return html`
      <div
        class="actions ${resting ? "resting" : ""}"
        part="actions"
        role="group"
        aria-label=${msg("Video session", { id: "actions.group" })}
      >
        ${this.#button("send", msg("Give out drop-in links", { id: "actions.send" }), sendIcon())}
        ${this.#button("share", msg("Open the share window", { id: "actions.share" }), linkIcon())}
        ${this.#button("join", msg("Join Video Call", { id: "actions.join" }), cameraIcon())}
      </div>
      ${
        this.failed
          ? html`<p class="small" role="alert">
              ${msg("That didn't load. Check your network and press again.", { id: "actions.failed" })}
            </p>`
          : nothing
      }
      ${this.panel?.render()}
    `;
  }

  #button(action: Action, name: string, icon: TemplateResult): TemplateResult {
    return html`<button
      type="button"
      part="button ${action}"
      id=${action}
      aria-label=${name}
      title=${name}
      aria-haspopup="dialog"
      aria-expanded=${this.panel?.showing === action}
      aria-busy=${this.loading === action}
      @pointerdown=${() => this.panel?.pressed(action)}
      @click=${() => void this.#act(action)}
    >
      ${icon}
    </button>`;
  }

  async #act(action: Action): Promise<void> {
    const sessionId = this.sessionId as SessionId;
    if (action === "share" && !this.tell<SessionRequest>("share-request", { sessionId }, { cancelable: true })) return;
    if (action === "join" && !this.tell<SessionRequest>("join-request", { sessionId }, { cancelable: true })) return;
    this.loading = action;
    this.failed = false;
    try {
      if (this.panel === undefined) {
        const { ActionsPanel } = await import("./actions-panel.ts");
        this.panel ??= new ActionsPanel(this, (name, detail, options) => this.tell(name, detail, options));
      }
      await this.panel.show(action);
    } catch {
      // A file of the widget did not load: the network is away, or a newer version was deployed meanwhile.
      this.failed = true;
    } finally {
      this.loading = undefined;
    }
  }

  #reveal(): void {
    this.#unreveal?.();
    const { parentElement, revealWithin } = this;
    const root = this.getRootNode();
    const container = this.closest(revealWithin ?? ROWS) ?? parentElement ?? (root instanceof ShadowRoot ? root.host : this);
    const enter = () => (this.hovered = true);
    const leave = () => (this.hovered = container.matches(":hover, :focus-within"));
    const ways = { pointerenter: enter, pointerleave: leave, focusin: enter, focusout: leave } as const;
    for (const [name, way] of Object.entries(ways)) container.addEventListener(name, way);
    this.#unreveal = () => {
      for (const [name, way] of Object.entries(ways)) container.removeEventListener(name, way);
      this.#unreveal = undefined;
    };
  }
}

define("session-actions", SessionActions);

declare global {
  interface HTMLElementTagNameMap {
    "session-actions": SessionActions;
  }
}
