import assert from "node:assert/strict";
import { test } from "node:test";
import { namesLink, renderPieces, renderText, unknownVariable } from "../../../widget/session/invitation-text.ts";

const values = {
  guestName: "Samir",
  hostName: "Dr. Maya Osei",
  service: "Family session",
  startsAt: "Tuesday",
  joinUrl: "https://x.org/join#t",
};

test("a template says what it says to one person, the filled-in parts known", () => {
  assert.equal(renderText("Hello {{guestName}}, open {{ joinUrl }}.", values), "Hello Samir, open https://x.org/join#t.");
  assert.deepEqual(renderPieces("{{guestName}}!", values), [{ text: "Samir", variable: "guestName" }, { text: "!" }]);
});

test("a variable nobody knows stays as it stands and is named", () => {
  assert.equal(renderText("Hello {{nmae}}", values), "Hello {{nmae}}");
  assert.equal(unknownVariable("Hello {{guestName}} {{nmae}}"), "{{nmae}}");
  assert.equal(unknownVariable("Hello {{guestName}}"), undefined);
});

test("what is filled in is never read as a template again", () => {
  assert.equal(renderText("{{guestName}}", { ...values, guestName: "{{joinUrl}}" }), "{{joinUrl}}");
});

test("a message without its link is known as such", () => {
  assert.equal(namesLink("Hello {{guestName}}"), false);
  assert.equal(namesLink("{{joinUrl}}"), true);
});
