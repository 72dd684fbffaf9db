import { css } from "lit";

export const callStyles = css`
  :host {
    height: 100%;
  }
  .root {
    --_room: var(--doorstep-call-surface, #11161c);
    --_room-well: #0b0f13;
    --_room-panel: #181f26;
    --_room-tile: #232a33;
    --_room-raised: #26303a;
    --_room-line: #2a333c;
    --_room-edge: #3a4651;
    --_room-pressed: #3a4d5a;
    height: 100%;
    min-height: inherit;
  }
  /* A brand's colour may be any: the room stays dark enough for what is written in it, and everything in it is a little lighter. */
  @supports (color: oklch(from red l c h)) {
    .root {
      --_room: oklch(from var(--doorstep-call-surface, #11161c) min(l, 0.24) min(c, 0.08) h);
      --_room-well: oklch(from var(--_room) calc(l - 0.032) calc(c * 0.8) h);
      --_room-panel: oklch(from var(--_room) calc(l + 0.038) calc(c * 1.2) h);
      --_room-tile: oklch(from var(--_room) calc(l + 0.084) calc(c * 1.35) h);
      --_room-raised: oklch(from var(--_room) calc(l + 0.109) calc(c * 1.6) h);
      --_room-line: oklch(from var(--_room) calc(l + 0.119) calc(c * 1.4) h);
      --_room-edge: oklch(from var(--_room) calc(l + 0.19) calc(c * 1.7) h);
      --_room-pressed: oklch(from var(--_room) calc(l + 0.21) calc(c * 2.2) h);
    }
  }
  /* The call is the one dark room, whatever the page around it is. */
  .dark {
    display: grid;
    height: 100%;
    min-height: 320px;
    overflow: auto;
    background: var(--_room);
    color: #f0f3f6;
    color-scheme: dark;
  }
  .dark > * {
    min-width: 0;
    min-height: 0;
  }
  .center {
    align-content: center;
    padding: 16px;
  }
  .over {
    display: grid;
    justify-items: center;
    gap: 16px;
    max-width: 480px;
    margin-inline: auto;
    text-align: center;
  }
  .over p {
    color: #c3ccd4;
  }
  .over .row {
    flex-wrap: wrap;
    justify-content: center;
  }
  .wait {
    width: min(480px, 100%);
    height: 300px;
    margin-inline: auto;
    border-radius: var(--_radius-l);
    background: var(--_room-panel);
  }
`;
