/** A message as its reader will see the mail: the clinic's words filled in, the button at its place, what stands around them. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import type { Paragraph } from "../../../protocol/message-paragraphs.ts";
import { aroundButton, paragraphs } from "../../../protocol/message-paragraphs.ts";
import type { Message, Piece, Values, Variable } from "../../../protocol/message-template.ts";
import { fillIn, parseTemplate, VARIABLES } from "../../../protocol/message-template.ts";
import { mailTime } from "../../theme/mail-time.ts";
import { calendarIcon } from "../../theme/icons.ts";
import type { Meeting } from "./message-words.ts";
import { valuesFor } from "./message-words.ts";

export interface MailPreview {
  message: Message;
  meeting: Meeting;
  guestName: string;
  clinicName: string;
  locale: string;
}

/** The whole mail. Nothing in it can be pressed. */
export function mailPreview(preview: MailPreview): TemplateResult {
  const { message, meeting, guestName, clinicName, locale } = preview;
  const values = valuesFor(meeting, guestName, clinicName, locale);
  const subject = fillIn(parseTemplate(message.subject).parts, values);
  const { before, after } = aroundButton(paragraphs(fillIn(parseTemplate(message.body).parts, values)));
  return html`<div class="mail" part="mail">
    <div class="mail-head">
      <p class="mail-from">${msg(str`From ${clinicName}`, { id: "message.preview.from" })}</p>
      <p class="mail-subject" dir=${directionOf([subject])}>${pieces(subject)}</p>
    </div>
    <div class="mail-body">
      ${before.map((each) => paragraph(each, ["startsAt"]))}
      <p class="mail-button">${msg("Join session", { id: "message.preview.join" })}</p>
      <p class="mail-note">${msg("Works from 30 minutes before the start. This link is for you alone.", { id: "message.preview.note" })}</p>
      ${after.map((each) => paragraph(each, ["startsAt"]))} ${facts(meeting, values, locale)}
      <p class="mail-file">${calendarIcon()}<span>video-session.ics</span></p>
    </div>
  </div>`;
}

/** The words alone, as small as they go beside other things; what is filled in stands out. `button`: a mail has one. */
export function wordsPreview({
  message,
  meeting,
  guestName,
  clinicName,
  locale,
  button,
}: MailPreview & { button: boolean }): TemplateResult {
  const values = valuesFor(meeting, guestName, clinicName, locale);
  const subject = fillIn(parseTemplate(message.subject).parts, values);
  const all = paragraphs(fillIn(parseTemplate(message.body).parts, values));
  const { before, after } = button ? aroundButton(all) : { before: all, after: [] };
  return html`<div class="words" part="message">
    ${subject.length === 0 ? nothing : html`<p class="words-subject" dir=${directionOf([subject])}>${pieces(subject)}</p>`}
    ${before.map((each) => paragraph(each, VARIABLES))}
    ${button ? html`<p class="words-button">${msg("Join session", { id: "message.preview.join" })}</p>` : nothing}
    ${after.map((each) => paragraph(each, VARIABLES))}
  </div>`;
}

function facts({ hosts: _hosts, ...meeting }: Meeting, values: Values, locale: string): TemplateResult {
  const { day, hours, zone } = mailTime(locale, meeting);
  return html`<dl class="mail-facts">
    <dt>${msg("When", { id: "message.preview.when" })}</dt>
    <dd>${day}<br />${hours}<br />${zone}</dd>
    <dt>${msg("With", { id: "message.preview.with" })}</dt>
    <dd>${values.hostName}</dd>
    <dt>${msg("Session", { id: "message.preview.session" })}</dt>
    <dd>${values.service}</dd>
  </dl>`;
}

const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/gu;

/** As most of its letters go: `dir="auto"` goes by the first one, and a sentence may well begin with a name from elsewhere. */
function directionOf(lines: readonly Piece[][]): "rtl" | "ltr" {
  const words = lines.flat().map(({ text }) => text);
  const count = (letters: RegExp) => words.join(" ").match(letters)?.length ?? 0;
  return count(RIGHT_TO_LEFT) * 2 > count(/\p{L}/gu) ? "rtl" : "ltr";
}

/** `strong`: which of the values stand out. */
function paragraph({ lines }: Paragraph, strong: readonly Variable[]): TemplateResult {
  const shown = lines.map((line, index) => [index === 0 ? nothing : html`<br />`, pieces(line, strong)]);
  return html`<p dir=${directionOf(lines)}>${shown}</p>`;
}

/** `strong`: which of the values stand out. What nobody can fill in is marked as wrong. */
function pieces(all: readonly Piece[], strong: readonly Variable[] = []): unknown[] {
  return all.map(({ text, variable }) => {
    if (variable === undefined) return unfilled(text);
    return strong.includes(variable) ? html`<strong>${text}</strong>` : text;
  });
}

function unfilled(text: string): unknown {
  const { parts, unknown } = parseTemplate(text);
  if (unknown.length === 0) return text;
  return parts.map((part) => (part.is === "unknown" ? html`<mark class="unknown">${part.text}</mark>` : text.slice(part.from, part.to)));
}
