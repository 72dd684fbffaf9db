import { css } from "lit";

/** `.avatar`: initials in a circle; `--size` in px. `.dot`: a status dot in the text's colour, with `.good`, `.warn`, `.bad`. */
export const people = css`
  .avatar {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    flex: none;
    width: var(--size, 36px);
    height: var(--size, 36px);
    border-radius: 50%;
    background: light-dark(#dde5ec, #33414e);
    color: light-dark(#33414e, #dde5ec);
    font-size: calc(var(--size, 36px) * 0.38);
    font-weight: 600;
    line-height: 1;
  }
  .dot {
    display: inline-block;
    flex: none;
    width: 8px;
    height: 8px;
    border-radius: 50%;
    background: var(--_text-muted);
  }
  .dot.good {
    background: var(--_success);
  }
  .dot.warn {
    background: var(--_warning);
  }
  .dot.bad {
    background: var(--_danger);
  }
  .dot.accent {
    background: var(--_accent);
  }
`;
