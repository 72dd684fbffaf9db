/** The mails of an invitation: the invitation itself, a reminder, news of another time, and its end. Pure: the same in, the same out. */

import type { InviteId, SessionId } from "../../../protocol/ids.ts";
import { NAME_LENGTH } from "../../../protocol/limits.ts";
import type { Message, Values } from "../../../protocol/message-template.ts";
import { DEFAULT_MESSAGES, fillIn, mailLanguage, parseTemplate, renderText } from "../../../protocol/message-template.ts";
import { calendarFor } from "./calendar.ts";
import type { Mailbox, OutgoingMail } from "./mail.ts";
import { CALENDAR_FILE } from "./mail.ts";
import { MAIL_WORDS } from "./mail-words.ts";
import type { MailWords, Spoken } from "./mail-words.ts";
import { pageHtml, pageText } from "./mail-page.ts";
import type { Block, MailPage, Run } from "./mail-page.ts";
import { messageBlocks } from "./message-blocks.ts";
import { headerLine, isPlainAddress, plainLine, plainLines, shortened } from "./plain-line.ts";
import { timeInWords } from "./session-time.ts";
import type { SessionTime, TimeInWords } from "./session-time.ts";

export type MailKind = "invite" | "reminder" | "update" | "cancel";

/** What a mail is made of. Times in ms. */
export interface InviteMailFacts {
  kind: MailKind;
  /** Without brackets; see `messageIdFor`. */
  messageId: string;
  /** Never the title: portals write clients' names into it (VIEW2). */
  session: SessionTime & { id: SessionId; service: string };
  invite: { id: InviteId; name: string; email: string };
  hostName: string;
  clinic: { name: string; from: Mailbox; replyTo?: Mailbox };
  /** The drop-in link, whole. A `cancel` has none. */
  joinUrl: string;
  /** This send's own words, or the clinic's; what is missing is ours, in the recipient's language. Only an invitation has them. */
  message?: Partial<Message>;
  /** BCP 47. */
  locale?: string;
  /** Of the calendar entry (RFC 5545 3.8.7.4): 0 at first, higher with every later one. */
  sequence: number;
  /** When the mail is made; the calendar entry's own stamp. */
  now: number;
  /** The link works from this long before the start. */
  opensBeforeMs: number;
  /** Where "send me no more" goes, `https:` or `mailto:`; by default a mail to the clinic. */
  unsubscribe?: string;
  /** Which item of the session's outbox this is. */
  itemId?: number;
}

/** Longest subject, letters: what the parts may hold together, with room to spare. */
const SUBJECT_LENGTH = 500;
/** Longest name of a mailbox, letters: one word of it must fit into a line (RFC 5322 2.1.1). */
const MAILBOX_NAME_LENGTH = 2 * NAME_LENGTH;
const MINUTE = 60_000;

/** Ours for one mail, the same at every attempt: a re-send is another mail. `from`: the sender's address, for its domain. */
export function messageIdFor({ inviteId, itemId, from }: { inviteId: InviteId; itemId: number; from: string }): string {
  return `${inviteId}.${itemId}@${from.slice(from.lastIndexOf("@") + 1).toLowerCase()}`;
}

