import { css } from "lit";

export const notesStyles = css`
  :host {
    display: grid;
    justify-items: center;
    gap: 8px;
  }
  .note {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 12px;
    max-width: 560px;
    padding: 8px 16px;
    border-radius: var(--_radius);
    background: var(--_room-raised);
    color: #f0f3f6;
    font-size: var(--_small);
    box-shadow: 0 2px 12px rgb(0 0 0 / 0.4);
    pointer-events: auto;
  }
  .note.warning {
    background: #4a3b12;
    color: #fdf1d0;
  }
  .note .button {
    flex: none;
    min-height: var(--_target);
    padding: 4px 12px;
    border-color: currentColor;
    background: none;
    color: inherit;
    font-size: var(--_small);
  }
`;
