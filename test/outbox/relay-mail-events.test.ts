import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { describe, test } from "node:test";
import type { TestContext } from "node:test";
import type { Invite } from "../../protocol/views.ts";
import { MailgunServer } from "../support/mailgun-server.ts";
import type { TakenMail, WebhookEvent } from "../support/mailgun-server.ts";
import { until } from "../support/until.ts";
import { draft, openMailHouse } from "./mail-house.ts";
import type { MailHouse, Made } from "./mail-house.ts";

interface Scene extends MailHouse {
  mailgun: MailgunServer;
  maya: TakenMail;
  tom: TakenMail;
  /** Both invites, Maya's first. */
  invites(): Promise<Invite[]>;
  /** Mailgun's call with this body: its status. */
  tell(body: unknown): Promise<number>;
}

async function scene(t: TestContext, env: Record<string, string> = {}, { renames = false } = {}): Promise<Scene> {
  const mailgun = await MailgunServer.start();
  mailgun.renames = renames;
  t.after(() => mailgun.close());
  const house = await openMailHouse(t, {
    MAILGUN_API_KEY: mailgun.apiKey,
    MAILGUN_DOMAIN: mailgun.domain,
    MAILGUN_URL: mailgun.url,
    MAILGUN_WEBHOOK_KEY: mailgun.webhookKey,
    MAIL_FROM: "Riverside Clinic <video@riverside.example>",
    ...env,
  });
  assert.equal(house.relay.mails, null);
  const { id } = await house.call<Made>(
    "POST",
    "/sessions",
    draft({ invites: [{ email: "Maya@example.org" }, { email: "tom@example.org" }] }),
  );
  const invites = async (): Promise<Invite[]> => (await house.call<{ items: Invite[] }>("GET", `/sessions/${id}/invites`)).items;
  await until("both mails are sent", async () => (await invites()).every(({ status }) => status === "sent"));
  const [maya, tom] = ["Maya@example.org", "tom@example.org"].map((address) => mailgun.taken.find((each) => each.recipient === address));
  assert.ok(maya && tom);
  return {
    ...house,
    mailgun,
    maya,
    tom,
    invites,
    tell: async (body) => (await house.ask("POST", "/mail-events", typeof body === "string" ? body : (body as object), {})).status,
  };
}

const statuses = async (house: Scene): Promise<(string | undefined)[]> => (await house.invites()).map(({ status }) => status);

