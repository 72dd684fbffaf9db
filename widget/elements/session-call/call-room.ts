import type { PropertyValues, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { msg } from "@lit/localize";
import type { CallNews } from "../../session/call-news.ts";
import type { CallStore } from "../../session/call-store.ts";
import type * as DeviceWords from "../device-words.ts";
import { define } from "../../define.ts";
import { ArrivalAlerts, firstToAnnounce } from "../../session/arrival-alerts.ts";
import { carryOut } from "./call-deeds.ts";
import "./call-header.ts";
import "./call-notes.ts";
import type { CallNotes } from "./call-notes.ts";
import { newsWords } from "./call-news-words.ts";
import { CallPart } from "./call-part.ts";
import { TILE_PARTS, TOOLBAR_PARTS } from "./call-parts.ts";
import { roomStyles } from "./call-room.styles.ts";
import { qualityWords } from "./call-quality-words.ts";
import { PictureInPicture } from "./picture-in-picture.ts";
import { shortcutOf } from "./call-shortcuts.ts";
import { CallSound } from "./call-sound.ts";
import "./call-stage.ts";
import type { CallStage } from "./call-stage.ts";
import type { Command, Panel } from "./call-command.ts";
import "./call-toolbar.ts";
import type { LatePart } from "./late-parts.ts";
import { LateParts } from "./late-parts.ts";
import { RoomDialog } from "./room-dialog.ts";
import { WakeLock } from "./wake-lock.ts";

/**
 * The dark room: the pictures, the buttons below, the side panel, and whatever has to be said. Loaded when a call starts. Not a tag
 * for pages.
 *
 * @fires {CustomEvent<Command>} command - Something the tag around it does: invite, devices, leave, end.
 */
export class CallRoom extends CallPart {
  static override styles = [CallPart.styles, roomStyles];

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
  readonly #late = new LateParts(this, (part) => this.#missing(part));
  readonly #dialog = new RoomDialog(this, this.#late.dialogs);
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
    this.#late.follow(inside);
    if (!inside) return;
    // So that the keys work without a click; nothing else of the page had the focus on purpose while it joined.
    this.room.focus({ preventScroll: true });
    if (this.call.powers !== undefined && this.clientWidth > 1_000) this.panel = "people";
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    // An update that was due when the room was taken off the page starts nothing again: no voice, no light of the screen.
    if (!this.isConnected) return;
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
            <p class="quality">${qualityWords(call)}</p>
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
      ${this.#dialog.render({ chat: !this.noChat, screen: !this.noScreenShare, end: () => this.tell<Command>("command", "end") })}
    </div>`;
  }

  #panel(panel: "people" | "chat"): TemplateResult {
    this.#late[panel].want();
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

  async #command(command: Command): Promise<void> {
    const { call } = this;
    switch (command) {
      case "microphone":
      case "camera":
        await carryOut(call, command);
        return this.#explain(command);
      case "screen":
        return this.noScreenShare ? undefined : carryOut(call, command);
      case "hand":
      case "mute-all":
      case "lock":
        return carryOut(call, command);
      case "chat":
      case "people":
        return this.#open(this.panel === command ? undefined : command);
      case "layout":
        this.chosenLayout = (this.chosenLayout ?? this.layout) === "speaker" ? "auto" : "speaker";
        return;
      case "who":
        // Heard again also when it is what was said last.
        this.announced = "";
        return import("./speaker-words.ts").then(
          ({ speakerWords }) => void (this.announced = this.speak(() => speakerWords(call, this.locale))),
          () => undefined,
        );
      case "picture-in-picture":
        if (PictureInPicture.possible) await this.#picture.toggle(call);
        return;
      case "page-before":
      case "page-next":
        return this.stage.turn(command === "page-next" ? 1 : -1);
      case "shortcuts":
      case "end":
        return this.#dialog.show(command);
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

  /** One that nobody waits for was fetched ahead. */
  #missing(part: LatePart): void {
    if (part === "dialogs" ? !this.#dialog.wanted : part !== this.panel) return;
    if (part === "dialogs") this.#dialog.hide();
    else this.panel = undefined;
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
    // A camera that was not turned off by its person.
    if (news.is === "camera") this.#explain("camera");
    if (news.is === "slow-blur") this.#tellOfDevice(({ slowBlurSentence }) => slowBlurSentence());
    if (words !== undefined && (news.is === "muted-by-host" || news.is === "stopped-by-host")) this.#say(words);
  }

  #explain(kind: "microphone" | "camera"): void {
    const { problem } = this.call.media[kind];
    if (problem !== undefined) this.#tellOfDevice(({ deviceSentence }) => deviceSentence(kind, problem));
  }

  /** Said when the words for it have come; without them the device's button has its mark. */
  #tellOfDevice(words: (from: typeof DeviceWords) => string): void {
    void import("../device-words.ts").then(
      (from) =>
        this.#say(
          this.speak(() => words(from)),
          true,
        ),
      () => undefined,
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
