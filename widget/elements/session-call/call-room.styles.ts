import { css } from "lit";

export const roomStyles = css`
  :host {
    height: 100%;
  }
  .room {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    width: 100%;
    height: 100%;
    min-height: 320px;
    overflow: hidden;
    background: var(--_room);
    color: #f0f3f6;
    color-scheme: dark;
    container: room / inline-size;
  }
  .frame {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    min-height: 0;
  }
  .main {
    position: relative;
    display: flex;
    flex-direction: column;
    gap: 8px;
    min-width: 0;
    min-height: 0;
    padding: 12px 16px 14px;
  }
  doorstep-call-header {
    padding-inline: 4px;
  }
  doorstep-call-stage {
    flex: 1;
    min-height: 0;
  }
  .bottom {
    display: grid;
    grid-template-columns: minmax(0, 1fr) minmax(0, max-content) minmax(0, 1fr);
    align-items: center;
    gap: 8px;
    padding-block-start: 4px;
  }
  .bottom doorstep-call-toolbar {
    width: 520px;
    max-width: 100%;
  }
  .quality {
    overflow: hidden;
    padding-inline-start: 4px;
    color: #a7b3be;
    font-size: var(--_small);
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .panel {
    width: 320px;
    min-height: 0;
    border-inline-start: 1px solid var(--_room-raised);
    background: var(--_room-panel);
  }
  .panel > * {
    height: 100%;
  }
  doorstep-call-notes {
    position: absolute;
    inset-block-start: 52px;
    inset-inline: 16px;
    z-index: 2;
    pointer-events: none;
  }
  /* What stays takes a place of its own and covers nobody. */
  [stays] {
    position: static;
    order: -1;
  }
  @container room (max-width: 1000px) {
    .quality {
      display: none;
    }
    .bottom {
      grid-template-columns: minmax(0, 1fr);
      justify-items: center;
    }
  }
  @container room (max-width: 760px) {
    .main {
      padding: 8px 8px 12px;
    }
    .frame {
      position: relative;
    }
    .panel {
      position: absolute;
      inset: 0;
      z-index: 3;
      width: 100%;
      border: 0;
    }
  }
`;
