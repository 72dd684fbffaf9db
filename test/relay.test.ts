import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";
import type { TestContext } from "node:test";
import { createClient } from "redis";
import { io } from "socket.io-client";
import { GUEST_DOOR, HOST_DOOR, SOCKET_PATH } from "../protocol/doors.ts";
import type { RelayId } from "../protocol/ids.ts";
import { newId } from "../protocol/ids.ts";
import type { Invite, SessionInfo } from "../protocol/views.ts";
import { createRelay, readConfig } from "../relay/relay.ts";
import type { Relay, RelayOptions } from "../relay/relay.ts";
import { createLog } from "../relay/ops/log.ts";
import { openStore } from "../relay/store/open-store.ts";
import { DEATH_DELAY_MS } from "../relay/store/session-store.ts";
import { LEASES } from "../relay/store/redis-keys.ts";
import { freePort } from "./support/free-port.ts";
import { RedisServer } from "./support/redis-server.ts";
import { until } from "./support/until.ts";

const API_SECRET = "b8f1c0d27e994a1f8d35e6a7419c02bd";

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "doorstep-relay-test-"));
  t.after(() => rm(path, { recursive: true, force: true }));
  return path;
}

async function start(t: TestContext, env: Record<string, string> = {}, options: RelayOptions = {}): Promise<Relay> {
  const config = readConfig({ API_SECRET, PORT: "0", HOST: "127.0.0.1", DATA_DIR: await folder(t), LOG_LEVEL: "silent", ...env });
  const relay = await createRelay(config, options);
  t.after(() => relay.close());
  return relay;
}

async function post<T>(relay: Relay, path: string, body: object): Promise<T> {
  const answer = await fetch(`http://127.0.0.1:${relay.port}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${API_SECRET}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  assert.ok(answer.ok, await answer.clone().text());
  return (await answer.json()) as T;
}

const draft = () => ({
  title: "T",
  service: "S",
  hosts: [{ id: "user-1", name: "Dr. Osei" }],
  startsAt: new Date(Date.now()).toISOString(),
  durationMinutes: 50,
  timeZone: "UTC",
  linkSharing: true,
  invites: [{ email: "maya@example.org" }],
});

/** Opens a door and says what it was answered with: the first push, or the refusal. */
function knock(relay: Relay, door: string, auth: object): Promise<unknown> {
  return new Promise((answer) => {
    const socket = io(`http://127.0.0.1:${relay.port}${door}`, {
      path: SOCKET_PATH,
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
      auth,
    });
    const done = (what: unknown): void => {
      socket.disconnect();
      answer(what);
    };
    socket.on("connect", () => door === HOST_DOOR && done("open"));
    socket.on("view", (view: { state: string }) => done(view.state));
    socket.on("connect_error", (error: Error & { data?: { code: string } }) => done(error.data?.code ?? error.message));
  });
}

describe("A relay", () => {
  test("is one port for REST, both doors, the guest page and the counts", async (t) => {
    const relay = await start(t);
    assert.equal(relay.url, `http://localhost:${relay.port}`);
    const session = await post<SessionInfo & { invites: Invite[] }>(relay, "/v1/sessions", draft());
    const link = session.invites[0]?.url ?? "";
    assert.ok(link.startsWith(`${relay.url}/join#`));
    assert.equal(await knock(relay, GUEST_DOOR, { link: link.split("#")[1], instance: newId("ins") }), "lobby");
    const { token } = await post<{ token: string }>(relay, "/v1/tokens", { sub: "user-1", name: "Dr. Osei", role: "host", ttlSeconds: 60 });
    assert.equal(await knock(relay, HOST_DOOR, { token }), "open");
    assert.equal(await knock(relay, HOST_DOOR, { token: "no" }), "not-allowed");
    const page = await fetch(`http://127.0.0.1:${relay.port}/join`);
    assert.match(await page.text(), /<drop-in-join/);
    const counts = await (await fetch(`http://127.0.0.1:${relay.port}/metrics`)).text();
    assert.match(counts, /doorstep_door_refused_total\{door="host",code="not-allowed"\} 1/);
  });

  test("keeps its sessions and its links over a restart, without any set-up", async (t) => {
    const DATA_DIR = await folder(t);
    const first = await start(t, { DATA_DIR });
    const session = await post<SessionInfo & { invites: Invite[] }>(first, "/v1/sessions", draft());
    await first.close();
    await first.close();
    const second = await start(t, { DATA_DIR });
    assert.equal(await knock(second, GUEST_DOOR, { link: session.invites[0]?.url?.split("#")[1], instance: newId("ins") }), "lobby");
  });

  test("does not start on a taken port, and leaves nothing behind", async (t) => {
    const taken = createServer();
    await new Promise<void>((listening) => taken.listen(0, "127.0.0.1", listening));
    const { port } = taken.address() as AddressInfo;
    const DATA_DIR = await folder(t);
    await assert.rejects(start(t, { PORT: String(port), DATA_DIR }), { code: "EADDRINUSE" });
    await new Promise((closed) => taken.close(closed));
    const relay = await start(t, { PORT: String(port), DATA_DIR });
    assert.equal(relay.port, port);
  });

  test("tells whoever asks while it starts to come again, and leaves nobody without an answer", async (t) => {
    const redis = await RedisServer.start();
    t.after(() => redis.stop());
    redis.pause();
    const port = await freePort();
    const starting = start(t, { PORT: String(port), REDIS_URL: redis.url });
    const ask = () => fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(3_000) });
    const early = await until("it answers", () =>
      ask().catch((error: unknown) => (error instanceof TypeError ? null : Promise.reject(error))),
    );
    assert.equal(early.status, 503);
    assert.equal(early.headers.get("retry-after"), "1");
    assert.equal(((await early.json()) as { code: string }).code, "unavailable");
    redis.resume();
    await starting;
    assert.equal((await ask()).status, 200);
  });

  test("shares one port with a portal", async (t) => {
    const relay = await start(
      t,
      {},
      { fallback: (request) => (new URL(request.url).pathname === "/" ? new Response("the portal") : null) },
    );
    assert.equal(await (await fetch(`http://127.0.0.1:${relay.port}/`)).text(), "the portal");
    assert.equal((await fetch(`http://127.0.0.1:${relay.port}/else`)).status, 404);
  });

  test("that is declared dead by the others starts anew under another id, on the same port (SEAT7)", async (t) => {
    const redis = await RedisServer.start();
    t.after(() => redis.stop());
    const lines: string[] = [];
    const log = createLog({ level: "warn", to: { write: (line: string) => void lines.push(line) } });
    const relay = await start(t, { REDIS_URL: redis.url }, { log });
    const { relayId, port } = relay;
    const session = await post<SessionInfo & { invites: Invite[] }>(relay, "/v1/sessions", draft());
    await declareDead(redis, relayId);
    await until("the relay lives under another id", () => relay.relayId !== relayId, { withinMs: 20_000 });
    assert.equal(relay.port, port);
    assert.match(lines.join(""), /declared dead/);
    const link = session.invites[0]?.url?.split("#")[1];
    assert.equal(await knock(relay, GUEST_DOOR, { link, instance: newId("ins") }), "lobby");
  });
});

