import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { SendOutcome } from "../../relay/session/command.ts";
import { nextDue } from "../../relay/session/schedule.ts";
import type { OutboxItem } from "../../relay/session/session.ts";
import { CLOCK, host, inviteId, MINUTE, openWorld, POLICY, SECOND, START, VENDOR } from "./world.ts";
import type { World } from "./world.ts";

const HOUR = 60 * MINUTE;
const QUIET = { ...POLICY, webhooks: false };

const mails = (world: World): string[] =>
  Object.values(world.is.outbox).flatMap(({ what }) => (what.is === "mail" ? [`${what.mail} ${what.inviteId} #${what.sequence}`] : []));
const hooks = (world: World): string[] =>
  Object.values(world.is.outbox).flatMap(({ what }) => (what.is === "webhook" ? [what.event.type] : []));
const take = (world: World, relay: `rly_${string}` = "rly_1"): number[] => {
  const decision = world.run({ type: "take-out", actor: CLOCK, relay, until: world.now + MINUTE, limit: { mail: 50, webhook: 50 } });
  assert(decision.ok);
  return decision.reply.items ?? [];
};
const settle = (world: World, id: number, outcome: SendOutcome): World => world.do({ type: "settle", actor: CLOCK, itemId: id, outcome });
const sendAll = (world: World): World => {
  for (let ids = take(world); ids.length > 0; ids = take(world)) for (const id of ids) settle(world, id, { is: "sent" });
  return world;
};
const only = (world: World): OutboxItem => {
  const items = Object.values(world.is.outbox);
  assert.equal(items.length, 1);
  return items[0]!;
};

