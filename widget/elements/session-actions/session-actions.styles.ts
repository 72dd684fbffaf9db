import { css } from "lit";

/** What the icon row needs at first paint; the popover's sheet comes with the popover. */
export const rowStyles = css`
  :host {
    display: inline-block;
  }
  .actions {
    display: inline-flex;
    align-items: center;
    transition: opacity var(--_motion);
  }
  .actions.resting {
    opacity: 0;
  }
  .actions:focus-within {
    opacity: 1;
  }
  .icon-button[aria-expanded="true"],
  .icon-button:hover {
    background: var(--_accent-soft);
    color: var(--_accent-text);
  }
  @media (hover: none) {
    .actions.resting {
      opacity: 1;
    }
  }
  @media (forced-colors: active) {
    .actions.resting {
      opacity: 1;
    }
  }
`;