/** Throws `RangeError` for an address that is no single mailbox, or a link that is none: both were refused at the door. */
export function inviteMail(facts: InviteMailFacts): OutgoingMail {
  const { kind, clinic } = facts;
  if (kind !== "cancel" && !/^https?:\/\/[^\s"<>]+$/u.test(facts.joinUrl)) throw new RangeError("Not a link.");
  const letter = write(facts);
  const to = mailbox({ name: facts.invite.name, address: facts.invite.email });
  const from = mailbox({ name: clinic.name, address: clinic.from.address });
  const replyTo = clinic.replyTo === undefined ? undefined : mailbox(clinic.replyTo);
  return {
    messageId: facts.messageId,
    from,
    ...(replyTo === undefined ? {} : { replyTo }),
    to,
    subject: letter.page.subject,
    html: pageHtml(letter.page),
    text: pageText(letter.page),
    ...(kind === "reminder"
      ? {}
      : {
          calendar: calendarFor({
            method: kind === "cancel" ? "CANCEL" : "REQUEST",
            sequence: facts.sequence,
            now: facts.now,
            session: facts.session,
            inviteId: facts.invite.id,
            summary: letter.words.entry({ service: letter.spoken.service, clinicName: letter.spoken.clinicName }),
            description: letter.entryText,
            ...(kind === "cancel" ? {} : { joinUrl: facts.joinUrl }),
            organizer: { name: from.name, address: (replyTo ?? from).address },
            attendee: to,
          }),
        }),
    headers: headersOf(facts, (replyTo ?? from).address, letter.page.language),
    variables: {
      "doorstep-message": facts.messageId,
      "doorstep-session": facts.session.id,
      "doorstep-invite": facts.invite.id,
      ...(facts.itemId === undefined ? {} : { "doorstep-item": `${facts.itemId}` }),
    },
    tag: `doorstep-${kind}`,
  };
}

function headersOf({ kind, unsubscribe }: InviteMailFacts, replyAddress: string, language: string): Record<string, string> {
  const headers: Record<string, string> = {
    "Content-Language": language,
    // Keeps holiday notices from answering (RFC 3834; the second is Exchange's).
    "Auto-Submitted": "auto-generated",
    "X-Auto-Response-Suppress": "All",
  };
  // News of a session somebody already holds a link to is owed to them; only what invites and reminds can be unwanted.
  if (kind === "update" || kind === "cancel") return headers;
  const way = unsubscribe ?? `mailto:${encodeURIComponent(replyAddress).replace("%40", "@")}?subject=unsubscribe`;
  if (!/^(?:https:\/\/|mailto:)[\u0021-\u003b\u003d\u003f-\u007e]+$/u.test(way)) return headers;
  headers["List-Unsubscribe"] = `<${way}>`;
  if (way.startsWith("https:")) headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click";
  return headers;
}

function mailbox({ name, address }: Mailbox): Mailbox {
  if (!isPlainAddress(address)) throw new RangeError("Not the address of one mailbox.");
  return { name: shortened(headerLine(name), MAILBOX_NAME_LENGTH), address };
}

interface Letter {
  page: MailPage;
  words: MailWords;
  spoken: Spoken;
  /** What stands in the calendar entry. */
  entryText: string;
}

function write(facts: InviteMailFacts): Letter {
  const { kind, session, clinic, joinUrl } = facts;
  const language = mailLanguage(facts.locale);
  // Times follow the region too, but never another language than the sentences around them.
  const regional = facts.locale !== undefined && facts.locale.toLowerCase().startsWith(language) ? facts.locale : language;
  const words = MAIL_WORDS[language];
  const time = timeInWords(session, regional);
  const spoken: Spoken = {
    hostName: plainLine(facts.hostName),
    clinicName: plainLine(clinic.name),
    service: plainLine(session.service),
    startsAt: time.whole,
  };
  const guestName = plainLine(facts.invite.name);
  const values: Values = { ...spoken, guestName, joinUrl };
  const button: Block = {
    is: "button",
    label: words.join,
    url: joinUrl,
    note: `${words.opens(Math.max(0, Math.round(facts.opensBeforeMs / MINUTE)))} ${words.personal}`,
  };
  const glance = factsBlock(kind, words, spoken, time);
  const own = kind === "invite" ? messageOf(facts) : undefined;
  const subject = own === undefined ? kindWords(kind, words).subject(spoken) : renderText(parseTemplate(own.subject).parts, values);
  const blocks =
    own === undefined
      ? kindBlocks(kind, words, spoken, guestName, button)
      : messageBlocks(fillIn(parseTemplate(plainLines(own.body)).parts, values), button);
  return {
    page: {
      language,
      rightToLeft: language === "ar",
      subject: shortened(headerLine(subject), SUBJECT_LENGTH),
      preview: `${time.day} · ${time.hours} · ${spoken.service}`,
      clinicName: spoken.clinicName,
      blocks: [...blocks, glance],
      ...(kind === "cancel" ? {} : { orOpen: { words: words.orOpen, url: joinUrl } }),
      footer: words.why(spoken),
    },
    words,
    spoken,
    entryText: kind === "cancel" ? words.cancel.line(spoken) : `${words.join}: ${joinUrl}\n\n${button.note}`,
  };
}

/** An empty subject or body is as good as none. */
function messageOf({ message, locale }: InviteMailFacts): Message {
  const usual = DEFAULT_MESSAGES[mailLanguage(locale)];
  const subject = plainLine(message?.subject ?? "");
  const body = plainLines(message?.body ?? "");
  return { subject: subject === "" ? usual.subject : subject, body: body === "" ? usual.body : body };
}

function kindWords(kind: MailKind, words: MailWords): MailWords["reminder"] {
  return kind === "update" ? words.update : kind === "cancel" ? words.cancel : words.reminder;
}

function kindBlocks(kind: MailKind, words: MailWords, spoken: Spoken, guestName: string, button: Block): Block[] {
  const line = kindWords(kind, words).line(spoken);
  const at = line.indexOf(spoken.startsAt);
  const sentence: Run[] = [
    { text: line.slice(0, at) },
    { text: spoken.startsAt, strong: true },
    { text: line.slice(at + spoken.startsAt.length) },
  ];
  const after = kind === "update" ? words.update.same : kind === "cancel" ? words.cancel.after : undefined;
  return [
    { is: "paragraph", lines: [[{ text: words.hello(guestName) }]] },
    { is: "paragraph", lines: [sentence] },
    ...(after === undefined ? [] : [{ is: "paragraph" as const, lines: [[{ text: after }]] }]),
    ...(kind === "cancel" ? [] : [button]),
    { is: "paragraph", lines: [[{ text: spoken.clinicName }]], name: true },
  ];
}

function factsBlock(kind: MailKind, words: MailWords, spoken: Spoken, time: TimeInWords): Block {
  return {
    is: "facts",
    rows: [
      { label: words.when, lines: [time.day, time.hours, time.zone], struck: kind === "cancel" },
      { label: words.with, lines: [spoken.hostName] },
      { label: words.service, lines: [spoken.service] },
    ],
    ...(kind === "reminder" ? {} : { foot: words.inCalendar(CALENDAR_FILE) }),
  };
}
