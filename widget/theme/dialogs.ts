import { css } from "lit";

/** `<dialog class="dialog">` with `.dialog-head`, `.dialog-body`, `.dialog-foot`. */
export const dialogs = css`
  .dialog {
    width: min(600px, calc(100vw - 32px));
    max-width: none;
    max-height: min(90vh, 100dvh - 32px);
    padding: 0;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-l);
    background: var(--_surface);
    color: var(--_text);
    box-shadow: var(--_shadow);
    overflow: hidden;
  }
  .dialog[open] {
    display: flex;
    flex-direction: column;
  }
  .dialog::backdrop {
    background: rgb(16 24 32 / 0.45);
  }
  .dialog-head,
  .dialog-foot {
    display: flex;
    align-items: flex-start;
    gap: 16px;
    padding: 16px 24px;
  }
  .dialog-head > :first-child {
    flex: 1;
    min-width: 0;
  }
  /* Its cross stands beside the first line, as far from the edge as the words. */
  .dialog-head .icon-button {
    margin-block-start: -8px;
    margin-inline-end: -12px;
  }
  .dialog-body {
    flex: 1;
    min-height: 0;
    padding: 0 24px 16px;
    overflow: auto;
    overscroll-behavior: contain;
  }
  .dialog-foot {
    align-items: center;
    flex-wrap: wrap;
    border-block-start: 1px solid var(--_border);
  }
  @media (max-width: 480px) {
    .dialog-head,
    .dialog-foot {
      padding-inline: 16px;
    }
    .dialog-body {
      padding-inline: 16px;
    }
  }
`;
