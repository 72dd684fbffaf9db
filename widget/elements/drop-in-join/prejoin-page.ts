/** Before joining: who it is with, how one looks and sounds, under which name, and the one button. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import { NAME_LENGTH } from "../../../protocol/limits.ts";
import type { LocalMedia } from "../../media/local-media.ts";
import type { LobbyView } from "../../session/guest-store.ts";
import { speakerIcon } from "../../theme/device-icons.ts";
import { deviceButtons, selfView } from "../self-view.ts";
import { invitation } from "./invitation.ts";
import { ALL_PARTS, SHOWN_PARTS } from "./parts.ts";

export interface PrejoinPage {
  view: LobbyView;
  media: LocalMedia;
  /** What stands in the field. */
  name: string;
  /** Pressed without a name. */
  nameMissing: boolean;
  busy: boolean;
  /** What this browser lacks, in words once they are here; undefined: nothing. */
  unable: string | typeof nothing | undefined;
  /** Why the last request was not accepted, in words. */
  problem: string | undefined;
  /** What is wrong with camera or microphone, in words; undefined while that is not known. */
  advice: string[];
  policyUrl: string | undefined;
  locale: string;
  now: number;
  /** How many of its parts are drawn (`parts.ts`). */
  parts: number;
  /** The meter with its words. */
  soundCheck: TemplateResult;
  /** What the network is good for, in a sentence, once there is something to say. */
  connection: TemplateResult | typeof nothing | undefined;
  typed(name: string): void;
  knock(): void;
  openSettings(): void;
  retryDevices(): void;
}

export function prejoinPage(page: PrejoinPage): TemplateResult {
  const { view, parts, locale, now } = page;
  return html`<div class="page prejoin" part="page prejoin">
    <div class="words">${invitation(view.info, locale, now)}</div>
    ${parts > 1 ? preview(page) : nothing} ${parts >= SHOWN_PARTS ? form(page) : nothing}
  </div>`;
}

function preview(page: PrejoinPage): TemplateResult {
  const { media, name, parts, openSettings } = page;
  return html`<div class="preview-column">
    <div class="preview" part="preview">${selfView(media, name)} ${parts > SHOWN_PARTS ? deviceButtons(media, openSettings) : nothing}</div>
    <div class="under">${parts === ALL_PARTS ? soundTests(page) : nothing}</div>
    <div class="notes" role="status">${notesOf(page)}</div>
  </div>`;
}

function form(page: PrejoinPage): TemplateResult {
  return html`<form class="form" novalidate @submit=${(event: Event) => (event.preventDefault(), page.knock())}>
    ${nameField(page)} ${act(page)}
  </form>`;
}

function nameField({ view, name, nameMissing, typed }: PrejoinPage): TemplateResult {
  const { hostName } = view.info;
  return html`<div class="field">
    <label for="name">${msg("Your name", { id: "drop-in-join.name" })}</label>
    <input
      id="name"
      class="input"
      part="name-field"
      type="text"
      autocomplete="name"
      dir="auto"
      maxlength=${NAME_LENGTH}
      .value=${name}
      aria-invalid=${nameMissing ? "true" : nothing}
      aria-describedby="name-hint"
      @input=${(event: InputEvent) => typed((event.target as HTMLInputElement).value)}
    />
    <p id="name-hint" class=${nameMissing ? "error" : "hint"}>
      ${
        nameMissing
          ? msg(str`Please enter your name, so that ${hostName} knows who you are.`, { id: "drop-in-join.name.missing" })
          : msg(str`${hostName} sees this name before letting you in.`, { id: "drop-in-join.name.hint" })
      }
    </p>
  </div>`;
}

function act({ media, unable, problem, busy, policyUrl }: PrejoinPage): TemplateResult {
  return html`<div class="act">
    <div role="alert">
      ${unable === undefined ? nothing : html`<p class="banner danger" part="problem">${unable}</p>`}
      ${problem === undefined ? nothing : html`<p class="banner danger" part="problem">${problem}</p>`}
    </div>
    <button type="submit" class="button primary wide" part="join-button" aria-disabled=${busy || unable !== undefined ? "true" : nothing}>
      ${busy ? msg("Joining…", { id: "drop-in-join.joining" }) : joinWords(media)}
    </button>
    <p class="small muted">
      ${msg("No account and no app needed. Not recorded.", { id: "drop-in-join.promise" })}
      <slot name="policy">${policyLink(policyUrl)}</slot>
    </p>
    <slot name="footer"></slot>
  </div>`;
}

function soundTests({ media, soundCheck }: PrejoinPage): TemplateResult {
  return html`${soundCheck}
    <button type="button" class="button quiet small" part="sound-button" @click=${() => media.testSound()}>
      ${speakerIcon()}${msg("Test sound", { id: "drop-in-join.test-sound" })}
    </button>`;
}

function joinWords({ camera, microphone }: LocalMedia): string {
  const noCamera = camera.problem !== undefined;
  const noMicrophone = microphone.problem !== undefined;
  if (noCamera && noMicrophone) return msg("Join without camera and microphone", { id: "drop-in-join.join-bare" });
  if (noCamera) return msg("Join without camera", { id: "drop-in-join.join-unseen" });
  if (noMicrophone) return msg("Join without microphone", { id: "drop-in-join.join-unheard" });
  return msg("Join session", { id: "drop-in-join.join" });
}

/** One at a time, in a place that is kept for a line: nothing below moves when it comes and goes. */
function notesOf({ media, advice, connection, retryDevices }: PrejoinPage): unknown {
  if (media.starting && media.stream === undefined)
    return html`<p class="small muted">
      ${msg("If your browser asks for your camera and microphone, choose Allow.", { id: "drop-in-join.asking" })}
    </p>`;
  if (advice.length === 0) return connection ?? nothing;
  return html`${connection ?? nothing}
    <div class="banner warning advice" part="device-advice">
      <div>${advice.map((sentence) => html`<p>${sentence}</p>`)}</div>
      <button type="button" class="button small" part="retry-button" @click=${retryDevices}>
        ${msg("Try again", { id: "drop-in-join.try-again" })}
      </button>
    </div>`;
}

function policyLink(url: string | undefined): TemplateResult | typeof nothing {
  if (url === undefined) return nothing;
  return html`<a part="policy-link" href=${url} target="_blank" rel="noopener noreferrer"
    >${msg("Privacy", { id: "drop-in-join.policy" })}</a
  >`;
}
