import { css } from "lit";

/**
 * What the tags' pieces have in common. Each group is a style sheet of its own, so that a tag carries only what it uses:
 * `static styles = [DoorstepElement.styles, buttons, fields]`. `basics` comes with `DoorstepElement`.
 */

/** Headings, text, focus, layout helpers, icons, banners. */
export const basics = css`
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1,
  h2,
  h3 {
    font-weight: 700;
    line-height: 1.25;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  h1 {
    font-size: 28px;
    letter-spacing: -0.01em;
  }
  h2 {
    font-size: 20px;
  }
  h3 {
    font-size: 16px;
  }
  a {
    color: var(--_accent-text);
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid transparent;
    box-shadow: var(--_focus);
    border-radius: var(--_radius-s);
  }
  [hidden] {
    display: none !important;
  }
  .small {
    font-size: 14px;
  }
  .muted {
    color: var(--_text-muted);
  }
  .stack {
    display: flex;
    flex-direction: column;
    gap: 16px;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .icon {
    width: 20px;
    height: 20px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .banner {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    padding: 12px 16px;
    border-radius: var(--_radius);
    background: var(--_surface-2);
    font-size: 14px;
  }
  .banner.warning {
    background: var(--_warning-soft);
  }
  .banner.danger {
    background: var(--_danger-soft);
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }
`;

/** `.button` with `.primary`, `.danger`, `.quiet` (text only), `.small`, `.wide`; `.icon-button`; `.round` (device buttons) with `.off`. */
export const buttons = css`
  button {
    font: inherit;
    color: inherit;
    margin: 0;
    cursor: pointer;
  }
  .button,
  .icon-button,
  .round {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: var(--_target);
    min-width: var(--_target);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font-size: 16px;
    font-weight: 600;
    line-height: 1.25;
    text-align: center;
    text-decoration: none;
    transition:
      background-color var(--_motion),
      border-color var(--_motion);
  }
  .button {
    padding: 8px 16px;
  }
  .button:hover,
  .icon-button:hover,
  .round:hover {
    background: var(--_surface-2);
  }
  .button:focus-visible,
  .icon-button:focus-visible {
    border-radius: var(--_radius);
  }
  .button.primary {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button.primary:hover {
    background: var(--_accent-hover);
  }
  .button.danger {
    border-color: transparent;
    background: var(--_danger);
    color: var(--_on-danger);
  }
  .button.quiet {
    padding-inline: 4px;
    border-color: transparent;
    background: none;
    color: var(--_accent-text);
  }
  .button.quiet:hover {
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .button.small {
    min-height: 36px;
    padding: 4px 12px;
    font-size: 14px;
  }
  .button.quiet.small {
    padding-inline: 4px;
  }
  .button.wide {
    width: 100%;
  }
  .button:disabled,
  .icon-button:disabled,
  .round:disabled,
  .button[aria-disabled="true"] {
    opacity: 0.55;
    cursor: not-allowed;
  }
  .icon-button {
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--_text-muted);
  }
  .icon-button:hover {
    color: var(--_text);
  }
  .round {
    width: 48px;
    height: 48px;
    padding: 0;
    border-radius: 50%;
  }
  .round:focus-visible {
    border-radius: 50%;
  }
  .round.off {
    border-color: transparent;
    background: var(--_danger);
    color: var(--_on-danger);
  }
  @media (forced-colors: active) {
    .button,
    .icon-button,
    .round {
      border-color: ButtonBorder;
    }
  }
`;

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
    font-size: 14px;
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
    font-size: 16px;
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
    font-size: 14px;
    color: var(--_text-muted);
  }
  .error {
    color: var(--_danger);
  }
`;

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

/** Check boxes: drawn, so that they are the same in every browser; the system's own in forced colours. */
export const checkboxes = css`
  input[type="checkbox"] {
    appearance: none;
    display: inline-grid;
    place-content: center;
    flex: none;
    width: 20px;
    height: 20px;
    margin: 0;
    border: 1px solid var(--_field-border);
    border-radius: 5px;
    background: var(--_surface);
    cursor: inherit;
  }
  input[type="checkbox"]:checked {
    border-color: transparent;
    background: var(--_accent);
    color: var(--_on-accent);
  }
  input[type="checkbox"]:checked::before {
    content: "";
    width: 5px;
    height: 9px;
    margin-block-end: 2px;
    border: solid currentColor;
    border-width: 0 2px 2px 0;
    rotate: 45deg;
  }
  input[type="checkbox"]:disabled {
    opacity: 0.55;
  }
  @media (forced-colors: active) {
    input[type="checkbox"] {
      appearance: auto;
    }
    input[type="checkbox"]::before {
      display: none;
    }
  }
`;

/** `.chip`, with `.bad` for one that is wrong and `.on` for a chosen one. */
export const chips = css`
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-height: 28px;
    max-width: 100%;
    padding: 2px 10px;
    border: 1px solid var(--_border);
    border-radius: 14px;
    background: var(--_surface-2);
    color: var(--_text);
    font-size: 14px;
    overflow-wrap: anywhere;
  }
  .chip.on {
    border-color: transparent;
    background: var(--_accent-soft);
    color: var(--_accent-text);
  }
  .chip.bad {
    border-color: var(--_danger);
    background: var(--_danger-soft);
    color: var(--_danger);
  }
`;

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

/** `<dialog class="dialog">` with `.dialog-head`, `.dialog-body`, `.dialog-foot`. */
export const dialogs = css`
  .dialog {
    width: min(600px, calc(100vw - 32px));
    max-width: none;
    max-height: min(90vh, 100dvh - 32px);
    padding: 0;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-l);
    background: var(--_surface);
    color: var(--_text);
    box-shadow: var(--_shadow);
    overflow: hidden;
  }
  .dialog[open] {
    display: flex;
    flex-direction: column;
  }
  .dialog::backdrop {
    background: rgb(16 24 32 / 0.45);
  }
  .dialog-head,
  .dialog-foot {
    display: flex;
    align-items: flex-start;
    gap: 16px;
    padding: 16px 24px;
  }
  .dialog-head > :first-child {
    flex: 1;
    min-width: 0;
  }
  .dialog-body {
    flex: 1;
    min-height: 0;
    padding: 0 24px 16px;
    overflow: auto;
    overscroll-behavior: contain;
  }
  .dialog-foot {
    align-items: center;
    flex-wrap: wrap;
    border-block-start: 1px solid var(--_border);
  }
  @media (max-width: 480px) {
    .dialog-head,
    .dialog-foot {
      padding-inline: 16px;
    }
    .dialog-body {
      padding-inline: 16px;
    }
  }
`;

/** `.skeleton`: a grey bar where something will be; shown only after 300 ms, so that a quick answer never flashes. */
export const skeletons = css`
  .skeleton {
    border-radius: var(--_radius-s);
    background: var(--_surface-2);
    min-height: 1em;
    animation:
      skeleton-appear 1ms linear 300ms backwards,
      skeleton-breathe 1.6s ease-in-out 300ms infinite alternate;
  }
  @keyframes skeleton-appear {
    from {
      visibility: hidden;
    }
  }
  @keyframes skeleton-breathe {
    from {
      opacity: 1;
    }
    to {
      opacity: 0.55;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .skeleton {
      animation: skeleton-appear 1ms linear 300ms backwards;
    }
  }
`;
