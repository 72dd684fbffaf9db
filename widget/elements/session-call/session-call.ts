import type { PropertyValues, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { msg } from "@lit/localize";
import { define } from "../../define.ts";
import { CallSource } from "../../session/call-source.ts";
import type { CallNews } from "../../session/call-news.ts";
import type { CallStore } from "../../session/call-store.ts";
import { Follow } from "../../session/follow.ts";
import { buttons, skeletons } from "../../theme/controls.ts";
import { DoorstepElement } from "../base.ts";
import { openDeviceDialog } from "../open-device-dialog.ts";
import type { Chunk } from "./chunk.ts";
import type { Command } from "./call-command.ts";
import { eventFor } from "./call-details.ts";
import { CallFiles, dark, fileView, NOT_SERVED, waiting } from "./call-files.ts";
import { ROOM_PARTS } from "./call-parts.ts";
import { openShareWindow } from "./open-share-window.ts";
import { callStyles } from "./session-call.styles.ts";

export type * from "./call-details.ts";

/**
 * The call itself, for a host or a guest. A host sees itself first and presses *Join*, or the page calls `join()`; inside
 * `<drop-in-join>` the call starts when the guest is let in. What a call needs is loaded when it starts or is about to.
 *
 * @tag session-call
 * @fires {CustomEvent<undefined>} join - This browser is inside.
 * @fires {CustomEvent<LeaveDetail>} leave - It is not inside any more, and why.
 * @fires {CustomEvent<ParticipantDetail>} participant-join - Somebody else came in.
 * @fires {CustomEvent<ParticipantLeaveDetail>} participant-leave - Somebody else left or was lost.
 * @fires {CustomEvent<CountDetail>} participant-count - How many are inside now, oneself included.
 * @fires {CustomEvent<TopologyDetail>} topology-change - How the media travels now.
 * @fires {CustomEvent<ToggleDetail>} microphone-toggle - The own microphone went on or off.
 * @fires {CustomEvent<ToggleDetail>} camera-toggle - The own camera went on or off.
 * @fires {CustomEvent<ToggleDetail>} screen-share-toggle - The own screen is shown, or no longer.
 * @fires {CustomEvent<ToggleDetail>} hand-toggle - The own hand was raised or lowered.
 * @fires {CustomEvent<ChatDetail>} chat-message - Somebody wrote something, oneself included.
 * @fires {CustomEvent<QualityDetail>} connection-quality - The way to one of the others got better or worse.
 * @slot ended - Stands under the words that the call is over, e.g. a way back to the page.
 * @csspart prejoin - The moment before the call.
 * @csspart join-button - The button that joins.
 * @csspart room - The dark room.
 * @csspart stage - The pictures together.
 * @csspart tile - One picture.
 * @csspart self-tile - One's own picture.
 * @csspart name-tag - The name on a picture.
 * @csspart toolbar - The buttons.
 * @csspart leave-button - The button that leaves.
 * @csspart panel - The side panel.
 * @csspart over - The words after the call.
 */
export class SessionCall extends DoorstepElement {
  static override styles = [DoorstepElement.styles, buttons, skeletons, callStyles];

  /** The session, `ses_…`. Inside `<drop-in-join>` it comes from the link. */
  @property({ attribute: "session-id" }) sessionId = "";
  /** `auto`: everyone alike, and a shared screen large; `speaker`: who speaks is large; `grid`: everyone alike always. */
  @property() layout: "auto" | "grid" | "speaker" = "auto";
  /** No chat. */
  @property({ type: Boolean, attribute: "no-chat" }) noChat = false;
  /** No screen sharing. */
  @property({ type: Boolean, attribute: "no-screen-share" }) noScreenShare = false;
  /** The microphone is off until it is turned on. */
  @property({ type: Boolean, attribute: "start-muted" }) startMuted = false;
  /** The camera is off until it is turned on. */
  @property({ type: Boolean, attribute: "start-hidden" }) startHidden = false;

  readonly #files = new CallFiles(() => this.requestUpdate());
  readonly #source = new CallSource(this, () => this.#sourceChanged());
  #heard: CallStore | undefined;
  #unhear: (() => void) | undefined;
  /** `join()` was called before there was a call to join. */
  #eager = false;
  /** The call that was made ready while its guest waited. */
  #warmed: CallStore | undefined;
  #started = false;

  constructor() {
    super();
    new Follow(this, () => this.#source.call);
  }

  /** Joins without another question. Resolves when the relay has answered; the events and the tag say what came of it. */
  async join(): Promise<void> {
    const { call } = this.#source;
    if (call === undefined || call.state.is === "connecting") {
      this.#eager = true;
      return;
    }
    this.#eager = false;
    this.#files.room.want();
    void this.#openDevices();
    await call.join();
  }

  /** Leaves; others stay. */
  async leave(): Promise<void> {
    this.#eager = false;
    await this.#source.call?.leave();
  }

  /** Ends the session for everyone. Only hosts can. */
  async end(): Promise<void> {
    await this.#source.call?.powers?.end();
  }

  /** Turns the own microphone on or off. @param on the other way round if absent */
  async toggleMicrophone(on?: boolean): Promise<void> {
    const { media } = this.#source;
    await media.setMicrophone(on ?? !media.microphone.on);
  }

  /** Turns the own camera on or off. @param on the other way round if absent */
  async toggleCamera(on?: boolean): Promise<void> {
    const { media } = this.#source;
    await media.setCamera(on ?? !media.camera.on);
  }

  /** Asks which screen, and shows it. @param on the other way round if absent */
  async toggleScreenShare(on?: boolean): Promise<void> {
    const { call } = this.#source;
    if (call?.inside === undefined || this.noScreenShare) return;
    if (on ?? call.screen.track === null) await call.screen.start();
    else call.screen.stop();
  }

  /** Raises the own hand, or lowers it. @param on the other way round if absent */
  async raiseHand(on?: boolean): Promise<void> {
    const { call } = this.#source;
    if (call?.inside !== undefined) call.setHand(on ?? !call.handRaised);
  }

  /** Writes to everyone inside. Resolves with whether it was carried. */
  async sendChat(text: string): Promise<boolean> {
    const { call } = this.#source;
    const words = `${text ?? ""}`;
    return call?.inside !== undefined && words.trim() !== "" && (await call.say(words)) === undefined;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#started = false;
      this.#eager = false;
      this.#files.rest();
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    if (!["auto", "grid", "speaker"].includes(this.layout)) {
      this.warn("layout", `is "${this.layout}".`, "Set it to auto, grid or speaker.");
      this.layout = "auto";
    }
    const { call } = this.#source;
    if (call === undefined) return;
    const { is } = call.state;
    if (this.#eager && is !== "connecting") queueMicrotask(() => this.#eager && void this.join());
    // A guest who waits may be let in any moment: what the call needs is fetched and made ready, and nobody is told of it (WAIT2).
    if (call.role === "guest" && is === "outside") this.#warm(call);
    if (is === "inside") this.#files.room.want();
    // Whoever lost the network could not fetch the words for it any more.
    if (call.role === "host" && is !== "connecting") this.#files.over.want();
    if (call.role === "host" && is === "outside") {
      this.#files.prejoin.want();
      void this.#openDevices();
    }
  }

  protected override renderContent(): unknown {
    const { call } = this.#source;
    const host = call?.role !== "guest";
    switch (call?.state.is) {
      case undefined:
      case "connecting":
        return host ? dark(waiting) : nothing;
      case "outside":
        if (host) return this.#with(this.#files.prejoin, () => this.#prejoin(call));
        // Furnished while nobody sees it: the moment in which a guest is let in is for sound and picture.
        return this.#files.room.value !== undefined ? this.#room(call) : nothing;
      case "inside":
        return this.#with(this.#files.room, () => this.#room(call));
      case "out":
        return host ? this.#with(this.#files.over, ({ overView }) => dark(overView(call, () => void this.join()))) : nothing;
    }
  }

  /** What a file shows when it is here. */
  #with<Module>(file: Chunk<Module>, show: (module: Module) => TemplateResult): TemplateResult {
    if (file.value !== undefined) return show(file.value);
    if (file.failed) this.warn(undefined, ...NOT_SERVED);
    return fileView(file);
  }

  #prejoin(call: CallStore): TemplateResult {
    return dark(
      html`<doorstep-call-prejoin
        exportparts="prejoin, join-button, self-view"
        .call=${call}
        .locale=${this.locale}
        @join=${() => void this.join()}
        @devices=${() => void openDeviceDialog(this, call.media, "dark")}
      ></doorstep-call-prejoin>`,
    );
  }

  #room(call: CallStore): TemplateResult {
    return html`<doorstep-call-room
      exportparts=${ROOM_PARTS}
      .call=${call}
      .locale=${this.locale}
      .layout=${this.layout}
      .noChat=${this.noChat}
      .noScreenShare=${this.noScreenShare}
      .relay=${this.relay}
      .token=${this.token}
      @command=${(event: CustomEvent<Command>) => this.#command(call, event)}
    ></doorstep-call-room>`;
  }

  #command(call: CallStore, event: CustomEvent<Command>): void {
    event.stopPropagation();
    switch (event.detail) {
      case "devices":
        return void openDeviceDialog(this, call.media, "dark");
      case "invite":
        return void openShareWindow(this, this.sessionId);
      case "leave":
        return void this.leave();
      default:
        return void this.end();
    }
  }

  #sourceChanged(): void {
    const { call, complaint } = this.#source;
    if (complaint === undefined) this.settle();
    else this.complain({ ...complaint, sentence: msg("The session can't be shown here right now.", { id: "call.no-session" }) });
    if (this.#heard !== call) {
      this.#unhear?.();
      this.#heard = call;
      this.#unhear = call?.listen((news) => this.#hear(news));
    }
    this.requestUpdate();
  }

  #hear(news: CallNews): void {
    // Out of the call the camera's light goes out; a guest's devices are the waiting room's.
    if (news.is === "left" && !this.#source.mediaGiven) {
      this.#source.media.stop();
      this.#started = false;
    }
    // Who had the focus in the room goes on at the words that it is over.
    if (news.is === "left" && this.matches(":focus-within"))
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(".over h2")?.focus());
    const event = eventFor(news);
    if (event !== undefined) this.tell(event.name, event.detail);
  }

  /** Once, unless somebody else has set them up. */
  async #openDevices(): Promise<void> {
    if (this.#started || this.#source.mediaGiven) return;
    this.#started = true;
    await this.#source.media.start({ audio: !this.startMuted, video: !this.startHidden });
  }

  /** Once for each call: what does not come now is asked for again when it is needed. */
  #warm(call: CallStore): void {
    if (this.#warmed === call) return;
    this.#warmed = call;
    this.#files.room.want();
    void call.warm();
  }
}

define("session-call", SessionCall);

declare global {
  interface HTMLElementTagNameMap {
    "session-call": SessionCall;
  }
}
