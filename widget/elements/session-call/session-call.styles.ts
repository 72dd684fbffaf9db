import { css } from "lit";

export const callStyles = css`
  :host {
    height: 100%;
  }
  .root {
    --_room: var(--doorstep-call-surface, #11161c);
    --_room-panel: color-mix(in oklab, #cde8ff 5%, var(--_room));
    --_room-tile: color-mix(in oklab, #cde8ff 11%, var(--_room));
    --_room-raised: color-mix(in oklab, #cde8ff 14%, var(--_room));
    --_room-edge: color-mix(in oklab, #cde8ff 24%, var(--_room));
    height: 100%;
    min-height: inherit;
  }
  /* A brand's colour may be any: the room stays dark enough for what is written in it. */
  @supports (color: oklch(from red l c h)) {
    .root {
      --_room: oklch(from var(--doorstep-call-surface, #11161c) min(l, 0.24) min(c, 0.08) h);
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
