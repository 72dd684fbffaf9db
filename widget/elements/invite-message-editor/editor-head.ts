/** What stands above the fields: what this message is, whose it is, and why it can't be changed. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg } from "@lit/localize";
import type { DefaultMessageView } from "../../../protocol/views.ts";
import { chevronIcon } from "../../theme/icons.ts";

/** A service by its name, as the portal has it. */
export type ServiceName = string | { name: string };

export function editorHead(): TemplateResult {
  return html`<header>
    <h2 id="title"><slot name="heading">${msg("Message to drop-in guests", { id: "editor.title" })}</slot></h2>
    <p class="hint">
      ${msg("Sent with the link to everyone who is invited without a portal account. Can be changed for a single session.", {
        id: "editor.what",
      })}
    </p>
  </header>`;
}

export interface ServiceChoice {
  services: readonly ServiceName[];
  /** Empty: the general message. */
  chosen: string;
  /** Services with words that are not saved. */
  unsaved: ReadonlySet<string>;
  choose: (service: string) => void;
}

export function serviceChoice({ services, chosen, unsaved, choose }: ServiceChoice): TemplateResult | typeof nothing {
  if (services.length === 0) return nothing;
  const option = (service: string, name: string) =>
    html`<option value=${service} ?selected=${service === chosen}>
      ${unsaved.has(service) ? `${name} · ${msg("not saved", { id: "editor.service.unsaved" })}` : name}
    </option>`;
  return html`<div class="field">
    <label for="service">${msg("For", { id: "editor.service" })}</label>
    <div class="select">
      <select class="input" part="service" id="service" @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
        ${option("", msg("All services", { id: "editor.service.all" }))}
        ${services.map((each) => (typeof each === "string" ? each : each.name)).map((name) => option(name, name))}
      </select>
      ${chevronIcon()}
    </div>
  </div>`;
}

/** Why nothing can be written, or whose words these are. */
export function editorNote(
  { editable, custom }: DefaultMessageView,
  { service, unsaved }: { service: string; unsaved: boolean },
): TemplateResult | typeof nothing {
  if (!editable) {
    return html`<p class="banner">${msg("Only the practice's administrators can change this message.", { id: "editor.read-only" })}</p>`;
  }
  if (custom || service === "" || unsaved) return nothing;
  return html`<p class="hint">
    ${msg("This service has no words of its own yet: guests receive the message for all services.", { id: "editor.service.general" })}
  </p>`;
}
