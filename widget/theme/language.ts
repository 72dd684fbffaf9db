/** Which language a tag speaks, and how dates, times and numbers are written in it. */

/** Languages with sentences of their own; others get the first. */
const SHIPPED = ["en"] as const;

/**
 * A BCP 47 name for `Intl`: the nearest `lang` around the element (across shadow roots), else the browser's languages; always one
 * whose language the sentences are in, so that a page never mixes two. A bare `en` takes the browser's own region.
 */
export function localeOf(element: Element): string {
  const wishes = [languageAround(element), ...(globalThis.navigator?.languages ?? [])];
  for (const wish of wishes) {
    const language = wish?.split("-")[0]?.toLowerCase();
    if (wish === undefined || !SHIPPED.some((shipped) => shipped === language)) continue;
    const regional = wish.includes("-") ? wish : wishes.find((other) => other?.toLowerCase().startsWith(`${language}-`));
    if (isKnown(regional ?? wish)) return regional ?? wish;
  }
  return SHIPPED[0];
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

function isKnown(locale: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}
