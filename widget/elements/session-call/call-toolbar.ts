import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { property, query } from "lit/decorators.js";
import { msg, str } from "@lit/localize";
import { define } from "../../define.ts";
import { ScreenShare } from "../../session/screen-share.ts";
import { handIcon, leaveIcon, moreIcon, screenIcon } from "../../theme/call-icons.ts";
import { cameraOffIcon, microphoneIcon, microphoneOffIcon } from "../../theme/device-icons.ts";
import { cameraIcon, chatIcon, peopleIcon } from "../../theme/icons.ts";
import { number } from "../../theme/words.ts";
import type { Command, Panel } from "./call-command.ts";
import { CallPart } from "./call-part.ts";
import { toolbarStyles } from "./call-toolbar.styles.ts";
import { moreMenu } from "./more-menu.ts";

/**
 * The buttons under the pictures. Not a tag for pages.
 *
 * @fires {CustomEvent<Command>} command - One was pressed.
 */
export class CallToolbar extends CallPart {
  static override styles = [CallPart.styles, toolbarStyles];

  @property({ attribute: false }) panel: Panel;
  @property() layout: "auto" | "grid" | "speaker" = "auto";
  /** A small picture stands over other windows. */
  @property({ type: Boolean }) small = false;
  @property({ type: Boolean }) noChat = false;
  @property({ type: Boolean }) noScreenShare = false;
  /** Chat lines that were not shown yet. */
  @property({ type: Number }) unread = 0;

  @query(".menu") private menu!: HTMLElement;
  @query("#more") private more!: HTMLElement;

  protected override render(): TemplateResult {
    const { call } = this;
    const { microphone, camera } = call.media;
    const microphoneOn = microphone.on && microphone.problem === undefined;
    const cameraOn = camera.on && camera.problem === undefined;
    const waiting = call.inside?.waiting.length ?? 0;
    const canShare = ScreenShare.possible && !this.noScreenShare;
    const sharing = call.screen.track !== null;
    return html`<div class="bar" part="toolbar" role="toolbar" aria-label=${msg("Call", { id: "call.toolbar" })}>
      ${this.#button("microphone", {
        label: microphoneOn
          ? msg("Turn microphone off", { id: "self-view.microphone-off" })
          : msg("Turn microphone on", { id: "self-view.microphone-on" }),
        icon: microphoneOn ? microphoneIcon() : microphoneOffIcon(),
        classes: microphoneOn ? "" : "off",
        mark: microphone.problem === undefined ? nothing : html`<span class="problem" aria-hidden="true">!</span>`,
      })}
      ${this.#button("camera", {
        label: cameraOn ? msg("Turn camera off", { id: "self-view.camera-off" }) : msg("Turn camera on", { id: "self-view.camera-on" }),
        icon: cameraOn ? cameraIcon() : cameraOffIcon(),
        classes: cameraOn ? "" : "off",
        mark: camera.problem === undefined ? nothing : html`<span class="problem" aria-hidden="true">!</span>`,
      })}
      ${
        canShare
          ? this.#button("screen", {
              label: sharing
                ? msg("Stop sharing your screen", { id: "call.screen-off" })
                : msg("Share your screen", { id: "call.screen-on" }),
              icon: screenIcon(),
              classes: sharing ? "on wide" : "wide",
              pressed: sharing,
            })
          : nothing
      }
      ${this.#button("hand", {
        label: call.handRaised ? msg("Lower your hand", { id: "call.hand-off" }) : msg("Raise your hand", { id: "call.hand-on" }),
        icon: handIcon(),
        classes: call.handRaised ? "on wide" : "wide",
        pressed: call.handRaised,
      })}
      ${
        this.noChat
          ? nothing
          : this.#button("chat", {
              label:
                this.unread > 0
                  ? msg(str`Chat, ${number(this.locale, this.unread)} unread`, { id: "call.chat-unread" })
                  : msg("Chat", { id: "call.chat" }),
              icon: chatIcon(),
              classes: this.panel === "chat" ? "open" : "",
              expanded: this.panel === "chat",
              mark: this.unread > 0 ? html`<span class="count" aria-hidden="true">${number(this.locale, this.unread)}</span>` : nothing,
            })
      }
      ${this.#button("people", {
        label:
          waiting > 0
            ? msg(str`People, ${number(this.locale, waiting)} waiting`, { id: "call.people-waiting" })
            : msg("People", { id: "call.people" }),
        icon: peopleIcon(),
        classes: this.panel === "people" ? "open" : "",
        expanded: this.panel === "people",
        mark:
          waiting > 0 ? html`<span class="count" part="waiting-count" aria-hidden="true">${number(this.locale, waiting)}</span>` : nothing,
      })}
      <button
        id="more"
        type="button"
        class="round"
        part="more-button"
        aria-label=${msg("More", { id: "call.more" })}
        title=${msg("More", { id: "call.more" })}
        aria-haspopup="menu"
        @click=${() => this.#toggleMenu()}
      >
        ${moreIcon()}
      </button>
      <button
        type="button"
        class="leave"
        part="leave-button"
        aria-label=${msg("Leave", { id: "call.leave" })}
        @click=${() => this.#command("leave")}
      >
        ${leaveIcon()}<span>${msg("Leave", { id: "call.leave" })}</span>
      </button>
      <div
        class="menu"
        part="menu"
        popover
        role="menu"
        aria-label=${msg("More", { id: "call.more" })}
        @keydown=${(event: KeyboardEvent) => this.#key(event)}
      >
        ${moreMenu({ call, layout: this.layout, small: this.small, canShare, choose: (command) => this.#chosen(command) })}
      </div>
    </div>`;
  }

