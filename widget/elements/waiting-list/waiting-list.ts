import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { msg } from "@lit/localize";
import type { GuestId } from "../../../protocol/ids.ts";
import type { Result } from "../../../protocol/refusals.ts";
import { define } from "../../define.ts";
import type { Complaint } from "../base.ts";
import { DoorstepElement } from "../base.ts";
import type { GuestDetail } from "./desk.ts";
import type { WaitingDesk } from "./waiting-desk.ts";
import { heading } from "./waiting-heading.ts";
import { shellStyles } from "./waiting-list.styles.ts";

export type { GuestDetail };

/**
 * Who is waiting to be let in, on any page of the portal, before and during the call. It paints at once; what asks the relay is
 * loaded after that.
 *
 * @tag waiting-list
 * @fires {CustomEvent<GuestDetail>} guest-waiting - Somebody waits; also told of those who waited when the list was first shown.
 * @fires {CustomEvent<GuestDetail>} guest-left-waiting - Somebody waits no longer without having been let in or declined here.
 * @fires {CustomEvent<GuestDetail>} guest-admitted - Somebody was let in.
 * @fires {CustomEvent<GuestDetail>} guest-denied - Somebody was declined.
 * @slot heading - Words in place of the list's own heading.
 * @slot empty - What stands there while nobody waits.
 * @slot footer - More below the list.
 * @csspart heading - The heading.
 * @csspart badge - The count, with `compact`.
 * @csspart popover - The small window behind the badge.
 * @csspart toast - The note that somebody has come.
 * @csspart session - The people who wait for one session.
 * @csspart guest - One of them.
 * @csspart admit - The button that lets one in.
 * @csspart admit-all - The button that lets all in.
 * @csspart deny - The button that declines one.
 * @csspart message - The button that opens the field for a message.
 */
export class WaitingList extends DoorstepElement {
  static override styles = [DoorstepElement.styles, shellStyles];

  /** One session, `ses_…`; absent: all of this host's. */
  @property({ attribute: "session-id" }) sessionId = "";
  /** Only a badge with the count; the list opens from it. */
  @property({ type: Boolean, reflect: true }) compact = false;
  /** No chime. */
  @property({ type: Boolean }) muted = false;
  /** Offer a notification of the system when this tab is hidden. */
  @property({ type: Boolean }) notify = false;

  @state() private desk: WaitingDesk | undefined;
  @state() private failed = false;
  #opening: Promise<WaitingDesk> | undefined;

  /** Lets one in. The result says why not, e.g. `session-full`. */
  async admit(guestId: GuestId): Promise<Result<unknown>> {
    return (await this.#open()).admit(guestId);
  }

  /** Lets everybody in, by their place in line, until the seats run out. */
  async admitAll(): Promise<Result<{ admitted: number; left: number }>> {
    return (await this.#open()).admitAll();
  }

  /** Declines one. */
  async deny(guestId: GuestId): Promise<Result<unknown>> {
    return (await this.#open()).deny(guestId);
  }

  /** Writes to one who waits, or to all of them. */
  async message(text: string, guestId?: GuestId): Promise<Result<unknown>> {
    return (await this.#open()).message(text, guestId);
  }

  protected override firstUpdated(): void {
    this.#load();
  }

  protected override renderContent(): unknown {
    if (this.desk !== undefined) return this.desk.render();
    return this.compact
      ? nothing
      : html`<div class="head">${heading()}</div>
          ${this.failed ? this.#again() : nothing}`;
  }

  #again(): TemplateResult {
    return html`<p class="small" role="alert">
      ${msg("The list didn't load.", { id: "waiting-list.failed" })}
      <button type="button" @click=${() => this.#load()}>${msg("Try again", { id: "waiting-list.again" })}</button>
    </p>`;
  }

  #load(): void {
    this.#open().then(
      () => (this.failed = false),
      () => (this.failed = true),
    );
  }

  #open(): Promise<WaitingDesk> {
    this.#opening ??= import("./waiting-desk.ts").then(
      ({ WaitingDesk }) =>
        (this.desk = new WaitingDesk(this, {
          tell: (name, detail) => void this.tell(name, detail),
          complain: (complaint: Complaint | undefined) => (complaint === undefined ? this.settle() : this.complain(complaint)),
        })),
      (error: unknown) => {
        this.#opening = undefined;
        throw error;
      },
    );
    return this.#opening;
  }
}

define("waiting-list", WaitingList);

declare global {
  interface HTMLElementTagNameMap {
    "waiting-list": WaitingList;
  }
}
