/** Which language a tag speaks: one that there are sentences in, asked for by `lang` around the tag or by the browser. */

import { isShipped, SOURCE, speaks } from "./sentences.ts";

/** `fr` for `fr-CA`. */
export function languageOf(locale: string): string {
  return locale.split("-")[0]?.toLowerCase() ?? SOURCE;
}

/** How the language of `locale` is written. */
export function directionOf(locale: string): "ltr" | "rtl" {
  return /^(?:ar|dv|fa|he|ps|sd|ug|ur|yi)$/u.test(languageOf(locale)) ? "rtl" : "ltr";
}

/**
 * A BCP 47 name for `Intl`: the nearest `lang` around the element (across shadow roots), else the browser's languages; always one
 * whose language the sentences are in, so that a page never mixes two. A bare `en` takes the browser's own region.
 */
export function localeOf(element: Element): string {
  const wishes = [languageAround(element), ...(globalThis.navigator?.languages ?? [])];
  for (const wish of wishes) {
    if (wish === undefined) continue;
    const language = languageOf(wish);
    if (!speaks(language)) continue;
    const regional = wish.includes("-") ? wish : wishes.find((other) => other?.toLowerCase().startsWith(`${language}-`));
    if (isKnown(regional ?? wish)) return regional ?? wish;
  }
  return SOURCE;
}

function languageAround(element: Element): string | undefined {
  for (let at: Element | undefined = element; at !== undefined;) {
    const found = at.closest("[lang]");
    if (found !== null) return found.getAttribute("lang") ?? undefined;
    const root: Node = at.getRootNode();
    at = root instanceof ShadowRoot ? root.host : undefined;
  }
  return undefined;
}

/**
 * Every browser knows the languages that come with the tags, so that only the name's form is looked at: the list of what a browser
 * supports costs it tens of milliseconds to make, when the first page is being drawn.
 */
function isKnown(locale: string): boolean {
  try {
    const ours = languageOf(locale) === SOURCE || isShipped(languageOf(locale));
    const known = ours ? Intl.getCanonicalLocales(locale) : Intl.DateTimeFormat.supportedLocalesOf(locale);
    return known.length > 0;
  } catch {
    return false;
  }
}
