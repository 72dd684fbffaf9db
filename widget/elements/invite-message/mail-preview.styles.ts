import { css } from "lit";

/** `.mail` in a `.paper`: all its sizes follow from one, so that a wide mail can be looked at in a narrow place. */
export const mailPreviewStyles = css`
  .paper {
    container-type: inline-size;
    min-width: 0;
  }
  .mail {
    max-width: 25em;
    margin-inline: auto;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-l);
    background: var(--_surface);
    overflow: hidden;
    font-size: var(--_body);
    line-height: 1.5;
    overflow-wrap: anywhere;
  }
  .desktop .mail {
    max-width: 40em;
    font-size: min(var(--_body), 2.5cqi);
  }
  .mail-head {
    padding: 1em 1.2em;
    border-block-end: 1px solid var(--_border);
  }
  .mail-from {
    color: var(--_text-muted);
    font-size: 0.875em;
  }
  .mail-subject {
    font-weight: 600;
    line-height: 1.35;
  }
  .mail-body {
    display: flex;
    flex-direction: column;
    gap: 0.85em;
    padding: 1.2em;
  }
  .desktop .mail-body,
  .desktop .mail-head {
    padding-inline: 2.4em;
  }
  .mail-button {
    margin-block-start: 0.4em;
    padding: 0.75em 1em;
    /* Seen in forced colours. */
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 600;
    text-align: center;
  }
  .mail-note {
    color: var(--_text-muted);
    font-size: 0.875em;
    text-align: center;
  }
  .mail-facts {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 0.6em 1em;
    padding: 0.8em 1em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    font-size: 0.875em;
  }
  .mail-facts dt {
    color: var(--_text-muted);
  }
  .mail-file {
    display: flex;
    align-items: center;
    gap: 0.6em;
    padding: 0.6em 0.9em;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    font-size: 0.875em;
  }
  .mail-file .icon {
    width: 1.35em;
    height: 1.35em;
  }
  .mail mark,
  .words mark {
    border-radius: var(--_radius-s);
    background: var(--_danger-soft);
    color: var(--_danger);
  }
  .words {
    display: flex;
    flex-direction: column;
    gap: 6px;
    padding: 12px 14px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface-2);
    font-size: var(--_small);
    overflow-wrap: anywhere;
  }
  .words-subject {
    font-weight: 600;
  }
  .words-button {
    align-self: flex-start;
    padding: 4px 12px;
    border-radius: var(--_radius-s);
    background: var(--_accent);
    color: var(--_on-accent);
    font-size: var(--_small);
    font-weight: 600;
  }
`;
