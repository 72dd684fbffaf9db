import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { Webhook } from "standardwebhooks";
import { isPublicAddress } from "../../relay/outbox/public-address.ts";
import { WebhookSender } from "../../relay/outbox/webhooks.ts";
import type { WebhookCall, WebhookSenderOptions } from "../../relay/outbox/webhooks.ts";
import { freePort } from "../support/free-port.ts";

const SECRET = `whsec_${Buffer.from("a secret of thirty-two bytes, ok").toString("base64")}`;
const NOW = Date.now();

interface Got {
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

describe("A webhook", () => {
  const got: Got[] = [];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      got.push({ url: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString() });
      answer(request, response);
    });
  });
  let port = 0;
  const senders: WebhookSender[] = [];
  const sender = (options: WebhookSenderOptions = { reach: "anywhere" }) => {
    const one = new WebhookSender({ timeoutMs: 20_000, ...options });
    senders.push(one);
    return one;
  };
  const call = (different: Partial<WebhookCall> = {}): WebhookCall => ({
    url: `http://127.0.0.1:${port}/hook`,
    secret: SECRET,
    id: "evt_1",
    timestamp: NOW,
    type: "guest.waiting",
    at: "2026-11-24T15:00:00.000Z",
    data: { sessionId: "ses_A", guest: { name: 'Zoë "<b>" 👋' } },
    ...different,
  });

  before(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    port = (server.address() as AddressInfo).port;
  });
  beforeEach(() => {
    got.length = 0;
    answer = (_request, response) => response.writeHead(204).end();
  });
  afterEach(async () => {
    await Promise.all(senders.splice(0).map((each) => each.close()));
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });

  test("holds what happened and when, under a signature that the Standard Webhooks library accepts (HOOK1)", async () => {
    assert.deepEqual(await sender().send(call()), { is: "accepted", status: 204 });
    const [hook] = got;
    assert(hook);
    const body = new Webhook(SECRET).verify(hook.body, hook.headers as Record<string, string>);
    assert.deepEqual(body, { type: "guest.waiting", timestamp: "2026-11-24T15:00:00.000Z", data: call().data });
    assert.equal(hook.headers["webhook-id"], "evt_1");
    assert.equal(hook.headers["content-type"], "application/json");
  });

  test("whose body, id or time was changed, or that another signed, the vendor refuses", async () => {
    await sender().send(call());
    const [hook] = got;
    assert(hook);
    const headers = hook.headers as Record<string, string>;
    const verify = (body: string, changed: Record<string, string> = {}, secret = SECRET) =>
      new Webhook(secret).verify(body, { ...headers, ...changed });
    assert.throws(() => verify(hook.body.replace("ses_A", "ses_B")));
    assert.throws(() => verify(hook.body, { "webhook-id": "evt_2" }));
    assert.throws(() => verify(hook.body, { "webhook-timestamp": `${Number(headers["webhook-timestamp"]) + 1}` }));
    assert.throws(() => verify(hook.body, {}, `whsec_${Buffer.from("another secret of thirty-two by.").toString("base64")}`));
  });

  test("is repeated under the same id with a time of its own", async () => {
    const one = sender();
    await one.send(call());
    await one.send(call({ timestamp: NOW + 60_000 }));
    assert.deepEqual(
      got.map(({ headers }) => headers["webhook-id"]),
      ["evt_1", "evt_1"],
    );
    assert.notEqual(got[0]?.headers["webhook-timestamp"], got[1]?.headers["webhook-timestamp"]);
    assert.equal(got[0]?.body, got[1]?.body);
  });

  test("is tried again whatever goes wrong, and as late as the receiver asks (HOOK1)", async () => {
    const status = (code: number, headers: Record<string, string> = {}) => {
      answer = (_request, response) => response.writeHead(code, headers).end("x".repeat(100_000));
      return sender().send(call());
    };
    for (const code of [400, 401, 404, 429, 500, 503]) assert.equal((await status(code)).is, "later");
    assert.deepEqual(await status(503, { "retry-after": "120" }), {
      is: "later",
      status: 503,
      reason: "The receiver answered 503.",
      retryAfterMs: 120_000,
    });
    assert(!("retryAfterMs" in (await status(429, { "retry-after": "Tue, 24 Nov 2026 15:00:00 GMT" }))));
    assert.equal((await status(410)).is, "rejected");
    answer = (request) => request.socket.destroy();
    assert.equal((await sender().send(call())).is, "later");
    answer = () => undefined;
    const short = sender({ reach: "anywhere", timeoutMs: 500 });
    assert.deepEqual(await short.send(call()), { is: "later", reason: "The receiver did not answer in time." });
    assert.equal((await sender().send(call({ url: `http://127.0.0.1:${await freePort()}/` }))).is, "later");
    assert.equal((await sender().send(call({ url: "http://no-such-name.invalid/" }))).is, "later");
  });

  test("does not wait for an answer that never ends", async () => {
    answer = (_request, response) => {
      response.writeHead(200);
      const more = (): void => void (response.destroyed || response.write("x".repeat(65_536), () => setImmediate(more)));
      more();
    };
    assert.deepEqual(await sender().send(call()), { is: "accepted", status: 200 });
  });

  test("follows no redirect", async () => {
    for (const code of [301, 302, 303, 307, 308]) {
      answer = (_request, response) => response.writeHead(code, { location: `http://127.0.0.1:${port}/elsewhere` }).end();
      const out = await sender().send(call());
      assert.equal(out.is, "later");
      assert("reason" in out && out.reason.includes("redirects are not followed"));
    }
    assert(got.every(({ url }) => url === "/hook"));
  });

  test("with a secret that is none is not sent", async () => {
    assert.equal((await sender().send(call({ secret: "whsec_***" }))).is, "rejected");
    assert.equal((await sender().send(call({ secret: "" }))).is, "rejected");
    assert.equal(got.length, 0);
  });

  /** Ways to write an address of the relay's own network or machine. */
  const PRIVATE_HOSTS = [
    "127.0.0.1",
    "127.1",
    "127.255.255.254",
    "0.0.0.0",
    "0",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "017700000001",
    "0177.0.0.1",
    "0177.0x0.1",
    "127.0.0.1.",
    "１２７.０.０.１",
    "127。0。0。1",
    "%31%32%37.0.0.1",
    "10.0.0.1",
    "10.255.255.255",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.1.254",
    "169.254.169.254",
    "169.254.0.1",
    "2852039166",
    "100.64.0.1",
    "100.127.255.254",
    "192.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "198.51.100.1",
    "203.0.113.1",
    "224.0.0.1",
    "239.255.255.250",
    "240.0.0.1",
    "255.255.255.255",
    "192.88.99.1",
    "[::1]",
    "[::]",
    "[0:0:0:0:0:0:0:1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:10.0.0.1]",
    "[::ffff:169.254.169.254]",
    "[::127.0.0.1]",
    "[::7f00:1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2002:a00:1::1]",
    "[2001::7f00:1]",
    "[2001:db8::1]",
    "[fe80::1]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd12:3456:789a::1]",
    "[ff02::1]",
    "[100::1]",
    "[::ffff:0:127.0.0.1]",
    "[5f00::1]",
    "[2001:10::1]",
  ];
  test(`goes to no private address, in none of ${PRIVATE_HOSTS.length} ways to write one`, async () => {
    assert(PRIVATE_HOSTS.length >= 60);
    let asked = 0;
    const guarded = sender({ allowHttp: true, lookup: () => Promise.reject(new Error(`asked ${(asked += 1)} times`)) });
    for (const host of PRIVATE_HOSTS) {
      for (const scheme of ["http", "https"]) {
        const out = await guarded.send(call({ url: `${scheme}://${host}:${port}/hook` }));
        assert.equal(out.is, "rejected", `${scheme}://${host} ${JSON.stringify(out)}`);
      }
    }
    assert.equal(asked, 0, "no name was looked up for them");
    assert.equal(got.length, 0);
  });

  test("while nothing is in production goes to this machine, and still to no neighbour and to nothing that a cloud's machine is told (HOOK2)", async () => {
    const near = (address: string) =>
      sender({ reach: "this-machine", lookup: () => Promise.resolve([{ address, family: 4 }]) }).send(
        call({ url: `http://hooks.vendor.example:${port}/hook` }),
      );
    assert.deepEqual(await sender({ reach: "this-machine" }).send(call()), { is: "accepted", status: 204 });
    assert.equal((await near("127.0.0.1")).is, "accepted");
    for (const address of ["10.0.0.9", "192.168.1.4", "169.254.169.254", "100.64.0.1"])
      assert.equal((await near(address)).is, "rejected", address);
    assert.equal(got.length, 2);
  });

  test("goes to no name that stands for a private address, nor for one among others", async () => {
    const answers: string[][] = [
      ["127.0.0.1"],
      ["::1"],
      ["10.1.2.3"],
      ["169.254.169.254"],
      ["::ffff:127.0.0.1"],
      ["93.184.215.14", "127.0.0.1"],
      ["127.0.0.1", "93.184.215.14"],
      ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "fd00::1"],
      ["0.0.0.0"],
      ["not an address"],
    ];
    for (const addresses of answers) {
      let asked = 0;
      const lookup = () => {
        asked += 1;
        return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));
      };
      const out = await sender({ allowHttp: true, lookup }).send(call({ url: `http://hooks.vendor.example:${port}/hook` }));
      assert.equal(out.is, "rejected", `${addresses.join()} ${JSON.stringify(out)}`);
      assert.equal(asked, 1);
    }
    for (const name of ["localhost", "LOCALHOST"]) {
      assert.equal((await sender({ allowHttp: true }).send(call({ url: `http://${name}:${port}/hook` }))).is, "rejected", name);
    }
    assert.equal(got.length, 0);
  });

  test("asks for a name once an attempt and stays with that answer, so a name that changes its mind gains nothing", async () => {
    const answers = ["127.0.0.1", "10.0.0.1"];
    const lookup = () => Promise.resolve([{ address: answers.shift() ?? "10.0.0.9", family: 4 }]);
    // As if 127.0.0.1 were out in the world, and 10.0.0.1 within.
    const guarded = sender({ allowHttp: true, lookup, permitted: (address) => address === "127.0.0.1" });
    const url = `http://hooks.vendor.example:${port}/hook`;
    assert.equal((await guarded.send(call({ url }))).is, "accepted");
    assert.equal(got[0]?.headers.host, `hooks.vendor.example:${port}`);
    assert.equal(answers.length, 1, "one question");
    assert.equal((await guarded.send(call({ url }))).is, "rejected", "the next attempt judges anew");
    assert.equal(got.length, 1);
  });

  test("leaves a socket that led somewhere else than was judged", async () => {
    let judged = 0;
    const lookup = () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]);
    const guarded = sender({ allowHttp: true, lookup, permitted: () => (judged += 1) === 1 });
    const out = await guarded.send(call({ url: `http://hooks.vendor.example:${port}/hook` }));
    assert.deepEqual(out, { is: "rejected", reason: "The connection led to an address of a private network." });
    assert.equal(got.length, 0);
  });

  test("goes by https: alone, and to a URL that is one", async () => {
    const urls = [
      "http://hooks.vendor.example/",
      "ftp://hooks.vendor.example/",
      "file:///etc/passwd",
      "gopher://x/",
      "javascript:1",
      "data:,x",
      "unix:/run/x",
      "",
      "hooks.vendor.example",
      "https://user:secret@hooks.vendor.example/",
      "https://user@hooks.vendor.example/",
      "https://",
    ];
    const lookup = () => Promise.reject(new Error("looked up"));
    for (const url of urls) {
      const out = await sender({ lookup }).send(call({ url }));
      assert.equal(out.is, "rejected", url);
      assert("reason" in out && !out.reason.includes("secret"));
    }
  });

  test("may go to what is public", () => {
    for (const address of [
      "93.184.215.14",
      "8.8.8.8",
      "1.1.1.1",
      "172.32.0.1",
      "11.0.0.1",
      "2606:2800:21f:cb07::1",
      "2a00:1450:4001::1",
      "::ffff:8.8.8.8",
    ])
      assert(isPublicAddress(address), address);
    for (const text of ["", "localhost", "8.8.8.8/8", "8.8.8", " 8.8.8.8"]) assert(!isPublicAddress(text), text);
  });
});
