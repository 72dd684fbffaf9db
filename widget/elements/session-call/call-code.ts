/** The code by which people can tell that nobody sits between them (E2E5). */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg } from "@lit/localize";
import type { CallStore } from "../../session/call-store.ts";

export function callCode({ secret, inside }: CallStore): TemplateResult | typeof nothing {
  // Browser to browser it says nothing: there the server could have told each of them of another way.
  if (secret?.code === undefined || inside?.topology !== "sfu") return nothing;
  return html`<section class="part" aria-labelledby="code">
    <div class="head"><h3 id="code">${msg("End-to-end encrypted", { id: "call.encrypted-end-to-end" })}</h3></div>
    <p class="code"><bdi dir="ltr">${secret.code}</bdi></p>
    <p class="about">
      ${msg("Read this code to each other: if all have the same, not even the server can see or hear you. It changes when someone comes or goes. The chat is not part of it.", { id: "call.code-about" })}
    </p>
  </section>`;
}
