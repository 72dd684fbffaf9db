/** How people see themselves before and while they wait: the picture, and the buttons for microphone, camera and settings. */

import type { TemplateResult } from "lit";
import { css, html } from "lit";
import { msg } from "@lit/localize";
import type { LocalDevice, LocalMedia } from "../media/local-media.ts";
import { cameraOffIcon, microphoneIcon, microphoneOffIcon, settingsIcon } from "../theme/device-icons.ts";
import { cameraIcon } from "../theme/icons.ts";

export const selfViewStyles = css`
  /* The frame holds the square corners of the picture: cut out of a moving one they cost four times as much without a graphics card. */
  .self {
    position: relative;
    border-radius: min(var(--_radius-l), 13px);
    background: #232a33;
    color: #e8edf2;
  }
  .self::after {
    content: "";
    position: absolute;
    inset: 0;
    border: 4px solid #232a33;
    border-radius: inherit;
    pointer-events: none;
  }
  .self video {
    display: block;
    width: 100%;
    height: 100%;
    padding: 4px;
    object-fit: cover;
    /* As in a mirror; others see it the right way round. */
    transform: scaleX(-1);
  }
  .self .absent {
    position: absolute;
    inset: 0;
    display: flex;
    align-items: center;
    justify-content: center;
    padding: 16px;
  }
  .self .initials {
    display: flex;
    align-items: center;
    justify-content: center;
    width: 72px;
    height: 72px;
    border-radius: 50%;
    background: #3a4754;
    font-size: var(--_title);
    font-weight: 700;
  }
  .devices {
    display: flex;
    justify-content: center;
    gap: 12px;
  }
`;

/** The mirrored picture, or initials while there is none. */
export function selfView(media: LocalMedia, name: string): TemplateResult {
  const { track } = media.camera;
  return html`<div class="self" part="self-view">
    ${
      track === undefined
        ? html`<div class="absent"><span class="initials" aria-hidden="true">${initials(name)}</span></div>`
        : html`<video
            part="self-video"
            aria-label=${msg("Your own picture", { id: "self-view.picture" })}
            .srcObject=${media.stream ?? null}
            .muted=${true}
            autoplay
            playsinline
            disablepictureinpicture
            @canplay=${letGo}
          ></video>`
    }
  </div>`;
}

/** Chromium never lets go of a picture, nor of the page around it, whose stream was over before it was loaded. */
export function letGo({ target }: { target: HTMLVideoElement }): void {
  if (!(target.srcObject as MediaStream | null)?.active) target.srcObject = null;
}

/** Microphone, camera and settings. */
export function deviceButtons(media: LocalMedia, openSettings: () => void): TemplateResult {
  const { microphone, camera } = media;
  const microphoneOn = works(microphone);
  const cameraOn = works(camera);
  const microphoneName = microphoneOn
    ? msg("Turn microphone off", { id: "self-view.microphone-off" })
    : msg("Turn microphone on", { id: "self-view.microphone-on" });
  const cameraName = cameraOn
    ? msg("Turn camera off", { id: "self-view.camera-off" })
    : msg("Turn camera on", { id: "self-view.camera-on" });
  const settingsName = msg("Camera and sound settings", { id: "self-view.settings" });
  return html`<div class="devices" part="device-buttons">
    <button
      type="button"
      class="round ${microphoneOn ? "" : "off"}"
      part="microphone-button"
      aria-label=${microphoneName}
      title=${microphoneName}
      @click=${() => media.setMicrophone(!microphoneOn)}
    >
      ${microphoneOn ? microphoneIcon() : microphoneOffIcon()}
    </button>
    <button
      type="button"
      class="round ${cameraOn ? "" : "off"}"
      part="camera-button"
      aria-label=${cameraName}
      title=${cameraName}
      @click=${() => media.setCamera(!cameraOn)}
    >
      ${cameraOn ? cameraIcon() : cameraOffIcon()}
    </button>
    <button type="button" class="round" part="settings-button" aria-label=${settingsName} title=${settingsName} @click=${openSettings}>
      ${settingsIcon()}
    </button>
  </div>`;
}

/** On, or about to be. */
function works({ on, problem }: LocalDevice): boolean {
  return on && problem === undefined;
}

/** One or two letters of a name, in any script. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/\s+/u)
    .filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters
    .map((word) => /^./u.exec(word ?? "")?.[0] ?? "")
    .join("")
    .toLocaleUpperCase();
}
