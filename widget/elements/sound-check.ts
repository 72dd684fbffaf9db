/** Shows how loud the microphone is while somebody speaks, and says in words that it works. */

import type { ReactiveController, ReactiveControllerHost, TemplateResult } from "lit";
import { css, html } from "lit";
import { msg } from "@lit/localize";
import type { LocalMedia } from "../media/local-media.ts";

export const soundCheckStyles = css`
  .meter {
    display: inline-flex;
    align-items: flex-end;
    gap: 3px;
    flex: none;
    height: 16px;
  }
  .meter i {
    height: 5px;
    /* Not a background, which forced colours take away. */
    border: 2px solid var(--_border);
    border-radius: 2px;
    transition:
      height 80ms linear,
      border-color 80ms linear;
  }
  .meter[data-level="1"] i:nth-child(-n + 1),
  .meter[data-level="2"] i:nth-child(-n + 2),
  .meter[data-level="3"] i:nth-child(-n + 3),
  .meter[data-level="4"] i:nth-child(-n + 4),
  .meter[data-level="5"] i {
    height: 14px;
    border-color: var(--_success);
  }
  .meter i:nth-child(odd) {
    max-height: 10px;
  }
`;

const EVERY_MS = 100;
/** Above the noise of a quiet room. */
const SPEECH = 0.35;

export class SoundCheck implements ReactiveController {
  #timer: ReturnType<typeof setInterval> | undefined;
  #heard = false;

  constructor(
    private readonly host: ReactiveControllerHost & { renderRoot: ParentNode },
    private readonly media: () => LocalMedia | undefined,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#timer = setInterval(() => this.#measure(), EVERY_MS);
  }

  hostDisconnected(): void {
    clearInterval(this.#timer);
  }

  /** The bars, and what they mean. */
  view(): TemplateResult {
    const { on, track, problem } = this.media()?.microphone ?? {};
    const words =
      problem !== undefined
        ? msg("Your microphone isn't working", { id: "sound-check.problem" })
        : on !== true
          ? msg("Your microphone is off", { id: "sound-check.off" })
          : track === undefined
            ? msg("Starting your microphone", { id: "sound-check.starting" })
            : this.#heard
              ? msg("We can hear you", { id: "sound-check.heard" })
              : msg("Say something to test it", { id: "sound-check.silent" });
    return html`<span class="meter" part="meter" aria-hidden="true"><i></i><i></i><i></i><i></i><i></i></span>
      <span class="small" role="status">${words}</span>`;
  }

  /** Straight to the bars: ten updates a second of a whole tag would be waste. */
  #measure(): void {
    const meter = this.host.renderRoot?.querySelector<HTMLElement>(".meter");
    const media = this.media();
    if (!meter || media === undefined) return;
    const { level } = media;
    meter.dataset["level"] = String(Math.round(level * 5));
    if (level < SPEECH || this.#heard) return;
    this.#heard = true;
    this.host.requestUpdate();
  }
}
