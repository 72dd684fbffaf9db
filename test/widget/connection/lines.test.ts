import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, before, beforeEach, describe, test } from "node:test";
import { Server } from "socket.io";
import { WebSocket, WebSocketServer } from "ws";
import { GUEST_DOOR, SOCKET_PATH } from "../../../protocol/doors.ts";
import type { ConnectionSettings, Line, OpenLine } from "../../../widget/connection/line.ts";
import { openPollingLine } from "../../../widget/connection/polling.ts";
import { openTextLine } from "../../../widget/connection/text-line.ts";
import { until } from "../../support/until.ts";

const PATIENCE_MS = 2_000;

/** What a line told, in order. */
class Told {
  readonly words: string[] = [];
  readonly pushes: unknown[][] = [];
  reason: unknown;

  reached(): void {
    this.words.push("reached");
  }
  opened(): void {
    this.words.push("opened");
  }
  pushed(name: string, values: unknown[]): void {
    this.pushes.push([name, ...values]);
  }
  over(reason?: unknown): void {
    this.words.push("over");
    this.reason = reason;
  }
  has(word: string): Promise<unknown> {
    return until(`it is told "${word}"`, () => this.words.includes(word), { withinMs: 8_000 });
  }
}

before(() => {
  // What a browser has and this Node does not.
  Object.assign(globalThis, { WebSocket, removeEventListener() {}, addEventListener() {} });
});

/** Ours is held against the library's own client: both do the same at the same door. */
const LINES: [name: string, open: OpenLine][] = [
  ["by WebSocket", openTextLine],
  ["by the library's long polling", openPollingLine],
];

for (const [name, open] of LINES) {
  describe(`A line ${name}`, () => {
    let http: HttpServer;
    let io: Server;
    let told: Told;
    let line: Line | undefined;
    let auth: ConnectionSettings["auth"];
    let left: string[];

    beforeEach(async () => {
      http = createServer();
      io = new Server(http, { path: SOCKET_PATH, pingInterval: 200, pingTimeout: 200 });
      left = [];
      io.of(GUEST_DOOR).on("connection", (socket) => {
        socket.emit("hello", { auth: socket.handshake.auth }, "Zoë 🦉");
        socket.on("echo", (payload: unknown, answer: (result: unknown) => void) => answer({ ok: true, value: payload }));
        socket.on("disconnect", (reason) => left.push(reason));
      });
      await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
      told = new Told();
      auth = () => ({ link: "a" });
    });
    afterEach(async () => {
      line?.close();
      await io.close();
    });

    const begin = (): Line => {
      const relay = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
      return (line = open({ relay, door: GUEST_DOOR, auth: () => auth() }, PATIENCE_MS, told));
    };

    test("reaches the relay, opens the door with what it was given, hears pushes and gets answers", async () => {
      const opened = begin();
      await told.has("opened");
      assert.deepEqual(told.words, ["reached", "opened"]);
      await until("the push is here", () => told.pushes.length === 1);
      assert.deepEqual(told.pushes, [["hello", { auth: { link: "a" } }, "Zoë 🦉"]]);
      const answers = await Promise.all([opened.ask("echo", { a: 1 }, 1_000), opened.ask("echo", ["b,[1]"], 1_000)]);
      assert.deepEqual(answers, [
        { ok: true, value: { a: 1 } },
        { ok: true, value: ["b,[1]"] },
      ]);
    });

    test("stands for as long as the relay is heard", async () => {
      const opened = begin();
      await told.has("opened");
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      opened.check();
      assert.deepEqual(told.words, ["reached", "opened"]);
      assert.deepEqual(await opened.ask("echo", 1, 1_000), { ok: true, value: 1 });
    });

    test("an answer that does not come is none", async () => {
      const opened = begin();
      await told.has("opened");
      assert.equal(await opened.ask("nobody hears this", {}, 100), undefined);
    });

    test("tells what a door said that refused", async () => {
      io.of(GUEST_DOOR).use((_, next) => next(Object.assign(new Error("no"), { data: { code: "link-revoked" } })));
      begin();
      await told.has("over");
      assert.deepEqual(told.words, ["reached", "over"]);
      assert.deepEqual(told.reason, { code: "link-revoked" });
    });

    test("is over when the door puts it out, with every question answered by nothing", async () => {
      const opened = begin();
      await told.has("opened");
      const asking = opened.ask("nobody hears this", {}, 5_000);
      io.of(GUEST_DOOR).disconnectSockets(true);
      assert.equal(await asking, undefined);
      await told.has("over");
      assert.deepEqual(told.words, ["reached", "opened", "over"]);
      assert.equal(told.reason, undefined);
    });

    test("is over once when there is nothing to open the door with", async () => {
      auth = () => Promise.reject(new Error("the portal is away"));
      begin();
      await told.has("over");
      assert.deepEqual(told.words, ["reached", "over"]);
      assert.equal(told.reason, undefined);
    });

    test("is over once when there is no relay", async () => {
      const { port } = http.address() as AddressInfo;
      await io.close();
      line = open({ relay: `http://127.0.0.1:${port}`, door: GUEST_DOOR, auth }, PATIENCE_MS, told);
      await told.has("over");
      assert.deepEqual(told.words, ["over"]);
    });

    test("closed, it says good-bye and tells nothing any more", async () => {
      const opened = begin();
      await told.has("opened");
      opened.close();
      await until("the relay knows", () => left.length === 1);
      assert.deepEqual(left, ["client namespace disconnect"]);
      assert.deepEqual(told.words, ["reached", "opened"]);
    });
  });
}

