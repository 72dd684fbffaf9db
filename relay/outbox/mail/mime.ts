/** A mail as the bytes that travel (RFC 5322, MIME), the same for every transport. */

import MailComposer from "nodemailer/lib/mail-composer";
import type { Mailbox, OutgoingMail } from "./mail.ts";
import { CALENDAR_FILE } from "./mail.ts";

/**
 * Headers, plain text, HTML and the calendar message in one alternative (where Outlook and Gmail look for an invitation), and the
 * calendar once more as a file to open. Rejects only if the composer itself fails.
 */
export async function composeMime(mail: OutgoingMail): Promise<Buffer> {
  const { from, replyTo, to, subject, text, html, calendar, headers, messageId } = mail;
  const composer = new MailComposer({
    // Texts of a mail must never make the composer read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
    // Lines end as RFC 5322 2.1 has them; Mailgun gets these bytes as they are.
    newline: "win",
    messageId: `<${messageId}>`,
    from: mailbox(from),
    to: mailbox(to),
    ...(replyTo === undefined ? {} : { replyTo: mailbox(replyTo) }),
    subject,
    text,
    html,
    headers: Object.fromEntries(
      // List-Unsubscribe is one of those that mail programs read only if it is not encoded.
      Object.entries(headers).map(([name, value]) => [name, { prepared: /^[\u0020-\u007e]*$/u.test(value), value }]),
    ),
    ...(calendar === undefined ? {} : { icalEvent: { method: calendar.method, content: calendar.content, filename: CALENDAR_FILE } }),
  });
  return composer.compile().build();
}

function mailbox({ name, address }: Mailbox): { name: string; address: string } {
  return { name, address };
}
