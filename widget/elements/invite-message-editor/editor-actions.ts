/** The buttons below the message, the questions they ask, and what became of them. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import type { DefaultMessageView } from "../../../protocol/views.ts";
import type { Refusal } from "../../../protocol/refusals.ts";
import { mailIcon } from "../../theme/icons.ts";
import type { TestSend } from "./test-send.ts";

/** What there is to say about what was asked last. */
export type Said =
  | { is: "saved" }
  | { is: "restored" }
  | { is: "tested"; to: string }
  | { is: "unsound" }
  | { is: "refused"; refusal: Refusal };

export interface ActionsView {
  view: DefaultMessageView;
  service: string;
  unsaved: boolean;
  busy: "save" | "restore" | undefined;
  asking: "restore" | "test" | undefined;
  said: Said | undefined;
  test: TestSend;
  sentence: (refusal: Refusal) => string;
  save: () => void;
  askRestore: () => void;
  restore: () => void;
  /** `afresh`: asks for the address even if it is known. */
  askTest: (afresh: boolean) => void;
  sendTest: (to: string) => void;
  cancel: () => void;
}

export function editorActions(actions: ActionsView): TemplateResult {
  const { view, unsaved, busy, asking, test } = actions;
  const restorable = view.custom || unsaved;
  return html`<div class="actions">
      <button
        class="button primary"
        part="save"
        type="button"
        aria-disabled=${!unsaved || busy !== undefined}
        aria-describedby="state"
        @click=${() => unsaved && actions.save()}
      >
        ${busy === "save" ? msg("Saving…", { id: "editor.saving" }) : msg("Save", { id: "editor.save" })}
      </button>
      ${
        view.mails
          ? html`<button
              class="button"
              id="message-test"
              type="button"
              aria-disabled=${test.busy}
              aria-expanded=${asking === "test"}
              @click=${() => actions.askTest(false)}
            >
              ${mailIcon()} ${test.busy ? msg("Sending…", { id: "editor.test.sending" }) : msg("Send me a test", { id: "editor.test" })}
            </button>`
          : nothing
      }
      <p class="state" id="state">${stateWords(actions)}</p>
      <button
        class="button quiet"
        id="message-restore"
        type="button"
        aria-disabled=${!restorable || busy !== undefined}
        aria-expanded=${asking === "restore"}
        @click=${() => restorable && actions.askRestore()}
      >
        ${msg("Restore default", { id: "editor.restore" })}
      </button>
    </div>
    ${asking === "test" ? test.form({ send: actions.sendTest, cancel: actions.cancel }) : nothing}
    ${asking === "restore" ? restoreQuestion(actions) : nothing}
    <div class="said" role="status">${saidWords(actions)}</div>
    ${
      view.mails
        ? nothing
        : html`<p class="hint">
            ${msg("This service sends no e-mail yet: you pass the links on yourself, with these words beside them.", { id: "editor.no-mails" })}
          </p>`
    }`;
}

function stateWords({ unsaved, view }: ActionsView): unknown {
  if (unsaved) return html`<span class="dot warn" aria-hidden="true"></span>${msg("Not saved yet", { id: "editor.unsaved" })}`;
  // Our own standard words were never saved by anybody.
  return view.custom ? html`<span class="dot good" aria-hidden="true"></span>${msg("Saved", { id: "editor.saved" })}` : nothing;
}

function saidWords({ said, sentence, askTest }: ActionsView): unknown {
  switch (said?.is) {
    case undefined:
      return nothing;
    case "saved":
      return html`<span class="visually-hidden"
        >${msg("Saved. New invitations go out with these words.", { id: "editor.saved.long" })}</span
      >`;
    case "restored":
      return html`<p class="banner good">${msg("The default message is back.", { id: "editor.restored" })}</p>`;
    case "tested":
      return html`<p class="banner good">
        <span>
          ${msg(str`A test is on its way to ${said.to}.`, { id: "editor.tested" })}
          <button class="mend" type="button" @click=${() => askTest(true)}>
            ${msg("Use another address", { id: "editor.tested.other" })}
          </button>
        </span>
      </p>`;
    case "unsound":
      return html`<p class="banner danger">${msg("Not yet: something above is marked. Mend it first.", { id: "editor.unsound" })}</p>`;
    case "refused":
      return html`<p class="banner danger">${sentence(said.refusal)}</p>`;
  }
}

function restoreQuestion({ service, busy, restore, cancel }: ActionsView): TemplateResult {
  return html`<div class="question danger" part="question" role="group" aria-labelledby="question">
    <p id="question" class="strong" tabindex="-1">
      ${
        service === ""
          ? msg("Put the standard message in the place of these words? They will be gone.", { id: "editor.restore.ask" })
          : msg("Use the message for all services here again? The words for this service will be gone.", {
              id: "editor.restore.ask-service",
            })
      }
    </p>
    <div class="row end">
      <button class="button small" type="button" @click=${cancel}>${msg("Keep mine", { id: "editor.restore.keep" })}</button>
      <button class="button small danger" type="button" aria-disabled=${busy !== undefined} @click=${restore}>
        ${msg("Restore", { id: "editor.restore.do" })}
      </button>
    </div>
  </div>`;
}
