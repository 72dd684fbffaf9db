/** The tags as their own sources describe them, for the gallery: `import { tags, tokens } from "virtual:tags"`. */

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const NAME = "virtual:tags";
const file = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

interface Entry {
  name: string;
  description?: string;
  type?: { text: string };
  kind?: string;
  privacy?: string;
  static?: boolean;
  attribute?: string;
  parameters?: { name: string; optional?: boolean; default?: string }[];
}
interface Declaration {
  tagName?: string;
  description?: string;
  attributes?: Entry[];
  members?: Entry[];
  events?: Entry[];
  slots?: Entry[];
  cssParts?: Entry[];
}

const plain = ({ name, description = "", type }: Entry) => ({ name, description, type: type?.text ?? "" });
const open = ({ privacy, static: fixed, description }: Entry): boolean =>
  privacy === undefined && fixed !== true && (description ?? "") !== "";

function signature({ name, parameters = [] }: Entry): string {
  return `${name}(${parameters.map((each) => `${each.name}${each.optional === true || each.default !== undefined ? "?" : ""}`).join(", ")})`;
}

function read(declaration: Declaration & { tagName: string }) {
  const members = (declaration.members ?? []).filter(open);
  return {
    tag: declaration.tagName,
    description: declaration.description ?? "",
    attributes: (declaration.attributes ?? []).map(plain),
    properties: members.filter(({ kind, attribute }) => kind === "field" && attribute === undefined).map(plain),
    events: (declaration.events ?? []).filter(({ description }) => description !== undefined).map(plain),
    methods: members.filter(({ kind }) => kind === "method").map((each) => ({ ...plain(each), name: signature(each) })),
    slots: (declaration.slots ?? []).map(plain),
    parts: (declaration.cssParts ?? []).map(plain),
  };
}

/** The table in the comment of `widget/theme/tokens.ts`. */
function tokens(): { name: string; value: string; about: string }[] {
  const source = readFileSync(file("widget/theme/tokens.ts"), "utf8");
  return [...source.matchAll(/^ \* \| `(--doorstep-[\w-]+)` \| (.+?) \| (.+?) \|$/gmu)].map(([, name = "", value = "", about = ""]) => ({
    name,
    value: value.replaceAll("`", ""),
    about,
  }));
}

export function tagsPlugin(): Plugin {
  return {
    name: "tags",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    load(id) {
      if (id !== `\0${NAME}`) return null;
      const { modules } = JSON.parse(readFileSync(file("dist/custom-elements.json"), "utf8")) as {
        modules: { declarations?: Declaration[] }[];
      };
      const tags = modules
        .flatMap(({ declarations = [] }) => declarations)
        .filter((each): each is Declaration & { tagName: string } => each.tagName !== undefined)
        .map(read);
      return `export const tags = ${JSON.stringify(tags)};\nexport const tokens = ${JSON.stringify(tokens())};`;
    },
  };
}
