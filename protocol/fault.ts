import type { BaseIssue } from "valibot";

/** What is wrong with a value, in a sentence that does not repeat it: it may be a name, an address or a link (TEXT3). */
export function faultOf({ message }: Pick<BaseIssue<unknown>, "message">): string {
  return message.replace(/ but received .*$/su, "");
}
