/** The dialogs of the call: the shortcuts' help, and the question before the session ends for everyone. Loaded when one is wanted. */

import type { TemplateResult } from "lit";
import { css, html } from "lit";
import { msg } from "@lit/localize";
import { PictureInPicture } from "./picture-in-picture.ts";
import { dialogs } from "../../theme/controls.ts";
import { closeIcon } from "../../theme/icons.ts";
import { adopt } from "../adopt.ts";

const styles = css`
  .dialog.narrow {
    width: min(420px, calc(100vw - 32px));
  }
  .end .dialog-foot {
    justify-content: flex-end;
    gap: 8px;
  }
  .keys {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 10px 16px;
    align-items: center;
    font-size: var(--_body);
  }
  kbd {
    display: inline-block;
    min-width: 32px;
    padding: 2px 8px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-s);
    background: var(--_surface-2);
    font: inherit;
    font-size: var(--_small);
    text-align: center;
  }
  .keys dd {
    margin: 0;
  }
`;

export interface CallDialog {
  is: "shortcuts" | "end";
  /** What the call has. */
  chat: boolean;
  screen: boolean;
  /** The session shall end for everyone. */
  end: () => void;
  closed: () => void;
}

export type CallDialogMaker = typeof callDialog;

/** The dialog, and the looks that `room` needs for it. */
export function callDialog(room: Element, dialog: CallDialog): TemplateResult {
  adopt(room, dialogs, styles);
  return dialog.is === "end" ? endDialog(dialog) : shortcutsDialog(dialog);
}

const close = (event: Event) => (event.currentTarget as HTMLElement).closest("dialog")?.close();

function shortcutsDialog({ chat, screen, closed }: CallDialog): TemplateResult {
  const keys: [string, string][] = [
    ["M", msg("Microphone on or off", { id: "call.key-microphone" })],
    ["V", msg("Camera on or off", { id: "call.key-camera" })],
    ["H", msg("Raise or lower your hand", { id: "call.key-hand" })],
    ...(chat ? [["C", msg("Open or close the chat", { id: "call.key-chat" })] as [string, string]] : []),
    ["P", msg("Open or close the list of people", { id: "call.key-people" })],
    ...(screen ? [["S", msg("Share your screen, or stop", { id: "call.key-screen" })] as [string, string]] : []),
    ["L", msg("Show who speaks large, or everyone alike", { id: "call.key-layout" })],
    ...(PictureInPicture.possible
      ? [["I", msg("Keep a small picture over other windows", { id: "call.key-pip" })] as [string, string]]
      : []),
    ["W", msg("Hear who is speaking, with a screen reader", { id: "call.key-who" })],
    ["PgUp PgDn", msg("Turn the pages of people", { id: "call.key-pages" })],
    ["?", msg("This help", { id: "call.key-help" })],
    ["Esc", msg("Close what is open", { id: "call.key-escape" })],
  ];
  return html`<dialog class="dialog narrow shortcuts" part="shortcuts" aria-labelledby="shortcuts-title" @close=${closed}>
    <div class="dialog-head">
      <h2 id="shortcuts-title">${msg("Keyboard shortcuts", { id: "call.shortcuts" })}</h2>
      <button type="button" class="icon-button" aria-label=${msg("Close", { id: "call.close-dialog" })} @click=${close}>
        ${closeIcon()}
      </button>
    </div>
    <div class="dialog-body">
      <dl class="keys">
        ${keys.map(
          ([key, words]) =>
            html`<dt><kbd>${key}</kbd></dt>
              <dd>${words}</dd>`,
        )}
      </dl>
    </div>
  </dialog>`;
}

function endDialog({ end, closed }: CallDialog): TemplateResult {
  return html`<dialog
    class="dialog narrow end"
    part="end-dialog"
    role="alertdialog"
    aria-labelledby="end-title"
    aria-describedby="end-words"
    @close=${closed}
  >
    <div class="dialog-head">
      <h2 id="end-title">${msg("End the session for everyone?", { id: "call.end-title" })}</h2>
    </div>
    <div class="dialog-body">
      <p id="end-words">
        ${msg(
          "Everyone inside and everyone waiting is told that the session is over, and every link stops working. To go alone, choose Leave instead.",
          {
            id: "call.end-words",
          },
        )}
      </p>
    </div>
    <div class="dialog-foot">
      <button type="button" class="button" autofocus @click=${close}>${msg("Keep it going", { id: "call.end-not" })}</button>
      <button
        type="button"
        class="button danger"
        @click=${(event: Event) => {
          close(event);
          end();
        }}
      >
        ${msg("End for everyone", { id: "call.end-now" })}
      </button>
    </div>
  </dialog>`;
}
