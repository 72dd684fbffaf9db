import assert from "node:assert/strict";
import { describe, test } from "node:test";
import ICAL from "ical.js";
import { inviteMail } from "../../../relay/outbox/mail/invite-mail.ts";
import type { InviteMailFacts } from "../../../relay/outbox/mail/invite-mail.ts";
import { HOSTILE, IN_WORDS } from "../../support/hostile-texts.ts";
import { folded, readMail } from "./read-mail.ts";
import { facts, JOIN_URL, sampleMail } from "./samples.ts";

const PLACES: { place: string; put: (text: string) => Partial<InviteMailFacts> }[] = [
  { place: "guest's name", put: (name) => ({ invite: { ...facts().invite, name } }) },
  { place: "host's name", put: (hostName) => ({ hostName }) },
  { place: "service", put: (service) => ({ session: { ...facts().session, service } }) },
  { place: "clinic's name", put: (name) => ({ clinic: { ...facts().clinic, name } }) },
  { place: "subject", put: (subject) => ({ message: { subject } }) },
  { place: "message", put: (body) => ({ message: { body } }) },
];

/** What is left of a text on one line: written down again here, not borrowed from the code under test. */
function oneLine(text: string): string {
  return Array.from(text)
    .map((letter) => {
      const code = letter.codePointAt(0) ?? 0;
      if (code >= 0xd800 && code <= 0xdfff) return "\ufffd";
      const control = code < 0x20 || (code >= 0x7f && code <= 0x9f) || code === 0x2028 || code === 0x2029;
      const turning = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
      return control || turning ? " " : letter;
    })
    .join("")
    .replace(/ +/g, " ")
    .trim();
}

/** A template of one hostile text, filled in by hand. */
function filled(text: string): string {
  const values: Record<string, string> = {
    guestName: "Samir",
    hostName: "Dr. Maya Osei",
    clinicName: "Riverside Counselling",
    joinUrl: JOIN_URL,
  };
  return text.replace(/\{\{\s*(guestName|hostName|clinicName|joinUrl)\s*\}\}/g, (_whole, name: string) => values[name] ?? "");
}

/** A header may be long, not endless. */
function shortened(words: string, most = 500): string {
  const letters = Array.from(words);
  return letters.length > most ? `${letters.slice(0, most - 1).join("")}…` : words;
}

const usual = await readMail(sampleMail());
/** Elements that hold words; how many there are depends on the words. */
const WORDY = new Set(["p", "br", "strong", "p class", "p style", "p dir"]);
const shape = (counts: Record<string, number>) => Object.fromEntries(Object.entries(counts).filter(([name]) => !WORDY.has(name)));
/** The link of a `{{joinUrl}}` that the message's writer put there. */
const OWN_LINK = ["a", "a class", "a href", "a style"];

describe("Whatever somebody is called or writes, in a mail (A12, TEXT2)", () => {
  const cases = [...HOSTILE, ...IN_WORDS].flatMap((text) => PLACES.map(({ place, put }) => ({ text, place, different: put(text) })));
  assert(cases.length >= 500, `only ${cases.length} cases`);

  for (const { text, place, different } of cases) {
    test(`${JSON.stringify(text.slice(0, 40))} as the ${place} adds no header, recipient, element or link, and arrives as it was written`, async () => {
      const mail = inviteMail(facts(different));
      const { email, headerNames, html, calendar, source } = await readMail(mail);

      assert.deepEqual(headerNames, usual.headerNames);
      assert.deepEqual(
        email.to?.map(({ address }) => address),
        ["samir@guest.example"],
      );
      assert.equal(email.cc, undefined);
      assert.equal(email.bcc, undefined);
      assert.equal(email.from?.address, "video@riverside.example");
      assert.deepEqual(
        email.replyTo?.map(({ address }) => address),
        ["desk@riverside.example"],
      );

      const own = place === "message" ? (oneLine(text).match(/\{\{\s*joinUrl\s*\}\}/g)?.length ?? 0) : 0;
      const inline = own > 0 && text === "{{joinUrl}}" ? 0 : own;
      for (const kind of ["elements", "attributes"] as const) {
        const expected = { ...usual.html[kind] };
        for (const name of OWN_LINK) if (expected[name] !== undefined) expected[name] += inline;
        assert.deepEqual(shape(html[kind]), shape(expected));
      }
      assert.deepEqual([...new Set(html.links)], [JOIN_URL]);
      assert.equal(html.comments.length, usual.html.comments.length);

      const line = oneLine(text);
      const whole = folded(
        text
          .split(/\r\n|\r|\n/)
          .map(oneLine)
          .join("\n"),
      );
      const spoken = place === "message" ? folded(filled(whole)) : place === "subject" ? oneLine(filled(line)) : line;
      const header = (words: string, most?: number) => shortened(words.replaceAll("=?", "= ?"), most);
      if (place === "guest's name") assert.equal(email.to?.[0]?.name, header(line, 160));
      if (place === "clinic's name") assert.equal(email.from?.name, header(line, 160));
      if (place === "host's name") assert.equal(email.subject, header(oneLine(`${line} invites you to a video session`)));
      if (place === "subject" && line !== "") assert.equal(email.subject, header(spoken));
      else if (place !== "subject" && line !== "") {
        const link = place === "message" && text === "{{joinUrl}}";
        if (!link) assert(html.text.includes(folded(spoken)), "the words in HTML");
        assert(folded(email.text ?? "").includes(folded(spoken)), "the words in plain text");
      }
      assert.equal(email.text?.trimEnd(), mail.text.trimEnd());
      assert(!/(?<!\r)\n|\r(?!\n)/.test(source), "every line ends in CR LF (RFC 5322 2.1)");
      assert(
        source.split("\r\n").every((row) => Buffer.byteLength(row) <= 998),
        "and is at most 998 bytes long",
      );

      assert(calendar);
      const events = new ICAL.Component(ICAL.parse(calendar)).getAllSubcomponents("vevent");
      assert.equal(events.length, 1);
      const event = events[0];
      assert.deepEqual(
        event?.getAllProperties("attendee").map((each) => each.getFirstValue()),
        ["MAILTO:samir@guest.example"],
      );
      assert.equal(event?.getFirstPropertyValue("organizer"), "mailto:desk@riverside.example");
      assert.equal(event?.getFirstPropertyValue("url"), JOIN_URL);
      if (place === "service")
        assert.equal(event?.getFirstPropertyValue("summary"), oneLine(`Video session: ${line} (Riverside Counselling)`));
      for (const row of mail.calendar?.content.split("\r\n") ?? [])
        assert(Buffer.byteLength(row) <= 75, "lines of a calendar file are short (RFC 5545 3.1)");
    });
  }
});
