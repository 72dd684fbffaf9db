/** Which languages there are sentences in, and those that are here. English stands in the code itself. */

import type { TemplateMap } from "@lit/localize";

/** The language that the code itself is written in. */
export const SOURCE = "en";

/** Sentences by name. `{0}`, `{1}` … stand where the English one has something filled in; in any order. */
export type Sentences = Readonly<Record<string, string>>;

/** Each exports its one list. */
const files: Record<string, () => Promise<Record<string, Sentences>>> = {
  fr: () => import("./fr.ts"),
  es: () => import("./es.ts"),
  de: () => import("./de.ts"),
  ar: () => import("./ar.ts"),
};

const here = new Map<string, TemplateMap>();
const listeners = new Set<() => void>();

/** Whether there are sentences in `language`, here or to be fetched. */
export function speaks(language: string): boolean {
  return language === SOURCE || language in files || here.has(language);
}

/** Whether Doorstep ships sentences in `language` that have to be fetched. */
export function isShipped(language: string): boolean {
  return language in files;
}

/** Whether tags can speak `language` now. */
export function isHere(language: string): boolean {
  return !isShipped(language) || here.has(language);
}

/** Fetches the sentences that Doorstep ships in `language`; none in another. */
export async function fileOf(language: string): Promise<Sentences> {
  return (await files[language]?.())?.[language] ?? {};
}

/** Sentences of `language` that differ from the code's own; none while they are not here. */
export function templatesOf(language: string): TemplateMap | undefined {
  return here.get(language);
}

/** From now on `language` is spoken with these; tags that do are rendered anew. */
export function speakWith(language: string, templates: TemplateMap): void {
  here.set(language, templates);
  for (const listener of [...listeners]) listener();
}

/** `listener` is called when sentences have come or changed. Returns how to stop that. */
export function onSentences(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
