import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { before, describe, test } from "node:test";
import { promisify } from "node:util";
import { cssData, htmlData, tagsTypes, webTypes } from "../../scripts/editor-data.ts";
import { manifestTags } from "../../scripts/manifest-tags.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const run = promisify(execFile);
const json = <T>(path: string): T => JSON.parse(readFileSync(join(ROOT, path), "utf8")) as T;

interface Package {
  name: string;
  version: string;
  exports: Record<string, string | { types: string; default: string }>;
  bin: Record<string, string>;
  sideEffects: string[];
  customElements: string;
  "web-types": string;
  unpkg: string;
}

/** Contract section "Product and npm package": what a vendor gets from `npm install doorstep`. */
describe("The package", { skip: !existsSync(join(ROOT, "dist/tags.d.ts")) && "not built" }, () => {
  const about = json<Package>("package.json");
  const tags = manifestTags();
  let files: Set<string>;

  before(async () => {
    const { stdout } = await run("npm", ["pack", "--dry-run", "--json", "--silent", "--ignore-scripts"], { cwd: ROOT });
    const [packed] = JSON.parse(stdout) as { files: { path: string }[] }[];
    files = new Set(packed?.files.map(({ path }) => path));
  });

  test("has all tags, each tag alone, the relay as a library and as a program, and the manifest", () => {
    const paths = Object.values(about.exports).flatMap((each) => (typeof each === "string" ? [each] : [each.types, each.default]));
    for (const path of paths.filter((each) => !each.includes("*"))) assert.ok(files.has(path.replace("./", "")), path);
    for (const named of [about.customElements, about["web-types"], about.unpkg, ...Object.values(about.bin)])
      assert.ok(files.has(named), named);
    for (const name of [".", "./elements/*.js", "./relay", "./custom-elements.json"]) assert.ok(name in about.exports, name);
    assert.equal(about.bin["doorstep"], "dist/relay/main.js");
    assert.match(readFileSync(join(ROOT, "dist/relay/main.js"), "utf8"), /^#!\/usr\/bin\/env node\n/u);
    for (const { tagName } of tags) {
      assert.ok(files.has(`dist/widget/${tagName}.js`), tagName);
      assert.ok(files.has(`dist/widget/elements/${tagName}/${tagName}.d.ts`), tagName);
    }
  });

  test("has what blurs a background, with its licence, and nothing in it that tells anybody (MEDIA10)", () => {
    const assets = [...files].filter((path) => path.startsWith("dist/widget/assets/"));
    for (const kind of [/blur-worker-[\w-]+\.js$/u, /\.wasm$/u, /\.tflite$/u, /mediapipe-LICENSE\.txt$/u])
      assert.equal(assets.filter((path) => kind.test(path)).length, 1, String(kind));
    for (const path of files)
      if (/^dist\/widget\/.+\.js$/u.test(path))
        assert.doesNotMatch(readFileSync(join(ROOT, path), "utf8"), /googleapis\.com\/v1|cdn\./u, path);
    assert.ok(readFileSync(join(ROOT, about.unpkg)).length < 1_000_000, "the one file has the model in it");
  });

  test("has nothing else: no sources, tests, demo, pictures or records of the build", () => {
    const kept = /^(?:README\.md|LICENSE|package\.json|frameworks\/.+|dist\/(?:widget|relay|protocol)\/.+|dist\/[\w.-]+\.(?:json|d\.ts))$/u;
    assert.deepEqual(
      [...files].filter((path) => !kept.test(path) || /\/\.|\.map$|(?<!\.d)\.ts$|\.test\./u.test(path)),
      [],
    );
  });

  test("marks what a bundler may not leave out: every entry that defines tags", () => {
    for (const pattern of ["./dist/widget/**/*.js", "./dist/relay/main.js"]) assert.ok(about.sideEffects.includes(pattern), pattern);
  });

  test("tells editors and frameworks what the manifest says", () => {
    assert.deepEqual(json("dist/vscode.html-custom-data.json"), htmlData());
    assert.deepEqual(json("dist/vscode.css-custom-data.json"), cssData());
    assert.deepEqual(json("dist/web-types.json"), webTypes(about));
    assert.equal(readFileSync(join(ROOT, "dist/tags.d.ts"), "utf8"), tagsTypes());
    assert.equal(tags.length, 9);
    const call = htmlData().tags.find(({ name }) => name === "session-call");
    const layout = call?.attributes.find(({ name }) => name === "layout");
    assert.deepEqual(layout?.values, [{ name: "auto" }, { name: "grid" }, { name: "speaker" }]);
    assert.ok(cssData().properties.some(({ name }) => name === "--doorstep-accent"));
    for (const { name, description } of cssData().properties) assert.ok((description ?? "").length > 0, name);
  });

  test("has all tags in one file that loads no other, with the hash that goes with it", () => {
    const code = readFileSync(join(ROOT, "dist/widget/doorstep.bundle.js"));
    const hash = `sha384-${createHash("sha384").update(code).digest("base64")}`;
    assert.deepEqual(json("dist/integrity.json"), { "doorstep.bundle.js": hash });
    assert.doesNotMatch(code.toString(), /\bimport\(|(?:^|[;}])(?:import|export)\b[^;("]*["']\.{1,2}\//u);
  });

  test("can be imported where there is no browser, as a whole, by tag and as one file", async () => {
    const entries = ["doorstep", "doorstep/doorstep.bundle.js", "doorstep/locales", "doorstep/relay", "doorstep/react"];
    const all = [...entries, ...tags.map(({ tagName }) => `doorstep/elements/${tagName}.js`)];
    const program = `
      const all = await Promise.all(${JSON.stringify(all)}.map((each) => import(each)));
      console.log(JSON.stringify({ names: Object.keys(all[0]), globals: ["window", "document"].filter((each) => each in globalThis) }));
    `;
    const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: ROOT });
    assert.equal(stderr, "");
    const { names, globals } = JSON.parse(stdout) as { names: string[]; globals: string[] };
    assert.deepEqual(globals, []);
    assert.deepEqual(names, [...tags.map(({ name }) => name), "overrideSentences"].toSorted());
  });

  test("has its tags' files in the folder that the relay serves", () => {
    const served = readdirSync(join(ROOT, "dist/widget"));
    for (const name of ["doorstep.js", "doorstep.bundle.js", ...tags.map(({ tagName }) => `${tagName}.js`)])
      assert.ok(served.includes(name), name);
  });
});
