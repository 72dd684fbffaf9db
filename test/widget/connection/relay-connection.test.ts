import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, before, beforeEach, describe, test } from "node:test";
import { Server } from "socket.io";
import { WebSocket } from "ws";
import { GUEST_DOOR, SOCKET_PATH } from "../../../protocol/doors.ts";
import type { Refusal } from "../../../protocol/refusals.ts";
import { RelayConnection } from "../../../widget/connection/relay-connection.ts";
import type { ConnectionState, GuestDoor } from "../../../widget/connection/relay-connection.ts";
import { freePort } from "../../support/free-port.ts";
import { until } from "../../support/until.ts";
import { waiting } from "../support/guest-views.ts";

/** A relay's guest door with nothing behind it. */
class Door {
  readonly tickets: unknown[] = [];
  refusal: Refusal | undefined;
  mute = false;
  io!: Server;
  http!: HttpServer;

  async listen(port = 0): Promise<number> {
    this.http = createServer();
    this.io = new Server(this.http, { path: SOCKET_PATH });
    this.io.of(GUEST_DOOR).use((socket, next) => {
      this.tickets.push(socket.handshake.auth["ticket"]);
      next(this.refusal === undefined ? undefined : Object.assign(new Error("no"), { data: this.refusal }));
    });
    this.io.of(GUEST_DOOR).on("connection", (socket) => {
      socket.on("guest:knock", (_payload: unknown, answer: (result: unknown) => void) => {
        if (!this.mute) answer({ ok: true, value: waiting() });
      });
    });
    await new Promise<void>((resolve) => this.http.listen(port, "127.0.0.1", resolve));
    return (this.http.address() as AddressInfo).port;
  }
  async close(): Promise<void> {
    await this.io.close();
  }
}

describe("The connection to a relay", () => {
  let door: Door;
  let port: number;
  let connection: RelayConnection<GuestDoor>;
  let states: ConnectionState["is"][];
  let ticket: string | Error;

  before(() => {
    const window = new EventTarget();
    // What a browser has and this Node does not.
    Object.assign(globalThis, {
      WebSocket,
      document: Object.assign(new EventTarget(), { visibilityState: "visible" }),
      addEventListener: window.addEventListener.bind(window),
      removeEventListener: window.removeEventListener.bind(window),
    });
  });
  beforeEach(async () => {
    door = new Door();
    // One that nobody else takes while the relay restarts.
    port = await door.listen(await freePort());
    ticket = "first";
    states = [];
    connection = new RelayConnection<GuestDoor>({
      relay: `http://127.0.0.1:${port}`,
      door: GUEST_DOOR,
      auth: async () => {
        if (ticket instanceof Error) throw ticket;
        return { ticket };
      },
    });
    connection.watch(({ is }) => states.push(is));
  });
  afterEach(async () => {
    connection.close();
    await door.close();
  });

  const reaches = (is: ConnectionState["is"]) => until(`the connection is ${is}`, () => connection.state.is === is, { withinMs: 15_000 });

  test("a request is answered with the relay's result, pushes reach who listens", async () => {
    const views: unknown[] = [];
    connection.on("view", (view) => views.push(view));
    connection.open();
    const answer = await connection.request("guest:knock", { name: "Samir" });
    assert.equal(answer.ok && answer.value.state, "waiting");
    assert.deepEqual(states, ["connecting", "open"]);
    door.io.of(GUEST_DOOR).emit("view", waiting());
    await until("the view is here", () => views.length === 1);
  });

  test("a relay that restarts is found again, with a fresh ticket, and a request made meanwhile is answered (STORE5)", async () => {
    connection.open();
    await reaches("open");
    await door.close();
    await reaches("reconnecting");
    ticket = "second";
    door = new Door();
    await door.listen(port);
    const answer = await connection.request("guest:knock", { name: "Samir" });
    assert.equal(answer.ok, true);
    assert.deepEqual(door.tickets, ["second"]);
  });

  test("a door that says no is not asked again by itself, and a request says what it said", async () => {
    door.refusal = { code: "link-revoked", detail: "This link was switched off." };
    connection.open();
    await reaches("refused");
    assert.deepEqual(await connection.request("guest:knock", { name: "Samir" }), { ok: false, refusal: door.refusal });
    assert.equal(door.tickets.length, 1);
    door.refusal = undefined;
    connection.open();
    await reaches("open");
  });

  test("a door that is busy is asked again when it wished to be", async () => {
    door.refusal = { code: "unavailable", detail: "", retryAfterMs: 50 };
    connection.open();
    await reaches("reconnecting");
    assert.equal(connection.state.is === "reconnecting" && connection.state.refusal?.code, "unavailable");
    door.refusal = undefined;
    await reaches("open");
  });

  test("an answer that does not come is `unavailable` after 5 s, never a throw (DOOR4)", async () => {
    door.mute = true;
    connection.open();
    const answer = await connection.request("guest:knock", { name: "Samir" });
    assert.equal(!answer.ok && answer.refusal.code, "unavailable");
  });

  test("a connection that breaks in the middle of a request answers it at once", async () => {
    door.mute = true;
    connection.open();
    await reaches("open");
    const began = performance.now();
    const asking = connection.request("guest:knock", { name: "Samir" });
    door.io.of(GUEST_DOOR).disconnectSockets(true);
    const answer = await asking;
    assert.equal(!answer.ok && answer.refusal.code, "unavailable");
    assert.ok(performance.now() - began < 2_000);
  });

  test("a token that cannot be had is an attempt that failed, and tried again", async () => {
    ticket = new Error("the portal is away");
    connection.open();
    await reaches("reconnecting");
    assert.equal(door.tickets.length, 0);
    ticket = "at last";
    await reaches("open");
    assert.deepEqual(door.tickets, ["at last"]);
  });

  test("closed, it asks nobody any more and refuses requests", async () => {
    connection.open();
    connection.close();
    assert.equal(connection.state.is, "closed");
    const answer = await connection.request("guest:knock", { name: "Samir" });
    assert.equal(!answer.ok && answer.refusal.code, "unavailable");
    assert.equal(door.tickets.length, 0);
  });
});
