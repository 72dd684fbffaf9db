/** The words that go with a link: what they say to the first person chosen, and a field to change them for this session. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import { MESSAGE_BODY_LENGTH } from "../../../protocol/limits.ts";
import type { HostView, Invite } from "../../../protocol/views.ts";
import type { Values } from "../../session/invitation-text.ts";
import { namesLink, renderPieces, renderText, unknownVariable, VARIABLES } from "../../session/invitation-text.ts";
import { list, moment } from "../../theme/words.ts";
import type { ShareDesk } from "./share-desk.ts";

export function defaultMessage(): string {
  return msg(
    "Hello {{guestName}}, {{hostName}} has invited you to a video session on {{startsAt}}. No account is needed. Open {{joinUrl}} and wait to be let in.",
    { id: "share.message.default" },
  );
}

/** What the message says to one person, with that person's link. */
export function messageTo(desk: ShareDesk, view: HostView, invite: Invite): string {
  return renderText(desk.message ?? defaultMessage(), valuesFor(desk, view, invite));
}

function valuesFor({ tag }: ShareDesk, { session }: HostView, person: Pick<Invite, "name" | "email" | "url">): Values {
  const hosts = session.hosts.map((host) => host.name);
  return {
    guestName: person.name || person.email || "",
    hostName: list(tag.locale, hosts),
    service: session.service,
    startsAt: moment(tag.locale, session),
    joinUrl: person.url ?? "",
  };
}

/** What is wrong with the message, in words; undefined when nothing is. */
export function messageProblem(desk: ShareDesk): string | undefined {
  const template = desk.message;
  if (template === undefined) return undefined;
  const unknown = unknownVariable(template);
  if (unknown !== undefined)
    return msg(str`${unknown} is not something we can fill in. Change or remove it.`, { id: "share.message.unknown" });
  if (!namesLink(template)) return msg("The message needs {{joinUrl}}: that is where the link goes.", { id: "share.message.no-link" });
  return undefined;
}

export class MessagePart {
  readonly #desk: ShareDesk;
  #editing = false;

  constructor(desk: ShareDesk) {
    this.#desk = desk;
  }

  /** @param name of whom the preview speaks to */
  render(view: HostView, name: string): TemplateResult {
    const problem = messageProblem(this.#desk);
    return html`<section class="part" aria-labelledby="message-title">
      <div class="part-head">
        <h3 id="message-title">${msg("Message", { id: "share.message" })}</h3>
        <button class="button quiet small" type="button" aria-expanded=${this.#editing} @click=${() => this.#toggle()}>
          ${this.#editing ? msg("Done", { id: "share.message.done" }) : msg("Edit for this session", { id: "share.message.edit" })}
        </button>
      </div>
      ${this.#editing ? this.#field(problem) : nothing}
      <p class="preview" part="message">${this.#preview(view, name)}</p>
      <p class="hint">
        ${msg("You pass it on yourself: next to each name you can copy it together with that person's link.", { id: "share.message.how" })}
      </p>
    </section>`;
  }

  #field(problem: string | undefined): TemplateResult {
    const words = VARIABLES.map((name) => `{{${name}}}`).join(" ");
    return html`<div class="field">
      <textarea
        class="input"
        id="message"
        aria-labelledby="message-title"
        aria-describedby="message-help"
        aria-invalid=${problem !== undefined}
        maxlength=${MESSAGE_BODY_LENGTH}
        rows="4"
        .value=${this.#desk.message ?? defaultMessage()}
        @input=${(event: Event) => this.#write((event.target as HTMLTextAreaElement).value)}
      ></textarea>
      <p class=${problem === undefined ? "hint" : "error"} id="message-help" role=${problem === undefined ? nothing : "alert"}>
        ${problem ?? msg(str`Filled in for each person: ${words}`, { id: "share.message.variables" })}
      </p>
      ${
        this.#desk.message === undefined
          ? nothing
          : html`<button class="button quiet small start" type="button" @click=${() => this.#write(undefined)}>
              ${msg("Restore the usual message", { id: "share.message.restore" })}
            </button>`
      }
    </div>`;
  }

  #preview(view: HostView, name: string): unknown[] {
    const link = msg("[their link]", { id: "share.message.their-link" });
    const values = { ...valuesFor(this.#desk, view, { name }), joinUrl: link };
    return renderPieces(this.#desk.message ?? defaultMessage(), values).map(({ text, variable }) =>
      variable === undefined ? text : html`<strong>${text}</strong>`,
    );
  }

  async #toggle(): Promise<void> {
    this.#editing = !this.#editing;
    this.#desk.tag.requestUpdate();
    if (this.#editing) (await this.#desk.tag.find("#message"))?.focus();
  }

  #write(text: string | undefined): void {
    this.#desk.message = text === "" || text === defaultMessage() ? undefined : text;
    this.#desk.tag.requestUpdate();
  }
}
