import { css } from "lit";

/** `.chip`, with `.bad` for one that is wrong and `.on` for a chosen one. */
export const chips = css`
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 28px;
    max-width: 100%;
    padding: 2px 10px;
    border: 1px solid var(--_border);
    border-radius: 14px;
    background: var(--_surface-2);
    color: var(--_text);
    font-size: var(--_small);
    overflow-wrap: anywhere;
  }
  .chip.on {
    border-color: transparent;
    background: var(--_accent-soft);
    color: var(--_accent-text);
  }
  .chip.bad {
    border-color: var(--_danger);
    background: var(--_danger-soft);
    color: var(--_danger);
  }
`;
