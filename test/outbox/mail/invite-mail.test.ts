import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { DEFAULT_MESSAGES, MAIL_LANGUAGES } from "../../../protocol/message-template.ts";
import { inviteMail, messageIdFor } from "../../../relay/outbox/mail/invite-mail.ts";
import type { MailKind } from "../../../relay/outbox/mail/invite-mail.ts";
import { readHtml, readMail } from "./read-mail.ts";
import { facts, JOIN_URL, sampleMail } from "./samples.ts";

const KINDS: MailKind[] = ["invite", "reminder", "update", "cancel"];

describe("An invitation's mail", () => {
  test("comes from the clinic, answers go to it, and it says that a program wrote it", async () => {
    const mail = sampleMail();
    assert.deepEqual(mail.from, { name: "Riverside Counselling", address: "video@riverside.example" });
    assert.deepEqual(mail.replyTo, { name: "Riverside Counselling", address: "desk@riverside.example" });
    const { email } = await readMail(mail);
    const header = (name: string) => email.headers.find(({ key }) => key === name)?.value;
    assert.equal(header("auto-submitted"), "auto-generated");
    assert.equal(header("content-language"), "en");
    assert.equal(email.messageId, `<${mail.messageId}>`);
  });

  test("has one button and the link in full, and says when, in the session's zone by its name", () => {
    const { html, text, subject } = sampleMail();
    const read = readHtml(html);
    assert.deepEqual(read.links, [JOIN_URL, JOIN_URL]);
    assert.equal(subject, "Dr. Maya Osei invites you to a video session");
    assert.equal(read.title, subject);
    for (const words of [read.text, text.replaceAll("\n", " ")]) {
      assert(words.includes("Hello Samir,"));
      assert(words.includes("Tuesday, November 24, 2026 at 10:00 AM (Eastern Standard Time)"));
      assert(words.includes("Works from 30 minutes before the start. This link is for you alone."));
      assert(words.indexOf("Join session") < words.indexOf("Kind regards"), "the button stands before the sign-off");
    }
    assert.equal(text.split(JOIN_URL).length, 2, "the link stands once in plain text");
  });

  test("fetches nothing and tracks nobody", () => {
    for (const kind of KINDS) {
      const { html } = sampleMail({ kind });
      const { elements, attributes } = readHtml(html);
      for (const name of ["img", "link", "script", "iframe", "object", "form", "base", "video", "svg"])
        assert.equal(elements[name], undefined);
      assert(!Object.keys(attributes).some((name) => / (?:src|srcset|background|on\w+)$/.test(name)), Object.keys(attributes).join());
      assert(!/url\s*\(|@import|@font-face/i.test(html));
    }
  });

  test("never holds a title: portals write clients' names into it (VIEW2)", () => {
    assert(!("title" in facts().session));
  });

  for (const locale of MAIL_LANGUAGES) {
    test(`speaks ${locale} throughout, the clock and the zone's name too`, async () => {
      const seen = new Set<string>();
      for (const kind of KINDS) {
        const mail = sampleMail({ kind, locale });
        const { html, email } = await readMail(mail);
        seen.add(mail.subject);
        assert.match(mail.html, new RegExp(`<html lang="${locale}" dir="${locale === "ar" ? "rtl" : "ltr"}">`));
        const zone = new Intl.DateTimeFormat(locale, { timeZone: "America/Toronto", timeZoneName: "long" })
          .formatToParts(facts().session.startsAt)
          .find(({ type }) => type === "timeZoneName")?.value;
        assert(zone && html.text.includes(zone) && email.text?.includes(zone), zone);
        if (locale !== "en") assert(!/\b(?:Join|session with|Works|Hello)\b/.test(html.text), html.text);
        assert(!/undefined|\[object|\{\{/.test(html.text + (email.text ?? "")));
      }
      assert.equal(seen.size, KINDS.length);
    });
  }

  test("keeps to a language it knows, and to the region's clock", () => {
    assert(sampleMail({ locale: "en-GB" }).text.includes("Tuesday, 24 November 2026 at 10:00 (Eastern Standard Time)"));
    assert(sampleMail({ locale: "ja-JP" }).text.includes("Tuesday, November 24, 2026 at 10:00 AM"));
    assert(sampleMail({ locale: "not a language!" }).text.includes("Hello Samir"));
    assert(sampleMail({ locale: "FR-ca" }).text.includes("Bonjour Samir"));
  });

  test("takes the words of this send or of the clinic; what is missing or empty is ours", () => {
    const own = sampleMail({
      message: { subject: "See you, {{guestName}}", body: "Dear {{guestName}},\nwe meet {{startsAt}}.\n\nSee {{unknownThing}}" },
    });
    assert.equal(own.subject, "See you, Samir");
    assert(own.text.startsWith("Dear Samir,\nwe meet Tuesday, November 24, 2026"));
    assert(own.text.includes("See {{unknownThing}}"), "what nobody can fill in stays as it stands");
    assert.equal(own.text.split(JOIN_URL).length, 2, "without a place for the link there is a button all the same");
    assert.equal(sampleMail({ message: { subject: " ", body: "" } }).text, sampleMail().text);
    assert.equal(sampleMail({ message: { body: "Only this" } }).subject, sampleMail().subject);
  });

  test("puts its one button where the message has the link on a line of its own", () => {
    const { text, html } = sampleMail({ message: { body: "Before\n\n{{joinUrl}}\n\nAfter" } });
    assert.match(text, /^Before\n\nJoin session:\nhttps:\S+\n\n[^\n]+\n\nAfter\n/);
    assert.equal(readHtml(html).links.length, 2);
    const inline = sampleMail({ message: { body: "Open {{joinUrl}} please" } });
    assert.equal(readHtml(inline.html).links.length, 3, "a link within a sentence is one, beside the button");
  });

  test("greets nobody by a name that nobody knows", () => {
    const { text } = sampleMail({ invite: { ...facts().invite, name: "" } });
    assert(text.startsWith("Hello,\n"), text.slice(0, 40));
    assert(sampleMail({ kind: "update", invite: { ...facts().invite, name: "" } }).text.startsWith("Hello,\n"));
  });

  test("over midnight names both times", () => {
    const { text } = sampleMail({ session: { ...facts().session, startsAt: Date.parse("2026-11-24T23:30:00-05:00") } });
    assert(text.includes("11:30 PM – 12:20 AM"), text);
  });

  test("offers a way to be sent no more of what invites and reminds, not of what concerns a session one holds a link to", async () => {
    const wayOut = async (kind: MailKind, unsubscribe?: string) => {
      const { email } = await readMail(sampleMail({ kind, ...(unsubscribe === undefined ? {} : { unsubscribe }) }));
      return ["list-unsubscribe", "list-unsubscribe-post"].map((name) => email.headers.find(({ key }) => key === name)?.value);
    };
    assert.deepEqual(await wayOut("invite"), ["<mailto:desk@riverside.example?subject=unsubscribe>", undefined]);
    assert.deepEqual(await wayOut("reminder", "https://relay.example/no-more?i=1"), [
      "<https://relay.example/no-more?i=1>",
      "List-Unsubscribe=One-Click",
    ]);
    assert.deepEqual(await wayOut("update"), [undefined, undefined]);
    assert.deepEqual(await wayOut("cancel"), [undefined, undefined]);
    assert.deepEqual(await wayOut("invite", "https://x.example/>\r\nBcc: everybody@evil.example"), [undefined, undefined]);
  });

  test("of an end has no button and no link, and takes the entry out of the calendar (MAIL4)", async () => {
    const mail = sampleMail({ kind: "cancel", joinUrl: "", sequence: 3 });
    const { html, email, calendar } = await readMail(mail);
    assert.deepEqual(html.links, []);
    assert(!email.text?.includes("https://"));
    assert.equal(mail.calendar?.method, "CANCEL");
    assert.match(calendar ?? "", /METHOD:CANCEL[\s\S]*SEQUENCE:3[\s\S]*STATUS:CANCELLED/);
  });

  test("as a reminder leaves the calendar alone (MAIL7)", () => {
    assert.equal(sampleMail({ kind: "reminder" }).calendar, undefined);
    assert.equal(sampleMail({ kind: "update", sequence: 1 }).calendar?.method, "REQUEST");
  });

  test("goes to one mailbox or to none, and with a link or not at all", () => {
    const hostile = [
      "a@x.org, b@y.org",
      "a@x.org\r\nBcc: b@y.org",
      "<a@x.org>",
      "a@x.org>",
      "@x.org:a@y.org",
      "-oX@x.org",
      "a b@x.org",
      "a@b@c.org",
      "a",
      "",
      '"a b"@x.org',
      `${"a".repeat(250)}@x.org`,
    ];
    for (const email of hostile) assert.throws(() => sampleMail({ invite: { ...facts().invite, email } }), RangeError, email);
    for (const joinUrl of ["javascript:alert(1)", "https://x.org/ \r\nX: 1", "", 'https://x.org/"><b>'])
      assert.throws(() => sampleMail({ joinUrl }), RangeError, joinUrl);
    assert.equal(sampleMail({ invite: { ...facts().invite, email: "o'brien+x_y=z@sub.x.org" } }).to.address, "o'brien+x_y=z@sub.x.org");
  });

  test("has an id that stays the same at every attempt and differs between mails", () => {
    const id = (itemId: number) => messageIdFor({ inviteId: "inv_B", itemId, from: "Video@Riverside.Example" });
    assert.equal(id(4), "inv_B.4@riverside.example");
    assert.notEqual(id(4), id(5));
    assert.deepEqual(inviteMail(facts()), inviteMail(facts()), "the same in, the same out");
  });

  test("has default words with a place for everything in every language", () => {
    for (const [language, { subject, body }] of Object.entries(DEFAULT_MESSAGES)) {
      assert(subject.includes("{{hostName}}"), language);
      for (const name of ["guestName", "hostName", "service", "startsAt", "clinicName"])
        assert(body.includes(`{{${name}}}`), `${language} ${name}`);
    }
  });
});
