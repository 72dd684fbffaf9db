import { fileOf } from "./sentences.ts";

/** For how long one that didn't come is not asked for again, ms. */
const TRY_AGAIN_MS = 5_000;

const coming = new Map<string, Promise<boolean>>();

/** Fetches the sentences of `language`; false when they couldn't be fetched, and English has to do for now. */
export function fetchSentences(language: string): Promise<boolean> {
  let fetching = coming.get(language);
  if (fetching === undefined) {
    fetching = Promise.all([import("./own-words.ts"), fileOf(language)]).then(
      ([{ learn }, sentences]) => {
        learn(language, sentences);
        return true;
      },
      () => {
        setTimeout(() => coming.delete(language), TRY_AGAIN_MS);
        return false;
      },
    );
    coming.set(language, fetching);
  }
  return fetching;
}
