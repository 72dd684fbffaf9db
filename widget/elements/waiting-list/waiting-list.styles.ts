import { css } from "lit";

/** First paint; the rows' sheet comes with the rows. */
export const shellStyles = css`
  :host([compact]) {
    display: inline-block;
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    flex-wrap: wrap;
    gap: 8px;
    min-height: 36px;
    margin-block-end: 8px;
  }
  h2 {
    font-size: var(--_body);
  }
`;
