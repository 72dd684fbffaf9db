import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, test } from "node:test";
import { settingsTable } from "../../scripts/settings-table.ts";
import { withTable } from "../../scripts/marked-table.ts";
import { tagsTable } from "../../scripts/tags-table.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const readme = read("README.md");
const pages = ["README.md", ...readdirSync(join(ROOT, "docs/decisions")).map((name) => `docs/decisions/${name}`)];

describe("The README", () => {
  test("has the relay's own settings", () => assert.equal(withTable(readme, settingsTable), readme, "run tsx scripts/settings-table.ts"));

  test("has every property of a tenant in TENANTS_FILE, and no other", () => {
    const own = [...read("relay/access/tenants-file.ts").matchAll(/^ {6}(\w+): (?:v\.|fields\.)/gmu)].map(([, name]) => name);
    const [, section = ""] = readme.split("### Several tenants");
    const [table = ""] = section.split("\n## ");
    const told = [...table.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gmu)].flatMap(([, names = ""]) => names.replaceAll("`", "").split(", "));
    assert.ok(own.length > 10);
    assert.deepEqual(new Set(told), new Set(own));
  });

  test(
    "has the tags' own attributes, events and methods",
    { skip: !existsSync(join(ROOT, "dist/custom-elements.json")) && "not built" },
    () => assert.equal(withTable(readme, tagsTable), readme, "run npm run build:manifest && tsx scripts/tags-table.ts"),
  );

  test("names scripts that are there", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    for (const [, name = ""] of readme.matchAll(/npm run ([\w:-]+)/gu)) assert.ok(name in scripts, `npm run ${name}`);
  });
});

for (const page of pages) {
  test(`${page} names files that are there`, () => {
    const text = read(page);
    for (const [, path = ""] of text.matchAll(/\]\((?!https?:)([^)#]+)/gu)) assert.ok(existsSync(join(ROOT, dirname(page), path)), path);
    for (const [, path = ""] of text.matchAll(/`((?:demo|docs|protocol|relay|scripts|test|widget)\/[\w./-]*)`/gu))
      assert.ok(existsSync(join(ROOT, path)), path);
  });
}
