import { css } from "lit";

export const panelStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    overflow: hidden;
    background: var(--_room-panel);
    color: #f0f3f6;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: var(--_target);
  }
  .head h3 {
    flex: 1;
    font-size: var(--_body);
  }
  .close,
  .narrow {
    display: none;
  }
  .part {
    padding: 10px 16px 14px;
  }
  /* As high as the other panel's first line: the words stay where they are from one to the other. */
  .part.head {
    min-height: 56px;
    padding-block: 6px;
  }
  .part + .part,
  .foot,
  form {
    border-block-start: 1px solid var(--_room-raised);
  }
  .scroll {
    flex: 1;
    min-height: 0;
    overflow: auto;
    overscroll-behavior: contain;
  }
  .code {
    font-size: var(--_body);
    font-variant-numeric: tabular-nums;
    letter-spacing: 0.04em;
    text-wrap: balance;
  }
  .about {
    margin-block-start: 6px;
    color: #a7b3be;
    font-size: var(--_small);
  }
  .person {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 46px;
  }
  .avatar {
    --size: 32px;
    background: var(--_room-raised);
    color: #dfe8ee;
  }
  .who {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    font-size: var(--_body);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .who small {
    color: #a7b3be;
    font-size: var(--_small);
  }
  .state {
    display: grid;
    place-items: center;
    flex: none;
    width: 24px;
    color: #a7b3be;
  }
  .state .icon {
    width: 18px;
    height: 18px;
  }
  .state.hand {
    color: #f4c95d;
  }
  .person .icon-button {
    flex: none;
    margin-inline-end: -10px;
    color: #a7b3be;
  }
  .no-acts {
    width: 34px;
  }
  .foot {
    padding: 16px;
  }
  .foot .button,
  .acts .button {
    border-color: var(--_room-edge);
    background: none;
  }
  .foot .button:hover,
  .acts .button:hover {
    background: var(--_room-raised);
  }
  .foot .button {
    font-size: var(--_body);
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 2px 0 10px 42px;
  }
  .acts .button {
    flex: auto;
    min-height: var(--_target);
    padding: 4px 12px;
    font-size: var(--_small);
  }
  .acts .danger {
    border-color: #6b3a36;
    color: #f6a197;
  }
  .said {
    padding: 4px 0 8px;
    color: #f4c95d;
    font-size: var(--_small);
  }
  .messages {
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: 4px 16px 16px;
  }
  .message {
    max-width: 92%;
    font-size: var(--_body);
    overflow-wrap: anywhere;
  }
  .message .by {
    display: block;
    margin-block-end: 2px;
    color: #a7b3be;
    font-size: var(--_small);
  }
  .message p {
    width: fit-content;
    white-space: pre-wrap;
    padding: 8px 12px;
    border-radius: var(--_radius-l);
    background: var(--_room-raised);
  }
  .message.mine {
    align-self: flex-end;
    text-align: end;
  }
  .message.mine p {
    margin-inline-start: auto;
    text-align: start;
    background: color-mix(in oklab, var(--_accent) 30%, var(--_room-panel));
  }
  .empty {
    padding: 24px 16px;
    color: #a7b3be;
    font-size: var(--_small);
    text-align: center;
  }
  form {
    display: flex;
    align-items: flex-end;
    gap: 8px;
    padding: 12px 16px 16px;
  }
  form textarea.input {
    flex: 1;
    min-height: var(--_target);
    max-height: 132px;
    field-sizing: content;
    resize: none;
    border-color: #75808c;
    background: var(--_room);
  }
  form .icon-button {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .warning {
    padding: 0 16px 8px;
    color: #f4c95d;
    font-size: var(--_small);
  }
  @container room (max-width: 760px) {
    .close {
      display: inline-flex;
    }
    .narrow {
      display: flex;
      padding-block-end: 0;
    }
  }
`;
