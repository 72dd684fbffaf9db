import { css } from "lit";

export const composerStyles = css`
  .root {
    container-type: inline-size;
  }
  form,
  .done {
    display: flex;
    flex-direction: column;
    gap: 20px;
    max-width: 560px;
  }
  h2 {
    font-size: var(--_large);
  }
  h2[tabindex]:focus-visible {
    box-shadow: none;
  }
  .when {
    display: grid;
    grid-template-columns: minmax(0, 5fr) minmax(0, 4fr) minmax(0, 4fr);
    gap: 12px;
  }
  .when .hint {
    grid-column: 1 / -1;
  }
  .strong {
    font-weight: 600;
  }
  .hint,
  .error {
    font-size: var(--_small);
  }
  .colleague {
    display: flex;
    align-items: center;
    gap: 12px;
    min-height: var(--_target);
    cursor: pointer;
  }
  [role="group"] {
    margin-block-start: 8px;
  }
  .share {
    display: flex;
    align-items: flex-start;
    gap: 10px;
    padding: 10px 14px 12px 10px;
    border-radius: var(--_radius);
    background: var(--_surface-2);
  }
  .share .words {
    padding-block-start: 8px;
    font-size: var(--_body);
    line-height: 1.35;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 12px;
  }
  @container (max-width: 420px) {
    .when {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
    .when .field:first-child {
      grid-column: 1 / -1;
    }
    .foot .button {
      flex: 1;
    }
  }
  /* Half of this is too little for a time with its AM or PM. */
  @container (max-width: 280px) {
    .when {
      grid-template-columns: minmax(0, 1fr);
    }
  }
`;