describe("What Mailgun tells of mails (MAIL9)", () => {
  test("shows on the invite it is about: delivered, refused for good with the reason, and no more for who complains", async (t) => {
    const house = await scene(t);
    const { mailgun, maya, tom, tell } = house;
    assert.equal(await tell(mailgun.webhook(maya, { event: "delivered" })), 200);
    assert.equal(await tell(mailgun.webhook(tom, { event: "failed", severity: "temporary", reason: "Try later" })), 200);
    assert.deepEqual(await statuses(house), ["delivered", "sent"], "Mailgun itself tries again");
    assert.equal(await tell(mailgun.webhook(tom, { event: "failed", severity: "permanent", reason: "No such user here" })), 200);
    const [, failed] = await house.invites();
    assert.deepEqual([failed?.status, failed?.failure], ["failed", "No such user here"]);
    assert.equal(await tell(mailgun.webhook(maya, { event: "complained" })), 200);
    const [first] = await house.invites();
    assert.equal(first?.history.at(-1)?.what, "complained");
    const session = maya.fields["v:doorstep-session"];
    const again = await house.ask("POST", `/sessions/${session}/invites/${first?.id}/resend`);
    assert.deepEqual([again.status, /asked not to get such mails/.test(again.text)], [403, true]);
    for (const event of ["opened", "clicked", "accepted"] as const) assert.equal(await tell(mailgun.webhook(maya, { event })), 200);
  });

  test("names a mail by the id that Mailgun answered with, too", async (t) => {
    const house = await scene(t, {}, { renames: true });
    const { mailgun, maya, tom, tell } = house;
    assert.equal(await tell(mailgun.webhook(maya, { event: "delivered" })), 200);
    assert.equal(await tell(mailgun.webhook({ ...tom, id: maya.id }, { event: "delivered" })), 200);
    assert.deepEqual(await statuses(house), ["delivered", "sent"]);
  });

  test("is believed once, lately, from Mailgun alone, and only of a mail of ours: nothing else changes anything", async (t) => {
    const house = await scene(t);
    const { mailgun, maya, tom, tell } = house;
    const delivered: WebhookEvent = { event: "delivered" };
    const now = Math.floor(Date.now() / 1_000);
    const fresh = () => mailgun.webhook(maya, delivered);

    const forged: [string, unknown][] = [
      ["another key", mailgun.webhook(maya, delivered, { key: "guessed" })],
      ["an hour old", mailgun.webhook(maya, delivered, { at: now - 3_600 })],
      ["an hour ahead", mailgun.webhook(maya, delivered, { at: now + 3_600 })],
      ["another time than was signed", { ...fresh(), signature: { ...fresh().signature, timestamp: `${now - 1}` } }],
      ["another token than was signed", { ...fresh(), signature: { ...fresh().signature, token: randomBytes(25).toString("hex") } }],
      ["no signature", { "event-data": fresh()["event-data"] }],
      ["an empty signature", { ...fresh(), signature: { timestamp: "", token: "", signature: "" } }],
      ["signed with nothing", { ...fresh(), signature: signed("", now) }],
      ["no object", "[]"],
      ["no JSON", "event=delivered"],
    ];
    for (const [what, body] of forged) assert.equal(await tell(body), 406, what);

    const swap = (changes: { id?: string; variables?: Record<string, string>; recipient?: string }): unknown => {
      const body = fresh();
      const data = body["event-data"];
      return {
        ...body,
        "event-data": {
          ...data,
          recipient: changes.recipient ?? data.recipient,
          message: {
            ...data.message,
            headers: { ...data.message.headers, "message-id": changes.id ?? data.message.headers["message-id"] },
          },
          "user-variables": { ...data["user-variables"], ...changes.variables },
        },
      };
    };
    const tomInvite = tom.fields["v:doorstep-invite"] ?? "";
    const swapped: [string, unknown][] = [
      ["another's mail under our names", swap({ id: tom.id })],
      ["another invite under our mail", swap({ variables: { "doorstep-invite": tomInvite } })],
      [
        "another invite and mail, our recipient",
        swap({ id: tom.id, variables: { "doorstep-invite": tomInvite, "doorstep-item": tom.fields["v:doorstep-item"] ?? "" } }),
      ],
      ["another recipient", swap({ recipient: "eve@evil.example" })],
      ["an item that never was", swap({ variables: { "doorstep-item": "99999" }, id: maya.id.replace(/\.\d+@/, ".99999@") })],
      ["a session that is none", swap({ variables: { "doorstep-session": `ses_${"A".repeat(22)}` } })],
      ["a session id that is none", swap({ variables: { "doorstep-session": "../../etc" } })],
      ["no names at all", { ...fresh(), "event-data": { ...fresh()["event-data"], "user-variables": {} } }],
    ];
    for (const [what, body] of swapped) assert.equal(await tell(body), 200, what);
    assert.deepEqual(await statuses(house), ["sent", "sent"]);

    const once = fresh();
    assert.equal(await tell(once), 200);
    assert.deepEqual(await statuses(house), ["delivered", "sent"]);
    const replayed = { ...once, "event-data": mailgun.webhook(tom, { event: "failed", severity: "permanent" })["event-data"] };
    assert.equal(await tell(replayed), 406, "the same token with another body");
    const seen = mailgun.webhook(maya, { event: "opened" });
    assert.deepEqual([await tell(seen), await tell(seen)], [200, 406], "also of what says nothing");
    assert.deepEqual(await statuses(house), ["delivered", "sent"]);
  });

  test("is limited in size, and a stranger's guesses in number; Mailgun's own word goes on being heard", async (t) => {
    const house = await scene(t);
    const { mailgun, maya, tell } = house;
    assert.equal(await tell(JSON.stringify({ ...mailgun.webhook(maya, { event: "delivered" }), padding: "x".repeat(70_000) })), 413);
    let refused = 0;
    for (let n = 0; n < 70; n += 1)
      if ((await tell(mailgun.webhook(maya, { event: "delivered" }, { key: "guessed" }))) === 429) refused += 1;
    assert.ok(refused >= 10, `${refused} refused`);
    assert.equal(await tell(mailgun.webhook(maya, { event: "delivered" })), 200);
    assert.deepEqual(await statuses(house), ["delivered", "sent"]);
  });

  test("is not heard where nobody set the key", async (t) => {
    const house = await scene(t, { MAILGUN_WEBHOOK_KEY: "" });
    assert.equal(await house.tell(house.mailgun.webhook(house.maya, { event: "delivered" })), 406);
  });
});

function signed(key: string, at: number): { timestamp: string; token: string; signature: string } {
  const token = randomBytes(25).toString("hex");
  return { timestamp: `${at}`, token, signature: createHmac("sha256", key).update(`${at}${token}`).digest("hex") };
}
