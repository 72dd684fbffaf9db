/** Who does not get in, asked at the doors as they stand open in a relay (A9). */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { TestContext } from "node:test";
import { io } from "socket.io-client";
import { newId } from "../../protocol/ids.ts";
import type { Refusal } from "../../protocol/refusals.ts";
import { GUEST_DOOR, HOST_DOOR, SOCKET_PATH } from "../../protocol/doors.ts";
import { HostTokens } from "../../relay/access/host-token.ts";
import { KeyRing } from "../../relay/access/key-ring.ts";
import { LinkKeys } from "../../relay/access/link-token.ts";
import { RateLimits } from "../../relay/access/rate-limits.ts";
import type { LimitSizes } from "../../relay/access/rate-limits.ts";
import { Tenants } from "../../relay/access/tenants.ts";
import { createCommand } from "../../relay/session/drafts.ts";
import { mountSockets } from "../../relay/sockets/sockets.ts";
import { openStore } from "../../relay/store/open-store.ts";
import { SessionKeeper } from "../../relay/store/session-keeper.ts";
import { PLENTY } from "../http/house.ts";
import { messageDesk } from "../support/message-desk.ts";
import { goodClaims, HARBOUR, HARBOUR_SECRET, p256, POLICY, RIVERSIDE, seconds, signed, stranger } from "./people.ts";

/** What a door says to one connection: `null` when it opens. */
type Asked = (door: string, auth: object, headers?: Record<string, string>) => Promise<Refusal | null>;

interface Doors {
  knock: Asked;
  linkKeys: LinkKeys;
  keeper: SessionKeeper;
  /** How often the store was asked for or told anything. */
  touched: () => number;
}

