import type { TemplateResult } from "lit";
import { html, svg } from "lit";

/** How every icon is drawn; and the few that a tag's first paint needs, apart from the rest so that it does not wait for them. */
export const icon = (shape: TemplateResult<2>) =>
  html`<svg class="icon" part="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`;

export const lens = svg`<path d="M16 10.5 21 7.5v9l-5-3"/>`;
export const cameraIcon = () => icon(svg`<rect x="3" y="6" width="13" height="12" rx="2.5"/>${lens}`);
export const sendIcon = () => icon(svg`<path d="M20.5 3.5 3.5 10l7 3.5 3.5 7zM10.5 13.5l4-4"/>`);
export const linkIcon = () =>
  icon(svg`<path d="M10 14a4.2 4.2 0 0 0 6 0l3-3a4.24 4.24 0 0 0-6-6l-1 1M14 10a4.2 4.2 0 0 0-6 0l-3 3a4.24 4.24 0 0 0 6 6l1-1"/>`);
