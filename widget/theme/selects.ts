import { css } from "lit";

/** `.select`: a `select.input` with our arrow (`chevronIcon`) over its end. Goes with `fields`. */
export const selects = css`
  .select {
    position: relative;
  }
  .select select {
    appearance: none;
    padding-inline-end: 36px;
  }
  .select .icon {
    position: absolute;
    inset-inline-end: 10px;
    inset-block-start: 12px;
    pointer-events: none;
    color: var(--_text-muted);
  }
`;
