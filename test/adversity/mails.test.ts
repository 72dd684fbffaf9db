import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { TestContext } from "node:test";
import type { Invite, SessionInfo } from "../../protocol/views.ts";
import { MailgunServer } from "../support/mailgun-server.ts";
import type { MailgunMode } from "../support/mailgun-server.ts";
import { RedisServer } from "../support/redis-server.ts";
import { API_SECRET, RelayProcess } from "../support/relay-process.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";

const SESSIONS = 20;
const EACH = 50;
const MAILS = SESSIONS * EACH;
/** What becomes of a recipient's first attempts, by the last two digits of its number; whoever is not named has no trouble. */
const TROUBLE: Record<number, MailgunMode[]> = {
  3: [429],
  7: [500],
  11: [503],
  13: ["drop"],
  17: ["cut"],
  19: ["late-error"],
  23: ["nonsense"],
  29: ["drop"],
  31: ["slow"],
  37: [502],
  41: ["late-error"],
  43: [429, 503],
  // The mailbox is not one.
  99: [400],
};
/** Taken, and the relay is not told so. */
const LOST_REPLY = new Set<MailgunMode>(["drop", "late-error", "nonsense", "slow"]);

async function ask<T>(relay: RelayProcess, method: string, path: string, body?: object): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${relay.port}/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${API_SECRET}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  assert.ok(answer.ok, text);
  return JSON.parse(text) as T;
}

function mailgunSettings({ apiKey, domain, url }: MailgunServer): Record<string, string> {
  return {
    MAILGUN_API_KEY: apiKey,
    MAILGUN_DOMAIN: domain,
    MAILGUN_URL: url,
    MAILGUN_LAG_SECONDS: "2",
    MAIL_FROM: "Riverside Clinic <video@riverside.example>",
    LOG_LEVEL: "error",
  };
}

/** The nth session: a group with `EACH` invitations. */
function group(n: number): object {
  return {
    title: "Group",
    service: "Video session",
    hosts: [{ id: "user-1", name: "Dr. Osei" }],
    startsAt: new Date(Date.now() + 24 * 60 * 60_000).toISOString(),
    durationMinutes: 50,
    timeZone: "America/Toronto",
    linkSharing: true,
    invites: Array.from({ length: EACH }, (_, each) => ({ email: `guest-${n * EACH + each}@example.org` })),
  };
}

async function twoRelays(t: TestContext, mailgun: MailgunServer): Promise<[RelayProcess, RelayProcess]> {
  const redis = await RedisServer.start();
  t.after(() => redis.stop());
  const env = { ...mailgunSettings(mailgun), REDIS_URL: redis.url };
  const relays = await Promise.all([RelayProcess.start({ env }), RelayProcess.start({ env })]);
  for (const relay of relays) t.after(() => relay.stop());
  return relays;
}

describe("Mails under faults (A11, MAIL1, MAIL2, MAIL5)", () => {
  test(
    "1,000 invitations, refusals, lost answers and a killed relay: none is lost, and each is said to be what it is",
    { skip: missing("redis-server") },
    async (t) => {
      const mailgun = await MailgunServer.start();
      t.after(() => mailgun.close());
      const seen = new Map<string, number>();
      let lostReplies = 0;
      mailgun.mode = (recipient) => {
        const attempt = seen.get(recipient) ?? 0;
        seen.set(recipient, attempt + 1);
        const mode = TROUBLE[Number(/(\d+)@/.exec(recipient)?.[1] ?? 0) % 100]?.[attempt] ?? "ok";
        if (LOST_REPLY.has(mode)) lostReplies += 1;
        return mode;
      };
      const [first, second] = await twoRelays(t, mailgun);

      const began = performance.now();
      const sessions = await Promise.all(
        Array.from({ length: SESSIONS }, (_, n) => ask<SessionInfo>(n % 2 === 0 ? first : second, "POST", "/sessions", group(n))),
      );
      await until("the first mails are on their way", () => mailgun.taken.length >= 100, { withinMs: 60_000 });
      const before = mailgun.taken.length;
      first.kill("SIGKILL");

      let invites: Invite[] = [];
      await until(
        "every mail has come to an end",
        async () => {
          const lists = await Promise.all(sessions.map(({ id }) => ask<{ items: Invite[] }>(second, "GET", `/sessions/${id}/invites`)));
          invites = lists.flatMap(({ items }) => items);
          return invites.every(({ status }) => status === "sent" || status === "failed");
        },
        { withinMs: 240_000, everyMs: 500 },
      );
      const took = performance.now() - began;

      const copies = new Map<string, number>();
      for (const { recipient } of mailgun.taken) copies.set(recipient, (copies.get(recipient) ?? 0) + 1);
      const twice = [...copies.values()].filter((count) => count > 1);
      t.diagnostic(
        `${MAILS} invitations in ${(took / 1_000).toFixed(1)} s, ${before} of them before the kill; ${mailgun.calls} calls, ` +
          `${lostReplies} answers lost on purpose, ${twice.length} mails twice`,
      );
      assert.equal(invites.length, MAILS);
      const failed = invites.filter(({ status }) => status === "failed");
      assert.deepEqual(
        invites.filter(({ status, email }) => status === "sent" && !copies.has(email ?? "")).map(({ email }) => email),
        [],
        "nothing is said to be sent that was not taken",
      );
      assert.deepEqual(
        failed.map(({ email }) => email).filter((email) => copies.has(email ?? "") || !/99@/.test(email ?? "")),
        [],
        "nothing is said to have failed that was taken",
      );
      assert.equal(failed.length, MAILS / 100);
      assert.match(failed[0]?.failure ?? "", /Mailgun answered 400/);
      assert.ok(Math.max(...copies.values()) <= 2 && twice.length <= lostReplies, "at most one copy more for each lost answer");
      assert.equal(twice.length, 0, "and none at all here, where Mailgun could be asked");
    },
  );

  test("a relay alone with its embedded store, killed while it sends, goes on where it was when it is back", async (t) => {
    const mailgun = await MailgunServer.start();
    t.after(() => mailgun.close());
    const DATA_DIR = await mkdtemp(join(tmpdir(), "doorstep-killed-"));
    t.after(() => rm(DATA_DIR, { recursive: true, force: true }));
    const env = { ...mailgunSettings(mailgun), DATA_DIR };
    const before = await RelayProcess.start({ env });
    t.after(() => before.stop());
    const sessions = await Promise.all(Array.from({ length: 4 }, (_, n) => ask<SessionInfo>(before, "POST", "/sessions", group(n))));
    await until("the first mails are on their way", () => mailgun.taken.length >= 20, { withinMs: 60_000 });
    before.kill("SIGKILL");
    const sent = mailgun.taken.length;
    await before.stop();
    const after = await RelayProcess.start({ env });
    t.after(() => after.stop());
    await until(
      "every mail is sent",
      async () => {
        const lists = await Promise.all(sessions.map(({ id }) => ask<{ items: Invite[] }>(after, "GET", `/sessions/${id}/invites`)));
        return lists.every(({ items }) => items.length === EACH && items.every(({ status }) => status === "sent"));
      },
      { withinMs: 120_000, everyMs: 500 },
    );
    t.diagnostic(`${sent} of ${4 * EACH} mails before the kill, ${mailgun.taken.length} taken in all`);
    assert.equal(new Set(mailgun.taken.map(({ recipient }) => recipient)).size, 4 * EACH);
    assert.equal(mailgun.taken.length, 4 * EACH, "none twice: Mailgun was asked about those that were under way");
  });
});
