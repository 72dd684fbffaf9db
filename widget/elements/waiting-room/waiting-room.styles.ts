import { css } from "lit";

export const waitingRoomStyles = css`
  :host {
    display: flex;
    flex-direction: column;
  }
  .root {
    flex: 1;
    display: flex;
    flex-direction: column;
    gap: 24px;
  }
  .top {
    display: flex;
    align-items: flex-start;
    gap: 16px;
  }
  .words {
    flex: 1;
    min-width: 0;
  }
  .words h1,
  ::slotted([slot="heading"]) {
    margin: 0 0 8px;
  }
  .lead {
    font-size: var(--_body);
    color: var(--_text-muted);
  }
  .top .self {
    flex: none;
    width: 104px;
    height: 138px;
  }
  .self .initials {
    width: 56px;
    height: 56px;
    font-size: var(--_large);
  }
  .presence {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .presence strong {
    display: block;
    font-weight: 600;
  }
  .halo {
    display: grid;
    place-items: center;
    flex: none;
    width: 24px;
    height: 24px;
    border-radius: 50%;
    background: var(--_surface-2);
  }
  .halo.here {
    background: var(--_accent-soft);
  }
  .halo .dot {
    border-width: 5px;
  }
  .messages {
    display: flex;
    flex-direction: column;
    gap: 8px;
  }
  .messages .from {
    color: var(--_accent-text);
    font-size: var(--_small);
    font-weight: 600;
  }
  .messages .text {
    white-space: pre-line;
    overflow-wrap: anywhere;
  }
  .tips h2 {
    font-size: var(--_body);
    margin-block-end: 4px;
  }
  .tips .button {
    margin-block-end: -8px;
  }
  .foot {
    display: flex;
    flex-direction: column;
    gap: 24px;
    margin-block-start: auto;
  }
  @media (min-width: 720px) {
    .top .self {
      width: 208px;
      height: 156px;
    }
    .foot .button.wide {
      width: auto;
      align-self: center;
      min-width: 200px;
    }
  }
`;
