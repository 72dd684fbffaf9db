/**
 * Who speaks now. Sentences are asked for by `msg()` while a tag renders, so the tag says in whose language; two tags on one page
 * may speak two (docs/decisions/a-language-per-tag.md). Outside of a tag it is the page's language.
 */

import { languageOf, localeOf } from "./language.ts";
import { SOURCE, templatesOf } from "./sentences.ts";

let speaking: string | undefined;

/** What `say` says with `msg()` before it returns is in the language of `locale`. */
export function speakingAs<T>(locale: string, say: () => T): T {
  const before = speaking;
  speaking = languageOf(locale);
  try {
    return say();
  } finally {
    speaking = before;
  }
}

/** The same in the language around `element`, for what is said after an event rather than while rendering. */
export function speakingFor<T>(element: Element, say: () => T): T {
  return speakingAs(localeOf(element), say);
}

/** The sentences of whoever speaks now; none for the code's own. */
export function spoken(): ReturnType<typeof templatesOf> {
  return templatesOf(speaking ?? pageLanguage());
}

function pageLanguage(): string {
  return typeof document === "undefined" ? SOURCE : languageOf(localeOf(document.documentElement));
}
