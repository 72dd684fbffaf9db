import { css } from "lit";

export const deskStyles = css`
  .strong {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  h2[tabindex]:focus-visible,
  .popover:focus-visible {
    box-shadow: none;
  }
  .popover:focus-visible {
    box-shadow: var(--_shadow);
  }
  .session {
    display: flex;
    flex-direction: column;
    gap: 8px;
  }
  .session + .session {
    margin-block-start: 20px;
  }
  .between {
    align-items: flex-start;
    justify-content: space-between;
  }
  .between .button {
    flex: none;
  }
  .between .hint {
    display: block;
  }
  .guests {
    container-type: inline-size;
    display: flex;
    flex-direction: column;
    gap: 8px;
  }
  .guest {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 10px 12px;
    padding: 12px;
    border-radius: var(--_radius);
    background: var(--_surface-2);
    line-height: 1.35;
  }
  .guest .avatar {
    --size: 32px;
    align-self: center;
  }
  .guest .strong {
    font-size: var(--_body);
  }
  .hint {
    font-size: var(--_small);
    color: var(--_text-muted);
  }
  .who .hint {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .who .invited {
    display: flex;
    white-space: pre;
  }
  .invited span {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .who .hint.warn {
    color: var(--_warning);
    white-space: normal;
  }
  .lost .avatar {
    background: none;
    outline: 1px dashed var(--_field-border);
    outline-offset: -1px;
  }
  .lost .strong {
    color: var(--_text-muted);
  }
  .steps,
  .words {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .steps .primary {
    flex: 1 1 96px;
  }
  @container (min-width: 520px) {
    .guest {
      grid-template-columns: auto minmax(0, 1fr) auto;
      align-items: center;
    }
    .steps {
      grid-column: auto;
    }
    .steps .primary {
      flex: none;
    }
  }
  .steps .talk {
    padding-inline: 7px;
  }
  .words .input {
    flex: 1 1 140px;
    width: auto;
    min-height: 36px;
    padding-block: 4px;
    font-size: var(--_small);
  }
  .words .hint {
    flex-basis: 100%;
  }
  .words .hint:empty {
    display: none;
  }
  .banner {
    margin-block-end: 8px;
  }
  .skeleton {
    height: 96px;
    border-radius: var(--_radius);
  }
  .badge {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-height: 28px;
    padding: 0 12px;
    border: 0;
    border-radius: 14px;
    background: var(--_warning-soft);
    color: var(--_warning);
    font-size: var(--_small);
    font-weight: 600;
    position: relative;
  }
  .badge::after {
    content: "";
    position: absolute;
    inset: -8px 0;
  }
  .badge .icon {
    width: 16px;
    height: 16px;
  }
  .popover {
    position: fixed;
    inset: auto;
    margin: 0;
    width: min(340px, calc(100vw - 16px));
    max-height: calc(100dvh - 16px);
    padding: 16px;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-l);
    background: var(--_surface);
    color: var(--_text);
    box-shadow: var(--_shadow);
  }
  .toasts {
    position: fixed;
    inset: auto 16px 16px auto;
    width: min(380px, calc(100vw - 32px));
    margin: 0;
    padding: 0;
    border: 0;
    background: none;
    color: var(--_text);
    overflow: visible;
  }
  .toasts:dir(rtl) {
    inset: auto auto 16px 16px;
  }
  .toast {
    display: flex;
    align-items: center;
    gap: 4px;
    margin-block-start: 8px;
    padding: 8px 4px 8px 16px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-l);
    background: var(--_surface);
    box-shadow: var(--_shadow);
    animation: arrive var(--_motion) ease-out;
  }
  .toast p {
    display: flex;
    flex-direction: column;
    flex: 1;
    min-width: 0;
    font-size: var(--_body);
    line-height: 1.35;
    overflow-wrap: anywhere;
  }
  @keyframes arrive {
    from {
      opacity: 0;
      translate: 0 8px;
    }
  }
`;
