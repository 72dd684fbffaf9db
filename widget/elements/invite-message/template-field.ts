/** A text field in which the places to fill in are set apart: known ones tinted, unknown ones marked as wrong. */

import type { TemplateResult } from "lit";
import { html } from "lit";
import { live } from "lit/directives/live.js";
import { parseTemplate } from "../../../protocol/message-template.ts";

export interface TemplateField {
  id: string;
  label: string;
  value: string;
  /** One line: Enter and pasted line breaks are no part of it. */
  line: boolean;
  maxLength: number;
  readOnly: boolean;
  /** Something in it is wrong; `problemId` says what. */
  invalid: boolean;
  problemId: string;
  change: (value: string) => void;
}

/**
 * The marks are drawn behind a plain `textarea`, whose caret, undo, spell checker and screen reader stay the browser's own. They
 * hold the same text in the same type, and so give the field its height.
 */
export function templateField(field: TemplateField): TemplateResult {
  const { id, label, value, line, maxLength, readOnly, invalid, problemId } = field;
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <div class="template ${line ? "line" : "lines"}">
      <div class="marks" dir="auto" aria-hidden="true">${marks(value)}</div>
      <textarea
        class="input"
        part=${id}
        id=${id}
        dir="auto"
        rows="1"
        maxlength=${maxLength}
        ?readonly=${readOnly}
        aria-invalid=${invalid}
        aria-describedby=${problemId}
        .value=${live(value)}
        @keydown=${(event: KeyboardEvent) => line && event.key === "Enter" && !event.isComposing && event.preventDefault()}
        @input=${(event: Event) => {
          const { value: typed } = event.target as HTMLTextAreaElement;
          field.change(line ? typed.replaceAll(/\s*[\r\n]+\s*/gu, " ") : typed);
        }}
      ></textarea>
    </div>
  </div>`;
}

function marks(text: string): unknown[] {
  const parts = parseTemplate(text).parts.map((part) => {
    const written = text.slice(part.from, part.to);
    return part.is === "text" ? written : html`<mark class=${part.is}>${written}</mark>`;
  });
  // A last line that is empty has no height of its own.
  return [...parts, "\u200b"];
}
