import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo } from "node:net";
import { describe, test } from "node:test";
import type { TestContext } from "node:test";
import { Webhook } from "standardwebhooks";
import { until } from "../support/until.ts";
import { draft, openMailHouse } from "./mail-house.ts";
import type { MailHouse, Made } from "./mail-house.ts";

const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

interface Call {
  id: string;
  type: string;
  data: Record<string, unknown>;
  text: string;
}

interface Delivery {
  id: string;
  type: string;
  attempt: number;
  outcome: string;
  status?: number;
  reason?: string;
}

/** A vendor's server. `answer`: the status for a call. */
async function vendor(t: TestContext, answer: (call: Call) => number = () => 200): Promise<{ url: string; calls: Call[] }> {
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString("utf8");
      // Throws, and so is never counted, if the signature is not the vendor's.
      const body = new Webhook(WEBHOOK_SECRET).verify(text, request.headers as Record<string, string>) as Omit<Call, "id" | "text">;
      const call = { id: String(request.headers["webhook-id"]), type: body.type, data: body.data, text };
      calls.push(call);
      response.statusCode = answer(call);
      response.end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`, calls };
}

const hook = (url: string): Record<string, string> => ({ WEBHOOK_URL: url, WEBHOOK_SECRET });
const deliveries = async ({ call }: MailHouse): Promise<Delivery[]> =>
  (await call<{ items: Delivery[] }>("GET", "/webhook-deliveries")).items;

describe("A vendor's webhooks (HOOK1, HOOK2, HOOK3)", () => {
  test("tell what happened, signed, within moments, and hold no link and nobody's address", async (t) => {
    const { url, calls } = await vendor(t);
    const { call, relay } = await openMailHouse(t, hook(url));
    const { id, invites } = await call<Made>("POST", "/sessions", draft({ clientRef: "client-7" }));
    await call("DELETE", `/sessions/${id}/invites/${invites[0]?.id}`);
    await call("POST", `/sessions/${id}/end`);
    await until("all is told", () =>
      ["session.created", "invite.revoked", "session.ended"].every((type) => calls.some((each) => each.type === type)),
    );
    const created = calls.find(({ type }) => type === "session.created");
    assert.deepEqual(created?.data, { sessionId: id, clientRef: "client-7", by: "vendor" });
    assert.equal(calls.find(({ type }) => type === "invite.revoked")?.data["inviteId"], invites[0]?.id);
    assert.equal(new Set(calls.map((each) => each.id)).size, calls.length, "each under an id of its own");
    const told = calls.map(({ text }) => text).join("\n");
    for (const secret of ["maya@example.org", "/join", invites[0]?.url?.split("#")[1] ?? "", relay.url])
      assert.ok(!told.includes(secret), secret);
  });

  test("are looked back on, attempt by attempt, newest first", async (t) => {
    const { url, calls } = await vendor(t, ({ type }) => (type === "session.created" ? 500 : 200));
    const house = await openMailHouse(t, hook(url));
    await house.call<Made>("POST", "/sessions", draft());
    await until("the mail is told of", () => calls.some(({ type }) => type === "invite.sent"));
    const log = await until("both are logged", async () => {
      const all = await deliveries(house);
      return all.length >= 2 ? all : null;
    });
    const created = log.find(({ type }) => type === "session.created");
    assert.deepEqual([created?.outcome, created?.status, created?.attempt], ["retrying", 500, 1]);
    assert.match(created?.reason ?? "", /answered 500/);
    assert.equal(log.find(({ type }) => type === "invite.sent")?.outcome, "delivered");
    await until(
      "the second attempt is logged",
      async () => (await deliveries(house)).some(({ attempt, id }) => attempt === 2 && id === created?.id),
      {
        withinMs: 15_000,
      },
    );
  });

  test("are tried out at the vendor's word, and the answer says what became of it", async (t) => {
    let status = 204;
    const { url, calls } = await vendor(t, () => status);
    const house = await openMailHouse(t, hook(url));
    const good = await house.call<Delivery>("POST", "/webhook-test");
    assert.deepEqual([good.outcome, good.status, good.type], ["delivered", 204, "webhook.test"]);
    status = 404;
    const bad = await house.call<Delivery>("POST", "/webhook-test");
    assert.deepEqual([bad.outcome, bad.status], ["failed", 404]);
    assert.equal(calls.length, 2);
    assert.deepEqual(
      (await deliveries(house)).map(({ id }) => id),
      [bad.id, good.id],
    );
    const none = await openMailHouse(t);
    const refused = await none.ask("POST", "/webhook-test");
    assert.deepEqual([refused.status, /no webhook address/.test(refused.text)], [403, true]);
  });

  test("reach the relay's own machine while something is built, and in production no private address, whatever its name (HOOK2)", async (t) => {
    let knocks = 0;
    const door = createTcpServer((socket) => {
      knocks += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => {
      door.listen(0, "localhost", resolve);
    });
    t.after(() => door.close());
    const settings = hook(`https://localhost:${(door.address() as AddressInfo).port}/hooks`);
    const tried = async (env: Record<string, string>): Promise<string | undefined> =>
      (await (await openMailHouse(t, { ...settings, ...env })).call<Delivery>("POST", "/webhook-test")).reason;
    const production = {
      NODE_ENV: "production",
      PUBLIC_URL: "https://relay.example",
      ALLOWED_ORIGINS: "https://portal.example",
      LINK_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    };
    assert.match((await tried(production)) ?? "", /private network/);
    assert.equal(knocks, 0);
    assert.doesNotMatch((await tried({})) ?? "", /private network/);
    assert.equal(knocks, 1);
    await tried({ ...production, WEBHOOK_ALLOW_PRIVATE: "true" });
    assert.equal(knocks, 2, "whoever allows it gets it");
  });
});
