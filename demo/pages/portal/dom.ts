/** Builds elements without markup in strings, so that a name can never become an element. */

type Child = Node | string | null | undefined | false;
/** Attributes as text; `true` is an attribute without a value; listeners begin with `on`; `class` is the usual one. */
type Attributes = Record<string, string | boolean | null | undefined | ((event: never) => void)>;

export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(key.slice(2), value as unknown as EventListener);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** A line icon of 24 × 24, for show only. */
export function icon(...paths: string[]): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const d of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** `NH` for `Noor Haddad`; titles left out. */
export function initials(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /^\p{L}/u.test(word) && !word.endsWith("."));
  const picked = words.length > 1 ? [words[0], words.at(-1)] : words;
  return picked
    .map((word) => word?.[0] ?? "")
    .join("")
    .toUpperCase();
}

export function avatar(name: string, size: "small" | "large" = "small"): HTMLElement {
  return el("span", { class: `avatar ${size}`, "aria-hidden": "true" }, initials(name));
}
