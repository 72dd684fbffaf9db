import { css } from "lit";

/** The list of people with a link. */
export const peopleStyles = css`
  .people .avatar {
    --size: 32px;
  }
  .people li {
    display: grid;
    grid-template-columns: auto minmax(0, 5fr) minmax(110px, 3fr) minmax(132px, auto);
    align-items: center;
    gap: 4px 12px;
    min-height: 62px;
    padding: 8px 24px;
    font-size: var(--_body);
    line-height: 1.35;
  }
  .people li + li {
    border-block-start: 1px solid var(--_border);
  }
  .people li.waiting {
    background: var(--_warning-soft);
  }
  .people li.stopped .who,
  .people li.stopped .status {
    color: var(--_text-muted);
  }
  .people li.stopped .strong {
    font-weight: 500;
  }
  .status {
    display: flex;
    align-items: center;
    gap: 8px;
    font-size: var(--_small);
    color: var(--_text-muted);
  }
  .status .dot {
    border-color: currentColor;
  }
  .status.good {
    color: var(--_success);
  }
  .status.warn {
    color: var(--_warning);
  }
  .status.bad {
    color: var(--_danger);
  }
  .status.accent {
    color: var(--_accent-text);
  }
  .steps {
    display: flex;
    justify-content: flex-end;
    gap: 0;
    margin-inline-end: -12px;
  }
  .steps .button {
    margin-inline-end: 12px;
  }
  .icon-button[aria-disabled="true"] {
    cursor: not-allowed;
  }
  .count {
    font-size: var(--_small);
    font-variant-numeric: tabular-nums;
  }
  .everyone {
    min-height: 36px;
    text-align: start;
  }
  .by-hand {
    grid-column: 1 / -1;
    width: 100%;
    padding: 8px;
    border: 1px solid var(--_field-border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: inherit;
    font: inherit;
    font-size: var(--_small);
  }
  @media (max-width: 560px) {
    .people li {
      grid-template-columns: auto minmax(0, 1fr) auto;
      padding: 10px 16px;
    }
    .people .who {
      grid-column: 2 / -1;
    }
    .people .status {
      grid-column: 2;
    }
  }
`;
