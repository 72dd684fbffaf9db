/** The tags as the manifest describes them, which `npm run build:manifest` takes from their sources. */

import { readFileSync } from "node:fs";
import { resolve } from "node:path";

export interface Named {
  name: string;
  description?: string;
  type?: { text: string };
  default?: string;
  inheritedFrom?: unknown;
}
export interface Member extends Named {
  kind: "field" | "method";
  privacy?: string;
  static?: boolean;
  readonly?: boolean;
  attribute?: string;
  parameters?: { name: string; optional?: boolean; default?: string }[];
}
export interface TagDeclaration {
  /** The class. */
  name: string;
  tagName: string;
  description?: string;
  attributes?: Named[];
  members?: Member[];
  events?: Named[];
  slots?: Named[];
  cssParts?: Named[];
}

const MANIFEST = resolve(import.meta.dirname, "../dist/custom-elements.json");
/** What Lit and the DOM call, not the page. */
const INNER = new Set(["focus", "styles", "locale"]);

/** Every tag, by the alphabet. */
export function manifestTags(): TagDeclaration[] {
  const { modules } = JSON.parse(readFileSync(MANIFEST, "utf8")) as {
    modules: { declarations?: (Omit<TagDeclaration, "tagName"> & { tagName?: string })[] }[];
  };
  return modules
    .flatMap((module) => module.declarations ?? [])
    .filter((each): each is TagDeclaration => each.tagName !== undefined)
    .toSorted((a, b) => a.tagName.localeCompare(b.tagName));
}

/** What a page may use of a tag's own fields and methods. */
export const publicMembers = ({ members = [] }: TagDeclaration): Member[] =>
  members.filter(
    ({ name, privacy, static: fixed, inheritedFrom }) =>
      privacy === undefined && fixed !== true && inheritedFrom === undefined && !INNER.has(name),
  );

/** What the event's `detail` is, as a type; undefined where it has none. */
export function detailOf({ type }: Named): string | undefined {
  const detail = type?.text.match(/^CustomEvent<(.+)>$/u)?.[1];
  return detail === undefined || /^(void|undefined)$/u.test(detail) ? undefined : detail;
}
