import { css } from "lit";

/** The questions. */
export const questionStyles = css`
  .question {
    display: flex;
    flex-direction: column;
    gap: 12px;
    margin: 0 24px 16px;
    padding: 14px;
    border-radius: var(--_radius);
    background: var(--_danger-soft);
    font-size: var(--_small);
  }
  .question .button {
    font-size: var(--_small);
  }
  .check {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    min-height: 24px;
    font-size: var(--_small);
    cursor: pointer;
  }
  .check .hint {
    display: block;
  }
  .people .question {
    grid-column: 1 / -1;
    margin: 4px 0;
  }
  @media (max-width: 560px) {
    .dialog > .question,
    .inline > .question {
      margin-inline: 16px;
    }
  }
`;