/** Lets the lease run out at once, and another relay notice it. */
async function declareDead(redis: RedisServer, relayId: RelayId): Promise<void> {
  const client = createClient({ url: redis.url });
  await client.connect();
  const log = { warn: () => undefined, error: () => undefined };
  const otherId = newId("rly");
  const other = await openStore({ redisUrl: redis.url, relayId: otherId, log });
  try {
    await client.zAdd(LEASES, { score: Date.now() - DEATH_DELAY_MS - 1_000, value: relayId });
    await other.leases.renew(otherId);
    assert.ok((await other.leases.dead()).some((each) => each.relay === relayId));
  } finally {
    await other.close();
    client.destroy();
  }
}

describe("The program", () => {
  const run = (env: Record<string, string>, args: string[] = []) => {
    const { PATH, HOME } = process.env;
    const child = spawn(process.execPath, ["--import", "tsx", "relay/main.ts", ...args], {
      cwd: resolve(import.meta.dirname, ".."),
      env: { PATH, HOME, ...env },
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (err += data.toString()));
    const ended = new Promise<number | null>((code) => child.on("close", code));
    return { child, ended, out: () => out, err: () => err };
  };

  test("stops the start with one plain sentence for a bad setting", async () => {
    const { ended, out, err } = run({ API_SECRET, PORT: "eighty" });
    assert.equal(await ended, 78);
    assert.equal(err(), 'PORT must be a whole number (it is "eighty").\n');
    assert.equal(out(), "");
  });

  test("refuses a sample secret in production", async () => {
    const { ended, err } = run({ NODE_ENV: "production", API_SECRET: "demo-secret-0123456789-abcdefghijkl" });
    assert.equal(await ended, 78);
    assert.match(err(), /^API_SECRET is a sample[^\n]*\n$/);
  });

  test("prints where it is, answers, and stops on SIGTERM with nothing left to do", async (t) => {
    const port = await freePort();
    const program = run({ API_SECRET, PORT: String(port), DATA_DIR: await folder(t) });
    t.after(() => program.child.kill("SIGKILL"));
    await until("it says where it is", () => program.out().includes(`Doorstep is open at http://localhost:${port}`), { withinMs: 15_000 });
    assert.equal((await fetch(`http://127.0.0.1:${port}/readyz`)).status, 200);
    program.child.kill("SIGTERM");
    assert.equal(await program.ended, 0);
    assert.equal(program.err(), "");
  });

  test("ends with 1 and says why when it cannot start", async (t) => {
    const taken = createServer();
    await new Promise<void>((listening) => taken.listen(0, listening));
    t.after(() => taken.close());
    const port = String((taken.address() as AddressInfo).port);
    const { ended, out, err } = run({ API_SECRET, PORT: port, DATA_DIR: await folder(t) });
    assert.equal(await ended, 1);
    assert.match(out(), /EADDRINUSE/);
    assert.equal(err(), `PORT ${port} is taken: another program listens there.\n`);
  });

  test("says which setting is to blame when its folder or its Redis is none", async (t) => {
    const file = join(await folder(t), "file");
    await writeFile(file, "");
    const noFolder = run({ API_SECRET, PORT: "0", DATA_DIR: file });
    assert.equal(await noFolder.ended, 1);
    assert.equal(noFolder.err(), `DATA_DIR cannot be used (ENOTDIR): ${file}.\n`);
    const noRedis = run({ API_SECRET, PORT: "0", REDIS_URL: `redis://user:hush@127.0.0.1:${await freePort()}`, DATA_DIR: await folder(t) });
    assert.equal(await noRedis.ended, 1);
    assert.equal(noRedis.err(), "REDIS_URL leads to no Redis that answers.\n");
    assert.ok(!noRedis.out().includes("hush"));
  });

  test("tells its version and its use", async () => {
    const version = run({}, ["--version"]);
    assert.equal(await version.ended, 0);
    assert.match(version.out(), /^\d+\.\d+\.\d+\n$/);
    const help = run({}, ["--help"]);
    assert.equal(await help.ended, 0);
    assert.match(help.out(), /doorstep --version/);
  });
});
