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
  /* Nothing but its border, which forced colours leave in a colour of the system: a background would be gone. */
  .dot {
    display: inline-block;
    flex: none;
    border: 4px solid var(--_text-muted);
    border-radius: 50%;
  }
  .dot.good {
    border-color: var(--_success);
  }
  .dot.warn {
    border-color: var(--_warning);
  }
  .dot.bad {
    border-color: var(--_danger);
  }
  .dot.accent {
    border-color: var(--_accent);
  }
`;
