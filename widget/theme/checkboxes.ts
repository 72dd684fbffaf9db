import { css } from "lit";

/** Check boxes: drawn, so that they are the same in every browser; the system's own in forced colours. */
export const checkboxes = css`
  input[type="checkbox"] {
    appearance: none;
    display: inline-grid;
    place-content: center;
    flex: none;
    width: 20px;
    height: 20px;
    margin: 0;
    border: 1px solid var(--_field-border);
    border-radius: 5px;
    background: var(--_surface);
    cursor: inherit;
  }
  input[type="checkbox"]:checked {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  input[type="checkbox"]:checked::before {
    content: "";
    width: 5px;
    height: 9px;
    margin-block-end: 2px;
    border: solid currentColor;
    border-width: 0 2px 2px 0;
    rotate: 45deg;
  }
  input[type="checkbox"]:disabled {
    opacity: 0.55;
  }
  @media (forced-colors: active) {
    input[type="checkbox"] {
      appearance: auto;
    }
    input[type="checkbox"]::before {
      display: none;
    }
  }
`;
