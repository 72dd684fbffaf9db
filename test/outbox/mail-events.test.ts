import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import {
  MemoryReplayGuard,
  parseMailEvent,
  signatureOf,
  tokenUsableUntil,
  verifyMailgunWebhook,
  WEBHOOK_MAX_AGE_MS,
} from "../../relay/outbox/mail-events.ts";
import { MailgunTransport } from "../../relay/outbox/mail/mailgun.ts";
import { MailgunServer } from "../support/mailgun-server.ts";
import type { TakenMail } from "../support/mailgun-server.ts";
import { sampleMail } from "./mail/samples.ts";

const NOW = Date.parse("2026-11-24T15:00:00Z");
const AT = NOW / 1_000;

describe("News of a mail", () => {
  let mailgun: MailgunServer;
  let mail: TakenMail;
  before(async () => {
    mailgun = await MailgunServer.start();
    await new MailgunTransport({ apiKey: mailgun.apiKey, domain: mailgun.domain, url: mailgun.url }).send(sampleMail());
    const [taken] = mailgun.taken;
    assert(taken);
    mail = taken;
  });
  after(() => mailgun.close());

  const verdict = (body: unknown, key = mailgun.webhookKey) => {
    const signed = signatureOf(body);
    return signed === null ? "none" : verifyMailgunWebhook(signed, key, NOW);
  };

  test("signed by Mailgun just now is believed, and names the mail it is about", () => {
    const body = mailgun.webhook(mail, { event: "delivered" }, { at: AT });
    assert.equal(verdict(body), "valid");
    assert.deepEqual(parseMailEvent(body), {
      messageId: "inv_BBBBBBBBBBBBBBBBBBBBBB.1@riverside.example",
      variables: {
        "doorstep-message": "inv_BBBBBBBBBBBBBBBBBBBBBB.1@riverside.example",
        "doorstep-session": "ses_AAAAAAAAAAAAAAAAAAAAAA",
        "doorstep-invite": "inv_BBBBBBBBBBBBBBBBBBBBBB",
        "doorstep-item": "1",
      },
      recipient: mail.recipient,
      event: "delivered",
    });
  });

  test("tells failures for now from those for good, and complaints from farewells", () => {
    const kind = (...event: Parameters<MailgunServer["webhook"]>[1][]) => event.map((each) => parseMailEvent(mailgun.webhook(mail, each)));
    const all = kind(
      { event: "failed", severity: "temporary", reason: "Mailbox full" },
      { event: "failed", severity: "permanent", reason: "No such user\r\n here" },
      { event: "rejected" },
      { event: "complained" },
      { event: "unsubscribed" },
      { event: "opened" },
      { event: "clicked" },
      { event: "accepted" },
    );
    assert.deepEqual(
      all.map((each) => each && [each.event, each.reason]),
      [
        ["failed-temporary", "Mailbox full"],
        ["failed-permanent", "No such user here"],
        ["failed-permanent", undefined],
        ["complained", undefined],
        ["unsubscribed", undefined],
        null,
        null,
        null,
      ],
    );
  });

  test("with another's signature, or with a changed time or token, is forged", () => {
    const body = mailgun.webhook(mail, { event: "delivered" }, { at: AT });
    assert.equal(verdict(mailgun.webhook(mail, { event: "delivered" }, { at: AT, key: "guessed" })), "forged");
    assert.equal(verdict(body, "another key"), "forged");
    const { signature } = body;
    assert.equal(verdict({ signature: { ...signature, timestamp: `${AT + 1}` } }), "forged");
    assert.equal(verdict({ signature: { ...signature, token: `${signature.token.slice(0, -1)}g` } }), "forged");
    const turned = signature.signature.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
    assert.equal(verdict({ signature: { ...signature, signature: turned } }), "forged");
    // What is signed is the time and the token one after the other: a digit must not move from one to the other.
    const moved = { ...signature, timestamp: signature.timestamp.slice(0, -1), token: signature.timestamp.slice(-1) + signature.token };
    assert.equal(verdict({ signature: moved }), "stale");
  });

  test("from long ago or from the future is stale", () => {
    const at = (ms: number) => verdict(mailgun.webhook(mail, { event: "delivered" }, { at: Math.floor((NOW + ms) / 1_000) }));
    assert.equal(at(-WEBHOOK_MAX_AGE_MS), "valid");
    assert.equal(at(-WEBHOOK_MAX_AGE_MS - 1_000), "stale");
    assert.equal(at(-24 * 3_600_000), "stale");
    assert.equal(at(60_000), "valid");
    assert.equal(at(3_600_000), "stale");
  });

  test("without a signature, or with something else in its place, is none", () => {
    const signature = mailgun.webhook(mail, { event: "delivered" }, { at: AT }).signature;
    const bodies = [
      null,
      "",
      1,
      [],
      {},
      { signature: null },
      { signature: "x" },
      { signature: {} },
      { signature: { ...signature, timestamp: "now" } },
      { signature: { ...signature, signature: "" } },
      { signature: { ...signature, signature: "zz".repeat(32) } },
      { signature: { ...signature, token: "short" } },
      { signature: { ...signature, token: { toString: "x" } } },
      { signature: { ...signature, timestamp: "1e9" } },
      { signature: { ...signature, token: "x".repeat(5_000) } },
    ];
    for (const body of bodies) assert.equal(verdict(body), "none", JSON.stringify(body)?.slice(0, 80));
    assert.equal(verifyMailgunWebhook(signature, "", NOW), "malformed", "no key is no key");
  });

  test("whose token was used before is a replay, until the token is too old anyway", async () => {
    let now = NOW;
    const guard = new MemoryReplayGuard({ now: () => now });
    const first = mailgun.webhook(mail, { event: "delivered" }, { at: AT }).signature;
    const until = tokenUsableUntil(first);
    assert.equal(await guard.claim(first.token, until), true);
    assert.equal(await guard.claim(first.token, until), false);
    // The signature says nothing of the body: the same token with another one is the same replay.
    assert.equal(await guard.claim(mailgun.webhook(mail, { event: "failed" }, { at: AT }).signature.token, until), true);
    await guard.release(first.token);
    assert.equal(await guard.claim(first.token, until), true, "what could not be dealt with may come again");
    now = until + 1;
    assert.equal(verifyMailgunWebhook(first, mailgun.webhookKey, now), "stale", "forgotten only when it is of no use");
    assert.equal(await guard.claim(first.token, until), true);
  });

  test("that is no event of Mailgun's is passed over, whatever it is", () => {
    const whole = mailgun.webhook(mail, { event: "delivered" });
    const data = whole["event-data"];
    const bodies = [
      null,
      "x",
      [],
      {},
      { "event-data": null },
      { "event-data": { ...data, event: 1 } },
      { "event-data": { ...data, message: {} } },
      { "event-data": { ...data, event: "__proto__" } },
      { "event-data": { ...data, message: { headers: { "message-id": ["x"] } } } },
    ];
    for (const body of bodies) assert.equal(parseMailEvent(body), null);
    const odd = parseMailEvent({ "event-data": { ...data, "user-variables": { a: "1", b: 2, c: { d: "x" }, ["__proto__"]: "x" } } });
    assert.deepEqual(odd?.variables["a"], "1");
    assert.equal(odd?.variables["b"], undefined);
    assert.equal(parseMailEvent({ "event-data": { ...data, "user-variables": [] } })?.event, "delivered");
  });
});
