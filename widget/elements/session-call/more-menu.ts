/** What stands behind *More*: what is needed less often, and on a narrow screen what found no room beside it. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg } from "@lit/localize";
import type { CallStore } from "../../session/call-store.ts";
import { gridIcon, handIcon, leaveIcon, lockIcon, screenIcon } from "../../theme/call-icons.ts";
import { microphoneOffIcon, settingsIcon } from "../../theme/device-icons.ts";
import { checkIcon } from "../../theme/icons.ts";
import { PictureInPicture } from "./picture-in-picture.ts";
import { keyboardIcon, pictureInPictureIcon, speakerLayoutIcon, unlockIcon } from "./call-icons.ts";
import type { Command } from "./call-command.ts";

export interface MoreMenu {
  call: CallStore;
  layout: "auto" | "grid" | "speaker";
  /** A small picture stands over other windows. */
  small: boolean;
  canShare: boolean;
  choose: (command: Command) => void;
}

export function moreMenu({ call, layout, small, canShare, choose }: MoreMenu): TemplateResult {
  const item = (command: Command, icon: TemplateResult, words: string, classes = "", checked = false) =>
    html`<button type="button" role="menuitem" class=${classes || nothing} @click=${() => choose(command)}>
      ${icon}<span>${words}</span>${checked ? html`<span class="check">${checkIcon()}</span>` : nothing}
    </button>`;
  const sharing = call.screen.track !== null;
  const locked = call.inside?.locked === true;
  return html`
    ${item("hand", handIcon(), call.handRaised ? msg("Lower your hand", { id: "call.hand-off" }) : msg("Raise your hand", { id: "call.hand-on" }), "narrow", call.handRaised)}
    ${
      canShare
        ? item(
            "screen",
            screenIcon(),
            sharing ? msg("Stop sharing your screen", { id: "call.screen-off" }) : msg("Share your screen", { id: "call.screen-on" }),
            "narrow",
            sharing,
          )
        : nothing
    }
    ${
      layout === "speaker"
        ? item("layout", gridIcon(), msg("Show everyone alike", { id: "call.layout-grid" }))
        : item("layout", speakerLayoutIcon(), msg("Show who speaks large", { id: "call.layout-speaker" }))
    }
    ${
      PictureInPicture.possible
        ? item("picture-in-picture", pictureInPictureIcon(), msg("Small picture over other windows", { id: "call.pip" }), "", small)
        : nothing
    }
    ${item("devices", settingsIcon(), msg("Camera and sound", { id: "devices.title" }))}
    ${item("shortcuts", keyboardIcon(), msg("Keyboard shortcuts", { id: "call.shortcuts" }))}
    ${
      call.powers === undefined
        ? nothing
        : html`<hr />
            ${item("mute-all", microphoneOffIcon(), msg("Mute all guests", { id: "call.mute-guests" }))}
            ${item(
              "lock",
              locked ? unlockIcon() : lockIcon(),
              locked ? msg("Unlock the session", { id: "call.unlock" }) : msg("Lock the session", { id: "call.lock" }),
            )}
            <hr />
            ${item("end", leaveIcon(), msg("End for everyone…", { id: "call.end" }), "danger")}`
    }
  `;
}
