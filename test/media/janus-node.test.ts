import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, test } from "node:test";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";
import { JanusNode } from "../../relay/media/janus-node.ts";
import { until } from "../support/until.ts";

interface Asked {
  janus: string;
  transaction: string;
  session_id?: number;
  handle_id?: number;
  body?: { request: string };
}

/** Speaks as a Janus does whose VideoRoom may hang, or that hangs up. */
class Core {
  readonly #server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  connections = 0;
  /** What VideoRoom was asked. */
  readonly asked: string[] = [];
  onMessage: (socket: WebSocket, answer: () => void) => void = (_socket, answer) => answer();

  readonly listens = new Promise((resolve) => this.#server.once("listening", resolve));

  constructor() {
    this.#server.on("connection", (socket) => {
      this.connections += 1;
      socket.on("message", (data: Buffer) => this.#take(socket, JSON.parse(data.toString()) as Asked));
    });
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }
  get open(): number {
    return this.#server.clients.size;
  }

  async close(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(socket: WebSocket, { janus, transaction, session_id, handle_id, body }: Asked): void {
    const say = (more: object) => socket.send(JSON.stringify({ transaction, session_id, ...more }));
    if (janus === "create") return say({ janus: "success", data: { id: 1 } });
    if (janus === "attach") return say({ janus: "success", data: { id: 2 } });
    if (janus !== "message") return say({ janus: janus === "keepalive" ? "ack" : "success" });
    this.asked.push(body?.request ?? "");
    const data = { videoroom: "success", exists: false, list: [] };
    this.onMessage(socket, () => say({ janus: "success", sender: handle_id, plugindata: { plugin: "janus.plugin.videoroom", data } }));
  }
}

describe("One Janus under supervision (MEDIA3)", () => {
  let core: Core;
  let node: JanusNode;
  const seen: boolean[] = [];
  beforeEach(async () => {
    core = new Core();
    await core.listens;
    seen.length = 0;
    const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    node = new JanusNode({ url: core.url, apiSecret: undefined, log: log as never, changed: ({ alive }) => seen.push(alive) });
  });
  afterEach(async () => {
    const stopped = node.stop();
    await core.close();
    await stopped;
  });

  test("is not alive before VideoRoom itself has answered, whatever the core says", async () => {
    const held: (() => void)[] = [];
    let wasAlive = false;
    core.onMessage = (_socket, answer) => {
      wasAlive ||= node.alive;
      held.push(answer);
    };
    node.start();
    await until("VideoRoom is asked a second time, by another connection", () => core.connections === 2 && held.length === 2, {
      withinMs: 10_000,
    });
    assert.equal(wasAlive || node.alive, false);
    assert.deepEqual(seen, []);
    core.onMessage = (_socket, answer) => answer();
    held[1]!();
    await until("it is alive", () => node.alive);
    assert.deepEqual(seen, [true]);
  });

  test("is connected to once, also where it hung up while it was asked", async () => {
    core.onMessage = (socket, answer) => (core.connections === 1 ? socket.terminate() : answer());
    node.start();
    await until("it is alive", () => node.alive, { withinMs: 10_000 });
    const watched = () => core.asked.filter((request) => request === "exists").length;
    const before = watched();
    await until("it was looked at twice more", () => watched() >= before + 2, { withinMs: 10_000 });
    assert.deepEqual([core.connections, core.open], [2, 1]);
  });
});
