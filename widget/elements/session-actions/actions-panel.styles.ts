import { css } from "lit";

export const panelStyles = css`
  .popover {
    position: fixed;
    inset: auto;
    margin: 0;
    width: min(348px, calc(100vw - 16px));
    max-height: calc(100dvh - 16px);
    padding: 16px;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-l);
    background: var(--_surface);
    color: var(--_text);
    box-shadow: var(--_shadow);
  }
  .popover-head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    margin-block: -8px 4px;
    margin-inline-end: -12px;
  }
  .popover h2 {
    font-size: var(--_body);
  }
  .popover li {
    display: grid;
    grid-template-columns: auto 1fr auto;
    align-items: center;
    gap: 4px 10px;
    padding-block: 6px;
    font-size: var(--_small);
  }
  .who {
    min-width: 0;
    overflow-wrap: anywhere;
  }
  .who p + p {
    font-size: var(--_small);
    color: var(--_text-muted);
  }
  .who .good {
    color: var(--_success);
  }
  .who .warn {
    color: var(--_warning);
  }
  .who .bad {
    color: var(--_danger);
  }
  .by-hand {
    grid-column: 1 / -1;
  }
  .popover-foot {
    margin-block-start: 8px;
    padding-block-start: 4px;
    border-block-start: 1px solid var(--_border);
  }
  .popover .error {
    font-size: var(--_small);
    color: var(--_danger);
  }
  .popover .skeleton {
    height: 36px;
    margin-block: 8px;
  }
  .call {
    position: fixed;
    inset: 0;
    width: 100vw;
    max-width: none;
    height: 100dvh;
    max-height: none;
    margin: 0;
    padding: 0;
    border: 0;
    overflow: hidden;
    overscroll-behavior: contain;
    color-scheme: dark;
    background: #10151b;
    color: #f0f3f6;
  }
  .call session-call {
    display: block;
    width: 100%;
    height: 100%;
  }
  .close-call {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-end: 8px;
    color: inherit;
  }
`;
