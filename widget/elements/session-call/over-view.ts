/** What a host reads after a call: what happened, and what to do next. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg } from "@lit/localize";
import type { RefusalCode } from "../../../protocol/refusals.ts";
import type { CallStore } from "../../session/call-store.ts";
import { hostSentence } from "../../session/refusal-sentences.ts";

/** After these a host may come back in by itself. */
const MAY_RETURN: ReadonlySet<RefusalCode> = new Set([
  "left",
  "connection-lost",
  "replaced",
  "unavailable",
  "session-full",
  "rate-limited",
]);

export function overView(call: CallStore, join: () => void): TemplateResult {
  const reason = call.state.is === "out" ? call.state.reason : "left";
  const { title, next } = wordsFor(reason);
  return html`<div class="over" part="over" role="status">
    <h2 tabindex="-1">${title}</h2>
    ${next === "" ? nothing : html`<p>${next}</p>`}
    ${call.problem === undefined ? nothing : html`<p role="alert">${hostSentence(call.problem.code)}</p>`}
    <div class="row">
      ${
        MAY_RETURN.has(reason)
          ? html`<button type="button" class="button primary" aria-disabled=${call.joining} @click=${join}>
              ${msg("Join again", { id: "call.join-again" })}
            </button>`
          : nothing
      }
      <slot name="ended"></slot>
    </div>
  </div>`;
}

/** `next` is empty when the title says it all. */
function wordsFor(reason: RefusalCode): { title: string; next: string } {
  switch (reason) {
    case "left":
      return {
        title: msg("You left the session", { id: "call.over-left" }),
        next: msg("Others can go on without you.", { id: "call.over-left-next" }),
      };
    case "host-ended":
    case "session-ended":
    case "link-expired":
      return { title: msg("The session has ended", { id: "call.over-ended" }), next: "" };
    default:
      return { title: msg("You are not in the session", { id: "call.over-out" }), next: hostSentence(reason) };
  }
}
