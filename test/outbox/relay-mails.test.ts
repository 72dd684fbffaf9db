import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { TestContext } from "node:test";
import type { Invite, SessionInfo } from "../../protocol/views.ts";
import { createRelay, readConfig } from "../../relay/relay.ts";
import type { CapturedMail, Relay } from "../../relay/relay.ts";
import { until } from "../support/until.ts";

const API_SECRET = "b8f1c0d27e994a1f8d35e6a7419c02bd";
const HOUR = 60 * 60_000;

interface House {
  relay: Relay;
  mails: CapturedMail;
  call<T>(method: string, path: string, body?: object): Promise<T>;
}

async function open(t: TestContext, env: Record<string, string> = {}): Promise<House> {
  const DATA_DIR = await mkdtemp(join(tmpdir(), "doorstep-mails-"));
  t.after(() => rm(DATA_DIR, { recursive: true, force: true }));
  const relay = await createRelay(readConfig({ API_SECRET, PORT: "0", HOST: "127.0.0.1", DATA_DIR, LOG_LEVEL: "error", ...env }));
  t.after(() => relay.close());
  assert.ok(relay.mails !== null);
  return {
    relay,
    mails: relay.mails,
    async call<T>(method: string, path: string, body?: object) {
      const answer = await fetch(`http://127.0.0.1:${relay.port}/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${API_SECRET}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      assert.ok(answer.ok, text);
      return (text === "" ? undefined : JSON.parse(text)) as T;
    },
  };
}

const draft = (more: object = {}) => ({
  title: "Individual session with Jamie Client",
  service: "Video session",
  hosts: [{ id: "user-1", name: "Dr. Osei" }],
  startsAt: new Date(Date.now() + 24 * HOUR).toISOString(),
  durationMinutes: 50,
  timeZone: "America/Toronto",
  linkSharing: true,
  invites: [{ name: "Maya", email: "maya@example.org" }],
  ...more,
});

type Made = SessionInfo & { invites: Invite[] };
const kinds = (mails: CapturedMail): string[] =>
  mails
    .list()
    .toReversed()
    .map(({ mail }) => `${mail.tag} ${mail.to.address}`);

describe("A relay's mails (MAIL1)", () => {
  test("leave within a second of the invitation, and are seen as sent on the invite", async (t) => {
    const { mails, call } = await open(t, { CLINIC_NAME: "Riverside Clinic" });
    const began = performance.now();
    const { id, invites } = await call<Made>("POST", "/sessions", draft());
    await until("the mail is there", () => mails.list().length === 1, { withinMs: 1_000 });
    t.diagnostic(`sent ${Math.round(performance.now() - began)} ms after the call began`);
    const [sent] = mails.list();
    assert.equal(sent?.mail.from.name, "Riverside Clinic");
    assert.ok(sent?.mail.text.includes(invites[0]?.url ?? "no link"));
    await until("the invite says so", async () => {
      const { items } = await call<{ items: Invite[] }>("GET", `/sessions/${id}/invites`);
      return items[0]?.status === "sent" && items[0].sentAt !== undefined;
    });
  });

  test("tell of another time, and of the end, with the same calendar entry (RFC 5546)", async (t) => {
    const { mails, call } = await open(t);
    const { id } = await call<Made>("POST", "/sessions", draft({ invites: [{ email: "maya@example.org" }, { email: "tom@example.org" }] }));
    await until("both are invited", () => mails.list().length === 2);
    await call("PATCH", `/sessions/${id}`, { startsAt: new Date(Date.now() + 48 * HOUR).toISOString() });
    await until("both are told", () => mails.list().length === 4);
    await call("DELETE", `/sessions/${id}`);
    await until("both know that it is off", () => mails.list().length === 6);
    assert.deepEqual(
      kinds(mails).filter((each) => each.endsWith("maya@example.org")),
      ["doorstep-invite maya@example.org", "doorstep-update maya@example.org", "doorstep-cancel maya@example.org"],
    );
  });

  test("remind of a session an hour before it starts, unless reminders are off (MAIL7)", async (t) => {
    const soon = { startsAt: new Date(Date.now() + HOUR - 1_000).toISOString() };
    const reminding = await open(t);
    await reminding.call("POST", "/sessions", draft(soon));
    await until("the reminder is there", () => kinds(reminding.mails).includes("doorstep-reminder maya@example.org"));
    const silent = await open(t, { REMINDER_MINUTES: "0" });
    const { id } = await silent.call<Made>("POST", "/sessions", draft(soon));
    await until("the invitation is there", () => silent.mails.list().length === 1);
    await silent.call("PATCH", `/sessions/${id}`, { durationMinutes: 45 });
    await until("so is the news", () => silent.mails.list().length === 2);
    assert.deepEqual(kinds(silent.mails), ["doorstep-invite maya@example.org", "doorstep-update maya@example.org"]);
  });
});
