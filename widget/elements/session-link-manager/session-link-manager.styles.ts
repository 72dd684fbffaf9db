import { css } from "lit";

/** The window: head, switch, questions, foot. */
export const shareStyles = css`
  .inline {
    display: flex;
    flex-direction: column;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-l);
    background: var(--_surface);
    overflow: hidden;
  }
  :host(:not([inline])) {
    display: contents;
  }
  h2 {
    font-size: var(--_large);
  }
  h2:focus-visible,
  [tabindex="-1"]:focus-visible {
    box-shadow: none;
  }
  .strong {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .error {
    color: var(--_danger);
    font-size: var(--_small);
  }
  .root .hint {
    color: var(--_text-muted);
    font-size: var(--_small);
  }
  .end {
    justify-content: flex-end;
    margin-inline-start: auto;
    flex-wrap: wrap;
  }
  .grow {
    flex: 1;
  }
  .dialog {
    width: min(720px, calc(100vw - 32px));
  }
  .dialog-head {
    padding-block: 20px 8px;
  }
  .dialog-body,
  .list {
    display: flex;
    flex-direction: column;
    gap: 20px;
    padding-block-start: 8px;
  }
  .dialog-foot {
    padding-block: 14px;
    gap: 8px 16px;
  }
  .sharing {
    display: flex;
    align-items: center;
    flex: 1;
    gap: 10px;
    min-width: 200px;
    font-size: var(--_body);
    line-height: 1.35;
  }
  .box {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 8px 16px;
    margin: 8px 24px 16px;
    padding: 8px 14px 8px 10px;
    border-radius: var(--_radius);
    background: var(--_surface-2);
  }
  .seats {
    display: flex;
    flex-direction: column;
    text-align: end;
    font-size: var(--_body);
  }
  .notice {
    margin: 8px 24px 16px;
  }
  .notice.good {
    background: var(--_accent-soft);
  }
  .list {
    flex: 1;
    min-height: 0;
    padding: 0;
    overflow: auto;
    overscroll-behavior: contain;
    border-block-start: 1px solid var(--_border);
  }
  .list + .dialog-foot {
    border-block-start-color: var(--_border);
  }
  .list + .notice {
    margin-block-start: 16px;
  }
  .empty {
    padding: 32px 24px;
    text-align: center;
  }
  .skeleton.block {
    height: 56px;
  }
  @media (max-width: 560px) {
    .dialog {
      width: 100vw;
      height: 100dvh;
      max-width: 100vw;
      max-height: 100dvh;
      border: 0;
      border-radius: 0;
    }
    .box,
    .notice {
      margin-inline: 16px;
    }
    .dialog-foot .end,
    .dialog-foot .grow {
      flex: 1 1 100%;
    }
    .dialog-foot .primary {
      flex: 1;
    }
  }
`;
