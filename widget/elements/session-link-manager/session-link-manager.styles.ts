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
    font-size: 18px;
  }
  h2:focus-visible,
  [tabindex="-1"]:focus-visible {
    box-shadow: none;
  }
  h3 {
    font-size: 14px;
    font-weight: 600;
  }
  .strong {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .hint {
    font-size: 13px;
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
    width: min(640px, calc(100vw - 32px));
  }
  .start {
    align-self: flex-start;
    padding-inline: 0;
  }
  .dialog-head {
    padding-block: 20px 8px;
  }
  .dialog-head .icon-button {
    margin-block-start: -8px;
    margin-inline-end: -12px;
  }
  .dialog-body,
  .list {
    display: flex;
    flex-direction: column;
    gap: 20px;
    padding-block-start: 8px;
  }
  .part {
    display: flex;
    flex-direction: column;
    gap: 8px;
  }
  .part-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    flex-wrap: wrap;
    gap: 0 16px;
  }
  .part-head .button {
    min-height: 28px;
    padding: 0;
    font-size: 13px;
  }
  .check {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    min-height: 24px;
    font-size: 14px;
    cursor: pointer;
  }
  .check .hint {
    display: block;
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
    font-size: 15px;
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
    font-size: 15px;
  }
  .question {
    display: flex;
    flex-direction: column;
    gap: 12px;
    margin: 0 24px 16px;
    padding: 14px;
    border-radius: var(--_radius);
    background: var(--_danger-soft);
    font-size: 14px;
  }
  .question .button {
    font-size: 14px;
  }
  .notice {
    margin: 0 24px 16px;
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
    .question,
    .notice {
      margin-inline: 16px;
    }
    .dialog-foot .end {
      flex: 1 1 100%;
    }
    .dialog-foot .primary {
      flex: 1;
    }
  }
`;