async function openDoors(t: TestContext, perMinute: Partial<LimitSizes> = {}): Promise<Doors> {
  const dataDir = await mkdtemp(join(tmpdir(), "doorstep-doors-"));
  const relayId = newId("rly");
  const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  const opened = await openStore({ relayId, log, dataDir });
  let count = 0;
  const sessions = new Proxy(opened.sessions, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]): unknown => {
        if (name !== "now" && name !== "ready") count += 1;
        return (value as (...all: unknown[]) => unknown).apply(target, args);
      };
    },
  });
  const store = { ...opened, sessions };
  const tenants = new Tenants([RIVERSIDE, HARBOUR], "https://relay.example");
  const keeper = new SessionKeeper({ store, relayId, log, policyFor: (id) => tenants.get(id)?.policy ?? POLICY });
  const linkKeys = new LinkKeys(KeyRing.parse(KeyRing.fresh()));
  const server = createServer();
  const sockets = mountSockets({
    server,
    keeper,
    store,
    relayId,
    linkKeys,
    hostTokens: new HostTokens(tenants),
    tenants,
    limits: new RateLimits({ perMinute: { ...PLENTY, ...perMinute }, redisClient: null }),
    log,
    metrics: { sockets: () => undefined, doorRefused: () => undefined, request: () => undefined },
    messages: messageDesk(opened.settings, POLICY).messages,
    ice: () => ({ iceServers: [] }),
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  t.after(async () => {
    await sockets.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await keeper.close();
    await opened.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  return {
    linkKeys,
    keeper,
    touched: () => count,
    knock: (door, auth, extraHeaders = {}) =>
      new Promise((resolve, reject) => {
        const socket = io(`http://127.0.0.1:${port}${door}`, {
          path: SOCKET_PATH,
          transports: ["websocket"],
          forceNew: true,
          reconnection: false,
          auth,
          extraHeaders,
        });
        socket.on("connect", () => {
          socket.disconnect();
          resolve(null);
        });
        socket.on("connect_error", (error: Error & { data?: Refusal }) => {
          socket.disconnect();
          if (error.data === undefined) reject(error);
          else resolve(error.data);
        });
      }),
  };
}

async function makeSession({ keeper, linkKeys }: Doors): Promise<{ link: string }> {
  const now = new Date(Date.now()).toISOString();
  const fields = {
    title: "T",
    service: "S",
    hosts: [{ id: "user-1", name: "Dr. Osei" }],
    startsAt: now,
    durationMinutes: 50,
    timeZone: "UTC",
  };
  const invites = [{ email: "maya@example.org", relation: "other" as const }];
  const command = createCommand({ role: "vendor", tenantId: "riverside" }, { ...fields, linkSharing: true, invites });
  const made = await keeper.submit(command.sessionId, command);
  assert.ok(made.ok);
  const inviteId = command.invites[0]!.inviteId;
  return { link: linkKeys.sign({ sessionId: command.sessionId, inviteId, generation: 1 }) };
}

const instance = (): string => newId("ins");

describe("The guest door", () => {
  test("refuses forged links without ever touching the store, and opens to the real one (LINK1)", async (t) => {
    const doors = await openDoors(t);
    const { link } = await makeSession(doors);
    const [kid = "", words = "", mac = ""] = link.split(".");
    const before = doors.touched();
    const forged = [
      "",
      "x",
      `${kid}.${words}.${randomBytes(18).toString("base64url")}`,
      `${kid}.${words.slice(0, 44)}2.${mac}`,
      new LinkKeys(KeyRing.parse(KeyRing.fresh())).sign({ sessionId: newId("ses"), inviteId: newId("inv"), generation: 1 }),
      ...Array.from({ length: 150 }, () => `${kid}.${randomBytes(33).toString("base64url")}1.${randomBytes(18).toString("base64url")}`),
    ];
    for (const guess of forged) {
      const refused = await doors.knock(GUEST_DOOR, { link: guess, instance: instance() });
      assert.equal(refused?.code, "link-invalid", guess);
    }
    assert.equal(doors.touched(), before, "the store heard nothing of it");
    assert.equal(await doors.knock(GUEST_DOOR, { link, instance: instance() }), null);
    assert.ok(doors.touched() > before, "the spy does see the real one");
  });

  test("throttles whoever guesses (DOOR6)", async (t) => {
    const doors = await openDoors(t, { address: 20 });
    const codes: (string | undefined)[] = [];
    for (let n = 0; n < 25; n += 1) {
      const refused = await doors.knock(GUEST_DOOR, {
        link: `k.${randomBytes(33).toString("base64url")}1.${randomBytes(18).toString("base64url")}`,
        instance: instance(),
      });
      codes.push(refused?.code);
      if (refused?.code === "rate-limited") assert.ok((refused.retryAfterMs ?? 0) > 0);
    }
    assert.deepEqual(codes, [...Array.from({ length: 20 }, () => "link-invalid"), ...Array.from({ length: 5 }, () => "rate-limited")]);
  });
});

describe("The host door", () => {
  test("refuses bad tokens without ever touching the store, and opens to a good one", async (t) => {
    const doors = await openDoors(t);
    const bad = [
      "",
      "x",
      "a.b.c",
      `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from(JSON.stringify(goodClaims())).toString("base64url")}.`,
      await signed(goodClaims(), { key: Buffer.from(p256.publicKey.export({ type: "spki", format: "pem" })) }),
      await signed(goodClaims(), { key: Buffer.from(HARBOUR_SECRET) }),
      await signed(goodClaims(), { alg: "ES256", key: stranger.p256.privateKey, header: { kid: "es-1" } }),
      await signed(goodClaims({ exp: seconds() - 1 })),
      await signed(goodClaims({ nbf: seconds() + 3_600 })),
      await signed(goodClaims({ aud: "other" })),
      await signed(goodClaims({ iss: "nobody" })),
      await signed(goodClaims({ exp: seconds() + 13 * 3_600 })),
    ];
    for (const token of bad) assert.match((await doors.knock(HOST_DOOR, { token }))?.code ?? "", /^(not-allowed|bad-request)$/, token);
    assert.equal(doors.touched(), 0);
    assert.equal(await doors.knock(HOST_DOOR, { token: await signed(goodClaims()) }), null);
  });

  test("opens to pages of the tenant's own origins only (DOOR5)", async (t) => {
    const doors = await openDoors(t);
    const token = await signed(goodClaims());
    assert.equal(await doors.knock(HOST_DOOR, { token }, { origin: "https://riverside.example" }), null);
    assert.equal((await doors.knock(HOST_DOOR, { token }, { origin: "https://harbour.example" }))?.code, "not-allowed");
    await assert.rejects(doors.knock(HOST_DOOR, { token }, { origin: "https://evil.example" }), "no handshake at all");
  });
});
