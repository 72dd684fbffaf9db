import { css } from "lit";

/** Headings, text, focus, layout helpers, icons, banners. */
export const basics = css`
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1,
  h2,
  h3 {
    font-weight: 700;
    line-height: 1.25;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  h1 {
    font-size: var(--_title);
    letter-spacing: -0.01em;
  }
  h2 {
    font-size: var(--_large);
  }
  h3 {
    font-size: var(--_body);
  }
  a {
    color: var(--_accent-text);
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid transparent;
    box-shadow: var(--_focus);
    border-radius: var(--_radius-s);
  }
  [hidden] {
    display: none !important;
  }
  .small {
    font-size: var(--_small);
  }
  .muted {
    color: var(--_text-muted);
  }
  .stack {
    display: flex;
    flex-direction: column;
    gap: 16px;
  }
  .row {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .icon {
    width: 20px;
    height: 20px;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.75;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .banner {
    display: flex;
    align-items: flex-start;
    gap: 12px;
    padding: 12px 16px;
    border-radius: var(--_radius);
    background: var(--_surface-2);
    font-size: var(--_small);
  }
  .banner.warning {
    background: var(--_warning-soft);
  }
  .banner.danger {
    background: var(--_danger-soft);
  }
  .visually-hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    padding: 0;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
    border: 0;
  }
`;
