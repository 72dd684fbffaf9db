/** What a browser lacks for a call, in words that stand in more than one place. */

import { msg } from "@lit/localize";
import { canCall } from "../session/ability.ts";

/** E2E7 */
export function unableSentence(): string {
  if (!canCall())
    return msg("Video sessions don't work in this browser. Please open the link in a current Chrome, Edge, Firefox or Safari.", {
      id: "call.unable",
    });
  return msg("This session is end-to-end encrypted, which this browser can't do. Please use a current Chrome, Edge, Firefox or Safari.", {
    id: "encryption.unable",
  });
}
