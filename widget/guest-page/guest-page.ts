/** The relay's own guest page: the tag, and what only a page without other tags and with its own rules can do for it (`vite.guest.config.ts`). */

export { DropInJoin } from "../elements/drop-in-join/drop-in-join.ts";
