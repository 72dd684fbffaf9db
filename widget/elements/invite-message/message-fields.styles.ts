import { css } from "lit";

/** The fields of a message and what can be put into them. With `fields` and `chips`. */
export const messageFieldStyles = css`
  .fields {
    display: flex;
    flex-direction: column;
    gap: 16px;
    min-width: 0;
  }
  .part-field {
    display: flex;
    flex-direction: column;
    gap: 4px;
    min-width: 0;
  }
  .template {
    display: grid;
    border-radius: var(--_radius);
    background: var(--_surface);
  }
  .template > * {
    grid-area: 1 / 1;
    min-width: 0;
    min-height: var(--_target);
    margin: 0;
    padding: 9px 12px;
    border: 1px solid transparent;
    font: inherit;
    font-size: var(--_body);
    line-height: 1.55;
    letter-spacing: normal;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    tab-size: 4;
  }
  .template.line > *,
  .template.line textarea.input {
    min-height: var(--_target);
  }
  .template.lines > * {
    min-height: 190px;
  }
  .template textarea.input {
    position: relative;
    width: 100%;
    overflow: hidden;
    border-color: var(--_field-border);
    background: none;
    resize: none;
  }
  .template textarea.input[aria-invalid="true"] {
    border-color: var(--_danger);
  }
  .template textarea.input:read-only {
    border-color: var(--_border);
  }
  .marks {
    color: transparent;
    pointer-events: none;
    user-select: none;
  }
  .marks mark {
    border-radius: var(--_radius-s);
    background: var(--_accent-soft);
    box-shadow: 0 0 0 2px var(--_accent-soft);
    color: transparent;
  }
  .marks mark.unknown {
    background: var(--_danger-soft);
    box-shadow: 0 0 0 2px var(--_danger-soft);
    text-decoration: underline wavy var(--_danger);
    text-underline-offset: 4px;
  }
  .problems:empty {
    display: none;
  }
  .fields .error {
    font-size: var(--_small);
  }
  .mend {
    padding: 4px 0;
    border: 0;
    background: none;
    color: var(--_accent-text);
    font: inherit;
    font-weight: 600;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .insert {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .insert .chip {
    min-height: 32px;
    padding: 4px 12px;
    border-radius: 16px;
    background: var(--_surface);
  }
  .insert .chip:hover {
    background: var(--_surface-2);
  }
  .insert .chip:focus-visible {
    border-radius: 16px;
  }
  @media (pointer: coarse) {
    .insert .chip {
      min-height: var(--_target);
      border-radius: 22px;
    }
  }
`;
