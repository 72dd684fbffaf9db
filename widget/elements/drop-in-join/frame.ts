/** What stands around and between the pages of a guest's way. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg } from "@lit/localize";
import type { InvitationInfo } from "../../../protocol/views.ts";
import type { GuestState, GuestStore } from "../../session/guest-store.ts";

/** Logo and clinic's name. */
export function masthead(current: GuestState): TemplateResult {
  return html`<div class="masthead" part="masthead">
    <slot name="logo"></slot><span part="clinic">${infoOf(current)?.clinicName ?? nothing}</span>
  </div>`;
}

/**
 * Where the page will be. The two blanks bring the fonts of its heading and text while the relay is being asked: looked for when the words
 * are there, they make the frame that draws these the longest of all on a slow phone.
 */
export function loadingPage(): TemplateResult {
  return html`<div
    class="page loading"
    part="page loading"
    role="status"
    aria-label=${msg("Opening your session", { id: "drop-in-join.loading" })}
  >
    <b class="skeleton">&nbsp;</b>
    <p class="skeleton">&nbsp;</p>
    <div class="skeleton"></div>
  </div>`;
}

/** The relay cannot be reached, or asks for patience. */
export function offlineBanner({ connection, state }: GuestStore): TemplateResult | typeof nothing {
  if (connection.state.is !== "reconnecting" || state.is === "out") return nothing;
  return html`<p class="banner warning offline" part="offline" role="status">
    ${
      state.is === "waiting"
        ? msg("The connection is lost. We keep trying, and your place in line is kept.", { id: "drop-in-join.offline-waiting" })
        : msg("We can't reach the session right now. Check your network: we keep trying.", { id: "drop-in-join.offline" })
    }
  </p>`;
}

/** The door is open and the call's own file is not here yet. */
export function callOnItsWay(missing: boolean, again: () => void): TemplateResult {
  return html`<div class="door-dark" role="status">
    ${
      missing
        ? html`<p>${msg("The session couldn't be loaded. Check your network.", { id: "drop-in-join.call-missing" })}</p>
            <button type="button" class="button" @click=${again}>${msg("Try again", { id: "drop-in-join.try-again" })}</button>`
        : html`<p>${msg("Joining…", { id: "drop-in-join.joining" })}</p>`
    }
  </div>`;
}

function infoOf(current: GuestState): InvitationInfo | undefined {
  switch (current.is) {
    case "connecting":
      return undefined;
    case "early":
    case "out":
      return current.info;
    default:
      return current.view.info;
  }
}
