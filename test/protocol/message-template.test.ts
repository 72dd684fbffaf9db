import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { DEFAULT_MESSAGE, fillIn, mailLanguage, parseTemplate, renderText, VARIABLES } from "../../protocol/message-template.ts";
import type { Values } from "../../protocol/message-template.ts";

const values: Values = {
  guestName: "Samir",
  hostName: "Dr. Osei",
  service: "Family session",
  startsAt: "Tuesday at 10",
  joinUrl: "https://x.example/join#1",
  clinicName: "Riverside",
};
const render = (text: string, different: Partial<Values> = {}) => renderText(parseTemplate(text).parts, { ...values, ...different });

describe("A message's template", () => {
  test("is filled in, blanks within the braces or not", () => {
    assert.equal(render("Hello {{guestName}}, {{ hostName }} waits at {{clinicName}}."), "Hello Samir, Dr. Osei waits at Riverside.");
    assert.equal(render(""), "");
    assert.equal(render("{{guestName}}{{hostName}}"), "SamirDr. Osei");
  });

  test("tells what nobody can fill in, and where it stands", () => {
    const { unknown } = parseTemplate("Hi {{guestname}}, {{}} {{hostName}} {{ link }}");
    assert.deepEqual(
      unknown.map(({ name, text, from, to }) => [name, text, from, to]),
      [
        ["guestname", "{{guestname}}", 3, 16],
        ["", "{{}}", 18, 22],
        ["link", "{{ link }}", 36, 46],
      ],
    );
    assert.equal(render("Hi {{guestname}}"), "Hi {{guestname}}");
    assert.deepEqual(parseTemplate(DEFAULT_MESSAGE.body).unknown, []);
    assert.deepEqual(parseTemplate(DEFAULT_MESSAGE.subject).unknown, []);
  });

  test("never reads a value as a template", () => {
    assert.equal(render("Hello {{guestName}}", { guestName: "{{joinUrl}} {{hostName}}" }), "Hello {{joinUrl}} {{hostName}}");
    assert.equal(render("{{{guestName}}}", { guestName: "x" }), "{x}");
    assert.equal(render("$& {{guestName}}", { guestName: "$1 $& $'" }), "$& $1 $& $'");
  });

  test("drops the blank before a value that is empty", () => {
    assert.equal(render("Hello {{guestName}},", { guestName: "" }), "Hello,");
    assert.equal(render("Hello\n{{guestName}}, you", { guestName: "" }), "Hello\n, you");
  });

  test("keeps apart what was written and what was filled in", () => {
    assert.deepEqual(fillIn(parseTemplate("At {{startsAt}}!").parts, values), [
      { text: "At " },
      { text: "Tuesday at 10", variable: "startsAt" },
      { text: "!" },
    ]);
  });

  test("loses no letter of any text, and its parts lie end to end", () => {
    const piece = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("{{", "}}", "{", "}", " ", ...VARIABLES.map((name) => `{{${name}}}`)),
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const text = pieces.join("");
        const { parts } = parseTemplate(text);
        assert.equal(parts.map(({ from, to }) => text.slice(from, to)).join(""), text);
        parts.forEach((part, index) => assert.equal(part.from, index === 0 ? 0 : parts[index - 1]?.to));
        const same = Object.fromEntries(VARIABLES.map((name) => [name, `<${name}>`])) as Record<(typeof VARIABLES)[number], string>;
        const braces = /\{\{\s*(\w+)\s*\}\}/g;
        assert.equal(
          renderText(parts, same),
          text.replace(braces, (whole, name: string) => (name in same ? `<${name}>` : whole)),
        );
      }),
      { numRuns: 500 },
    );
  });

  test("comes in the language asked for, English for the others", () => {
    assert.deepEqual(["fr-CA", "AR", "de_AT", "pt", undefined, ""].map(mailLanguage), ["fr", "ar", "de", "en", "en", "en"]);
  });
});
