import type { CSSResult } from "lit";

/** Adds sheets to a tag's shadow root that came later than its first paint. Constructed sheets, so a strict CSP lets them be. */
export function adopt(tag: Element, ...styles: CSSResult[]): void {
  const root = tag.shadowRoot;
  for (const { styleSheet } of styles) {
    if (root === null || styleSheet === undefined || root.adoptedStyleSheets.includes(styleSheet)) continue;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
  }
}
