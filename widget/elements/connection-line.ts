/** What the check of the network found, in a sentence. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg } from "@lit/localize";
import type { Result } from "../../protocol/refusals.ts";
import type { Verdict } from "../session/connection-check.ts";
import { ConnectionCheck } from "../session/connection-check.ts";

type Ask = () => Promise<Result<{ urls: string[] }>>;

const checks = new WeakMap<object, ConnectionCheck>();

/**
 * The sentence, or that it is being found out: begun when it is first shown.
 * @param of what is checked for; once for each
 * @param changed called when there is something new to show
 */
export function connectionLine(of: object, ask: Ask, changed: () => void): TemplateResult | typeof nothing {
  let check = checks.get(of);
  if (check === undefined) {
    check = new ConnectionCheck(ask);
    check.subscribe(changed);
    checks.set(of, check);
  }
  void check.run();
  const { verdict, done } = check;
  if (done && verdict === undefined) return nothing;
  return html`<p class="connection small ${verdict ?? ""}" part="connection" role="status">
    ${verdict === undefined ? msg("Checking your connection…", { id: "connection.checking" }) : verdictWords(verdict)}
  </p>`;
}

function verdictWords(verdict: Verdict): string {
  switch (verdict) {
    case "good":
      return msg("Your connection is good.", { id: "connection.good" });
    case "slow":
      return msg("Your connection is slow. Sound comes first; pictures may be small or pause.", { id: "connection.slow" });
    case "detour":
      return msg("Your network lets calls through only on a detour. That works; pictures may be a little less sharp.", {
        id: "connection.detour",
      });
    case "blocked":
      return msg("Your network seems to hold video calls back. If joining doesn't work, try another one, e.g. your phone's own.", {
        id: "connection.blocked",
      });
  }
}
