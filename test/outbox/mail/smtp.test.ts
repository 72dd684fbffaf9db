import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import PostalMime from "postal-mime";
import { SmtpTransport } from "../../../relay/outbox/mail/smtp.ts";
import { freePort } from "../../support/free-port.ts";
import { TestSmtpServer } from "../../support/smtp-server.ts";
import type { SmtpMode } from "../../support/smtp-server.ts";
import { until } from "../../support/until.ts";
import { sampleMail } from "./samples.ts";

describe("A mail server", () => {
  let server: TestSmtpServer;
  before(async () => {
    server = await TestSmtpServer.start();
  });
  after(() => server.close());
  beforeEach(() => {
    server.mode = "ok";
    server.received.length = 0;
  });
  const transport = (url = server.url, timeoutMs = 20_000) => new SmtpTransport({ url, timeoutMs });

  test("takes a mail for its one recipient, whole", async () => {
    const mail = sampleMail();
    assert.equal((await transport().send(mail)).is, "accepted");
    const [received] = server.received;
    assert(received);
    assert.equal(received.from, "video@riverside.example");
    assert.deepEqual(received.to, ["samir@guest.example"]);
    const parsed = await PostalMime.parse(received.source);
    assert.equal(parsed.messageId, `<${mail.messageId}>`);
    assert.deepEqual(parsed.from, { name: "Riverside Counselling", address: "video@riverside.example" });
    assert.deepEqual(parsed.replyTo, [{ name: "Riverside Counselling", address: "desk@riverside.example" }]);
    assert.deepEqual(parsed.to, [{ name: "Samir", address: "samir@guest.example" }]);
    assert.equal(parsed.subject, mail.subject);
    assert.equal(parsed.text?.trimEnd(), mail.text.trimEnd());
    assert.equal(parsed.html?.trimEnd(), mail.html.trimEnd());
    assert.match(received.source, /Content-Type: text\/calendar; charset=utf-8; method=REQUEST/i);
    assert.deepEqual(
      parsed.attachments.map(({ filename, mimeType, method }) => [filename, mimeType, method]),
      [
        [null, "text/calendar", "REQUEST"],
        ["video-session.ics", "application/ics", undefined],
      ],
    );
  });

  const outcomes: [string, SmtpMode, string, number][] = [
    ["knows no such recipient", { at: "RCPT", code: 550 }, "rejected", 0],
    ["is busy with this recipient", { at: "RCPT", code: 450 }, "later", 0],
    ["does not let us send", { at: "MAIL", code: 550 }, "later", 0],
    ["is busy", { at: "MAIL", code: 421 }, "later", 0],
    ["takes this mail for spam", { at: "END", code: 554 }, "rejected", 0],
    ["is full", { at: "END", code: 452 }, "later", 0],
    ["goes away before it was handed the mail", "cut", "later", 0],
    ["goes away instead of answering", "drop", "unknown", 1],
    ["says nothing any more", "silent", "unknown", 1],
  ];
  for (const [what, mode, outcome, received] of outcomes) {
    test(`that ${what} is read as "${outcome}" (MAIL2)`, async () => {
      server.mode = mode;
      // Where no answer comes it is not waited for long.
      const out = await transport(server.url, mode === "silent" ? 1_000 : undefined).send(sampleMail());
      assert.equal(out.is, outcome, JSON.stringify(out));
      assert("reason" in out && out.reason.startsWith("The mail server"), JSON.stringify(out));
      assert.equal(server.received.length, received);
    });
  }

  test("that nobody can reach has not taken it", async () => {
    const out = await transport(`smtp://127.0.0.1:${await freePort()}`).send(sampleMail());
    assert.equal(out.is, "later", JSON.stringify(out));
    assert.equal((await transport("smtp://mail.invalid:25").send(sampleMail())).is, "later");
  });

  test("that asks for a login gets it, and a wrong one is not the mail's fault", async () => {
    const guarded = await TestSmtpServer.start({ login: { user: "clinic", pass: "p%40ss" } });
    try {
      assert.equal((await transport(guarded.url.replace("p%40ss", "p%2540ss")).send(sampleMail())).is, "accepted");
      const out = await transport(guarded.url.replace("p%40ss", "wrong")).send(sampleMail());
      assert.equal(out.is, "later", JSON.stringify(out));
      assert("reason" in out && !out.reason.includes("wrong"));
    } finally {
      await guarded.close();
    }
  });

  test("is left at once when the relay stops; the mail under way ends as unknown", async () => {
    server.mode = "silent";
    const leaving = new SmtpTransport({ url: server.url, timeoutMs: 60_000 });
    const sending = leaving.send(sampleMail());
    await until("the server has the mail", () => server.received.length === 1);
    await leaving.close();
    assert.equal((await sending).is, "unknown");
    assert.equal((await leaving.send(sampleMail())).is, "later");
  });
});
