/** The composer's form. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { live } from "lit/directives/live.js";
import { msg, str } from "@lit/localize";
import { SERVICE_LENGTH } from "../../../protocol/limits.ts";
import type { HostRef } from "../../../protocol/views.ts";
import { chevronIcon } from "../../theme/icons.ts";
import { list, zoneName } from "../../theme/words.ts";
import type { FieldName, Fields, Problem, Problems, Service } from "./draft.ts";
import { lengths, serviceName } from "./draft.ts";

export interface FormView {
  fields: Fields;
  problems: Problems;
  services: readonly Service[];
  hosts: readonly HostRef[];
  /** Whom the form offers beside them. */
  colleagues: readonly HostRef[];
  zone: string;
  locale: string;
  busy: boolean;
  refused: string | undefined;
  change: <Name extends keyof Fields>(name: Name, value: Fields[Name]) => void;
  submit: () => void;
}

export function composerForm(view: FormView): TemplateResult {
  const { fields, hosts, locale, busy, refused, submit } = view;
  const zone = zoneName(view.zone);
  return html`<form
    part="form"
    novalidate
    @submit=${(event: Event) => {
      event.preventDefault();
      submit();
    }}
  >
    <slot name="heading"></slot>
    ${field("service", msg("Service", { id: "composer.service" }), serviceField(view), view.problems)}
    <div class="when">
      ${field("date", msg("Date", { id: "composer.date" }), input(view, "date", "date"), view.problems)}
      ${field("time", msg("Time", { id: "composer.time" }), input(view, "time", "time"), view.problems)}
      ${field("durationMinutes", msg("Length", { id: "composer.length" }), lengthField(view), view.problems)}
      <p class="hint">${msg(str`Times are in ${zone} time.`, { id: "composer.zone" })}</p>
    </div>
    <div part="hosts">
      <p class="label">${msg("With", { id: "composer.hosts" })}</p>
      <p>
        ${
          hosts.length === 0
            ? msg("You", { id: "composer.hosts.you" })
            : list(
                locale,
                hosts.map((host) => host.name),
              )
        }
      </p>
      ${view.colleagues.length === 0 ? nothing : colleaguesField(view)}
    </div>
    <div class="share" part="sharing">
      <button
        class="switch"
        type="button"
        role="switch"
        aria-checked=${fields.linkSharing}
        aria-labelledby="share-name"
        aria-describedby="share-what"
        @click=${() => view.change("linkSharing", !fields.linkSharing)}
      ></button>
      <div class="words">
        <p class="strong" id="share-name">${msg("Enable shareable links", { id: "composer.share" })}</p>
        <p class="hint" id="share-what">
          ${msg("Invite anyone by a link of their own. They need no account, and wait until you let them in.", { id: "composer.share.what" })}
        </p>
      </div>
    </div>
    ${refused === undefined ? nothing : html`<p class="banner danger" role="alert">${refused}</p>`}
    <div class="foot">
      <slot name="footer"></slot>
      <button class="button primary" part="create" type="submit" aria-disabled=${busy}>
        ${busy ? msg("Creating…", { id: "composer.creating" }) : msg("Create session", { id: "composer.create" })}
      </button>
    </div>
  </form>`;
}

function field(name: FieldName, label: string, control: TemplateResult, problems: Problems): TemplateResult {
  const problem = problems[name];
  return html`<div class="field">
    <label for=${name}>${label}</label>
    ${control}
    <p class="error" id="${name}-problem" ?hidden=${problem === undefined}>
      ${problem === undefined ? nothing : problemWords(name, problem)}
    </p>
  </div>`;
}

function serviceField(view: FormView): TemplateResult {
  const { services, fields, problems, change } = view;
  const wrong = problems.service !== undefined;
  if (services.length === 0) {
    return html`<input
      class="input"
      part="service"
      id="service"
      autocomplete="off"
      maxlength=${SERVICE_LENGTH}
      placeholder=${msg("For example, Family session", { id: "composer.service.example" })}
      aria-invalid=${wrong}
      aria-describedby="service-problem"
      .value=${live(fields.service)}
      @input=${(event: Event) => change("service", (event.target as HTMLInputElement).value)}
    />`;
  }
  return html`<div class="select">
    <select
      class="input"
      part="service"
      id="service"
      aria-invalid=${wrong}
      aria-describedby="service-problem"
      @change=${(event: Event) => change("service", (event.target as HTMLSelectElement).value)}
    >
      ${services.map((service) => {
        const name = serviceName(service);
        return html`<option value=${name} ?selected=${name === fields.service}>${name}</option>`;
      })}
    </select>
    ${chevronIcon()}
  </div>`;
}

/** Ticked, they run it too. */
function colleaguesField({ colleagues, fields, change }: FormView): TemplateResult {
  const ticked = ({ target }: Event): void => {
    const boxes = (target as HTMLElement).closest("[role=group]")?.querySelectorAll("input") ?? [];
    change(
      "colleagues",
      [...boxes].filter(({ checked }) => checked).map(({ name }) => name),
    );
  };
  return html`<div role="group" aria-labelledby="colleagues">
    <p class="hint" id="colleagues">${msg("Who else may run it and let people in", { id: "composer.colleagues" })}</p>
    ${colleagues.map(
      ({ id, name }) =>
        html`<label class="colleague" part="colleague">
          <input type="checkbox" name=${id} .checked=${live(fields.colleagues.includes(id))} @change=${ticked} />
          <span dir="auto">${name}</span>
        </label>`,
    )}
  </div>`;
}

function input({ fields, problems, change }: FormView, name: "date" | "time", part: string): TemplateResult {
  return html`<input
    class="input"
    type=${name}
    part=${part}
    id=${name}
    required
    aria-invalid=${problems[name] !== undefined}
    aria-describedby="${name}-problem"
    .value=${live(fields[name])}
    @input=${(event: Event) => change(name, (event.target as HTMLInputElement).value)}
  />`;
}

function lengthField({ fields, services, locale, problems, change }: FormView): TemplateResult {
  const minutes = new Intl.NumberFormat(locale, { style: "unit", unit: "minute", unitDisplay: "short" });
  return html`<div class="select">
    <select
      class="input"
      part="length"
      id="durationMinutes"
      aria-invalid=${problems.durationMinutes !== undefined}
      aria-describedby="durationMinutes-problem"
      @change=${(event: Event) => change("durationMinutes", Number((event.target as HTMLSelectElement).value))}
    >
      ${lengths(services, fields.durationMinutes).map(
        (each) => html`<option value=${each} ?selected=${each === fields.durationMinutes}>${minutes.format(each)}</option>`,
      )}
    </select>
    ${chevronIcon()}
  </div>`;
}

function problemWords(name: FieldName, problem: Problem): string {
  switch (problem) {
    case "missing":
      if (name === "service") return msg("Say what kind of session it is.", { id: "composer.service.missing" });
      if (name === "date") return msg("Choose a date.", { id: "composer.date.missing" });
      if (name === "time") return msg("Choose a time.", { id: "composer.time.missing" });
      return msg("Choose a length between 5 minutes and 12 hours.", { id: "composer.length.missing" });
    case "skipped":
      return msg("The clocks skip this time on that day. Choose another.", { id: "composer.time.skipped" });
    case "over":
      return msg("This time is already over. Choose a later one.", { id: "composer.date.over" });
    case "too-long":
      return msg("Please use a shorter name.", { id: "composer.service.too-long" });
  }
}
