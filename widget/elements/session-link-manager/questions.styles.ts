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
    font-size: 14px;
  }
  .question .button {
    font-size: 14px;
  }
  .check {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    min-height: 24px;
    font-size: 14px;
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
