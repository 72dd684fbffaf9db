/** Icons of the call's room. Drawn as all others are (`icons.ts`). */

import { svg } from "lit";
import { icon } from "./first-icons.ts";

export const handIcon = () =>
  icon(
    svg`<path d="M8 12.5V6a1.5 1.5 0 0 1 3 0v5V4.5a1.5 1.5 0 0 1 3 0V11V6a1.5 1.5 0 0 1 3 0v8.5a6.5 6.5 0 0 1-12 3.5l-2-3.5a1.5 1.5 0 0 1 2.5-1.6L8 15"/>`,
  );
export const screenIcon = () =>
  icon(svg`<rect x="3" y="4.5" width="18" height="12" rx="2"/><path d="M8.5 20h7M12 13.5v-6M9.5 10 12 7.5l2.5 2.5"/>`);
export const moreIcon = () => icon(svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="2.8"/>`);
export const leaveIcon = () =>
  icon(
    svg`<path d="M2.8 14.2c0-4.2 18.4-4.2 18.4 0v1.3a1.3 1.3 0 0 1-1.6 1.3l-3-.7a1.3 1.3 0 0 1-1-1.3v-1.5a12 12 0 0 0-7.2 0v1.5a1.3 1.3 0 0 1-1 1.3l-3 .7a1.3 1.3 0 0 1-1.6-1.3z"/>`,
  );
export const lockIcon = () => icon(svg`<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 8 0v2.5"/>`);
export const pinIcon = () => icon(svg`<path d="M9 3.5h6l-1 6 3.5 4h-11l3.5-4zM12 13.5v7"/>`);
export const gridIcon = () =>
  icon(
    svg`<rect x="4" y="4" width="6.5" height="6.5" rx="1"/><rect x="13.5" y="4" width="6.5" height="6.5" rx="1"/><rect x="4" y="13.5" width="6.5" height="6.5" rx="1"/><rect x="13.5" y="13.5" width="6.5" height="6.5" rx="1"/>`,
  );
