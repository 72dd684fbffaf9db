/** The words that go with a link: what they say to the first person chosen, and the fields to change them for this send. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg } from "@lit/localize";
import { aroundButton, paragraphs } from "../../../protocol/message-paragraphs.ts";
import type { Message, Values } from "../../../protocol/message-template.ts";
import { DEFAULT_MESSAGES, fillIn, parseTemplate, renderText } from "../../../protocol/message-template.ts";
import type { HostView, Invite } from "../../../protocol/views.ts";
import { isSound, problemsOf } from "../../session/message-check.ts";
import { wordsPreview } from "../invite-message/mail-preview.ts";
import { mailPreviewStyles } from "../invite-message/mail-preview.styles.ts";
import { MessageFields } from "../invite-message/message-fields.ts";
import { messageFieldStyles } from "../invite-message/message-fields.styles.ts";
import { valuesFor } from "../invite-message/message-words.ts";
import type { ShareDesk } from "./share-desk.ts";

/** What a host passes on with a link while the relay sends no mail: a mail's "button below" would be none. */
function passedOn(): string {
  return msg(
    "Hello {{guestName}}, {{hostName}} has invited you to a video session on {{startsAt}}. No account is needed. Open {{joinUrl}} and wait to be let in.",
    { id: "share.message.default" },
  );
}

/** The message as it stands: changed for this send, the clinic's own, or ours. */
function messageNow(desk: ShareDesk): Message {
  if (desk.message !== undefined) return desk.message;
  const { usual } = desk;
  const own = usual !== undefined && !Object.values(DEFAULT_MESSAGES).some(({ body }) => body === usual.message.body);
  return usual !== undefined && (desk.mails === true || own) ? usual.message : { subject: "", body: passedOn() };
}

/** Whether it can be used as it stands. */
function usable(desk: ShareDesk): boolean {
  const { body, ...message } = desk.tag.speak(() => messageNow(desk));
  if (desk.mails === true) return isSound({ ...message, body });
  const { empty, unknown } = problemsOf(body);
  return !empty && unknown.length === 0;
}

/** What the message says to one person, as text to pass on; the link stands in it, if only on a line of its own. */
export function messageTo(desk: ShareDesk, view: HostView, invite: Invite): string {
  const { body } = desk.tag.speak(() => messageNow(desk));
  const { parts } = parseTemplate(body);
  const link = invite.url ?? "";
  const values = { ...valuesOf(desk, view, invite.name || invite.email || ""), joinUrl: link };
  if (parts.some((part) => part.is === "variable" && part.name === "joinUrl")) return renderText(parts, values);
  const { before, after } = aroundButton(paragraphs(fillIn(parts, values)));
  const text = (all: typeof before) => all.map(({ lines }) => lines.map((line) => line.map((piece) => piece.text).join("")).join("\n"));
  return [...text(before), link, ...text(after)].join("\n\n");
}

function valuesOf({ tag, usual }: ShareDesk, { session }: HostView, guestName: string): Values {
  return tag.speak(() => valuesFor(session, guestName, usual?.clinicName ?? "", tag.locale));
}

export class MessagePart {
  readonly #desk: ShareDesk;
  readonly #fields: MessageFields;
  #editing = false;

  constructor(desk: ShareDesk) {
    this.#desk = desk;
    desk.tag.adopt(messageFieldStyles, mailPreviewStyles);
    this.#fields = new MessageFields({ find: (selector) => desk.tag.find(selector), change: (message) => this.#write(message) });
  }

  /** Something in it has to be mended first; that is pointed at. */
  complains(): boolean {
    if (usable(this.#desk)) return false;
    this.#editing = true;
    this.#desk.tag.requestUpdate();
    void this.#fields.point();
    return true;
  }

  clear(): void {
    this.#editing = false;
  }

  /** @param name of whom the preview speaks to */
  render(view: HostView, name: string): TemplateResult {
    const mails = this.#desk.mails === true;
    return html`<section class="part" aria-labelledby="message-title">
      <div class="part-head">
        <h3 id="message-title">${msg("Message", { id: "share.message" })}</h3>
        <button class="button quiet small" type="button" aria-expanded=${this.#editing} @click=${() => this.#toggle()}>
          ${this.#editing ? msg("Done", { id: "share.message.done" }) : msg("Edit for this session", { id: "share.message.edit" })}
        </button>
      </div>
      ${this.#editing ? this.#editor(mails) : nothing}
      ${wordsPreview({
        message: messageNow(this.#desk),
        meeting: view.session,
        guestName: name,
        clinicName: this.#desk.usual?.clinicName ?? "",
        locale: this.#desk.tag.locale,
        button: mails,
      })}
      ${
        mails
          ? nothing
          : html`<p class="hint">
              ${msg("You pass it on yourself: next to each name you can copy it together with that person's link.", { id: "share.message.how" })}
            </p>`
      }
    </section>`;
  }

  #editor(mails: boolean): TemplateResult {
    return html`${this.#fields.render({ message: messageNow(this.#desk), readOnly: false, subject: mails })}
    ${
      this.#desk.message === undefined
        ? nothing
        : html`<button class="button quiet small start" type="button" @click=${() => this.#restore()}>
            ${msg("Restore the usual message", { id: "share.message.restore" })}
          </button>`
    }`;
  }

  async #toggle(): Promise<void> {
    this.#editing = !this.#editing;
    this.#desk.tag.requestUpdate();
    if (this.#editing) (await this.#desk.tag.find("#body"))?.focus();
  }

  async #restore(): Promise<void> {
    this.#write(undefined);
    (await this.#desk.tag.find("#body"))?.focus();
  }

  #write(message: Message | undefined): void {
    this.#desk.message = message;
    this.#desk.quiet();
  }
}
