/** What the demo "sent": every mail that the relay kept because nothing is set up to send it, as a mail program would show it. */

import { Hono } from "hono";
import type { CapturedEntry, CapturedMail } from "../relay/outbox/mail/captured-mail.ts";
import type { Mailbox } from "../relay/outbox/mail/mail.ts";
import { CALENDAR_FILE } from "../relay/outbox/mail/mail.ts";

/** A mail in the list. */
export interface MailLine {
  id: number;
  /** ISO 8601. */
  at: string;
  to: Mailbox;
  from: Mailbox;
  subject: string;
  /** Of the calendar file beside it. */
  calendar?: "REQUEST" | "CANCEL";
}

/** One mail, whole but for its HTML, which has a page of its own. */
export interface MailSheet extends MailLine {
  replyTo?: Mailbox;
  text: string;
  /** As they travel: names and values, in order. */
  headers: [string, string][];
  calendarText?: string;
  file: string;
}

/**
 * The HTML of a mail is somebody else's words: it runs no script, loads nothing and cannot reach the page around it. Its links open
 * a page of their own, as a mail program's do.
 */
const MAIL_HEADERS = {
  "Content-Type": "text/html; charset=utf-8",
  "Cache-Control": "no-store",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
};

/** @param mails asked anew each time; null: mails really go out, and the demo keeps none. */
export function outbox(mails: () => CapturedMail | null): Hono {
  const app = new Hono();
  const entry = (id: string): CapturedEntry | undefined => (/^\d{1,9}$/u.test(id) ? mails()?.get(Number(id)) : undefined);
  const missing = { error: "This mail is not kept any more." };

  app.get("/", (c) => {
    c.header("Cache-Control", "no-store");
    return c.json({ kept: mails() !== null, items: (mails()?.list() ?? []).map(line) });
  });
  app.get("/:id", async (c) => {
    const found = entry(c.req.param("id"));
    if (found === undefined) return c.json(missing, 404);
    c.header("Cache-Control", "no-store");
    return c.json(sheet(found, (await mails()?.source(found.id)) ?? ""));
  });
  app.get("/:id/html", (c) => {
    const found = entry(c.req.param("id"));
    if (found === undefined) return c.json(missing, 404);
    return c.body(found.mail.html.replace("<head>", '<head>\n<base target="_blank" />'), 200, MAIL_HEADERS);
  });
  app.get("/:id/source", async (c) => {
    const found = entry(c.req.param("id"));
    if (found === undefined) return c.json(missing, 404);
    return c.body((await mails()?.source(found.id)) ?? "", 200, {
      "Content-Type": "message/rfc822; charset=utf-8",
      "Content-Disposition": `attachment; filename="mail-${found.id}.eml"`,
      "X-Content-Type-Options": "nosniff",
    });
  });
  app.get(`/:id/${CALENDAR_FILE}`, (c) => {
    const calendar = entry(c.req.param("id"))?.mail.calendar;
    if (calendar === undefined) return c.json(missing, 404);
    return c.body(calendar.content, 200, {
      "Content-Type": `text/calendar; charset=utf-8; method=${calendar.method}`,
      "Content-Disposition": `attachment; filename="${CALENDAR_FILE}"`,
      "X-Content-Type-Options": "nosniff",
    });
  });
  return app;
}

function line({ id, at, mail }: CapturedEntry): MailLine {
  const { to, from, subject, calendar } = mail;
  return { id, at: new Date(at).toISOString(), to, from, subject, ...(calendar === undefined ? {} : { calendar: calendar.method }) };
}

function sheet(entry: CapturedEntry, source: string): MailSheet {
  const { replyTo, text, calendar } = entry.mail;
  return {
    ...line(entry),
    ...(replyTo === undefined ? {} : { replyTo }),
    text,
    headers: headersIn(source),
    ...(calendar === undefined ? {} : { calendarText: calendar.content }),
    file: CALENDAR_FILE,
  };
}

/** The header of a message (RFC 5322 2.2), its folded lines unfolded. */
function headersIn(source: string): [string, string][] {
  const [head = ""] = source.split(/\r?\n\r?\n/u);
  return head
    .replaceAll(/\r?\n[ \t]+/gu, " ")
    .split(/\r?\n/u)
    .map((each): [string, string] => {
      const colon = each.indexOf(":");
      return [each.slice(0, colon), each.slice(colon + 1).trim()];
    })
    .filter(([name]) => name !== "");
}
