import assert from "node:assert/strict";
import { test } from "node:test";
import { aroundButton, paragraphs } from "../../protocol/message-paragraphs.ts";
import { DEFAULT_MESSAGES, fillIn, parseTemplate } from "../../protocol/message-template.ts";

const values = {
  guestName: "Samir",
  hostName: "Maya",
  service: "Talk",
  startsAt: "noon",
  joinUrl: "https://x.org#t",
  clinicName: "Riverside",
};
const split = (body: string) => {
  const { before, after } = aroundButton(paragraphs(fillIn(parseTemplate(body).parts, values)));
  const text = (all: typeof before) => all.map(({ lines }) => lines.map((line) => line.map((piece) => piece.text).join("")).join("/"));
  return [text(before), text(after)];
};

test("the button stands before the sign-off, in our own words of every language", () => {
  for (const { body } of Object.values(DEFAULT_MESSAGES)) {
    const [before, after] = split(body);
    assert.equal(before?.length, 3);
    assert.match(after?.[0] ?? "", /\/Riverside$/u);
  }
});

test("a link on a line of its own gives the button its place, and is not said twice", () => {
  assert.deepEqual(split("Hello\n\n{{joinUrl}}\n\nBye\n{{clinicName}}"), [["Hello"], ["Bye/Riverside"]]);
  assert.deepEqual(split("Hello, open {{joinUrl}} please"), [["Hello, open https://x.org#t please"], []]);
});

test("without a sign-off it comes last; one line alone is no sign-off", () => {
  assert.deepEqual(split("Hello\n\nSee you"), [["Hello", "See you"], []]);
  assert.deepEqual(split("{{clinicName}}"), [["Riverside"], []]);
});

test("what a value says makes no paragraph", () => {
  assert.deepEqual(paragraphs([{ text: "a\n\nb", variable: "guestName" }]).length, 1);
});
