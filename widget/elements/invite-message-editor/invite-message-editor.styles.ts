import { css } from "lit";

export const editorStyles = css`
  .root {
    container-type: inline-size;
  }
  .layout {
    display: grid;
    gap: 24px 28px;
    align-items: start;
  }
  .editor {
    display: flex;
    flex-direction: column;
    gap: 16px;
    min-width: 0;
  }
  .editor h2 {
    margin-block-end: 4px;
    font-size: var(--_large);
  }
  [tabindex="-1"]:focus-visible {
    box-shadow: none;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    margin-block-start: 4px;
  }
  .state {
    display: flex;
    align-items: center;
    flex: 1 0 auto;
    gap: 8px;
    max-width: 100%;
    color: var(--_text-muted);
    font-size: var(--_small);
  }
  .banner.good {
    background: var(--_accent-soft);
  }
  .question {
    display: flex;
    flex-direction: column;
    gap: 12px;
    padding: 14px;
    border-radius: var(--_radius);
    background: var(--_surface-2);
    font-size: var(--_small);
  }
  .question.danger {
    background: var(--_danger-soft);
  }
  .strong {
    font-weight: 600;
  }
  .end {
    justify-content: flex-end;
    flex-wrap: wrap;
  }
  .said:empty {
    display: none;
  }
  .preview {
    display: flex;
    flex-direction: column;
    gap: 10px;
    min-width: 0;
  }
  .preview-head {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .preview-head h3 {
    flex: 1;
    font-size: var(--_body);
  }
  .preview-head .chip {
    min-height: 32px;
    padding: 4px 12px;
    border-radius: 16px;
    background: none;
  }
  .preview-head .chip.on {
    background: var(--_accent-soft);
  }
  .preview-head .chip:focus-visible {
    border-radius: 16px;
  }
  @media (forced-colors: active) {
    .preview-head .chip.on {
      outline: 2px solid Highlight;
    }
  }
  .skeleton.bar {
    height: 44px;
  }
  .skeleton.block {
    height: 220px;
  }
  @media (pointer: coarse) {
    .preview-head .chip {
      min-height: var(--_target);
      border-radius: 22px;
    }
  }
  @container (min-width: 720px) {
    .layout {
      grid-template-columns: minmax(0, 1fr) minmax(300px, 400px);
    }
    .preview {
      position: sticky;
      inset-block-start: 16px;
    }
  }
`;
