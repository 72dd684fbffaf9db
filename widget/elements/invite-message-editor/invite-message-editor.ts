import type { PropertyValues, TemplateResult } from "lit";
import { html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { msg } from "@lit/localize";
import type { DefaultMessageView } from "../../../protocol/views.ts";
import type { Message } from "../../../protocol/message-template.ts";
import type { Refusal, Result } from "../../../protocol/refusals.ts";
import { define } from "../../define.ts";
import { HostWatch } from "../../session/host-watch.ts";
import { isSound } from "../../session/message-check.ts";
import type { MessageStore } from "../../session/message-store.ts";
import { sentenceOf } from "../../session/sentences.ts";
import { buttons, chips, fields, people, selects, skeletons } from "../../theme/controls.ts";
import { DoorstepElement } from "../base.ts";
import { mailPreviewStyles } from "../invite-message/mail-preview.styles.ts";
import { MessageFields } from "../invite-message/message-fields.ts";
import { messageFieldStyles } from "../invite-message/message-fields.styles.ts";
import { sampleGuest, sampleMeeting } from "../invite-message/message-words.ts";
import { editorActions } from "./editor-actions.ts";
import type { Said } from "./editor-actions.ts";
import { editorHead, editorNote, serviceChoice } from "./editor-head.ts";
import type { ServiceName } from "./editor-head.ts";
import { editorStyles } from "./invite-message-editor.styles.ts";
import { previewPane } from "./preview-pane.ts";
import { TestSend } from "./test-send.ts";

/** Detail of `message-saved`. */
export interface SavedDetail {
  message: Message;
}

/**
 * Settings: the message that guests receive with their link, with a preview of the mail. For one service, or for all those that
 * have no words of their own. Hosts who are no admins see it and cannot change it.
 *
 * @tag invite-message-editor
 * @fires {CustomEvent<SavedDetail>} message-saved - Another message holds from now on: it was saved, or the default restored.
 * @slot heading - Words in place of the tag's own heading.
 * @slot footer - More below the buttons.
 * @csspart editor - Everything but the preview.
 * @csspart service - The choice of the service.
 * @csspart subject - The field of the subject.
 * @csspart body - The field of the message.
 * @csspart variable - A button that puts in what is filled in for each person.
 * @csspart save - The button that saves.
 * @csspart question - The question before the default is restored, or for the address of a test.
 * @csspart preview - The preview with its choice of widths.
 * @csspart mail - The mail in it.
 */
export class InviteMessageEditor extends DoorstepElement {
  static override styles = [
    DoorstepElement.styles,
    buttons,
    fields,
    selects,
    chips,
    people,
    skeletons,
    messageFieldStyles,
    mailPreviewStyles,
    editorStyles,
  ];

  /** The service whose own message it is; empty for the general one. */
  @property({ reflect: true }) service = "";
  /** Services to choose from, beside the general message. Without any there is no choice to make. */
  @property({ attribute: false }) services: ServiceName[] = [];

  @state() private width: "phone" | "desktop" = "phone";
  @state() private asking: "restore" | "test" | undefined;
  @state() private busy: "save" | "restore" | undefined;
  @state() private said: Said | undefined;
  /** What was written and not saved, by service: another one can be looked at meanwhile. */
  @state() private drafts: ReadonlyMap<string, Message> = new Map();

  readonly #watch = new HostWatch<MessageStore>(this, {
    pick: (stores) => stores.message(this.service === "" ? undefined : this.service),
    told: () => this.requestUpdate(),
  });
  readonly #fields = new MessageFields({ find: (selector) => this.#find(selector), change: (message) => this.#write(message) });
  readonly #test = new TestSend({
    send: (to) => this.#watch.store?.test(to, trimmed(this.#message), this.locale) ?? Promise.resolve(AWAY),
    changed: () => this.requestUpdate(),
    find: (selector) => this.#find(selector),
  });
  #complained = false;

  /** Whether something is written that is not saved. */
  get unsaved(): boolean {
    return this.drafts.size > 0;
  }

  /** Saves what is written. Resolves with true once it is saved, with false when something in it is wrong or the relay refused; that is said in place. */
  async save(): Promise<boolean> {
    const { store } = this.#watch;
    if (store?.view?.editable !== true || this.busy !== undefined) return false;
    const message = this.#message;
    if (!isSound(message)) {
      this.said = { is: "unsound" };
      await this.#fields.point();
      return false;
    }
    return this.#ask("save", () => store.save(trimmed(message)), { is: "saved" });
  }

  /** Brings the default message back, without asking. Resolves with true once that is so. */
  async restoreDefault(): Promise<boolean> {
    const { store } = this.#watch;
    if (store?.view?.editable !== true || this.busy !== undefined) return false;
    return this.#ask("restore", () => store.restore(), { is: "restored" });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const { complaint } = this.#watch;
    if (complaint !== undefined) this.complain(complaint);
    else if (this.#complained) this.settle();
    this.#complained = complaint !== undefined;
    if (changed.has("service")) this.said = this.asking = undefined;
  }

  protected override renderContent(): TemplateResult {
    const state = this.#watch.store?.state ?? { is: "loading" };
    if (state.is === "loading") return this.#skeleton();
    if (state.is === "refused") {
      return html`<p class="banner danger" role="alert">${this.#sentence(state.refusal)}</p>`;
    }
    return html`<div class="layout">
      <section class="editor" part="editor" aria-labelledby="title" @keydown=${(event: KeyboardEvent) => this.#key(event)}>
        ${editorHead()}
        ${serviceChoice({
          services: this.services,
          chosen: this.service,
          unsaved: new Set(this.drafts.keys()),
          choose: (service) => (this.service = service),
        })}
        ${
          state.stale
            ? html`<p class="banner warning" role="status">
                ${msg("You're offline. What you write is kept, and can be saved when you're back.", { id: "editor.stale" })}
              </p>`
            : nothing
        }
        ${editorNote(state.view, { service: this.service, unsaved: this.drafts.has(this.service) })}
        ${this.#fields.render({ message: this.#message, readOnly: !state.view.editable, subject: true })}
        ${state.view.editable ? this.#actions(state.view) : nothing}
        <slot name="footer"></slot>
      </section>
      ${this.#preview(state.view)}
    </div>`;
  }

  /** What is being written, or what holds. */
  get #message(): Message {
    return this.drafts.get(this.service) ?? this.#watch.store?.view?.message ?? { subject: "", body: "" };
  }

  #actions(view: DefaultMessageView): TemplateResult {
    return editorActions({
      view,
      service: this.service,
      unsaved: this.drafts.has(this.service),
      busy: this.busy,
      asking: this.asking,
      said: this.said,
      test: this.#test,
      sentence: (refusal) => this.#sentence(refusal),
      save: () => void this.save(),
      askRestore: () => this.#open("restore"),
      restore: () => void this.#restore(),
      askTest: (afresh) => this.#askTest(afresh),
      sendTest: (to) => void this.#sendTest(to),
      cancel: () => this.#close(),
    });
  }

  #preview({ clinicName }: DefaultMessageView): TemplateResult {
    return previewPane({
      message: this.#message,
      meeting: sampleMeeting(this.service === "" ? undefined : this.service, Date.now()),
      guestName: sampleGuest(),
      clinicName,
      locale: this.locale,
      width: this.width,
      choose: (width) => (this.width = width),
    });
  }

  #skeleton(): TemplateResult {
    return html`<div class="layout" aria-busy="true">
      <div class="editor">
        ${editorHead()}
        <span class="visually-hidden">${msg("Loading", { id: "editor.loading" })}</span>
        <div class="skeleton bar"></div>
        <div class="skeleton block"></div>
      </div>
      <div class="skeleton block"></div>
    </div>`;
  }

  #sentence(refusal: Refusal): string {
    return sentenceOf(refusal, () => this.requestUpdate());
  }

  #write(message: Message): void {
    const known = this.#watch.store?.view?.message;
    const same = known !== undefined && known.subject === message.subject && known.body === message.body;
    this.#keep(same ? undefined : message);
    this.said = undefined;
  }

  #keep(draft: Message | undefined, service = this.service): void {
    const drafts = new Map(this.drafts);
    if (draft === undefined) drafts.delete(service);
    else drafts.set(service, draft);
    this.drafts = drafts;
  }

  async #ask(what: "save" | "restore", request: () => Promise<Result<DefaultMessageView>>, done: Said): Promise<boolean> {
    const { service } = this;
    const written = this.drafts.get(service);
    this.busy = what;
    this.said = undefined;
    const result = await request();
    this.busy = undefined;
    if (!result.ok) {
      this.said = { is: "refused", refusal: result.refusal };
      return false;
    }
    // What was written while it was being saved is kept.
    if (this.drafts.get(service) === written) this.#keep(undefined, service);
    this.asking = undefined;
    if (service === this.service) this.said = done;
    this.tell<SavedDetail>("message-saved", { message: result.value.message });
    return true;
  }

  #open(question: "restore" | "test"): void {
    this.asking = question;
    this.said = undefined;
    void this.#find(question === "test" ? "#test-address" : "#question").then((element) => element?.focus());
  }

  #close(): void {
    const opener = this.asking === "test" ? "#message-test" : "#message-restore";
    this.asking = undefined;
    void this.#find(opener).then((button) => button?.focus());
  }

  async #restore(): Promise<void> {
    if (await this.restoreDefault()) (await this.#find("#subject"))?.focus();
  }

  #askTest(afresh: boolean): void {
    if (!isSound(this.#message)) {
      this.said = { is: "unsound" };
      void this.#fields.point();
    } else if (afresh || this.#test.address === "") this.#open("test");
    else void this.#sendTest(this.#test.address);
  }

  async #sendTest(to: string): Promise<void> {
    this.said = undefined;
    const result = await this.#test.to(to);
    if (result === null) return;
    if (result.ok && this.asking === "test") this.#close();
    this.said = result.ok ? { is: "tested", to: this.#test.address } : { is: "refused", refusal: result.refusal };
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.asking !== undefined) {
      event.stopPropagation();
      this.#close();
    }
    if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey) && !event.altKey) {
      event.preventDefault();
      void this.save();
    }
  }

  async #find(selector: string): Promise<HTMLElement | null> {
    await this.updateComplete;
    return this.renderRoot.querySelector<HTMLElement>(selector);
  }
}

const AWAY = { ok: false as const, refusal: { code: "unavailable" as const, detail: "There is no connection to the relay." } };

function trimmed({ subject, body }: Message): Message {
  return { subject: subject.trim(), body: body.trim() };
}

define("invite-message-editor", InviteMessageEditor);

declare global {
  interface HTMLElementTagNameMap {
    "invite-message-editor": InviteMessageEditor;
  }
}
