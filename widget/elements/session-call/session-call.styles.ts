import { css } from "lit";

export const callStyles = css`
  :host {
    height: 100%;
  }
  .root {
    height: 100%;
    min-height: inherit;
  }
  /* The call is the one dark room, whatever the page around it is. */
  .dark {
    display: grid;
    height: 100%;
    min-height: 320px;
    overflow: auto;
    background: #11161c;
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
    background: #1d252d;
  }
`;
