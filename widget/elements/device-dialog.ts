import type { TemplateResult } from "lit";
import { css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { msg } from "@lit/localize";
import { define } from "../define.ts";
import type { ChimeKind, LocalMedia, Traffic } from "../media/local-media.ts";
import { Follow } from "../session/follow.ts";
import { buttons, dialogs, fields, selects, switches } from "../theme/controls.ts";
import { speakerIcon } from "../theme/device-icons.ts";
import { chevronIcon, closeIcon } from "../theme/icons.ts";
import { DoorstepElement } from "./base.ts";
import { deviceSentence, slowBlurSentence } from "./device-words.ts";
import { SoundCheck, soundCheckStyles } from "./sound-check.ts";

type Kind = "microphone" | "camera" | "speaker";
type Devices = Record<Kind, MediaDeviceInfo[]>;

/**
 * Which camera, microphone and speaker to use, as a dialog over the tag that opened it. Not a tag for pages.
 *
 * @fires close - It was closed.
 */
export class DeviceDialog extends DoorstepElement {
  static override styles = [
    DoorstepElement.styles,
    buttons,
    fields,
    selects,
    dialogs,
    switches,
    soundCheckStyles,
    css`
      .dialog {
        width: min(440px, calc(100vw - 32px));
      }
      .choice {
        display: flex;
        align-items: center;
        gap: 8px;
        margin-block: -8px;
      }
      .choice + .hint {
        margin-block-start: -8px;
      }
      .check {
        display: flex;
        align-items: center;
        gap: 8px;
      }
    `,
  ];

  @property({ attribute: false }) media!: LocalMedia;

  @state() private devices: Devices = { microphone: [], camera: [], speaker: [] };

  /** Whether the background of the camera that is on can be blurred; undefined until that is known. */
  @state() private mayBlur: boolean | undefined;

  readonly #check = new SoundCheck(this, () => this.media);

  constructor() {
    super();
    new Follow(
      this,
      () => this.media,
      () => void this.#list(),
    );
  }

  protected override firstUpdated(): void {
    this.renderRoot.querySelector("dialog")?.showModal();
    void this.#list();
  }

  protected override renderContent(): TemplateResult {
    const { microphone, camera, speakerId } = this.media;
    return html`<dialog
      class="dialog"
      part="device-dialog"
      aria-labelledby="title"
      @close=${() => this.#closed()}
      @click=${(event: MouseEvent) => this.#clicked(event)}
    >
      <div class="dialog-head">
        <h2 id="title">${msg("Camera and sound", { id: "devices.title" })}</h2>
        <button type="button" class="icon-button" aria-label=${msg("Close", { id: "devices.close" })} @click=${() => this.#close()}>
          ${closeIcon()}
        </button>
      </div>
      <div class="dialog-body stack">
        ${this.#picker("camera", msg("Camera", { id: "devices.camera" }), camera.deviceId ?? this.media.cameraId)} ${this.#blur()}
        ${this.#picker("microphone", msg("Microphone", { id: "devices.microphone" }), microphone.deviceId ?? microphone.track?.getSettings().deviceId)}
        <div class="check">${this.#check.view()}</div>
        ${this.#noise()} ${this.#picker("speaker", msg("Speaker", { id: "devices.speaker" }), speakerId)}
        <div>
          <button type="button" class="button small" @click=${() => this.media.testSound()}>
            ${speakerIcon()}${msg("Test sound", { id: "devices.test-sound" })}
          </button>
        </div>
        ${this.#traffic()} ${this.#chime()}
      </div>
      <div class="dialog-foot">
        <button type="button" class="button primary wide" @click=${() => this.#close()}>${msg("Done", { id: "devices.done" })}</button>
      </div>
    </dialog>`;
  }

  #picker(kind: Kind, label: string, chosen: string | undefined): TemplateResult {
    const found = this.devices[kind];
    // A browser that cannot switch speakers lists none: the system's own setting decides there.
    const none =
      kind === "speaker"
        ? msg("Your device's own sound output", { id: "devices.system-speaker" })
        : msg("None found", { id: "devices.none" });
    return html`<div class="field">
      <label for=${kind}>${label}</label>
      <div class="select">
        <select class="input" id=${kind} ?disabled=${found.length === 0} @change=${(event: Event) => this.#choose(kind, event)}>
          ${
            found.length === 0
              ? html`<option>${none}</option>`
              : found.map(
                  ({ deviceId, label: name }, index) =>
                    html`<option value=${deviceId} .selected=${deviceId === chosen}>${name || `${label} ${index + 1}`}</option>`,
                )
          }
        </select>
        ${chevronIcon()}
      </div>
    </div>`;
  }

  #noise(): TemplateResult {
    const { media } = this;
    const words = msg("Take out noise around me", { id: "devices.noise" });
    return this.#switch("noise", words, media.noiseSuppression, (on) => media.setNoiseSuppression(on));
  }

  /** MEDIA10 */
  #blur(): TemplateResult | typeof nothing {
    const { media } = this;
    const on = media.backgroundBlur;
    if (!on && this.mayBlur !== true) {
      return media.camera.track === undefined || this.mayBlur === undefined
        ? nothing
        : html`<p class="hint">
            ${msg("This camera or browser can't blur the background. Your system's own camera settings may.", { id: "devices.blur.none" })}
          </p>`;
    }
    const hint = on ? this.#blurHint() : undefined;
    return html`${this.#switch("blur", msg("Blur my background", { id: "devices.blur" }), on, (wish) => media.setBackgroundBlur(wish))}
      <p class="hint" role="status" ?hidden=${hint === undefined}>${hint}</p>`;
  }

  #blurHint(): string | undefined {
    const { camera, starting, blurSlow } = this.media;
    if (camera.problem === "unblurred") return deviceSentence("camera", camera.problem);
    if (blurSlow) return slowBlurSentence();
    return camera.on && camera.problem === undefined && camera.track === undefined && !starting
      ? msg("Your picture is shown as soon as the background is blurred.", { id: "devices.blur.starting" })
      : undefined;
  }

  #switch(id: string, words: string, on: boolean, flip: (on: boolean) => unknown): TemplateResult {
    return html`<div class="choice">
      <button class="switch" type="button" role="switch" aria-checked=${on} aria-labelledby=${id} @click=${() => flip(!on)}></button>
      <span id=${id}>${words}</span>
    </div>`;
  }

  /** NET3 */
  #traffic(): TemplateResult {
    const words: Record<Traffic, string> = {
      full: msg("Best picture", { id: "devices.traffic.full" }),
      saver: msg("Save data: smaller pictures", { id: "devices.traffic.saver" }),
      sound: msg("Sound only", { id: "devices.traffic.sound" }),
    };
    return this.#select("traffic", msg("Network", { id: "devices.traffic" }), words, this.media.traffic, (value) =>
      this.media.setTraffic(value),
    );
  }

  #chime(): TemplateResult {
    const words: Record<ChimeKind, string> = {
      notes: msg("Two notes", { id: "devices.chime.notes" }),
      bell: msg("Bell", { id: "devices.chime.bell" }),
      none: msg("No sound", { id: "devices.chime.none" }),
    };
    return this.#select("chime", msg("When somebody comes", { id: "devices.chime" }), words, this.media.chime, (value) =>
      this.media.setChime(value),
    );
  }

  #select<Value extends string>(
    id: string,
    label: string,
    words: Record<Value, string>,
    chosen: Value,
    choose: (value: Value) => unknown,
  ): TemplateResult {
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <div class="select">
        <select class="input" id=${id} @change=${(event: Event) => choose((event.target as HTMLSelectElement).value as Value)}>
          ${Object.entries<string>(words).map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
        </select>
        ${chevronIcon()}
      </div>
    </div>`;
  }

  #choose(kind: Kind, event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    void this.media.useDevice(kind, value);
    if (kind === "speaker") void this.media.testSound();
  }

  async #list(): Promise<void> {
    const { media } = this;
    const asked = media.camera.on && media.camera.problem === undefined && !media.starting;
    [this.devices, this.mayBlur] = await Promise.all([media.devices(), asked ? media.mayBlur().catch(() => false) : undefined]);
  }

  #close(): void {
    this.renderRoot.querySelector("dialog")?.close();
  }

  #closed(): void {
    this.dispatchEvent(new Event("close"));
  }

  /** A press beside the dialog closes it. */
  #clicked(event: MouseEvent): void {
    if (event.target instanceof HTMLDialogElement) this.#close();
  }
}

define("doorstep-device-dialog", DeviceDialog);

declare global {
  interface HTMLElementTagNameMap {
    "doorstep-device-dialog": DeviceDialog;
  }
}
