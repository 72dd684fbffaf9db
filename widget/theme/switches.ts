import { css } from "lit";

/** `<button class="switch" role="switch" aria-checked>` */
export const switches = css`
  .switch {
    position: relative;
    flex: none;
    width: 44px;
    height: 44px;
    padding: 0;
    border: 0;
    background: none;
    cursor: pointer;
  }
  .switch::before {
    content: "";
    position: absolute;
    inset: 10px 2px;
    border-radius: 12px;
    background: var(--_field-border);
    transition: background-color var(--_motion);
  }
  .switch::after {
    content: "";
    position: absolute;
    inset-block-start: 13px;
    inset-inline-start: 5px;
    width: 18px;
    height: 18px;
    border-radius: 50%;
    background: #ffffff;
    transition: inset-inline-start var(--_motion);
  }
  .switch[aria-checked="true"]::before {
    background: var(--_accent);
  }
  .switch[aria-checked="true"]::after {
    inset-inline-start: 21px;
  }
  .switch:disabled {
    opacity: 0.55;
    cursor: not-allowed;
  }
  @media (forced-colors: active) {
    .switch::before {
      border: 1px solid ButtonText;
    }
    .switch::after {
      background: ButtonText;
    }
  }
`;
