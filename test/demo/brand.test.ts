import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";

interface Declaration {
  tagName?: string;
  cssParts?: { name: string }[];
}

const css = readFileSync("demo/pages/style/brand.css", "utf8").replaceAll(/\/\*[\s\S]*?\*\//gu, "");
const { modules } = JSON.parse(readFileSync("dist/custom-elements.json", "utf8")) as { modules: { declarations?: Declaration[] }[] };
const parts = new Map(
  modules.flatMap(({ declarations = [] }) =>
    declarations.flatMap(({ tagName, cssParts = [] }) =>
      tagName === undefined ? [] : [[tagName, cssParts.map(({ name }) => name)] as const],
    ),
  ),
);
const tokens = new Set(
  [...readFileSync("widget/theme/tokens.ts", "utf8").matchAll(/^ \* \| `(--doorstep-[\w-]+)`/gmu)].map(([, name]) => name),
);

describe("A practice's own look", () => {
  test("sets public tokens only, and each of the colours", () => {
    const set = [...css.matchAll(/^\s*(--[\w-]+):/gmu)].map(([, name]) => name);
    for (const name of set) assert(tokens.has(name), `${name} is no token`);
    assert(set.length >= 12, `${set.length} tokens`);
  });

  test("styles public parts only, of the tags that have them", () => {
    const selectors = [...css.matchAll(/^([^{}]+)\{/gmu)].flatMap(([, list = ""]) => list.split(",").map((each) => each.trim()));
    for (const selector of selectors.filter((each) => each !== ":root")) {
      const [, tag = "", part = ""] = /^([\w-]*)::part\(([\w-]+)\)$/u.exec(selector) ?? [];
      const known = tag === "" ? [...parts.values()].flat() : (parts.get(tag) ?? []);
      assert(known.includes(part), `${selector} is no part`);
    }
    assert(selectors.length > 8, `${selectors.length} selectors`);
  });

  test("is shown on every tag there is", () => {
    const shown = new Set([...readFileSync("demo/pages/brand/main.ts", "utf8").matchAll(/shows: "([\w-]+)\//gu)].map(([, tag]) => tag));
    const visible = new Set([...parts.keys()].filter((tag) => tag !== "session-provider"));
    assert.deepEqual(shown, visible);
  });
});
