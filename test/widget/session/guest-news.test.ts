import assert from "node:assert/strict";
import { test } from "node:test";
import { guestNews } from "../../../widget/session/guest-news.ts";
import type { GuestState } from "../../../widget/session/guest-store.ts";
import { inside, lobby, waiting } from "../support/guest-views.ts";

const connecting: GuestState = { is: "connecting" };
const early: GuestState = { is: "early", opensAt: 0, info: undefined };
const atDoor: GuestState = { is: "lobby", view: lobby() };
const inLine: GuestState = { is: "waiting", view: waiting() };
const seated: GuestState = { is: "in", view: inside() };
const gone = (reason: "left" | "denied" | "link-revoked"): GuestState => ({ is: "out", reason, canRejoin: true, info: undefined });

const told = (...states: GuestState[]) =>
  states
    .slice(1)
    .map((state, index) => guestNews(states[index]!, state).map((news) => ("reason" in news ? `${news.is} ${news.reason}` : news.is)));

test("the whole way tells ready, knock, admitted and leave, each once", () => {
  assert.deepEqual(told(connecting, atDoor, inLine, { is: "waiting", view: waiting() }, seated, seated, gone("left")), [
    ["ready"],
    ["knock"],
    [],
    ["admitted"],
    [],
    ["leave left"],
  ]);
});

test("a reload finds the guest where it was, and tells neither a knock nor an admission", () => {
  assert.deepEqual(told(connecting, inLine), [["ready"]]);
  assert.deepEqual(told(connecting, seated), [["ready"]]);
});

test("a too-early link is ready to wait and says so; when it opens the guest may join", () => {
  assert.deepEqual(told(connecting, early, atDoor), [["ready", "refused too-early"], ["ready"]]);
});

test("declined is told as denied, and a door that stays shut as refused", () => {
  assert.deepEqual(told(inLine, gone("denied")), [["denied"]]);
  assert.deepEqual(told(connecting, gone("link-revoked")), [["refused link-revoked"]]);
  assert.deepEqual(told(atDoor, gone("link-revoked")), [["refused link-revoked"]]);
});

test("sent back is a leave and no new knock; coming back in is a knock and no new admission", () => {
  assert.deepEqual(told(seated, inLine, seated), [["leave sent-back"], ["admitted"]]);
  assert.deepEqual(told(gone("left"), seated), [["knock"]]);
});
