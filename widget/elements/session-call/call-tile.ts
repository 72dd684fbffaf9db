import type { TemplateResult } from "lit";
import { html, LitElement, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { msg, str } from "@lit/localize";
import type { Participant } from "../../../protocol/views.ts";
import type { Quality } from "../../media/connection-quality.ts";
import { define } from "../../define.ts";
import { speakingAs } from "../../locales/speech.ts";
import { Tongue } from "../../locales/tongue.ts";
import { handIcon, pinIcon, screenIcon } from "../../theme/call-icons.ts";
import { microphoneOffIcon } from "../../theme/device-icons.ts";
import { initials, letGo } from "../self-view.ts";
import { CallPart } from "./call-part.ts";
import { tileStyles } from "./call-tile.styles.ts";
import { shrinkIcon, spotlightIcon } from "./call-icons.ts";
import { PictureChanges } from "./picture-changes.ts";

/** How long a tapped picture shows its buttons. */
const TOUCHED_MS = 4_000;

/**
 * One picture of the call: a face, or a shared screen, with a name and what is to know about it. Not a tag for pages.
 *
 * @fires pin - The picture shall stay large, or no longer.
 * @fires shrink - The own picture shall go to the corner, or back to its place.
 */
export class CallTile extends LitElement {
  static override styles = [CallPart.styles, tileStyles];

  @property({ attribute: false }) participant!: Participant;
  /** What is shown; null while there is none. */
  @property({ attribute: false }) stream: MediaStream | null = null;
  /** A shared screen instead of a face. */
  @property({ type: Boolean }) screen = false;
  /** Oneself. */
  @property({ type: Boolean }) self = false;
  /** A host shows it large to everyone. */
  @property({ type: Boolean }) lit = false;
  @property({ type: Boolean }) speaking = false;
  /** No pictures come for now, so that sound stays clear. */
  @property({ type: Boolean }) paused = false;
  /** Nobody asked for this picture: there are too many (MEDIA9). */
  @property({ type: Boolean }) aside = false;
  @property({ type: Boolean }) pinned = false;
  @property({ type: Boolean }) pinnable = false;
  /** The own picture stands in the corner. */
  @property({ type: Boolean }) small = false;
  @property({ type: Boolean }) shrinkable = false;
  @property({ attribute: false }) quality: Quality = "good";
  @property({ attribute: false }) state: "connecting" | "connected" | "broken" = "connected";

  /** A finger was on it a moment ago. */
  @state() private touched = false;
  #touch: ReturnType<typeof setTimeout> | undefined;

  readonly #tongue = new Tongue(this);
  readonly #pictures = new PictureChanges(this, () => [...(this.renderRoot?.querySelectorAll("video") ?? [])]);

  protected override performUpdate(): void {
    speakingAs(this.#tongue.listen(), () => super.performUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#touch);
  }

  protected override render(): TemplateResult {
    const { participant, self, screen } = this;
    const name = self ? msg("You", { id: "call.you" }) : participant.name;
    const seen = this.stream !== null && !this.paused && !this.aside && (screen || !participant.cameraOff);
    const streams = this.#pictures.follow(this.stream, seen);
    const face = `${this.speaking ? "speaking" : ""} ${self ? "mirrored" : ""}`;
    return html`<div
      class="tile ${screen ? "screen" : face} ${this.small ? "small" : ""} ${this.touched ? "touched" : ""}"
      part="tile ${self ? "self-tile" : ""}"
      @pointerup=${(event: PointerEvent) => this.#touchedBy(event)}
    >
      ${
        seen
          ? repeat(
              streams,
              (stream) => stream,
              () =>
                html`<video
                  part="tile-video"
                  muted
                  autoplay
                  playsinline
                  disablepictureinpicture
                  .muted=${true}
                  aria-label=${this.#pictureOf(name)}
                  @canplay=${letGo}
                ></video>`,
            )
          : html`<div class="absent">
              <span class="avatar" part="tile-avatar" aria-hidden="true">${initials(participant.name)}</span>
              ${this.#paused()}
            </div>`
      }
      ${this.#note()} ${this.#marks()} ${this.#acts(name)}
      <div class="foot">
        <span class="name" part="name-tag">
          ${screen ? screenIcon() : participant.muted ? this.#muted() : nothing}
          <span dir="auto">${screen ? this.#screenOf(name) : name}</span>
          ${this.speaking && !screen ? html`<span class="visually-hidden">${msg("speaking", { id: "call.speaking" })}</span>` : nothing}
        </span>
      </div>
      <div class="ring"></div>
    </div>`;
  }

  #touchedBy({ pointerType }: PointerEvent): void {
    if (pointerType === "mouse") return;
    this.touched = true;
    clearTimeout(this.#touch);
    this.#touch = setTimeout(() => (this.touched = false), TOUCHED_MS);
  }

  #pictureOf(name: string): string {
    if (this.screen) return this.#screenOf(name);
    return this.self ? msg("Your own picture", { id: "self-view.picture" }) : msg(str`Picture of ${name}`, { id: "call.picture-of" });
  }

  #screenOf(name: string): string {
    return this.self ? msg("Your screen", { id: "call.own-screen" }) : msg(str`${name}'s screen`, { id: "call.screen-of" });
  }

  #muted(): TemplateResult {
    return html`${microphoneOffIcon()}<span class="visually-hidden">${msg("Muted", { id: "call.muted" })}</span>`;
  }

  #note(): TemplateResult | typeof nothing {
    if (this.self) return nothing;
    if (this.state === "broken" || !this.participant.connected) {
      return html`<p class="note">${msg("Reconnecting…", { id: "call.reconnecting" })}</p>`;
    }
    if (this.state === "connecting") return html`<p class="note">${msg("Connecting…", { id: "call.connecting" })}</p>`;
    return nothing;
  }

  #paused(): TemplateResult | typeof nothing {
    if (this.participant.cameraOff) return nothing;
    if (this.paused) return html`<p class="why">${msg("Video paused, so that sound stays clear", { id: "call.paused" })}</p>`;
    if (!this.aside) return nothing;
    return html`<p class="why">${msg("Video while they speak", { id: "call.aside" })}</p>`;
  }

  #marks(): TemplateResult | typeof nothing {
    if (this.screen) return nothing;
    const sentence = qualitySentence(this.quality, this.self ? undefined : this.participant.name);
    return html`<div class="marks">
      ${
        this.lit
          ? html`<span class="mark" role="img" aria-label=${msg("Shown large to everyone", { id: "call.lit" })}>${spotlightIcon()}</span>`
          : nothing
      }
      ${
        this.participant.handRaised
          ? html`<span class="mark hand" part="hand-mark" role="img" aria-label=${msg("Hand raised", { id: "call.hand-raised" })}
              >${handIcon()}</span
            >`
          : nothing
      }
      ${
        sentence === undefined
          ? nothing
          : html`<span class="mark" part="quality-mark" role="img" aria-label=${sentence} title=${sentence}>
              <span class="bars ${this.quality}"><i></i><i></i><i></i></span>
            </span>`
      }
    </div>`;
  }

  #acts(name: string): TemplateResult | typeof nothing {
    if (this.shrinkable) {
      const label = this.small
        ? msg("Show my picture among the others", { id: "call.self-back" })
        : msg("Shrink my picture to the corner", { id: "call.self-shrink" });
      return html`<div class="acts">
        <button type="button" aria-label=${label} title=${label} @click=${() => this.dispatchEvent(new Event("shrink"))}>
          <span>${shrinkIcon()}</span>
        </button>
      </div>`;
    }
    if (!this.pinnable) return nothing;
    const label = this.pinned
      ? msg(str`Stop keeping ${name} large`, { id: "call.unpin" })
      : msg(str`Keep ${name} large`, { id: "call.pin" });
    return html`<div class="acts optional">
      <button
        type="button"
        aria-label=${label}
        title=${label}
        aria-pressed=${this.pinned}
        @click=${() => this.dispatchEvent(new Event("pin"))}
      >
        <span>${pinIcon()}</span>
      </button>
    </div>`;
  }
}

/** What a bad way means for people; undefined while it is good. @param name whose way; undefined for one's own */
export function qualitySentence(quality: Quality, name: string | undefined): string | undefined {
  switch (quality) {
    case "good":
      return undefined;
    case "fair":
      return name === undefined
        ? msg("Your connection is a little slow.", { id: "call.quality-own-fair" })
        : msg(str`The connection with ${name} is a little slow.`, { id: "call.quality-fair" });
    case "poor":
      return name === undefined
        ? msg("Your connection is weak. Turning your camera off keeps the sound clear.", { id: "call.quality-own-poor" })
        : msg(str`The connection with ${name} is weak. Sound may break up.`, { id: "call.quality-poor" });
    case "lost":
      return name === undefined
        ? msg("Your connection is lost. We keep trying.", { id: "call.quality-own-lost" })
        : msg(str`The connection with ${name} is lost. We keep trying.`, { id: "call.quality-lost" });
  }
}

define("doorstep-call-tile", CallTile);

declare global {
  interface HTMLElementTagNameMap {
    "doorstep-call-tile": CallTile;
  }
}
