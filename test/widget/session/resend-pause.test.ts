import assert from "node:assert/strict";
import { test } from "node:test";
import type { Invite } from "../../../protocol/views.ts";
import { mailable, ResendPauses } from "../../../widget/session/resend-pause.ts";

const NOON = Date.UTC(2026, 10, 24, 12);
const invite = (what: Invite["history"]): Invite => ({
  id: "inv_AAAAAAAAAAAAAAAAAAAAAA",
  name: "Samir",
  email: "samir@example.com",
  relation: "other",
  url: "https://clinic.example/join#t",
  createdAt: new Date(NOON).toISOString(),
  history: what,
});
const queuedAt = (at: number): Invite => invite([{ at: new Date(at).toISOString(), what: "queued" }]);

test("MAIL3: 30 s from the last mail", () => {
  const pauses = new ResendPauses();
  assert.equal(pauses.left(queuedAt(NOON), NOON + 10_000), 20_000);
  assert.equal(pauses.left(queuedAt(NOON), NOON + 29_000), 1_000);
  assert.equal(pauses.left(queuedAt(NOON), NOON + 31_000), 0);
  assert.equal(pauses.left(queuedAt(NOON + 60_000), NOON + 60_000), 30_000, "another mail, another pause");
});

test("MAIL3: a browser whose clock is wrong waits no longer than the pause, and gets to its end", () => {
  const slow = new ResendPauses();
  assert.equal(slow.left(queuedAt(NOON), NOON - 3_600_000), 30_000);
  assert.equal(slow.left(queuedAt(NOON), NOON - 3_600_000 + 30_000), 0);
  assert.equal(new ResendPauses().left(queuedAt(NOON), NOON + 3_600_000), 0);
});

test("MAIL3: the relay's own time counts, whatever this clock says", () => {
  const pauses = new ResendPauses();
  const mail = queuedAt(NOON - 60_000);
  assert.equal(pauses.left(mail, NOON), 0);
  pauses.hold(mail, 12_000, NOON);
  assert.equal(pauses.left(mail, NOON + 2_000), 10_000);
  const never = invite([]);
  pauses.hold(never, 5_000, NOON);
  assert.equal(pauses.left(never, NOON), 5_000);
});

test("nobody is mailed without an address, with a dead link, or who asked for no more", () => {
  assert.equal(mailable(queuedAt(NOON)), true);
  const { email: _email, ...label } = queuedAt(NOON);
  const { url: _url, ...dead } = queuedAt(NOON);
  assert.deepEqual([mailable(label), mailable(dead)], [false, false]);
  for (const what of ["complained", "unsubscribed"] as const) assert.equal(mailable(invite([{ at: "", what }])), false);
});
