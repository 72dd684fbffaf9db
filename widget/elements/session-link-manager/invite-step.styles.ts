import { css } from "lit";

/** The step in which people are chosen. */
export const inviteStyles = css`
  h3 {
    font-size: var(--_small);
    font-weight: 600;
  }
  .start {
    align-self: flex-start;
    padding-inline: 0;
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
    font-size: var(--_small);
  }
  .checklist {
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  .checklist li + li {
    border-block-start: 1px solid var(--_border);
  }
  .checklist label {
    display: grid;
    grid-template-columns: auto auto 1fr auto;
    align-items: center;
    gap: 4px 12px;
    min-height: 58px;
    padding: 8px 12px;
    cursor: pointer;
  }
  .checklist label:has(:disabled) {
    cursor: default;
  }
  .checklist .who {
    display: flex;
    flex-direction: column;
    min-width: 0;
    font-size: var(--_body);
    line-height: 1.35;
    overflow-wrap: anywhere;
  }
  .checklist .avatar {
    --size: 32px;
  }
  .relation {
    text-align: end;
  }
  .addresses {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
    padding: 6px 8px;
    cursor: text;
  }
  .addresses ul {
    display: contents;
  }
  .addresses input {
    flex: 1;
    min-width: min(180px, 100%);
    min-height: 32px;
    margin: 0;
    padding: 0 4px;
    border: 0;
    outline: 0;
    box-shadow: none;
    background: none;
    color: inherit;
    font: inherit;
    font-size: var(--_body);
  }
  .addresses input::placeholder {
    color: var(--_text-muted);
    opacity: 1;
  }
  .chip {
    padding-inline-end: 2px;
  }
  .chip button {
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    text-align: start;
  }
  .chip .mend {
    text-decoration: underline dotted;
    text-underline-offset: 3px;
  }
  .chip .remove {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    width: 28px;
    height: 28px;
    border-radius: 50%;
  }
  .chip .remove:hover {
    background: var(--_border);
  }
  .chip .icon {
    width: 14px;
    height: 14px;
  }
  .preview {
    padding: 12px 14px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface-2);
    font-size: var(--_small);
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  @media (pointer: coarse) {
    .chip .remove {
      width: var(--_target);
      height: var(--_target);
    }
    .part-head .button {
      min-height: var(--_target);
    }
  }
  @media (max-width: 560px) {
    .checklist label {
      grid-template-columns: auto auto 1fr;
    }
    .relation {
      grid-column: 3;
      text-align: start;
    }
  }
`;
