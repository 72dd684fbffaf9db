import { css } from "lit";

/**
 * Design tokens. A host page sets the public `--doorstep-*` properties on a tag or any ancestor; inside, styles read only the
 * private `--_*` ones, which every tag derives anew from the public ones. Declaring the public names here would hide the ones
 * an ancestor sets.
 *
 * Light and dark follow the page's `color-scheme`; `theme="light"` or `"dark"` decides for one tag. `light-dark()` is resolved
 * where a property is used, so a part of a tag (the call) can be dark by setting `color-scheme` on it.
 *
 * The root inside the shadow tree carries everything, for a page's `* { all: revert }` reaches the host element itself.
 *
 * | property | default | for |
 * | --- | --- | --- |
 * | `--doorstep-accent` | `#0b6e7c`, dark `#41b7c9` | buttons, links, focus |
 * | `--doorstep-on-accent` | black or white, whichever is readable | text on the accent |
 * | `--doorstep-danger` | `#b3261e`, dark `#f2867c` | errors, leaving, ending |
 * | `--doorstep-success` | `#18794e`, dark `#5fc992` | good news |
 * | `--doorstep-warning` | `#9a5b00`, dark `#e9b44c` | someone waits, weak network |
 * | `--doorstep-surface` | `#ffffff`, dark `#171d24` | cards, dialogs, fields |
 * | `--doorstep-surface-2` | `#f5f7f9`, dark `#1f272f` | quiet areas |
 * | `--doorstep-text` | `#18212b`, dark `#f0f3f6` | text |
 * | `--doorstep-text-muted` | `#5a6673`, dark `#a3aeb9` | second lines |
 * | `--doorstep-border` | `#dfe3e8`, dark `#323c46` | lines |
 * | `--doorstep-field-border` | `#858f9b`, dark `#75808c` | the edge of fields (3:1) |
 * | `--doorstep-call-surface` | `#11161c` | the room of a call, which stays dark, and all surfaces in it |
 * | `--doorstep-radius` | `8px` (small: half, large: one and a half) | corners |
 * | `--doorstep-font` | the page's font | type |
 */
export const tokens = css`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none !important;
  }
  :host([theme="light"]) .root {
    color-scheme: light;
  }
  :host([theme="dark"]) .root {
    color-scheme: dark;
  }
  .root {
    --_accent: var(--doorstep-accent, light-dark(#0b6e7c, #41b7c9));
    --_on-accent: var(--doorstep-on-accent, light-dark(#ffffff, #0c1419));
    --_accent-text: light-dark(color-mix(in oklab, var(--_accent) 82%, black), color-mix(in oklab, var(--_accent) 70%, white));
    --_accent-hover: color-mix(in oklab, var(--_accent) 88%, light-dark(black, white));
    --_accent-soft: color-mix(in srgb, var(--_accent) 12%, var(--_surface));
    --_danger: var(--doorstep-danger, light-dark(#b3261e, #f2867c));
    --_on-danger: light-dark(#ffffff, #1c0604);
    --_danger-soft: color-mix(in oklab, var(--_danger) 10%, var(--_surface));
    --_success: var(--doorstep-success, light-dark(#18794e, #5fc992));
    --_warning: var(--doorstep-warning, light-dark(#9a5b00, #e9b44c));
    --_warning-soft: color-mix(in oklab, color-mix(in oklab, var(--_warning) 35%, #ffb020) 12%, var(--_surface));
    --_surface: var(--doorstep-surface, light-dark(#ffffff, #171d24));
    --_surface-2: var(--doorstep-surface-2, light-dark(#f5f7f9, #1f272f));
    --_text: var(--doorstep-text, light-dark(#18212b, #f0f3f6));
    --_text-muted: var(--doorstep-text-muted, light-dark(#5a6673, #a3aeb9));
    --_border: var(--doorstep-border, light-dark(#dfe3e8, #323c46));
    --_field-border: var(--doorstep-field-border, light-dark(#858f9b, #75808c));
    --_radius: var(--doorstep-radius, 8px);
    --_radius-s: calc(var(--_radius) / 2);
    --_radius-l: calc(var(--_radius) * 1.5);
    --_small: 14px;
    --_body: 16px;
    --_large: 20px;
    --_title: 28px;
    --_target: 44px;
    --_motion: 180ms;
    --_focus: 0 0 0 2px var(--_surface), 0 0 0 4px var(--_accent-text);
    --_shadow: 0 12px 32px rgb(0 0 0 / 0.18);
    color: var(--_text);
    font-family: var(--doorstep-font, inherit);
    font-size: var(--_body);
    font-weight: 400;
    line-height: 1.45;
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    white-space: normal;
    -webkit-text-size-adjust: 100%;
  }
  /* A brand's accent may be any colour: what is written on it, and written in it, stays readable. White and black are equally
     far, 4.58:1, from a lightness of 49.4; hovering moves away from whichever is written. */
  @supports (color: oklch(from red l c h)) {
    .root {
      --_on-accent: var(--doorstep-on-accent, lab(from var(--_accent) clamp(0, (49.4 - l) * 100, 100) 0 0));
      --_accent-hover: color-mix(in oklab, var(--_accent) 88%, lab(from var(--_accent) clamp(0, (l - 49.4) * 100, 100) 0 0));
      --_accent-text: light-dark(oklch(from var(--_accent) min(l, 0.44) c h), oklch(from var(--_accent) max(l, 0.78) c h));
    }
  }
  .root,
  .root *,
  .root *::before,
  .root *::after {
    box-sizing: border-box;
  }
  @media (prefers-reduced-motion: reduce) {
    .root {
      --_motion: 0.01ms;
    }
  }
`;
