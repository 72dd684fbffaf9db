/** Subject and body of a message: the two fields, the places that can be put in, and what is wrong with them, in words. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { msg, str } from "@lit/localize";
import { MESSAGE_BODY_LENGTH, MESSAGE_SUBJECT_LENGTH } from "../../../protocol/limits.ts";
import type { Message, Variable } from "../../../protocol/message-template.ts";
import type { MessagePart, PartProblems, Unknown } from "../../session/message-check.ts";
import { insertion, insertionAt, problemsIn } from "../../session/message-check.ts";
import { OFFERED, unknownWords, variableName } from "./message-words.ts";
import { templateField } from "./template-field.ts";

/** The tag the fields stand in. */
export interface FieldsHost {
  /** An element of the tag, once it is rendered. */
  find(selector: string): Promise<HTMLElement | null>;
  change(message: Message): void;
}

export interface FieldsView {
  message: Message;
  readOnly: boolean;
  /** Without one there is no field for it. */
  subject: boolean;
}

export class MessageFields {
  readonly #host: FieldsHost;
  #message: Message = { subject: "", body: "" };
  /** Where a place is put in: the field that had the focus last. */
  #last: MessagePart = "body";
  /** For screen readers: what was just put in. */
  #inserted: Variable | undefined;

  constructor(host: FieldsHost) {
    this.#host = host;
  }

  render({ message, readOnly, subject }: FieldsView): TemplateResult {
    this.#message = message;
    const problems = problemsIn(message);
    return html`<div class="fields" @focusin=${(event: FocusEvent) => this.#focused(event)}>
      ${subject ? this.#part("subject", message.subject, problems.subject, readOnly) : nothing}
      ${this.#part("body", message.body, problems.body, readOnly)} ${readOnly ? nothing : this.#chips(subject)}
    </div>`;
  }

  /** Goes to the first thing that is wrong. */
  async point(): Promise<void> {
    const problems = problemsIn(this.#message);
    for (const part of ["subject", "body"] as const) {
      const [first] = problems[part].unknown;
      if (first === undefined && !problems[part].empty) continue;
      await this.#select(part, first ?? { from: 0, to: 0 });
      return;
    }
  }

  #part(part: MessagePart, value: string, problems: PartProblems, readOnly: boolean): TemplateResult {
    const line = part === "subject";
    const field = templateField({
      id: part,
      label: line ? msg("Subject", { id: "message.subject" }) : msg("Message", { id: "message.body" }),
      value,
      line,
      maxLength: line ? MESSAGE_SUBJECT_LENGTH : MESSAGE_BODY_LENGTH,
      readOnly,
      invalid: problems.empty || problems.unknown.length > 0,
      problemId: `${part}-problem`,
      change: (text) => this.#write(part, text),
    });
    return html`<div class="part-field">${field}${this.#problems(part, problems)}</div>`;
  }

  #problems(part: MessagePart, { empty, unknown }: PartProblems): TemplateResult {
    const missing =
      part === "subject"
        ? msg("Write a subject: it is the first thing people read.", { id: "message.subject.empty" })
        : msg("Write a few words to go with the link.", { id: "message.body.empty" });
    return html`<div class="problems" id="${part}-problem" role="alert">
      ${empty ? html`<p class="error">${missing}</p>` : nothing}
      ${repeat(
        unknown,
        (each) => `${each.from} ${each.text}`,
        (each) => this.#unknown(part, each),
      )}
    </div>`;
  }

  #unknown(part: MessagePart, unknown: Unknown): TemplateResult {
    const { meant } = unknown;
    return html`<p class="error">
      ${unknownWords(unknown.text)}
      ${
        meant === undefined
          ? html`<button class="mend" type="button" @click=${() => void this.#select(part, unknown)}>
              ${msg("Show me", { id: "message.show" })}
            </button>`
          : html`<button class="mend" type="button" @click=${() => void this.#put(part, `{{${meant}}}`, unknown)}>
              ${msg(str`Did you mean ${`{{${meant}}}`}?`, { id: "message.meant" })}
            </button>`
      }
    </p>`;
  }

  #chips(subject: boolean): TemplateResult {
    return html`<div
      class="insert"
      role="group"
      aria-label=${msg("Insert what is filled in for each person", { id: "message.insert.all" })}
    >
      <span class="hint" aria-hidden="true">${msg("Insert", { id: "message.insert" })}</span>
      ${OFFERED.filter((each) => subject || each !== "clinicName").map((variable) => {
        const name = variableName(variable);
        return html`<button
          class="chip"
          part="variable"
          type="button"
          aria-label=${msg(str`Insert ${name}`, { id: "message.insert.one" })}
          title=${`{{${variable}}}`}
          @pointerdown=${(event: Event) => event.preventDefault()}
          @click=${() => void this.#insert(variable)}
        >
          ${name}
        </button>`;
      })}
      <span class="visually-hidden" role="status">
        ${this.#inserted === undefined ? nothing : msg(str`${variableName(this.#inserted)} inserted`, { id: "message.inserted" })}
      </span>
    </div>`;
  }

  #focused({ target }: FocusEvent): void {
    if (target instanceof HTMLTextAreaElement) this.#last = target.id === "subject" ? "subject" : "body";
    this.#inserted = undefined;
  }

  #write(part: MessagePart, text: string): void {
    // A window that is not in front tells of no focus, but of what is typed.
    this.#last = part;
    this.#host.change({ ...this.#message, [part]: text });
  }

  async #insert(variable: Variable): Promise<void> {
    const part = this.#last;
    const field = await this.#field(part);
    if (field === null) return;
    // What is selected is replaced; a caret within another place goes behind it.
    const [from, to] =
      field.selectionStart === field.selectionEnd
        ? [insertionAt(field.value, field.selectionStart), insertionAt(field.value, field.selectionStart)]
        : [field.selectionStart, field.selectionEnd];
    // First the focus, which ends what was said before.
    field.focus();
    this.#inserted = variable;
    await this.#put(part, insertion(variable, field.value, from, to), { from, to });
  }

  async #put(part: MessagePart, text: string, { from, to }: { from: number; to: number }): Promise<void> {
    const field = await this.#select(part, { from, to });
    if (field === null) return;
    if (field.value.length - (to - from) + text.length > field.maxLength) return;
    // As if typed, so that it can be undone; the field then tells of it like of any key.
    if (document.execCommand("insertText", false, text)) return;
    field.setRangeText(text, from, to, "end");
    this.#write(part, field.value);
  }

  async #select(part: MessagePart, { from, to }: { from: number; to: number }): Promise<HTMLTextAreaElement | null> {
    const field = await this.#field(part);
    field?.focus();
    field?.setSelectionRange(from, to);
    return field;
  }

  async #field(part: MessagePart): Promise<HTMLTextAreaElement | null> {
    return (await this.#host.find(`#${part}`)) as HTMLTextAreaElement | null;
  }
}
