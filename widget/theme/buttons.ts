import { css } from "lit";

/** `.button` with `.primary`, `.danger`, `.quiet` (text only), `.small`, `.wide`; `.icon-button`; `.round` (device buttons) with `.off`. */
export const buttons = css`
  button {
    font: inherit;
    color: inherit;
    margin: 0;
    cursor: pointer;
  }
  .button,
  .icon-button,
  .round {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: var(--_target);
    min-width: var(--_target);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font-size: var(--_body);
    font-weight: 600;
    line-height: 1.25;
    text-align: center;
    text-decoration: none;
    transition:
      background-color var(--_motion),
      border-color var(--_motion);
  }
  .button {
    padding: 8px 16px;
  }
  .button:hover,
  .icon-button:hover,
  .round:hover {
    background: var(--_surface-2);
  }
  .button:focus-visible,
  .icon-button:focus-visible {
    border-radius: var(--_radius);
  }
  .button.primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button.primary:hover {
    background: var(--_accent-hover);
  }
  .button.danger {
    border-color: transparent;
    background: var(--_danger);
    color: var(--_on-danger);
  }
  .button.quiet {
    padding-inline: 4px;
    border-color: transparent;
    background: none;
    color: var(--_accent-text);
  }
  .button.quiet:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .button.small {
    min-height: 36px;
    padding: 4px 12px;
    font-size: var(--_small);
  }
  .button.quiet.small {
    padding-inline: 4px;
  }
  .button.wide {
    width: 100%;
  }
  .button:disabled,
  .icon-button:disabled,
  .round:disabled,
  .button[aria-disabled="true"] {
    opacity: 0.55;
    cursor: not-allowed;
  }
  .icon-button {
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--_text-muted);
  }
  .icon-button:hover {
    color: var(--_text);
  }
  .round {
    width: 48px;
    height: 48px;
    padding: 0;
    border-radius: 50%;
  }
  .round:focus-visible {
    border-radius: 50%;
  }
  .round.off {
    border-color: transparent;
    background: var(--_danger);
    color: var(--_on-danger);
  }
  @media (forced-colors: active) {
    .button,
    .icon-button,
    .round {
      border-color: ButtonBorder;
    }
  }
`;
