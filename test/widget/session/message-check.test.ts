import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_MESSAGES } from "../../../protocol/message-template.ts";
import type { Refusal, RefusalReason } from "../../../protocol/refusals.ts";
import { REFUSAL_REASONS } from "../../../protocol/refusals.ts";
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

test("a limit is told by its name in words of ours, whatever the relay's own sentence, and one that is not known by its code", async () => {
  const sentence = (refusal: Refusal): Promise<string> =>
    new Promise((resolve) => {
      const said = sentenceOf(refusal, () => resolve(sentenceOf(refusal, () => undefined)));
      if (said !== "") resolve(said);
    });
  const detail = "For developers alone.";
  assert.match(
    await sentence({ code: "rate-limited", why: "mails-of-host", detail }),
    /^You have sent as many invitations as one person may in a day\./,
  );
  assert.match(await sentence({ code: "not-allowed", why: "unsubscribed", detail }), /^This person asked for no more such e-mails\./);
  assert.match(await sentence({ code: "rate-limited", detail }), /^Too many requests at once\./);
  assert.match(await sentence({ code: "rate-limited", why: "of a newer relay" as RefusalReason, detail }), /^Too many requests at once\./);
  for (const why of REFUSAL_REASONS) assert.ok((await sentence({ code: "rate-limited", why, detail })).length > 20, why);
});
