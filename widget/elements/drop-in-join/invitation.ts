import type { TemplateResult } from "lit";
import { html } from "lit";
import { msg, str } from "@lit/localize";
import type { InvitationInfo } from "../../../protocol/views.ts";
import { startInWords } from "../../theme/when.ts";

/** Whose session it is, what, and when in the guest's own zone. */
export function invitation({ hostName, service, startsAt, timeZone }: InvitationInfo, locale: string, now: number): TemplateResult {
  return html`<slot name="heading"
      ><h1 part="heading" tabindex="-1">${msg(str`Video session with ${hostName}`, { id: "drop-in-join.heading" })}</h1></slot
    >
    <p class="muted" part="when"><bdi>${service}</bdi> · ${startInWords(Date.parse(startsAt), timeZone, locale, now)}</p>`;
}
