import assert from "node:assert/strict";
import { describe, test } from "node:test";
import PostalMime from "postal-mime";
import { CapturedMail } from "../../../relay/outbox/mail/captured-mail.ts";
import { sampleMail } from "./samples.ts";

describe("Captured mail", () => {
  test("is kept as it was sent, the newest first", async () => {
    let now = 1_000;
    const captured = new CapturedMail({ now: () => now });
    const first = sampleMail();
    const second = sampleMail({ kind: "cancel", messageId: "inv_B.2@riverside.example" });
    assert.deepEqual(await captured.send(first), { is: "accepted", providerId: "captured-1" });
    now = 2_000;
    await captured.send(second);
    assert.deepEqual(captured.list(), [
      { id: 2, at: 2_000, mail: second },
      { id: 1, at: 1_000, mail: first },
    ]);
    assert.equal(captured.get(1)?.mail, first);
    assert.equal(captured.get(3), undefined);
    assert.equal(await captured.wasAccepted(second.messageId), true);
    assert.equal(await captured.wasAccepted("elsewhere@riverside.example"), false);
    await captured.close();
  });

  test("can be shown as it would have travelled", async () => {
    const captured = new CapturedMail();
    await captured.send(sampleMail());
    const parsed = await PostalMime.parse((await captured.source(1)) ?? "");
    assert.equal(parsed.subject, "Dr. Maya Osei invites you to a video session");
    assert.equal(parsed.attachments.length, 2);
    assert.equal(await captured.source(2), undefined);
  });

  test("holds the last 500", async () => {
    const captured = new CapturedMail();
    const mail = sampleMail();
    for (let n = 0; n < 503; n += 1) await captured.send(mail);
    assert.equal(captured.list().length, 500);
    assert.equal(captured.list()[0]?.id, 503);
    assert.equal(captured.list().at(-1)?.id, 4);
  });
});
