import { svg } from "lit";
import { icon } from "./first-icons.ts";

export { cameraIcon, linkIcon, sendIcon } from "./first-icons.ts";

/**
 * One set of icons: 24 px grid, one stroke width (`.icon` in `controls.ts` sets it), drawn for Doorstep. Each is a function, so
 * a bundle holds only those it uses. An icon never carries meaning alone: the button around it has the name for screen readers.
 */
const capsule = svg`<rect x="9" y="3" width="6" height="11" rx="3"/>`;
export const microphoneIcon = () => icon(svg`${capsule}<path d="M5.5 11.5a6.5 6.5 0 0 0 13 0M12 18v3"/>`);
export const microphoneOffIcon = () =>
  icon(
    svg`<path d="M9 9.5V11a3 3 0 0 0 4.6 2.5M15 10.5V6a3 3 0 0 0-5.7-1.3M5.5 11.5a6.5 6.5 0 0 0 10.2 5.3M18.5 11.5a6.4 6.4 0 0 1-.6 2.7M12 18v3M4 3l16 18"/>`,
  );
export const cameraOffIcon = () =>
  icon(
    svg`<path d="M10.5 6h3A2.5 2.5 0 0 1 16 8.5v2L21 7.5v9l-2.3-1.4M15.5 17.3a2.5 2.5 0 0 1-2 .7h-8A2.5 2.5 0 0 1 3 15.5v-7A2.5 2.5 0 0 1 5.5 6M3.5 3l17 18"/>`,
  );
export const settingsIcon = () =>
  icon(svg`<path d="M4 7h9.2M18.3 7H20M4 17h1.7M10.8 17H20"/><circle cx="15.75" cy="7" r="2.5"/><circle cx="8.25" cy="17" r="2.5"/>`);
export const speakerIcon = () =>
  icon(svg`<path d="M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15.5 9a4.2 4.2 0 0 1 0 6M18.3 6.5a7.8 7.8 0 0 1 0 11"/>`);
export const copyIcon = () =>
  icon(svg`<rect x="9" y="9" width="11" height="11" rx="2"/><path d="M15 9V6a2 2 0 0 0-2-2H6a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h3"/>`);
export const refreshIcon = () => icon(svg`<path d="M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4v5h-5"/>`);
export const banIcon = () => icon(svg`<circle cx="12" cy="12" r="8.5"/><path d="m6 6 12 12"/>`);
export const closeIcon = () => icon(svg`<path d="m6 6 12 12M18 6 6 18"/>`);
export const checkIcon = () => icon(svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`);
export const plusIcon = () => icon(svg`<path d="M12 5v14M5 12h14"/>`);
export const peopleIcon = () =>
  icon(
    svg`<circle cx="9" cy="8.5" r="3.5"/><path d="M2.5 19.5a6.5 6.5 0 0 1 13 0M16 5.2a3.5 3.5 0 0 1 0 6.6M18.5 14.5a6.5 6.5 0 0 1 3 5"/>`,
  );
export const personIcon = () => icon(svg`<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5a7.5 7.5 0 0 1 15 0"/>`);
export const chatIcon = () =>
  icon(svg`<path d="M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H12l-4.5 4v-4h-1A2.5 2.5 0 0 1 4 13.5z"/>`);
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
export const calendarIcon = () => icon(svg`<rect x="4" y="5.5" width="16" height="15" rx="2"/><path d="M4 10h16M8.5 3v4M15.5 3v4"/>`);
export const documentIcon = () => icon(svg`<path d="M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12.5h6M9 16h6"/>`);
export const mailIcon = () => icon(svg`<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3.5 7 8.5 6.5L20.5 7"/>`);
export const pinIcon = () => icon(svg`<path d="M9 3.5h6l-1 6 3.5 4h-11l3.5-4zM12 13.5v7"/>`);
export const clockIcon = () => icon(svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.5l3.5 2"/>`);
export const offlineIcon = () =>
  icon(
    svg`<path d="M5 12.5a10 10 0 0 1 3.5-2.2M19 12.5a10 10 0 0 0-6.3-2.9M8.5 16a5 5 0 0 1 6.5-.4M12 19.5h.01M2 9a15 15 0 0 1 4-2.6M22 9a15 15 0 0 0-11-3.9M4 3l16 18"/>`,
  );
export const chevronIcon = () => icon(svg`<path d="m6 9.5 6 6 6-6"/>`);
export const alertIcon = () => icon(svg`<path d="M12 4 2.8 19.5h18.4zM12 10v4.5M12 17h.01"/>`);
export const infoIcon = () => icon(svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8h.01"/>`);
export const bellIcon = () => icon(svg`<path d="M6 10a6 6 0 0 1 12 0c0 5 2 6.5 2 6.5H4S6 15 6 10M10 20a2.2 2.2 0 0 0 4 0"/>`);
export const bellOffIcon = () =>
  icon(svg`<path d="M6.5 7.5A6 6 0 0 0 6 10c0 5-2 6.5-2 6.5h11.5M18 10a6 6 0 0 0-9-5.2M10 20a2.2 2.2 0 0 0 4 0M4 3l16 18"/>`);
export const expandIcon = () => icon(svg`<path d="M14 4h6v6M20 4l-6.5 6.5M10 20H4v-6M4 20l6.5-6.5"/>`);
export const gridIcon = () =>
  icon(
    svg`<rect x="4" y="4" width="6.5" height="6.5" rx="1"/><rect x="13.5" y="4" width="6.5" height="6.5" rx="1"/><rect x="4" y="13.5" width="6.5" height="6.5" rx="1"/><rect x="13.5" y="13.5" width="6.5" height="6.5" rx="1"/>`,
  );
