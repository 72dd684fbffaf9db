/** Icons that only the call uses; the same grid and stroke as all others. */

import { svg } from "lit";
import { icon } from "../../theme/first-icons.ts";

export const shrinkIcon = () =>
  icon(svg`<rect x="3.5" y="5" width="17" height="14" rx="2"/><rect x="12" y="11.5" width="6" height="5" rx="1"/>`);
export const speakerLayoutIcon = () =>
  icon(svg`<rect x="3.5" y="5" width="11" height="14" rx="1.5"/><path d="M18 6.5h2.5M18 12h2.5M18 17.5h2.5" stroke-width="3"/>`);
export const keyboardIcon = () =>
  icon(svg`<rect x="3" y="6" width="18" height="12" rx="2"/><path d="M7 10h.01M11 10h.01M15 10h.01M8 14h8"/>`);
export const spotlightIcon = () => icon(svg`<path d="m12 3.5 2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9-4.3-4.1 5.9-.8z"/>`);
export const pictureInPictureIcon = () =>
  icon(svg`<rect x="3.5" y="5" width="17" height="14" rx="2"/><rect x="11" y="11" width="7" height="5.5" rx="1" fill="currentColor"/>`);
export const unlockIcon = () => icon(svg`<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V8a4 4 0 0 1 7.6-1.8"/>`);
