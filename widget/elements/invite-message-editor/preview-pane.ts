/** The preview beside the fields, on a phone and on a desk. */

import type { TemplateResult } from "lit";
import { html } from "lit";
import { msg } from "@lit/localize";
import type { MailPreview } from "../invite-message/mail-preview.ts";
import { mailPreview } from "../invite-message/mail-preview.ts";

export type PreviewWidth = "phone" | "desktop";

export interface PreviewPane extends MailPreview {
  width: PreviewWidth;
  choose: (width: PreviewWidth) => void;
}

export function previewPane({ width, choose, ...mail }: PreviewPane): TemplateResult {
  const choice = (each: PreviewWidth, name: string) =>
    html`<button class="chip ${each === width ? "on" : ""}" type="button" aria-pressed=${each === width} @click=${() => choose(each)}>
      ${name}
    </button>`;
  return html`<section class="preview" part="preview" aria-labelledby="preview-title">
    <header class="preview-head">
      <h3 id="preview-title">${msg("Preview", { id: "editor.preview" })}</h3>
      ${choice("phone", msg("Phone", { id: "editor.preview.phone" }))}
      ${choice("desktop", msg("Desktop", { id: "editor.preview.desktop" }))}
    </header>
    <div class="paper ${width}">${mailPreview(mail)}</div>
  </section>`;
}
