import assert from "node:assert/strict";
import { describe, test } from "node:test";
import ICAL from "ical.js";
import PostalMime from "postal-mime";
import type { Invite } from "../../protocol/views.ts";
import { DebianMailServer, noMailServer } from "../support/debian-mail-server.ts";
import { until } from "../support/until.ts";
import { draft, openMailHouse } from "./mail-house.ts";
import type { Made } from "./mail-house.ts";
import { folded, readHtml } from "./mail/read-mail.ts";

const PEOPLE = [
  { name: "Maya Lindqvist", email: "maya@example.org" },
  { name: 'Zoë "<b>" Ångström, Bob', email: "zoe@example.org" },
  { name: "محمد بن عبد الله", email: "m.b@example.org" },
  { name: "=?utf-8?Q?Ana=0D=0ABcc:_all@evil.example?=", email: "ana+video@example.org" },
];
const BODY = "Hello {{guestName}},\n\n.\n..\nFrom here on: {{service}} = =3D, 100 %\n👩‍⚕️ bis bald\n\n{{joinUrl}}";

describe("Mails through a mail server (MAIL1)", () => {
  test(
    "arrive in a real one's mailboxes with the same words, one recipient each, and a calendar entry",
    { skip: noMailServer() },
    async (t) => {
      const server = await DebianMailServer.start();
      t.after(() => server.stop());
      const { call, relay } = await openMailHouse(t, {
        SMTP_URL: server.url,
        MAIL_FROM: "video@riverside.example",
        MAIL_REPLY_TO: "Riverside Desk <desk@riverside.example>",
        CLINIC_NAME: "Riverside Clinic",
      });
      assert.equal(relay.mails, null);
      const { id } = await call<Made>("POST", "/sessions", draft({ invites: undefined, service: "Paar & Familie" }));
      const { items } = await call<{ items: Invite[] }>("POST", `/sessions/${id}/invites`, {
        recipients: PEOPLE,
        message: { subject: "Für {{guestName}}", body: BODY },
      });
      const bytes = await until("all are delivered", () => (server.delivered().length === PEOPLE.length ? server.delivered() : null), {
        withinMs: 20_000,
      });
      const mails = await Promise.all(bytes.map((each) => PostalMime.parse(each, { attachmentEncoding: "utf8" })));
      for (const { name, email: address } of PEOPLE) {
        const mail = mails.find(({ to }) => to?.[0]?.address === address);
        assert.ok(mail, `${address} has a mail`);
        const shown = name.replaceAll("=?", "= ?");
        assert.deepEqual([mail.to?.length, mail.cc, mail.bcc, mail.to?.[0]?.name], [1, undefined, undefined, shown]);
        assert.deepEqual(
          [mail.from?.name, mail.from?.address, mail.replyTo?.[0]?.address],
          ["Riverside Clinic", "video@riverside.example", "desk@riverside.example"],
        );
        assert.equal(mail.subject, `Für ${shown}`);
        const said = `Hello ${name}, . .. From here on: Paar & Familie = =3D, 100 % 👩‍⚕️ bis bald`;
        assert.ok(folded(mail.text ?? "").includes(said), mail.text);
        const html = readHtml(mail.html ?? "");
        assert.ok(html.text.includes(said));
        const url = items.find((each) => each.email === address)?.url ?? "";
        assert.deepEqual([...new Set(html.links)], [url]);
        const calendar = mail.attachments.find(({ mimeType }) => mimeType === "text/calendar")?.content;
        assert.equal(typeof calendar, "string");
        const event = new ICAL.Component(ICAL.parse(calendar as string)).getFirstSubcomponent("vevent");
        assert.equal(event?.getFirstPropertyValue("url"), url);
      }
      await until("each is seen as sent", async () => {
        const now = await call<{ items: Invite[] }>("GET", `/sessions/${id}/invites`);
        return now.items.every(({ status }) => status === "sent");
      });
    },
  );
});
