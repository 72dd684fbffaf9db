/** Icons for people and their links. Drawn as all others are (`icons.ts`). */

import { svg } from "lit";
import { icon } from "./first-icons.ts";

export const copyIcon = () =>
  icon(svg`<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M15 9V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h3"/>`);
export const refreshIcon = () => icon(svg`<path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4v5h-5"/>`);
export const banIcon = () => icon(svg`<circle cx="12" cy="12" r="8.5"/><path d="m6 6 12 12"/>`);
export const documentIcon = () => icon(svg`<path d="M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12.5h6M9 16h6"/>`);