  #button(
    command: Command,
    {
      label,
      icon,
      classes,
      mark = nothing,
      pressed,
      expanded,
    }: { label: string; icon: TemplateResult; classes: string; mark?: unknown; pressed?: boolean; expanded?: boolean },
  ): TemplateResult {
    return html`<button
      type="button"
      class="round ${classes}"
      part="${command}-button"
      aria-label=${label}
      title=${label}
      aria-pressed=${pressed ?? nothing}
      aria-expanded=${expanded ?? nothing}
      @click=${() => this.#command(command)}
    >
      ${icon}${mark}
    </button>`;
  }

  /** Puts the focus on a command's button; false when it has none here. */
  focusOn(command: Command): boolean {
    const button = this.renderRoot.querySelector<HTMLElement>(`[part~="${command}-button"]`);
    button?.focus();
    return button !== null;
  }

  #command(command: Command): void {
    this.tell("command", command);
  }

  #chosen(command: Command): void {
    this.menu.hidePopover();
    // What is opened now gives the focus back to where it was: an item of the closed menu could not take it.
    this.more.focus();
    this.#command(command);
  }

  #toggleMenu(): void {
    this.menu.togglePopover();
    if (!this.menu.matches(":popover-open")) return;
    const anchor = this.more.getBoundingClientRect();
    const { width, height } = this.menu.getBoundingClientRect();
    const left = Math.min(Math.max(12, anchor.left + anchor.width / 2 - width / 2), innerWidth - width - 12);
    Object.assign(this.menu.style, { left: `${left}px`, top: `${Math.max(12, anchor.top - height - 8)}px` });
    this.#items()[0]?.focus();
  }

  #key(event: KeyboardEvent): void {
    const items = this.#items();
    const at = items.indexOf(this.shadowRoot?.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.menu.hidePopover();
      this.more.focus();
    } else if (to !== undefined) {
      event.preventDefault();
      items.at(to % items.length)?.focus();
    }
  }

  /** Those that are shown. */
  #items(): HTMLElement[] {
    return [...this.menu.querySelectorAll<HTMLElement>("button")].filter((item) => item.offsetParent !== null);
  }
}

define("doorstep-call-toolbar", CallToolbar);

declare global {
  interface HTMLElementTagNameMap {
    "doorstep-call-toolbar": CallToolbar;
  }
}
