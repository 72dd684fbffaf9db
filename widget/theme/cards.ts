import { css } from "lit";

/** `.card`, with `.soft` for one on the accent's tint. */
export const cards = css`
  .card {
    padding: 16px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-l);
    background: var(--_surface);
  }
  .card.soft {
    border-color: transparent;
    background: var(--_accent-soft);
  }
`;
