import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Found } from "../../../scripts/sentences.ts";
import { faultsIn, neededIn, placesIn, readSource, sentencesInCode, translations } from "../../../scripts/sentences.ts";

const { sentences, problems } = sentencesInCode();

test("every sentence of the tags stands in the code with a name of its own, and no name says two things", () => {
  assert.deepEqual(problems, []);
  assert.ok(sentences.size > 400, `only ${sentences.size} were found`);
});

for (const [language, translated] of Object.entries(await translations()))
  test(`${language} says all of them, nothing else, and fills in the same things`, () => {
    assert.deepEqual(faultsIn(language, translated, sentences), []);
  });

test("Arabic has six forms of each counted sentence, French and Spanish three", () => {
  const counted = [...sentences.values()].filter(({ counted: id }) => id !== undefined).length / 2;
  assert.ok(counted >= 8);
  const forms = (language: string): number => neededIn(language, sentences).size - (sentences.size - 2 * counted);
  assert.deepEqual(
    ["en", "de", "fr", "es", "ar"].map(forms),
    [2, 2, 3, 3, 6].map((each) => each * counted),
  );
});

describe("The check finds", () => {
  const read = (source: string): Found => {
    const found: Found = { sentences: new Map(), problems: [] };
    readSource("a.ts", source, found);
    return found;
  };
  const { sentences: two } = read(
    'msg(str`Hello ${name}`, { id: "hello" }); plural(l, n, "p", { one: str`${n} day`, other: str`${n} days` })',
  );
  const right = { hello: "Bonjour {0}", "p.one": "un jour", "p.many": "{0} de jours", "p.other": "{0} jours" };

  test("nothing where all is said", () => assert.deepEqual(faultsIn("fr", right, two), []));
  test("a sentence that is missing, empty or superfluous", () => {
    const { hello: _, ...missing } = right;
    assert.equal(faultsIn("fr", missing, two).length, 1);
    assert.equal(faultsIn("fr", { ...right, hello: " " }, two).length, 1);
    assert.equal(faultsIn("fr", { ...right, more: "plus" }, two).length, 1);
  });
  test("a form that the language has and English does not", () => {
    const { "p.many": _, ...missing } = right;
    assert.deepEqual(faultsIn("fr", missing, two), ["fr: p.many is missing: “{0} days”"]);
  });
  test("other things filled in", () => {
    assert.equal(faultsIn("fr", { ...right, hello: "Bonjour" }, two).length, 1);
    assert.equal(faultsIn("fr", { ...right, hello: "Bonjour {1}" }, two).length, 1);
    assert.equal(faultsIn("fr", { ...right, "p.other": "des jours" }, two).length, 1);
  });
  test("a name with two texts, and a sentence that is not written out", () => {
    assert.equal(read('msg("A", { id: "a" }); msg("B", { id: "a" })').problems.length, 1);
    assert.equal(read('msg("A", { id: "a" }); msg("A", { id: "a" })').problems.length, 0);
    assert.equal(read('msg(text, { id: "a" })').problems.length, 1);
    assert.equal(read('msg("A")').problems.length, 1);
  });
  test("places of the vendor's variables as well", () => assert.equal(placesIn("Open {{joinUrl}}, {0}"), "{0}{{joinUrl}}"));
});
