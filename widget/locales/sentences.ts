/** The sentences of every language but English (which stands in the code), those that a page puts in their place, and where they are. */

import type { TemplateMap } from "@lit/localize";
import type { ar } from "./ar.ts";

/** The language that the code itself is written in. */
export const SOURCE = "en";

/** Names of all sentences, forms of counted ones included. What each says: `doorstep/sentences.json`. */
export type SentenceId = keyof typeof ar;

/** Sentences by name. `{0}`, `{1}` … stand where the English one has them; in any order. */
export type Sentences = Readonly<Record<string, string>>;

const files: Record<string, () => Promise<Sentences>> = {
  fr: async () => (await import("./fr.ts")).fr,
  es: async () => (await import("./es.ts")).es,
  de: async () => (await import("./de.ts")).de,
  ar: async () => (await import("./ar.ts")).ar,
};

/** What a page that asks again at once would only hear again, ms. */
const TRY_AGAIN_MS = 5_000;

const fetched = new Map<string, Sentences>();
const fetching = new Map<string, Promise<boolean>>();
const overrides = new Map<string, Sentences>();
const templates = new Map<string, TemplateMap>();
const listeners = new Set<() => void>();

/** Whether there are sentences in `language`, here or to be fetched. */
export function speaks(language: string): boolean {
  return language === SOURCE || language in files || overrides.has(language);
}

/** Whether tags can speak `language` now. */
export function isHere(language: string): boolean {
  return !(language in files) || fetched.has(language);
}

/** Fetches the sentences of `language`; false when they couldn't be fetched, and English has to do for now. */
export function fetchSentences(language: string): Promise<boolean> {
  const file = files[language];
  if (file === undefined || fetched.has(language)) return Promise.resolve(true);
  const known = fetching.get(language);
  if (known !== undefined) return known;
  const coming = file().then(
    (sentences) => {
      fetched.set(language, sentences);
      templates.delete(language);
      return true;
    },
    () => {
      setTimeout(() => fetching.delete(language), TRY_AGAIN_MS);
      return false;
    },
  );
  fetching.set(language, coming);
  return coming;
}

/** Sentences of `language` that differ from the code's own; none while they are not here. */
export function templatesOf(language: string): TemplateMap | undefined {
  if (!fetched.has(language) && !overrides.has(language)) return undefined;
  let made = templates.get(language);
  if (made === undefined) {
    // A name or a number from left to right must not turn the words around it.
    const isolate = language === "ar";
    const all = Object.entries({ ...fetched.get(language), ...overrides.get(language) });
    made = Object.fromEntries(all.map(([id, text]) => [id, template(text, isolate)]));
    templates.set(language, made);
  }
  return made;
}

function template(text: string, isolate: boolean): TemplateMap[string] {
  const parts = text.split(/\{(\d+)\}/u);
  if (parts.length === 1) return text;
  const strings = parts.filter((_, index) => index % 2 === 0);
  const last = strings.length - 1;
  const around = isolate ? strings.map((each, index) => `${index > 0 ? "\u2069" : ""}${each}${index < last ? "\u2068" : ""}`) : strings;
  return {
    strTag: true,
    strings: Object.assign(around, { raw: around }),
    // Which of the English sentence's values stands there.
    values: parts.filter((_, index) => index % 2 === 1).map(Number),
  };
}

/**
 * Puts sentences of the page's own in the place of Doorstep's, on all tags of the page, at once. With a `language` that Doorstep
 * does not ship, tags speak it wherever `lang` asks for it; what is missing is said in English.
 *
 *     overrideSentences({ "waiting-room.heading": "Please take a seat", "waiting-room.lead.present": "{0} is on the way." });
 *     overrideSentences({ "drop-in-join.join": "Entra" }, "it");
 *
 * @param sentences by name; `{0}` stands for what the English sentence fills in first
 * @param language a BCP 47 language without region; English if absent
 */
export function overrideSentences(sentences: Partial<Record<SentenceId, string>>, language: string = SOURCE): void {
  overrides.set(language, { ...overrides.get(language), ...(sentences as Sentences) });
  templates.delete(language);
  for (const listener of [...listeners]) listener();
}

/** `listener` is called when sentences were put in the place of others. Returns how to stop that. */
export function onOverride(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
