/** Sentences in other words than the code's: those of a language, and those that a page puts in the place of ours. Until it is
 * loaded, `msg()` says what it is given: a page in English needs no more. */

import type { LocaleModule, TemplateMap } from "@lit/localize";
import { configureReentrantLocalization } from "@lit/localize/init/reentrant.js";
import type { ar } from "./ar.ts";
import type { Sentences } from "./sentences.ts";
import { isShipped, SOURCE, speakWith } from "./sentences.ts";
import { spoken } from "./speech.ts";

/** Names of all sentences, forms of counted ones included. What each says: `doorstep/sentences.json`. */
export type SentenceId = keyof typeof ar;

const fetched = new Map<string, Sentences>();
const overrides = new Map<string, Sentences>();

// The library knows one language, `words`: which words these are is decided anew for every sentence.
configureReentrantLocalization({
  sourceLocale: "code",
  targetLocales: ["words"],
  getLocale: () => "words",
  loadLocaleSync: () => {
    const templates = spoken();
    return templates === undefined ? undefined : ({ templates } satisfies LocaleModule);
  },
});

/** A language's sentences have come. */
export function learn(language: string, sentences: Sentences): void {
  fetched.set(language, sentences);
  speak(language);
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
  // Those of a language that is still to be fetched wait for it.
  if (!isShipped(language) || fetched.has(language)) speak(language);
}

function speak(language: string): void {
  // A name or a number from left to right must not turn the words around it.
  const isolate = language === "ar";
  const all = Object.entries({ ...fetched.get(language), ...overrides.get(language) });
  speakWith(language, Object.fromEntries(all.map(([id, text]) => [id, template(text, isolate)])));
}

/** A sentence as `@lit/localize` takes it. */
function template(text: string, isolate: boolean): TemplateMap[string] {
  const parts = text.split(/\{(\d+)\}/u);
  if (parts.length === 1) return text;
  const strings = parts.filter((_, index) => index % 2 === 0);
  const last = strings.length - 1;
  const around = isolate ? strings.map((each, index) => `${index > 0 ? "\u2069" : ""}${each}${index < last ? "\u2068" : ""}`) : strings;
  // What has no letters of its own, as a part of another sentence, would be laid out from left to right.
  if (isolate && !/\p{L}/u.test(strings.join(""))) around[0] = `\u200f${around[0] ?? ""}`;
  return {
    strTag: true,
    strings: Object.assign(around, { raw: around }),
    // Which of the English sentence's values stands there.
    values: parts.filter((_, index) => index % 2 === 1).map(Number),
  };
}
