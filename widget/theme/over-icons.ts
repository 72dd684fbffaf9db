/** Icons for the end of a visit. Drawn as all others are (`icons.ts`). */

import { svg } from "lit";
import { icon } from "./first-icons.ts";

export const offlineIcon = () =>
  icon(
    svg`<path d="M5 12.5a10 10 0 0 1 3.5-2.2M19 12.5a10 10 0 0 0-6.3-2.9M8.5 16a5 5 0 0 1 6.5-.4M12 19.5h.01M2 9a15 15 0 0 1 4-2.6M22 9a15 15 0 0 0-11-3.9M4 3l16 18"/>`,
  );
export const infoIcon = () => icon(svg`<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8h.01"/>`);
