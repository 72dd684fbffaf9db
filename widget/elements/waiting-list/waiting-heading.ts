import type { TemplateResult } from "lit";
import { html } from "lit";
import { msg } from "@lit/localize";

/** The list's heading, the same before and after the rest is loaded. */
export function heading(): TemplateResult {
  return html`<h2 part="heading" tabindex="-1">
    <slot name="heading">${msg("Waiting to be let in", { id: "waiting-list.title" })}</slot>
  </h2>`;
}
