import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_MESSAGES } from "../../../protocol/message-template.ts";
import { REFUSALS } from "../../../protocol/refusals.ts";
import { insertion, insertionAt, isSound, problemsOf } from "../../../widget/session/message-check.ts";
import { sentenceOf } from "../../../widget/session/sentences.ts";

test("our own messages are sound in every language", () => {
  for (const message of Object.values(DEFAULT_MESSAGES)) assert.ok(isSound(message));
});

test("a message without a subject, without words, or with something nobody can fill in is not", () => {
  const { subject, body } = DEFAULT_MESSAGES.en;
  for (const bad of [
    { subject: " ", body },
    { subject, body: "\n \n" },
    { subject: "{{weather}}", body },
    { subject, body: "{{}}" },
  ]) {
    assert.equal(isSound(bad), false);
  }
});

test("what is written almost like a variable is known as that one, at its place", () => {
  const meant = (text: string) => problemsOf(text).unknown.map((each) => each.meant);
  assert.deepEqual(meant("{{guestname}} {{ guest name }} {{hostNme}} {{start at}} {{clinic}} {{weather}} {{x}} {{}}"), [
    "guestName",
    "guestName",
    "hostName",
    "startsAt",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  assert.deepEqual(problemsOf("Hi {{nmae}}!").unknown, [{ text: "{{nmae}}", from: 3, to: 11 }]);
});

test("something put in never lands within another place, and sticks to no word", () => {
  assert.equal(insertionAt("Hi {{guestName}}!", 8), 16);
  assert.equal(insertionAt("Hi {{guestName}}!", 3), 3);
  assert.equal(insertion("service", "Hello", 5, 5), " {{service}}");
  assert.equal(insertion("service", "(x)", 1, 2), "{{service}}");
  assert.equal(insertion("service", "about it", 6, 6), "{{service}} ");
  assert.equal(insertion("service", "{{guestName}}", 13, 13), " {{service}}");
});

test("a limit is told in the relay's own sentence, but not in the list's general one", () => {
  const changed = () => assert.fail("nothing is loaded for it");
  assert.equal(sentenceOf({ code: "rate-limited", detail: "100 today." }, changed), "100 today.");
  assert.equal(
    sentenceOf({ code: "rate-limited", detail: REFUSALS["rate-limited"].title }, () => {}),
    "",
  );
});
