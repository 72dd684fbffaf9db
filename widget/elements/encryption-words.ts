/** Words about end-to-end encryption that stand in more than one place. */

import { msg } from "@lit/localize";

/** E2E7 */
export function unableSentence(): string {
  return msg("This session is end-to-end encrypted, which this browser can't do. Please use a current Chrome, Edge, Firefox or Safari.", {
    id: "encryption.unable",
  });
}
