/** What a page may say in its own words: `import { overrideSentences } from "doorstep/locales"`. */

export type { SentenceId } from "./own-words.ts";
export { overrideSentences } from "./own-words.ts";
