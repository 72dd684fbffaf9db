import { css } from "lit";

export const dropInJoinStyles = css`
  :host {
    min-height: 100%;
  }
  .root {
    display: flex;
    flex-direction: column;
    min-block-size: 100%;
    container-type: inline-size;
  }
  .masthead {
    display: flex;
    align-items: center;
    gap: 12px;
    inline-size: 100%;
    max-inline-size: 480px;
    margin-inline: auto;
    padding: 16px 20px 0;
    font-weight: 600;
  }
  ::slotted([slot="logo"]) {
    block-size: 24px;
    inline-size: auto;
    flex: none;
  }
  .page {
    flex: 1;
    display: flex;
    flex-direction: column;
    gap: 24px;
    inline-size: 100%;
    max-inline-size: 480px;
    margin-inline: auto;
    padding: 24px 20px;
  }
  .page > waiting-room {
    flex: 1;
    display: flex;
    flex-direction: column;
  }
  .words h1 {
    margin-block-end: 8px;
  }
  .offline {
    margin: 16px 20px 0;
    align-self: center;
  }

  /* Before joining: shown as soon as there is a button. */
  .prejoin:not(:has(form)) {
    visibility: hidden;
  }
  .prejoin .self {
    inline-size: 100%;
    aspect-ratio: 4 / 3;
    max-block-size: max(180px, calc(100dvh - 500px));
  }
  .prejoin .preview {
    position: relative;
  }
  .prejoin .devices {
    position: absolute;
    inset-inline: 0;
    inset-block-end: 12px;
  }
  .prejoin .devices .round {
    border-color: transparent;
    background: rgb(20 26 32 / 0.8);
    color: #ffffff;
  }
  .prejoin .devices .round:hover {
    background: rgb(44 54 64 / 0.92);
  }
  .prejoin .devices .round.off {
    background: #b3261e;
  }
  .under {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 44px;
    margin-block-start: 4px;
  }
  .meter + span {
    flex: auto;
  }
  .under .button {
    flex: none;
  }
  .notes {
    min-block-size: 42px;
  }
  .connection {
    color: var(--_text-muted);
  }
  .connection.slow,
  .connection.blocked {
    color: var(--_text);
    font-weight: 500;
  }
  .form {
    flex: 1;
    display: flex;
    flex-direction: column;
    gap: 24px;
  }
  .act {
    display: flex;
    flex-direction: column;
    gap: 12px;
    margin-block-start: auto;
    text-align: center;
  }
  .act .button {
    min-block-size: 52px;
  }
  .advice {
    flex-direction: column;
    margin-block-start: 12px;
  }
  .advice p + p {
    margin-block-start: 4px;
  }
  .advice .button {
    align-self: flex-start;
  }

  /* Inside */
  .call {
    position: relative;
    flex: 1;
    min-block-size: min(100dvh, 480px);
  }
  .call > session-call {
    position: absolute;
    inset: 0;
  }
  .door-dark {
    flex: 1;
    min-block-size: min(100dvh, 480px);
    display: grid;
    place-items: center;
    gap: 16px;
    align-content: center;
    background: #12171d;
    color: #e8edf2;
    color-scheme: dark;
  }

  .loading b {
    inline-size: 70%;
    font-size: var(--_title);
  }
  .loading p {
    inline-size: 50%;
  }
  .loading div {
    aspect-ratio: 4 / 3;
    border-radius: var(--_radius-l);
  }

  @container (min-width: 720px) {
    .masthead {
      max-inline-size: none;
      padding: 20px 32px 0;
    }
    .page {
      flex: none;
      max-inline-size: 560px;
      margin-block: auto;
      padding-block: 32px;
    }
    .page.waiting {
      min-block-size: 560px;
    }
    .page.prejoin {
      display: grid;
      grid-template: "preview words" auto "preview form" 1fr / minmax(0, 1.35fr) minmax(300px, 1fr);
      gap: 24px 48px;
      max-inline-size: 1040px;
    }
    .prejoin .words {
      grid-area: words;
      align-self: end;
    }
    .prejoin .preview-column {
      grid-area: preview;
      align-self: center;
    }
    .prejoin .form {
      grid-area: form;
      flex: none;
    }
    .prejoin .act {
      margin-block-start: 0;
    }
    .act .button.wide {
      min-inline-size: 220px;
    }
  }
`;
