import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { MailgunTransport } from "../../../relay/outbox/mail/mailgun.ts";
import { freePort } from "../../support/free-port.ts";
import { MailgunServer } from "../../support/mailgun-server.ts";
import type { MailgunMode } from "../../support/mailgun-server.ts";
import { sampleMail } from "./samples.ts";

describe("Mailgun", () => {
  let mailgun: MailgunServer;
  before(async () => {
    mailgun = await MailgunServer.start();
  });
  after(() => mailgun.close());
  beforeEach(() => {
    mailgun.mode = "ok";
    mailgun.events = "there";
    mailgun.taken.length = 0;
  });

  const transport = (different: Partial<ConstructorParameters<typeof MailgunTransport>[0]> = {}) =>
    new MailgunTransport({ apiKey: mailgun.apiKey, domain: mailgun.domain, url: mailgun.url, timeoutMs: 20_000, ...different });

  test("takes a mail as it is, untracked, with our Message-ID and what comes back with its news (MAIL2)", async () => {
    const mail = sampleMail();
    assert.deepEqual(await transport().send(mail), { is: "accepted", providerId: mail.messageId });
    const [taken] = mailgun.taken;
    assert(taken);
    assert.equal(taken.id, mail.messageId);
    assert.equal(taken.recipient, "samir@guest.example");
    assert.deepEqual(taken.fields, {
      to: "samir@guest.example",
      "o:tag": "doorstep-invite",
      "o:tracking": "no",
      "o:tracking-clicks": "no",
      "o:tracking-opens": "no",
      "v:doorstep-message": mail.messageId,
      "v:doorstep-session": "ses_AAAAAAAAAAAAAAAAAAAAAA",
      "v:doorstep-invite": "inv_BBBBBBBBBBBBBBBBBBBBBB",
      "v:doorstep-item": "1",
    });
    assert.equal(taken.parsed.subject, mail.subject);
    assert.equal(taken.parsed.html?.trimEnd(), mail.html.trimEnd());
  });

  test("in test mode is told so", async () => {
    assert.equal((await transport({ testMode: true }).send(sampleMail())).is, "accepted");
    assert.equal(mailgun.taken[0]?.testMode, true);
  });

  const outcomes: [MailgunMode, string, number][] = [
    [429, "later", 0],
    [503, "later", 0],
    [500, "unknown", 0],
    [502, "unknown", 0],
    [401, "later", 0],
    [403, "later", 0],
    [400, "rejected", 0],
    [413, "rejected", 0],
    ["cut", "unknown", 0],
    ["drop", "unknown", 1],
    ["slow", "unknown", 1],
    ["late-error", "unknown", 1],
    ["nonsense", "unknown", 1],
  ];
  for (const [mode, outcome, taken] of outcomes) {
    test(`that answers ${mode} is read as "${outcome}", and can be asked whether it has the mail (MAIL2)`, async () => {
      mailgun.mode = mode;
      const mail = sampleMail();
      // Where no answer comes it is not waited for long.
      const out = await transport(mode === "slow" ? { timeoutMs: 1_000 } : {}).send(mail);
      assert.equal(out.is, outcome);
      assert("reason" in out && out.reason.length > 10 && out.reason.includes("Mailgun"), JSON.stringify(out));
      assert.equal(mailgun.taken.length, taken);
      assert.equal(await transport().wasAccepted(mail.messageId), taken === 1);
    });
  }

  test("that nobody can reach has not taken it", async () => {
    const out = await transport({ url: `http://127.0.0.1:${await freePort()}` }).send(sampleMail());
    assert.equal(out.is, "later");
    assert("reason" in out && out.reason.includes("cannot be reached"), JSON.stringify(out));
    const nowhere = await transport({ url: "http://mailgun.invalid" }).send(sampleMail());
    assert.equal(nowhere.is, "later", JSON.stringify(nowhere));
  });

  test("refuses a wrong key, which is not the mail's fault", async () => {
    const out = await transport({ apiKey: "wrong" }).send(sampleMail());
    assert.equal(out.is, "later");
    assert("reason" in out && out.reason.includes("401") && !out.reason.includes("wrong"), JSON.stringify(out));
  });

  test("that does not answer the question leaves it open", async () => {
    mailgun.events = "down";
    assert.equal(await transport().wasAccepted("any@riverside.example"), null);
  });
});
