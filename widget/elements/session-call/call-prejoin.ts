import type { TemplateResult } from "lit";
import { css, html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import { define } from "../../define.ts";
import { plural } from "../../locales/plural.ts";
import { hostSentence } from "../../session/refusal-sentences.ts";
import { number } from "../../theme/words.ts";
import { deviceAdvice } from "../device-words.ts";
import { unableSentence } from "../ability-words.ts";
import { deviceButtons, selfView, selfViewStyles } from "../self-view.ts";
import { SoundCheck, soundCheckStyles } from "../sound-check.ts";
import { Later } from "../later.ts";
import { CallPart } from "./call-part.ts";

/**
 * A moment before the call: oneself, the devices, and *Join*. Not a tag for pages.
 *
 * @fires join - Shall join now.
 * @fires devices - The settings for camera and sound shall open.
 */
export class CallPrejoin extends CallPart {
  static override styles = [
    CallPart.styles,
    selfViewStyles,
    soundCheckStyles,
    css`
      .card {
        display: grid;
        gap: 16px;
        width: min(520px, 100%);
        margin-inline: auto;
        padding: 24px 16px;
      }
      h2 {
        color: #f0f3f6;
      }
      .who {
        margin-block-start: 4px;
        color: #a7b3be;
      }
      .picture {
        position: relative;
      }
      .self {
        aspect-ratio: 16 / 10;
        border: 0;
      }
      .devices {
        position: absolute;
        inset-inline: 0;
        inset-block-end: 16px;
      }
      .round {
        border-color: transparent;
        background: rgb(13 18 24 / 0.72);
        color: #f0f3f6;
      }
      .round:hover {
        background: rgb(13 18 24 / 0.9);
      }
      .round.off {
        background: #ffffff;
        color: #14191f;
      }
      .check {
        display: flex;
        align-items: center;
        gap: 8px;
        min-height: 24px;
        color: #c3ccd4;
        font-size: var(--_small);
      }
      .connection {
        color: #c3ccd4;
        font-size: var(--_small);
      }
      .problem {
        color: #f4c95d;
        font-size: var(--_small);
      }
      .refused {
        color: #f6a197;
      }
    `,
  ];

  readonly #connection = new Later(this, () => import("../connection-line.ts"));
  readonly #check = new SoundCheck(this, () => this.call?.media);

  protected override render(): TemplateResult | typeof nothing {
    const { call } = this;
    const { state, media } = call;
    const heading = state.is === "outside" ? state.heading : "";
    const { microphone, camera } = media;
    const unable = state.is === "outside" && state.unable === true;
    return html`<div class="card" part="prejoin">
      <div>
        <h2><bdi>${heading}</bdi></h2>
        ${state.is === "outside" ? html`<p class="who">${this.#who(state.inside)} ${this.#waiting(state.waiting)}</p>` : nothing}
      </div>
      <div class="picture">${selfView(media, msg("You", { id: "call.you" }))} ${deviceButtons(media, () => this.tell("devices"))}</div>
      <div class="check">${microphone.on && microphone.track !== undefined ? this.#check.view() : nothing}</div>
      ${deviceAdvice(camera.on ? camera.problem : undefined, microphone.on ? microphone.problem : undefined).map(
        (sentence) => html`<p class="problem" role="status">${sentence}</p>`,
      )}
      ${this.#connection.value?.connectionLine(
        call,
        () => call.servers(),
        () => this.requestUpdate(),
      )}
      ${unable ? html`<p class="refused" role="alert">${unableSentence()}</p>` : nothing}
      ${call.problem === undefined ? nothing : html`<p class="refused" role="alert">${hostSentence(call.problem.code)}</p>`}
      <button
        type="button"
        class="button primary wide"
        part="join-button"
        aria-disabled=${call.joining || state.is !== "outside" || unable}
        @click=${() => this.#join()}
      >
        ${call.joining ? msg("Joining…", { id: "call.joining" }) : msg("Join", { id: "call.join" })}
      </button>
    </div>`;
  }

  #who(count: number): string {
    if (count === 0) return msg("Nobody is inside yet.", { id: "call.inside-none" });
    const figure = number(this.locale, count);
    return plural(this.locale, count, "call.inside", { one: str`${figure} person is inside.`, other: str`${figure} people are inside.` });
  }

  /** Whoever comes from another page's list of those who wait sees that they still do. */
  #waiting(count = 0): string {
    if (count === 0) return "";
    const figure = number(this.locale, count);
    const words = plural(this.locale, count, "share.toll.waiting", {
      one: str`${figure} person is waiting`,
      other: str`${figure} people are waiting`,
    });
    return `${words}.`;
  }

  #join(): void {
    const { joining, state } = this.call;
    if (!joining && state.is === "outside" && state.unable !== true) this.tell("join");
  }
}

define("doorstep-call-prejoin", CallPrejoin);

declare global {
  interface HTMLElementTagNameMap {
    "doorstep-call-prejoin": CallPrejoin;
  }
}
