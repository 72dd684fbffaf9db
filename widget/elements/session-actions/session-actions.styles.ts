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
  .resting {
    opacity: 0;
  }
  .actions:focus-within {
    opacity: 1;
  }
  .actions button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    width: var(--_target);
    height: var(--_target);
    margin: 0;
    padding: 0;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: none;
    color: var(--_text-muted);
    cursor: pointer;
  }
  .actions button[aria-expanded="true"],
  .actions button:hover {
    background: var(--_accent-soft);
    color: var(--_accent-text);
  }
  @media (hover: none), (forced-colors: active) {
    .resting {
      opacity: 1;
    }
  }
`;
