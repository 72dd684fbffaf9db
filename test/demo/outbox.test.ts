import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { MailLine, MailSheet } from "../../demo/outbox.ts";
import { outbox } from "../../demo/outbox.ts";
import { CapturedMail } from "../../relay/outbox/mail/captured-mail.ts";
import type { OutgoingMail } from "../../relay/outbox/mail/mail.ts";

const mail = (more: Partial<OutgoingMail> = {}): OutgoingMail => ({
  messageId: "one@clinic.example",
  from: { name: "Riverside", address: "video@clinic.example" },
  to: { name: "Samir", address: "samir@example.com" },
  subject: "An invitation",
  html: "<!doctype html><html><head><title>x</title></head><body><script>alert(1)</script>Hello</body></html>",
  text: "Hello",
  headers: { "List-Unsubscribe": "<mailto:video@clinic.example?subject=unsubscribe>" },
  variables: {},
  tag: "doorstep-invite",
  ...more,
});
const calendar = { method: "CANCEL", content: "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR" } as const;

describe("The demo's outbox", () => {
  test("lists what was kept, the newest first, and says when nothing is kept", async () => {
    const kept = new CapturedMail();
    await kept.send(mail());
    await kept.send(mail({ subject: "It is cancelled", calendar }));
    const { items } = (await (await outbox(() => kept).request("/")).json()) as { items: MailLine[] };
    assert.deepEqual(
      items.map(({ id, subject, calendar: method }) => [id, subject, method]),
      [
        [2, "It is cancelled", "CANCEL"],
        [1, "An invitation", undefined],
      ],
    );
    assert.deepEqual(await (await outbox(() => null).request("/")).json(), { kept: false, items: [] });
  });

  test("shows the headers as they travel, and the calendar file", async () => {
    const kept = new CapturedMail();
    await kept.send(mail({ subject: "Ein sehr langer Betreff, ".repeat(8), calendar }));
    const sheet = (await (await outbox(() => kept).request("/1")).json()) as MailSheet;
    const headers = new Map(sheet.headers);
    assert.equal(headers.get("List-Unsubscribe"), "<mailto:video@clinic.example?subject=unsubscribe>");
    assert.equal(headers.get("To"), "Samir <samir@example.com>");
    assert.match(headers.get("Subject") ?? "", /^Ein sehr langer.*Betreff,/u);
    assert.match(sheet.calendarText ?? "", /METHOD:CANCEL/u);
    const file = await outbox(() => kept).request(`/1/${sheet.file}`);
    assert.equal(file.headers.get("Content-Type"), "text/calendar; charset=utf-8; method=CANCEL");
  });

  test("the HTML is framed only by this page, runs no script and opens its links in tabs", async () => {
    const kept = new CapturedMail();
    await kept.send(mail());
    const page = await outbox(() => kept).request("/1/html");
    const policy = page.headers.get("Content-Security-Policy") ?? "";
    assert.match(policy, /default-src 'none'/u);
    assert.match(policy, /sandbox allow-popups allow-popups-to-escape-sandbox$/u);
    assert.doesNotMatch(policy, /script|allow-same-origin/u);
    assert.match(await page.text(), /<base target="_blank" \/>/u);
  });

  test("what is not kept any more, or never was, is a 404", async () => {
    const app = outbox(() => new CapturedMail());
    for (const path of ["/7", "/7/html", "/7/source", "/7/video-session.ics", "/x", "/99999999999"]) {
      assert.equal((await app.request(path)).status, 404, path);
    }
  });
});
