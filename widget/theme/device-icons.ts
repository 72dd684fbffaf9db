/** Icons for camera, microphone and sound. Drawn as all others are (`icons.ts`). */

import { svg } from "lit";
import { icon } from "./first-icons.ts";

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
