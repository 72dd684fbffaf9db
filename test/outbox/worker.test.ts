import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { TestContext } from "node:test";
import type { RelayId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { SessionId } from "../../protocol/ids.ts";
import { MAX_ATTEMPTS } from "../../relay/outbox/back-off.ts";
import type { MailTransport, OutgoingMail, SendOutcome } from "../../relay/outbox/mail/mail.ts";
import { OutboxWorker } from "../../relay/outbox/worker.ts";
import type { WorkerDeps } from "../../relay/outbox/worker.ts";
import { createCommand } from "../../relay/session/drafts.ts";
import type { Session } from "../../relay/session/session.ts";
import { openStore } from "../../relay/store/open-store.ts";
import { SessionKeeper } from "../../relay/store/session-keeper.ts";
import type { Store } from "../../relay/store/session-store.ts";
import { RedisServer } from "../support/redis-server.ts";
import { missing } from "../support/system-packages.ts";
import { until } from "../support/until.ts";
import { sampleMail } from "./mail/samples.ts";
import { POLICY } from "../session/world.ts";

const CLOCK = { role: "clock" } as const;
const HOUR = 60 * 60_000;
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A transport in the test's own hands: what it is given waits for an answer. */
class HeldMail implements MailTransport {
  readonly name = "held";
  readonly asked: string[] = [];
  readonly settlesAfterMs = 0;
  /** What the provider says of a mail. */
  knows: boolean | null = null;
  readonly #waiting: { mail: OutgoingMail; answer: (outcome: SendOutcome) => void }[] = [];
  readonly sent: OutgoingMail[] = [];

  send(mail: OutgoingMail): Promise<SendOutcome> {
    this.sent.push(mail);
    return new Promise((answer) => this.#waiting.push({ mail, answer }));
  }

  wasAccepted(messageId: string): Promise<boolean | null> {
    this.asked.push(messageId);
    return Promise.resolve(this.knows);
  }

  get held(): number {
    return this.#waiting.length;
  }

  async answer(outcome: SendOutcome): Promise<void> {
    const { answer } = await until("a mail is held", () => this.#waiting.shift());
    answer(outcome);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

interface Desk {
  relayId: RelayId;
  store: Store;
  keeper: SessionKeeper;
  worker: OutboxWorker;
  mails: HeldMail;
  /** How far this relay's clock is ahead, ms. */
  ahead: { ms: number };
  session(): Promise<Session>;
}

/** A relay's worker; a second one on the same store is given the session's id. */
async function desk(t: TestContext, store: Store, relayId: RelayId, id: () => SessionId, more: Partial<WorkerDeps> = {}): Promise<Desk> {
  const mails = new HeldMail();
  const ahead = { ms: 0 };
  const sessions = store.sessions;
  // Its clock alone goes ahead: the store takes what is decided as if it were later.
  const now = sessions.now.bind(sessions);
  sessions.now = () => now() + ahead.ms;
  const keeper: SessionKeeper = new SessionKeeper({
    store,
    relayId,
    policyFor: () => ({ ...POLICY, webhooks: false }),
    log: QUIET,
    onEvents: (session) => {
      if (session !== null) worker.attend(session);
    },
  });
  const worker = new OutboxWorker({
    keeper,
    relayId,
    transport: mails,
    write: (session, item) =>
      Promise.resolve(
        item.what.is === "mail"
          ? sampleMail({
              messageId: `${item.what.inviteId}.${item.id}@riverside.example`,
              invite: { id: item.what.inviteId, name: item.what.mail, email: session.invites[item.what.inviteId]?.email ?? "" },
            })
          : null,
      ),
    tell: () => Promise.resolve({ is: "accepted" }),
    log: QUIET,
    random: () => 0.5,
    ...more,
  });
  t.after(() => keeper.close());
  return {
    relayId,
    store,
    keeper,
    worker,
    mails,
    ahead,
    async session() {
      const read = await keeper.read(id());
      assert.ok(read.ok && read.value !== null);
      return read.value.session;
    },
  };
}

async function oneRelay(t: TestContext): Promise<Desk & { id: SessionId; invite: (...people: string[]) => Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), "doorstep-worker-"));
  const relayId = newId("rly");
  const store = await openStore({ dataDir, relayId, log: QUIET });
  t.after(async () => {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  const command = draft();
  const made = await desk(t, store, relayId, () => command.sessionId);
  await made.keeper.submit(command.sessionId, command);
  return { ...made, id: command.sessionId, invite: (...people) => invite(made, command.sessionId, people) };
}

function draft() {
  return createCommand(
    { role: "vendor", tenantId: "riverside" },
    {
      title: "T",
      service: "S",
      hosts: [{ id: "user-1", name: "Dr. Osei" }],
      startsAt: new Date(Date.now() + 48 * HOUR).toISOString(),
      durationMinutes: 50,
      timeZone: "UTC",
      linkSharing: true,
    },
  );
}

async function invite({ keeper }: Desk, id: SessionId, people: string[]): Promise<void> {
  const invites = people.map((name) => ({ inviteId: newId("inv"), name, email: `${name}@example.org`, relation: "other" as const }));
  const done = await keeper.submit(id, { type: "invite", actor: { role: "vendor", tenantId: "riverside" }, invites });
  assert.ok(done.ok);
}

const statusOf = (session: Session): (string | undefined)[] => Object.values(session.invites).map(({ mail }) => mail?.status);

describe("The outbox's worker (MAIL1, MAIL2)", () => {
  test("sends what a commit put there at once, one recipient's mails in their order (MAIL3)", async (t) => {
    const { mails, keeper, id, invite: add, session } = await oneRelay(t);
    await add("maya", "tom");
    await until("both invitations are under way", () => mails.held === 2);
    await keeper.submit(id, { type: "update", actor: { role: "vendor", tenantId: "riverside" }, fields: { durationMinutes: 45 } });
    assert.equal(mails.held, 2, "news waits for the invitation it is news of");
    await mails.answer({ is: "accepted" });
    await until("the first one's news follows", () => mails.sent.length === 3);
    const [first, second, third] = mails.sent;
    assert.equal(third?.to.address, first?.to.address);
    assert.deepEqual([first?.to.name, second?.to.name, third?.to.name], ["invite", "invite", "update"]);
    await mails.answer({ is: "accepted" });
    await mails.answer({ is: "accepted" });
    await mails.answer({ is: "accepted" });
    await until("all is settled", async () => Object.keys((await session()).outbox).length === 0);
    assert.deepEqual(statusOf(await session()), ["sent", "sent"]);
  });

  test("has only so many under way at once, and goes on as places come free", async (t) => {
    const { mails, invite: add, session } = await oneRelay(t);
    await add(...Array.from({ length: 60 }, (_, n) => `guest-${n}`));
    await until("the room is full", () => mails.held === 24);
    for (let n = 0; n < 60; n += 1) await mails.answer({ is: "accepted" });
    await until("all are sent", async () => statusOf(await session()).every((status) => status === "sent"));
    assert.equal(mails.sent.length, 60);
  });

  test("is not led in circles by what it knew before: what others have sent meanwhile is asked for once", async (t) => {
    const made = await oneRelay(t);
    const { mails, worker, keeper, id, invite: add, session } = made;
    await add(...Array.from({ length: 60 }, (_, n) => `guest-${n}`));
    await until("the room is full", () => mails.held === 24);
    const stale = await session();
    for (let n = 0; n < 60; n += 1) await mails.answer({ is: "accepted" });
    await until("all are sent", async () => statusOf(await session()).every((status) => status === "sent"));
    let asked = 0;
    const submit = keeper.submit.bind(keeper);
    keeper.submit = (...given) => {
      if (given[1].type === "take-out") asked += 1;
      return submit(...given);
    };
    worker.attend(stale);
    await keeper.submit(id, { type: "tick", actor: CLOCK });
    await new Promise((resolve) => setImmediate(resolve));
    await keeper.submit(id, { type: "tick", actor: CLOCK });
    assert.equal(asked, 1);
    assert.equal(mails.sent.length, 60);
  });

  test("asks the provider before it sends again what may have arrived (MAIL2)", async (t) => {
    const { mails, ahead, worker, invite: add, session } = await oneRelay(t);
    await add("maya");
    await mails.answer({ is: "unknown", reason: "The answer was lost." });
    await until("it is put off", async () => Object.values((await session()).outbox)[0]?.uncertain === true);
    assert.deepEqual(statusOf(await session()), ["queued"], "nobody knows yet (MAIL5)");
    mails.knows = true;
    const { outbox } = await session();
    ahead.ms = Object.values(outbox)[0]!.notBefore - Date.now() + 1;
    worker.attend(await session());
    await until("it is known to have arrived", async () => statusOf(await session())[0] === "sent");
    assert.deepEqual([mails.sent.length, mails.asked.length], [1, 1]);
  });

  test("gives up after a day, and says why", async (t) => {
    const { mails, ahead, worker, invite: add, session } = await oneRelay(t);
    await add("maya");
    const began = Date.now();
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      await mails.answer({ is: "later", reason: "Mailgun answered 503." });
      const left = await until("it is put off, or given up", async () => {
        const now = await session();
        const [item] = Object.values(now.outbox);
        return item?.sending === undefined ? { item } : null;
      });
      if (left.item === undefined) break;
      ahead.ms = left.item.notBefore - Date.now() + 1;
      worker.attend(await session());
    }
    const { invites, outbox } = await session();
    const { mail } = Object.values(invites)[0]!;
    assert.deepEqual([mail?.status, mail?.failure], ["failed", "Mailgun answered 503."]);
    assert.equal(mails.sent.length, MAX_ATTEMPTS);
    assert.equal(Object.keys(outbox).length, 0);
    assert.ok(began + ahead.ms - Date.now() > 20 * HOUR, "for about a day");
  });

  test("stops without leaving an attempt half done", async (t) => {
    const { mails, worker, invite: add, session } = await oneRelay(t);
    await add("maya");
    await until("it is under way", () => mails.held === 1);
    const stopped = worker.stop();
    await add("tom");
    await mails.answer({ is: "accepted" });
    await stopped;
    assert.deepEqual(statusOf(await session()), ["sent", "queued"], "what came later is the next relay's");
    assert.equal(mails.sent.length, 1);
  });

  test(
    "takes over from a relay that died while it sent, and asks first whether it had succeeded",
    { skip: missing("redis-server") },
    async (t) => {
      const redis = await RedisServer.start();
      t.after(() => redis.stop());
      const command = draft();
      const [first, second] = await Promise.all(
        [newId("rly"), newId("rly")].map(async (relayId) => {
          const store = await openStore({ redisUrl: redis.url, relayId, log: QUIET });
          t.after(() => store.close());
          return desk(t, store, relayId, () => command.sessionId);
        }),
      );
      assert.ok(first && second);
      await first.keeper.submit(command.sessionId, command);
      await invite(first, command.sessionId, ["maya", "tom"]);
      await until("both are under way on the first", () => first.mails.held === 2);
      second.worker.attend(await second.session());
      assert.equal(second.mails.sent.length, 0, "one relay at a time");

      await first.store.leases.release(first.relayId);
      await until("its death is known", async () => {
        await second.store.leases.renew(second.relayId);
        return second.store.leases.deadSince(first.relayId) !== undefined;
      });
      second.mails.knows = true;
      assert.deepEqual(await second.store.sessions.carriedBy(first.relayId), [command.sessionId], "somebody will look after it");
      await second.keeper.submit(command.sessionId, { type: "tick", actor: CLOCK });
      await until("both are known to be sent", async () => statusOf(await second.session()).every((status) => status === "sent"));
      assert.deepEqual([second.mails.asked.length, second.mails.sent.length], [2, 0]);
      await first.mails.answer({ is: "accepted" });
      await first.mails.answer({ is: "later", reason: "late" });
      assert.deepEqual(statusOf(await second.session()), ["sent", "sent"], "the dead relay's word counts no more");
    },
  );
});
