/**
 * Every sentence that the tags say, as it stands in the code, beside its translations:
 *
 *     npm run sentences                 says what is missing, superfluous or filled in differently, and ends with 1 then
 *     npm run sentences -- --json FILE  writes the English ones by name, for those who translate or override them
 *     npm run sentences -- --todo fr    prints what is missing in one language, ready to be filled in
 */

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ESTree } from "vite";
import { parseSync } from "vite";

const WIDGET = resolve(import.meta.dirname, "../widget");
/** Where a sentence's name is put together instead of written out. */
const HELPER = "locales/plural.ts";

/** One sentence of the code. */
export interface Sentence {
  /** English, with `{0}`, `{1}` … where something is filled in. */
  text: string;
  /** A form of a counted sentence: the name without the form. */
  counted?: string;
  files: string[];
}

/** What the code says, by name, and what is wrong with how it says it. */
export interface Found {
  sentences: Map<string, Sentence>;
  problems: string[];
}

type Node = ESTree.Node;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const each of value) yield* nodesIn(each);
  else if (isNode(value)) {
    yield value;
    for (const child of Object.values(value)) yield* nodesIn(child);
  }
}

/** English with numbered places; undefined for what is not written out where it is said. */
function textOf(node: Node | undefined): string | undefined {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type !== "TaggedTemplateExpression" || node.tag.type !== "Identifier" || node.tag.name !== "str") return undefined;
  return node.quasi.quasis.map(({ value }, index) => `${index > 0 ? `{${index - 1}}` : ""}${value.cooked ?? ""}`).join("");
}

function propertyOf(node: Node | undefined, name: string): Node | undefined {
  if (node?.type !== "ObjectExpression") return undefined;
  for (const each of node.properties)
    if (each.type === "Property" && each.key.type === "Identifier" && each.key.name === name) return each.value;
  return undefined;
}

/** Reads all sources of the widget. */
export function sentencesInCode(folder: string = WIDGET): Found {
  const found: Found = { sentences: new Map(), problems: [] };
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  for (const file of files.toSorted()) {
    const source = readFileSync(join(folder, file), "utf8");
    if (/\b(?:msg|plural)\(/u.test(source) && file !== HELPER) readSource(file, source, found);
  }
  return found;
}

/** Adds the sentences of one source. */
export function readSource(file: string, source: string, { sentences, problems }: Found): void {
  const add = (id: string | undefined, text: string | undefined, at: number, counted?: string): void => {
    const place = `${file}:${source.slice(0, at).split("\n").length}`;
    if (id === undefined || text === undefined) {
      problems.push(`${place}: a sentence and its id have to be written out where it is said`);
      return;
    }
    const known = sentences.get(id);
    if (known === undefined) sentences.set(id, { text, files: [file], ...(counted === undefined ? {} : { counted }) });
    else if (known.text === text) known.files.push(file);
    else problems.push(`${place}: ${id} says “${text}” here and “${known.text}” in ${known.files[0]}`);
  };
  for (const node of nodesIn(parseSync(file, source).program)) {
    if (node.type !== "CallExpression" || node.callee.type !== "Identifier") continue;
    const [first, second, third, forms] = node.arguments;
    if (node.callee.name === "msg") add(textOf(propertyOf(second, "id")), textOf(first), node.start);
    if (node.callee.name !== "plural") continue;
    const [id, one, other] = [textOf(third), textOf(propertyOf(forms, "one")), textOf(propertyOf(forms, "other"))];
    if (one !== undefined && other !== undefined && placesIn(one) !== placesIn(other))
      problems.push(`${file}: ${id} fills in ${placesIn(one)} for one and ${placesIn(other)} for others`);
    for (const [form, text] of [
      ["one", one],
      ["other", other],
    ] as const)
      add(id === undefined ? undefined : `${id}.${form}`, text, node.start, id);
  }
}

/** The numbered places of a sentence, sorted: `{0}{1}`. */
export function placesIn(text: string): string {
  return [...text.matchAll(/\{+[\w]+\}+/gu)]
    .map(([place]) => place)
    .toSorted()
    .join("");
}

/** Which sentences `language` needs: those of the code, counted ones in each of its own forms. English beside each. */
export function neededIn(language: string, sentences: Found["sentences"]): Map<string, string> {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const needed = new Map<string, string>();
  for (const [id, { text, counted }] of sentences) {
    if (counted === undefined) needed.set(id, text);
    else {
      const other = sentences.get(`${counted}.other`)?.text ?? text;
      for (const form of forms) needed.set(`${counted}.${form}`, form === "one" ? (sentences.get(`${counted}.one`)?.text ?? other) : other);
    }
  }
  return needed;
}

/** Forms in which a language may say the number by the word alone: “two people”. */
const WITHOUT_FIGURE = /\.(?:zero|one|two)$/u;

/** What is wrong with a language's sentences. */
export function faultsIn(language: string, translated: Readonly<Record<string, string>>, sentences: Found["sentences"]): string[] {
  const needed = neededIn(language, sentences);
  const faults: string[] = [];
  for (const [id, english] of needed) {
    const text = translated[id];
    if (text === undefined) faults.push(`${language}: ${id} is missing: “${english}”`);
    else if (text.trim() === "") faults.push(`${language}: ${id} is empty`);
    else if (placesIn(text) !== placesIn(english) && !(WITHOUT_FIGURE.test(id) && placesIn(english).includes(placesIn(text))))
      faults.push(`${language}: ${id} fills in ${placesIn(text) || "nothing"} instead of ${placesIn(english) || "nothing"}`);
  }
  for (const id of Object.keys(translated)) if (!needed.has(id)) faults.push(`${language}: ${id} is said nowhere`);
  return faults;
}

/** The languages that `widget/locales/` holds, by name. */
export async function translations(): Promise<Record<string, Readonly<Record<string, string>>>> {
  const [{ ar }, { de }, { es }, { fr }] = await Promise.all([
    import("../widget/locales/ar.ts"),
    import("../widget/locales/de.ts"),
    import("../widget/locales/es.ts"),
    import("../widget/locales/fr.ts"),
  ]);
  return { ar, de, es, fr };
}

async function main(): Promise<void> {
  const { sentences, problems } = sentencesInCode();
  const [command, value = ""] = process.argv.slice(2);
  if (command === "--json") {
    const english = Object.fromEntries(
      [...sentences].map(([id, { text }]) => [id, text] as const).toSorted(([a], [b]) => a.localeCompare(b)),
    );
    writeFileSync(value, `${JSON.stringify(english, null, 2)}\n`);
    return;
  }
  const all = await translations();
  if (command === "--todo") {
    for (const [id, english] of neededIn(value, sentences))
      if (all[value]?.[id] === undefined) console.log(`  ${JSON.stringify(id)}: ${JSON.stringify(english)},`);
    return;
  }
  const faults = [...problems, ...Object.entries(all).flatMap(([language, each]) => faultsIn(language, each, sentences))];
  for (const fault of faults) console.error(fault);
  console.log(`${sentences.size} sentences in English and ${Object.keys(all).join(", ")}; ${faults.length} to mend`);
  if (faults.length > 0) process.exitCode = 1;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) await main();
