import { css } from "lit";

/** `.field` with a `label`, an `.input` (input, select, textarea), a `.hint` and an `.error`. */
export const fields = css`
  .field {
    display: flex;
    flex-direction: column;
    gap: 4px;
    min-width: 0;
  }
  .field > label,
  .label {
    font-size: var(--_small);
    font-weight: 600;
  }
  .input {
    width: 100%;
    min-width: 0;
    min-height: var(--_target);
    margin: 0;
    padding: 8px 12px;
    border: 1px solid var(--_field-border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font: inherit;
    font-size: var(--_body);
  }
  .input::placeholder {
    color: var(--_text-muted);
    opacity: 1;
  }
  .input:focus,
  .input:focus-within {
    border-color: var(--_accent-text);
    border-radius: var(--_radius);
    box-shadow: 0 0 0 3px var(--_accent-soft);
    outline: 2px solid transparent;
  }
  .input[aria-invalid="true"] {
    border-color: var(--_danger);
  }
  textarea.input {
    min-height: 96px;
    resize: vertical;
  }
  .hint,
  .error {
    font-size: var(--_small);
    color: var(--_text-muted);
  }
  .error {
    color: var(--_danger);
  }
`;
