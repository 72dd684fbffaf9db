import { svg } from "lit";
import { icon } from "./first-icons.ts";

export { cameraIcon, linkIcon, sendIcon } from "./first-icons.ts";

/**
 * One set of icons: 24 px grid, one stroke width (`.icon` in `controls.ts` sets it), drawn for Doorstep. Each is a function, so
 * a bundle holds only those it uses; those of one part of the tags alone stand in files of their own, for that part to bring along.
 * An icon never carries meaning alone: the button around it has the name for screen readers.
 */
export const closeIcon = () => icon(svg`<path d="m6 6 12 12M18 6 6 18"/>`);
export const checkIcon = () => icon(svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`);
export const peopleIcon = () =>
  icon(
    svg`<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 19.5a6.5 6.5 0 0 1 13 0M16 5.2a3.5 3.5 0 0 1 0 6.6M18.5 14.5a6.5 6.5 0 0 1 3 5"/>`,
  );
export const chatIcon = () =>
  icon(svg`<path d="M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H12l-4.5 4v-4h-1A2.5 2.5 0 0 1 4 13.5z"/>`);
export const calendarIcon = () => icon(svg`<rect x="4" y="5.5" width="16" height="15" rx="2"/><path d="M4 10h16M8.5 3v4M15.5 3v4"/>`);
export const mailIcon = () => icon(svg`<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3.5 7 8.5 6.5L20.5 7"/>`);
export const clockIcon = () => icon(svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.5l3.5 2"/>`);
export const chevronIcon = () => icon(svg`<path d="m6 9.5 6 6 6-6"/>`);
