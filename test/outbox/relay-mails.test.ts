import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import ICAL from "ical.js";
import ical from "node-ical";
import type { VEvent } from "node-ical";
import type { Invite } from "../../protocol/views.ts";
import type { CapturedMail } from "../../relay/relay.ts";
import { until } from "../support/until.ts";
import { API_SECRET, draft, HOUR, openMailHouse } from "./mail-house.ts";
import type { Made } from "./mail-house.ts";
import { folded, readMail } from "./mail/read-mail.ts";

/** Oldest first. */
const kinds = (mails: CapturedMail, address = "maya@example.org"): string[] =>
  mails
    .list()
    .toReversed()
    .filter(({ mail }) => mail.to.address === address)
    .map(({ mail }) => mail.tag.replace("doorstep-", ""));

describe("A relay's mails (MAIL1)", () => {
  test("leave within a second of the invitation, and are seen as sent on the invite", async (t) => {
    const { mails, call } = await openMailHouse(t, { CLINIC_NAME: "Riverside Clinic", MAIL_REPLY_TO: "desk@riverside.example" });
    const began = performance.now();
    const { id, invites } = await call<Made>("POST", "/sessions", draft());
    await until("the mail is there", () => mails().list().length === 1, { everyMs: 2 });
    const took = performance.now() - began;
    t.diagnostic(`sent ${Math.round(took)} ms after the call began`);
    assert.ok(took < 1_000);
    const [sent] = mails().list();
    assert.equal(sent?.mail.from.name, "Riverside Clinic");
    assert.equal(sent?.mail.replyTo?.address, "desk@riverside.example");
    assert.ok(sent?.mail.text.includes(invites[0]?.url ?? "no link"));
    assert.match(sent?.mail.headers["List-Unsubscribe"] ?? "", /^<mailto:desk@riverside\.example\?/);
    await until("the invite says so", async () => {
      const { items } = await call<{ items: Invite[] }>("GET", `/sessions/${id}/invites`);
      return items[0]?.status === "sent" && items[0].sentAt !== undefined;
    });
  });

  test("say what the host wrote for this send, word for word", async (t) => {
    const { mails, call } = await openMailHouse(t);
    const { id } = await call<Made>("POST", "/sessions", draft({ invites: undefined }));
    const words = 'Hello {{guestName}} <b>&amp;</b> "=3D"\n\n{{hostName}} اهلا 👩‍⚕️\n.\n\n{{joinUrl}}';
    await call("POST", `/sessions/${id}/invites`, {
      recipients: [{ name: "Maya {{joinUrl}}", email: "maya@example.org" }],
      message: { subject: "{{service}}: =?utf-8?Q?hi?=", body: words },
    });
    await until("the mail is there", () => mails().list().length === 1);
    const [sent] = mails().list();
    assert.ok(sent);
    const { email, html } = await readMail(sent.mail);
    assert.equal(email.subject, "Video session: = ?utf-8?Q?hi?=");
    const said = 'Hello Maya {{joinUrl}} <b>&amp;</b> "=3D" Dr. Osei اهلا 👩‍⚕️ .';
    assert.ok(folded(email.text ?? "").includes(said), email.text);
    assert.ok(html.text.includes(said));
    assert.equal(html.elements["b"], undefined);
  });

  test("carry one calendar entry through its life, at the right instant in three zones over a change of the clocks (RFC 5546)", async (t) => {
    const { mails, call } = await openMailHouse(t);
    const year = new Date().getUTCFullYear() + 1;
    // A day in winter, and one in summer of the same wall-clock time or not: the instant is what was asked for.
    const winter = Date.UTC(year, 0, 14, 15);
    const summer = Date.UTC(year, 6, 14, 15);
    const zones = ["America/Toronto", "Europe/Berlin", "Australia/Sydney"];
    for (const [n, timeZone] of zones.entries()) {
      const email = `guest-${n}@example.org`;
      const { id, invites } = await call<Made>(
        "POST",
        "/sessions",
        draft({ startsAt: new Date(winter).toISOString(), timeZone, invites: [{ email }] }),
      );
      await until("invited", () => kinds(mails(), email).length === 1);
      await call("PATCH", `/sessions/${id}`, { startsAt: new Date(summer).toISOString() });
      await until("told of the other time", () => kinds(mails(), email).length === 2);
      await call("DELETE", `/sessions/${id}/invites/${invites[0]?.id}`);
      await until("taken back", () => kinds(mails(), email).length === 3);
      assert.deepEqual(kinds(mails(), email), ["invite", "update", "cancel"]);

      const entries = await Promise.all(
        mails()
          .list()
          .toReversed()
          .filter(({ mail }) => mail.to.address === email)
          .map(async ({ mail }) => (await readMail(mail)).calendar ?? ""),
      );
      const events = entries.map((text) => Object.values(ical.sync.parseICS(text)).find((each) => each?.type === "VEVENT") as VEvent);
      assert.deepEqual(
        events.map(({ start }) => start.getTime()),
        [winter, summer, summer],
        timeZone,
      );
      assert.equal(new Set(events.map(({ uid }) => uid)).size, 1, "one entry");
      const read = entries.map((text) => new ICAL.Component(ICAL.parse(text)));
      assert.deepEqual(
        read.map((each) => each.getFirstPropertyValue("method")),
        ["REQUEST", "REQUEST", "CANCEL"],
      );
      const sequences = read.map((each) => Number(each.getFirstSubcomponent("vevent")?.getFirstPropertyValue("sequence")));
      assert.deepEqual(sequences, [0, 1, 2], "each newer than the one before");
    }
  });

  test("tell everyone that a session was called off", async (t) => {
    const { mails, call } = await openMailHouse(t);
    const { id } = await call<Made>("POST", "/sessions", draft({ invites: [{ email: "maya@example.org" }, { email: "tom@example.org" }] }));
    await until("both are invited", () => mails().list().length === 2);
    await call("DELETE", `/sessions/${id}`);
    await until("both know that it is off", () => mails().list().length === 4);
    assert.deepEqual([kinds(mails()), kinds(mails(), "tom@example.org")], Array(2).fill(["invite", "cancel"]));
  });

  test("remind of a session an hour before it starts, unless reminders are off (MAIL7)", async (t) => {
    const soon = { startsAt: new Date(Date.now() + HOUR - 1_000).toISOString() };
    const reminding = await openMailHouse(t);
    await reminding.call("POST", "/sessions", draft(soon));
    await until("the reminder is there", () => kinds(reminding.mails()).includes("reminder"));
    const silent = await openMailHouse(t, { REMINDER_MINUTES: "0" });
    const { id } = await silent.call<Made>("POST", "/sessions", draft(soon));
    await until("the invitation is there", () => silent.mails().list().length === 1);
    await silent.call("PATCH", `/sessions/${id}`, { durationMinutes: 45 });
    await until("so is the news", () => silent.mails().list().length === 2);
    assert.deepEqual(kinds(silent.mails()), ["invite", "update"]);
  });

  test("are switched off, and reminders set, tenant by tenant", async (t) => {
    const folder = await mkdtemp(join(tmpdir(), "doorstep-tenants-"));
    t.after(() => rm(folder, { recursive: true, force: true }));
    const TENANTS_FILE = join(folder, "tenants.json");
    const other = { id: "harbour", clinicName: "Harbour", apiSecret: `${API_SECRET}2`, reminderMinutes: 30 };
    await writeFile(
      TENANTS_FILE,
      JSON.stringify([{ id: "riverside", clinicName: "Riverside", apiSecret: API_SECRET, mail: false }, other]),
    );
    const { mails, call, ask } = await openMailHouse(t, { TENANTS_FILE });
    const { invites } = await call<Made>("POST", "/sessions", draft());
    assert.ok(invites[0]?.url !== undefined && invites[0].status === undefined, "a link to copy, and no mail");
    const soon = { startsAt: new Date(Date.now() + HOUR / 2 - 1_000).toISOString() };
    const made = await ask("POST", "/sessions", draft(soon), { authorization: `Bearer ${other.apiSecret}` });
    assert.equal(made.status, 201, made.text);
    await until("the other's reminder is there", () => mails().list().length === 2);
    assert.deepEqual(
      mails()
        .list()
        .map(({ mail }) => mail.from.name),
      ["Harbour", "Harbour"],
    );
  });

  test("are only so many a day for a host and a clinic, and the refusal says so in a sentence (MAIL6)", async (t) => {
    const { mails, call, ask } = await openMailHouse(t, { LIMIT_MAILS_PER_HOST: "3", LIMIT_MAILS_PER_TENANT: "5" });
    const { token } = await call<{ token: string }>("POST", "/tokens", { sub: "admin-1", name: "Ana", role: "admin", ttlSeconds: 600 });
    const people = (...names: string[]) => ({ recipients: names.map((name) => ({ email: `${name}@example.org` })) });
    const { id } = await call<Made>("POST", "/sessions", draft({ invites: undefined }));
    const asAdmin = { authorization: `Bearer ${token}` };
    const path = `/sessions/${id}/invites`;
    assert.equal((await ask("POST", path, people("a", "b", "c"), asAdmin)).status, 201);
    const host = await ask("POST", path, people("d"), asAdmin);
    assert.equal(host.status, 429);
    const refused = JSON.parse(host.text) as { code: string; why: string; detail: string; retryAfterMs: number };
    assert.deepEqual([refused.code, refused.why], ["rate-limited", "mails-of-host"]);
    assert.match(refused.detail, /^You have sent as many invitations as one person may in a day\. Copy the links .+\.$/);
    assert.ok(refused.retryAfterMs > 23 * HOUR);
    assert.equal(
      (await ask("POST", path, people("a", "b"), asAdmin)).status,
      429,
      "even for those who have one: it cannot be known before",
    );
    assert.equal((await ask("POST", path, people("a", "b"))).status, 201, "the back end itself is no host");
    assert.equal((await ask("POST", path, people("a", "b"))).status, 201, "and nobody was sent another mail, so nothing was counted");
    assert.equal((await ask("POST", path, people("e", "f"))).status, 201);
    assert.match((await ask("POST", path, people("g"))).text, /Your clinic has sent as many invitations as it may in a day/);
    assert.equal((await ask("POST", `/sessions/${id}/links`, { label: "Copy me" })).status, 201, "links to copy go on");
    await until("all allowed mails went out", () => mails().list().length === 5);
  });
});
