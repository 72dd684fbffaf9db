/** A host's words for a refusal, loaded with the first refusal: most pages never see one. */

import { msg } from "@lit/localize";
import type { Refusal, RefusalCode, RefusalReason } from "../../protocol/refusals.ts";

type Words = (code: RefusalCode, why?: RefusalReason) => string;

let words: Words | undefined;

/** What `code` means and what to do; `changed` is called when the words have come, if they were not there yet. */
export function sentenceFor(code: RefusalCode, changed: () => void, why?: RefusalReason): string {
  if (words !== undefined) return words(code, why);
  import("./refusal-sentences.ts").then(
    ({ hostSentence }) => {
      words = hostSentence;
      changed();
    },
    () => {
      // Not even the words could be fetched: the network is away, and that is what there is to say.
      words = () => msg("The video service can't be reached. Check your network and try again.", { id: "refusal.host.unavailable" });
      changed();
    },
  );
  return "";
}

/** The same for a whole refusal: a limit of mails says which one is used up. */
export function sentenceOf({ code, why }: Refusal, changed: () => void): string {
  return sentenceFor(code, changed, why);
}
