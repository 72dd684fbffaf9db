/** A host's words for a refusal, loaded with the first refusal: most pages never see one. */

import { msg } from "@lit/localize";
import type { Refusal, RefusalCode } from "../../protocol/refusals.ts";

type Words = (code: RefusalCode) => string;

let words: Words | undefined;

/** What `code` means and what to do; `changed` is called when the words have come, if they were not there yet. */
export function sentenceFor(code: RefusalCode, changed: () => void): string {
  if (words !== undefined) return words(code);
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

/** What `rate-limited` says where the relay names no limit. */
const SOME_LIMIT = "Too many requests.";

/** The same for a whole refusal: a limit of mails is told in the relay's own sentence, which names what is used up. */
export function sentenceOf({ code, detail }: Refusal, changed: () => void): string {
  return code === "rate-limited" && detail !== "" && detail !== SOME_LIMIT ? detail : sentenceFor(code, changed);
}