describe("Mails (MAIL1–MAIL7)", () => {
  test("each invited address has its mail in the outbox from the commit that invited it; a link to copy has none", () => {
    const world = openWorld(2, QUIET);
    world.do({
      type: "invite",
      actor: host(),
      invites: [{ inviteId: inviteId(9), name: "Interpreter", label: "Interpreter", relation: "other" }],
    });
    assert.deepEqual(mails(world), ["invite inv_1 #0", "invite inv_2 #0"]);
    assert.equal(world.is.invites[inviteId(1)]?.mail?.status, "queued");
    assert.equal(nextDue(world.is, world.policy), START - 24 * HOUR, "it wants attention at once");
  });

  test("one relay at a time sends it, and its success is seen on the invite", () => {
    const world = openWorld(1, QUIET);
    const [id] = take(world);
    assert.deepEqual(take(world, "rly_2"), []);
    settle(world, id!, { is: "sent" });
    assert.equal(world.is.invites[inviteId(1)]?.mail?.status, "sent");
    assert.deepEqual(mails(world), []);
  });

  test("the mail of a relay that died is taken over, and known to be uncertain (MAIL2)", () => {
    const world = openWorld(1, QUIET);
    take(world);
    world.dead.set("rly_1", world.now);
    world.run({ type: "tick", actor: CLOCK });
    assert.equal(only(world).uncertain, true);
    assert.equal(take(world, "rly_2").length, 1);
    assert.equal(only(world).attempts, 2);
  });

  test("a failure to be tried again waits its time; one for good is said with its reason", () => {
    const world = openWorld(1, QUIET);
    const [id] = take(world);
    settle(world, id!, { is: "retry", at: world.now + MINUTE, uncertain: false });
    assert.deepEqual(take(world), []);
    assert.equal(nextDue(world.is, world.policy), world.now + MINUTE);
    world.now += MINUTE;
    settle(world, take(world)[0]!, { is: "failed", reason: "Mailbox full" });
    const { mail } = world.is.invites[inviteId(1)]!;
    assert.equal(mail?.status, "failed");
    assert.equal(mail?.failure, "Mailbox full");
  });

  test("the same link is sent again, at most once in half a minute (MAIL3)", () => {
    const resend = { type: "resend-invite", actor: host(), inviteId: inviteId(1) } as const;
    const world = openWorld(0, QUIET);
    const invites = [{ inviteId: inviteId(1), name: "Maya", email: "maya@example.org", relation: "other" as const }];
    sendAll(world.do({ type: "invite", actor: host(), invites }));
    world.do(resend);
    assert.deepEqual(mails(world), ["invite inv_1 #0"], "the first time at once: the invitation may have gone astray");
    sendAll(world);
    const soon = world.run(resend);
    assert(
      !soon.ok && soon.refusal.code === "rate-limited" && soon.refusal.why === "sent-just-now" && (soon.refusal.retryAfterMs ?? 0) > 0,
    );
    world.pass(30 * SECOND).do(resend);
  });

  test("revoking takes back what was sent with a CANCEL of a higher sequence, and drops what was not (MAIL4)", () => {
    const world = openWorld(2, QUIET);
    const [first] = take(world);
    settle(world, first!, { is: "sent" });
    settle(world, 2, { is: "retry", at: world.now + HOUR, uncertain: false });
    world.do({ type: "update", actor: host(), fields: {}, linkSharing: false });
    assert.deepEqual(mails(world), ["cancel inv_1 #1"]);
    assert.equal(world.is.invites[inviteId(2)]?.mail, undefined);
  });

  test("an invite revoked while it is being sent is followed by a CANCEL, unless it turns out not to have gone (MAIL4)", () => {
    const world = openWorld(1, QUIET);
    const [id] = take(world);
    world.do({ type: "revoke-invite", actor: host(), inviteId: inviteId(1) });
    assert.deepEqual(mails(world), ["invite inv_1 #0", "cancel inv_1 #1"]);
    assert.deepEqual(take(world), [], "in order: the CANCEL waits for the invitation's end");
    settle(world, id!, { is: "retry", at: world.now + MINUTE, uncertain: false });
    assert.deepEqual(mails(world), []);
  });

  test("a session that moves tells everyone who was invited, with a higher sequence; a new title alone tells nobody", () => {
    const world = sendAll(openWorld(1, QUIET));
    world.do({ type: "update", actor: VENDOR, fields: { title: "Another title" } });
    assert.deepEqual(mails(world), []);
    world.do({ type: "update", actor: VENDOR, fields: { startsAt: START + HOUR } });
    assert.deepEqual(mails(world), ["update inv_1 #1"]);
  });

  test("a session called off before it began sends CANCELs; one that took place does not (MAIL4)", () => {
    const off = sendAll(openWorld(1, QUIET));
    off.now = START - HOUR;
    assert.deepEqual(mails(off.do({ type: "end", actor: host() })), ["cancel inv_1 #1"]);
    const held = sendAll(openWorld(1, QUIET)).join().do({ type: "end", actor: host() });
    assert.deepEqual(mails(held), []);
  });

  test("a session that is moved again and again mails nobody without end (MAIL6)", () => {
    const world = sendAll(openWorld(1, QUIET));
    let told = 0;
    for (let n = 1; n <= 80; n += 1) {
      world.do({ type: "update", actor: host(), fields: { startsAt: START + n * MINUTE } });
      told += mails(world).length;
      sendAll(world);
    }
    assert.equal(told, 50);
    assert.deepEqual(
      mails(world.do({ type: "revoke-invite", actor: host(), inviteId: inviteId(1) })),
      ["cancel inv_1 #51"],
      "its end is told",
    );
  });

  test("a deleted session is gone for everyone at once, and kept only until its last mail is out", () => {
    const world = sendAll(openWorld(1, QUIET));
    world.now = START - HOUR;
    world.do({ type: "delete", actor: VENDOR });
    assert.equal(world.word({ type: "end", actor: VENDOR }), "not-allowed");
    sendAll(world);
    world.run({ type: "tick", actor: CLOCK });
    assert.equal(world.session, null);
  });

  test("late news of an older mail does not change what is known of the newest (MAIL5)", () => {
    const world = sendAll(openWorld(1, QUIET));
    const old = world.is.invites[inviteId(1)]!.mail!.item;
    const news = (itemId: number, what: "delivered" | "unsubscribed") =>
      world.do({ type: "mail-event", actor: CLOCK, inviteId: inviteId(1), itemId, news: { is: what } });
    world.pass(MINUTE).do({ type: "resend-invite", actor: host(), inviteId: inviteId(1) });
    news(old, "delivered");
    assert.equal(world.is.invites[inviteId(1)]?.mail?.status, "queued");
    sendAll(world);
    news(world.is.invites[inviteId(1)]!.mail!.item, "delivered");
    assert.equal(world.is.invites[inviteId(1)]?.mail?.status, "delivered");
    world.pass(MINUTE);
    news(old, "unsubscribed");
    assert.equal(world.word({ type: "resend-invite", actor: host(), inviteId: inviteId(1) }), "not-allowed");
  });

  test("a reminder goes once before each start, to those with a working link (MAIL7)", () => {
    const world = openWorld(2, { ...QUIET, reminderBeforeMs: HOUR });
    world.now = START - 23 * HOUR;
    sendAll(world);
    sendAll(world.do({ type: "revoke-invite", actor: host(), inviteId: inviteId(2) }));
    assert.equal(nextDue(world.is, world.policy), START - HOUR);
    world.now = START - HOUR;
    world.pass(0).pass(MINUTE);
    assert.deepEqual(mails(world), ["reminder inv_1 #0"]);
    sendAll(world).do({ type: "update", actor: VENDOR, fields: { startsAt: START + 3 * HOUR } });
    sendAll(world);
    world.now = START + 2 * HOUR;
    assert.deepEqual(mails(world.pass(0)), ["reminder inv_1 #1"]);
  });
});

describe("Webhooks (HOOK1)", () => {
  test("what the contract names is in the outbox, in order, from the commit that decided it", () => {
    const world = openWorld(1, { ...POLICY, mail: false })
      .join()
      .knock(1)
      .admit(1);
    assert.deepEqual(hooks(world), [
      "session.created",
      "session.started",
      "participant.joined",
      "guest.waiting",
      "guest.admitted",
      "participant.joined",
    ]);
  });

  test("what a mail came to is told too", () => {
    const world = sendAll(openWorld(1, POLICY));
    assert.deepEqual(hooks(world), []);
    assert(world.events.some((event) => event.type === "invite.sent"));
  });
});