describe("A line by WebSocket to something else", () => {
  let server: WebSocketServer;
  let says: string[] | undefined;
  let heard: string[];
  let told: Told;
  let line: Line;

  beforeEach(async () => {
    says = undefined;
    heard = [];
    told = new Told();
    server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    server.on("connection", (socket) => {
      socket.on("message", (data: Buffer) => heard.push(data.toString()));
      for (const text of says ?? []) socket.send(text);
    });
    await new Promise((resolve) => server.once("listening", resolve));
  });
  afterEach(() => {
    line.close();
    for (const client of server.clients) client.terminate();
    server.close();
  });

  const begin = (patienceMs: number): void => {
    const relay = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    line = openTextLine({ relay, door: GUEST_DOOR, auth: () => ({}) }, patienceMs, told);
  };
  const OPEN = '0{"sid":"a","upgrades":[],"pingInterval":100,"pingTimeout":100,"maxPayload":1000000}';

  test("one that says nothing is given up after a while", async () => {
    begin(200);
    await told.has("over");
    assert.deepEqual(told.words, ["over"]);
  });

  test("one that falls silent is given up after its own time", async () => {
    says = [OPEN, '40/guest,{"sid":"b"}'];
    begin(60_000);
    await told.has("over");
    assert.deepEqual(told.words, ["reached", "opened", "over"]);
  });

  test("is given up as soon as one looks, after a sleep in which no timer ran", async (context) => {
    says = [OPEN, '40/guest,{"sid":"b"}'];
    begin(60_000);
    await told.has("opened");
    const now = Date.now();
    context.mock.method(Date, "now", () => now + 60_000);
    line.check();
    assert.deepEqual(told.words, ["reached", "opened", "over"]);
  });

  test("a ping is answered; what belongs to another door or to no kind it knows is passed over", async () => {
    says = [OPEN, "2", "6", '42/host,["hello"]', "40/host", '43/guest,9["nobody asked"]', '42/guest,["hello"]'];
    begin(60_000);
    await until("the ping is answered", () => heard.includes("3"));
    await until("the push is here", () => told.pushes.length === 1);
    assert.deepEqual(heard, ["3", "40/guest,{}"]);
    assert.deepEqual(told.words, ["reached"]);
  });

  for (const text of ["0", "0{", "4", "4x", "42/guest,", "42/guest,{}"])
    test(`is over at ${JSON.stringify(text)}`, async () => {
      says = [OPEN, text];
      begin(60_000);
      await told.has("over");
      assert.deepEqual(told.words.at(-1), "over");
    });

  test("is over where no WebSocket can be made", async () => {
    line = openTextLine({ relay: "ftp://relay.example", door: GUEST_DOOR, auth: () => ({}) }, 1_000, told);
    assert.deepEqual(told.words, []);
    await told.has("over");
  });
});
