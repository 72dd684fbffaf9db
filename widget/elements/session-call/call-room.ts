import type { PropertyValues, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { msg } from "@lit/localize";
import type { CallNews } from "../../session/call-news.ts";
import type { CallStore } from "../../session/call-store.ts";
import { define } from "../../define.ts";
import { dialogs } from "../../theme/controls.ts";
import { deviceSentence } from "../device-words.ts";
import { Later } from "../later.ts";
import { ArrivalAlerts, firstToAnnounce } from "../../session/arrival-alerts.ts";
import { callDialogStyles, endDialog, openDialog, shortcutsDialog } from "./call-dialogs.ts";
import "./call-header.ts";
import "./call-notes.ts";
import type { CallNotes } from "./call-notes.ts";
import { newsWords } from "./call-news-words.ts";
import { CallPart } from "./call-part.ts";
import { TILE_PARTS, TOOLBAR_PARTS } from "./call-parts.ts";
import { roomStyles } from "./call-room.styles.ts";
import { PictureInPicture } from "./picture-in-picture.ts";
import { shortcutOf } from "./call-shortcuts.ts";
import { CallSound } from "./call-sound.ts";
import "./call-stage.ts";
import type { CallStage } from "./call-stage.ts";
import type { Command, Panel } from "./call-command.ts";
import "./call-toolbar.ts";
import { WakeLock } from "./wake-lock.ts";

/**
 * The dark room: the pictures, the buttons below, the side panel, and whatever has to be said. Loaded when a call starts. Not a tag
 * for pages.
 *
 * @fires {CustomEvent<Command>} command - Something the tag around it does: invite, devices, leave, end.
 */
export class CallRoom extends CallPart {
  static override styles = [CallPart.styles, dialogs, callDialogStyles, roomStyles];

  @property() layout: "auto" | "grid" | "speaker" = "auto";
  @property({ type: Boolean }) noChat = false;
  @property({ type: Boolean }) noScreenShare = false;

  /** For the waiting list, when there is no provider around the call. */
  @property({ attribute: false }) relay?: string;
  @property({ attribute: false }) token?: string;

  @state() private panel: Panel;
  @state() private unread = 0;
  /** What a screen reader is told last. */
  @state() private announced = "";
  /** Chosen here, over the attribute. */
  @state() private chosenLayout: "auto" | "speaker" | undefined;
  @query(".room") private room!: HTMLElement;
  @query("doorstep-call-stage") private stage!: CallStage;
  @query("doorstep-call-notes") private notes!: CallNotes;

  readonly #sound = new CallSound(() => this.requestUpdate());
  readonly #picture = new PictureInPicture(() => this.requestUpdate());
  readonly #wake = new WakeLock();
  readonly #alerts = new ArrivalAlerts();
  /** A panel's file is fetched when it is first opened: sound and picture come before it. */
  readonly #panels = {
    chat: new Later(
      this,
      () => import("./call-chat.ts"),
      () => this.#panelMissing(),
    ),
    people: new Later(
      this,
      () => import("./call-people.ts"),
      () => this.#panelMissing(),
    ),
  };
  #inside = false;
  #listened: CallStore | undefined;
  #unlisten: (() => void) | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sound.close();
    this.#alerts.close();
    this.#picture.close();
    this.#wake.follow(false);
    this.#unlisten?.();
    this.#listened = this.#unlisten = undefined;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const inside = this.call.inside !== undefined;
    if (inside === this.#inside) return;
    this.#inside = inside;
    if (!inside) return;
    // So that the keys work without a click; nothing else of the page had the focus on purpose while it joined.
    this.room.focus({ preventScroll: true });
    if (this.call.powers !== undefined && this.clientWidth > 1_000) this.panel = "people";
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { call } = this;
    if (this.#listened !== call) {
      this.#unlisten?.();
      this.#listened = call;
      // What was written before this room stood was seen by nobody.
      this.unread = call.messages.filter(({ from }) => from !== call.inside?.me).length;
      this.#unlisten = call.listen((news) => this.#hear(news));
    }
    if (changed.has("layout")) this.chosenLayout = undefined;
    this.#sound.follow(call);
    this.#picture.follow(call);
    this.#wake.follow(call.inside !== undefined);
  }

  protected override render(): TemplateResult {
    const { call, panel } = this;
    const layout = this.chosenLayout ?? this.layout;
    return html`<div class="room" part="room" tabindex="-1" @keydown=${(event: KeyboardEvent) => this.#key(event)}>
      <div class="frame">
        <div class="main">
          <doorstep-call-header exportparts="header" .call=${call} .locale=${this.locale}></doorstep-call-header>
          <doorstep-call-stage
            part="stage"
            exportparts=${TILE_PARTS}
            .call=${call}
            .locale=${this.locale}
            .layout=${layout}
          ></doorstep-call-stage>
          <div class="bottom">
            <p class="quality">${this.#quality()}</p>
            <doorstep-call-toolbar
              exportparts=${TOOLBAR_PARTS}
              .call=${call}
              .locale=${this.locale}
              .panel=${panel}
              .layout=${layout}
              .small=${this.#picture.open}
              .noChat=${this.noChat}
              .noScreenShare=${this.noScreenShare}
              .unread=${this.unread}
              @command=${(event: CustomEvent<Command>) => void this.#command(event.detail)}
            ></doorstep-call-toolbar>
          </div>
          <doorstep-call-notes
            exportparts="note"
            .call=${call}
            .locale=${this.locale}
            .blocked=${this.#sound.blocked}
            .listed=${panel === "people"}
            @unblock=${() => this.#sound.unblock()}
            @people=${() => this.#open("people")}
          ></doorstep-call-notes>
        </div>
        ${panel === undefined ? nothing : html`<aside class="panel" part="panel">${this.#panel(panel)}</aside>`}
      </div>
      <p class="visually-hidden" role="status" aria-live="polite">${this.announced}</p>
      ${shortcutsDialog({ chat: !this.noChat, screen: !this.noScreenShare })} ${endDialog(() => this.tell<Command>("command", "end"))}
    </div>`;
  }

  #panel(panel: "people" | "chat"): TemplateResult {
    this.#panels[panel].want();
    return panel === "chat"
      ? html`<doorstep-call-chat
          exportparts="message, chat-field"
          .call=${this.call}
          .locale=${this.locale}
          @close=${() => this.#close()}
        ></doorstep-call-chat>`
      : html`<doorstep-call-people
          exportparts="people, person, waiting"
          .call=${this.call}
          .locale=${this.locale}
          .relay=${this.relay}
          .token=${this.token}
          @invite=${() => this.tell<Command>("command", "invite")}
          @close=${() => this.#close()}
        ></doorstep-call-people>`;
  }

  /** The worst way is the one that people feel. */
  #quality(): string {
    const levels = new Set(this.call.qualities.values());
    if (levels.size === 0) return "";
    if (levels.has("lost")) return msg("Connection: reconnecting", { id: "call.connection-lost" });
    if (levels.has("poor")) return msg("Connection: weak", { id: "call.connection-poor" });
    return levels.has("fair")
      ? msg("Connection: fair", { id: "call.connection-fair" })
      : msg("Connection: good", { id: "call.connection-good" });
  }

  async #command(command: Command): Promise<void> {
    const { call } = this;
    const { media, powers, screen } = call;
    switch (command) {
      case "microphone":
        await media.setMicrophone(!media.microphone.on || media.microphone.problem !== undefined);
        return this.#explain("microphone");
      case "camera":
        await media.setCamera(!media.camera.on || media.camera.problem !== undefined);
        return this.#explain("camera");
      case "screen":
        if (this.noScreenShare) return;
        if (screen.track === null) await screen.start();
        else screen.stop();
        return;
      case "hand":
        return call.setHand(!call.handRaised);
      case "chat":
      case "people":
        return this.#open(this.panel === command ? undefined : command);
      case "layout":
        this.chosenLayout = (this.chosenLayout ?? this.layout) === "speaker" ? "auto" : "speaker";
        return;
      case "picture-in-picture":
        if (PictureInPicture.possible) await this.#picture.toggle(call);
        return;
      case "page-before":
      case "page-next":
        return this.stage.turn(command === "page-next" ? 1 : -1);
      case "shortcuts":
        return openDialog(this.renderRoot, "shortcuts");
      case "mute-all":
        await powers?.mute();
        return;
      case "lock":
        await powers?.lock(call.inside?.locked !== true);
        return;
      case "end":
        return openDialog(this.renderRoot, "end");
      case "invite":
      case "devices":
      case "leave":
        return this.tell("command", command);
    }
  }

  #open(panel: Panel): void {
    if (panel === "chat" && this.noChat) return;
    this.panel = panel;
    if (panel === "chat") this.unread = 0;
  }

  /** Who closes a panel goes on at the button that opened it. */
  #close(): void {
    const { panel } = this;
    this.#open(undefined);
    const toolbar = this.renderRoot.querySelector("doorstep-call-toolbar");
    if (panel === undefined || toolbar?.focusOn(panel) !== true) this.room.focus({ preventScroll: true });
  }

  #panelMissing(): void {
    this.panel = undefined;
    this.notes.say(msg("That didn't load. Check your network and press again.", { id: "actions.failed" }), true);
  }

  #key(event: KeyboardEvent): void {
    if (
      event.key === "Escape" &&
      !event.defaultPrevented &&
      this.panel !== undefined &&
      this.renderRoot.querySelector("dialog[open]") === null
    ) {
      this.#close();
      return;
    }
    const command = shortcutOf(event);
    if (command === undefined) return;
    event.preventDefault();
    void this.#command(command);
  }

  #hear(news: CallNews): void {
    if (news.is === "chat" && !news.mine && this.panel !== "chat") this.unread += 1;
    if (news.is === "read-back" && this.panel !== "chat") this.unread += news.count;
    if (news.is === "asked-to-speak") this.notes.askToSpeak();
    if (news.is === "knocks" && this.panel !== "people") {
      this.notes.knock(news.guest.guestId);
      if (firstToAnnounce("chime", news.guest.guestId)) this.#alerts.chime();
    }
    const words = this.speak(() => newsWords(news));
    if (words !== undefined) this.announced = words;
    if (words !== undefined && (news.is === "muted-by-host" || news.is === "stopped-by-host")) this.#say(words);
  }

  #explain(kind: "microphone" | "camera"): void {
    const { problem } = this.call.media[kind];
    if (problem !== undefined)
      this.#say(
        this.speak(() => deviceSentence(kind, problem)),
        true,
      );
  }

  #say(words: string, warning = false): void {
    this.announced = words;
    this.notes.say(words, warning);
  }
}

define("doorstep-call-room", CallRoom);

declare global {
  interface HTMLElementTagNameMap {
    "doorstep-call-room": CallRoom;
  }
}
