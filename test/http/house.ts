/** A relay's HTTP side for the tests: the real store, keeper, tokens and keys, asked without a network. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import type { Hono } from "hono";
import type { GuestId, SessionId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Invite, SessionInfo } from "../../protocol/views.ts";
import { HostTokens } from "../../relay/access/host-token.ts";
import { KeyRing } from "../../relay/access/key-ring.ts";
import { LinkKeys } from "../../relay/access/link-token.ts";
import { RateLimits } from "../../relay/access/rate-limits.ts";
import type { LimitSizes } from "../../relay/access/rate-limits.ts";
import { SealedAnswers } from "../../relay/access/sealed-answers.ts";
import { Tenants } from "../../relay/access/tenants.ts";
import type { Tenant } from "../../relay/access/tenants.ts";
import { createHttpApp } from "../../relay/http/app.ts";
import type { HttpDeps } from "../../relay/http/app.ts";
import type { HttpEnv } from "../../relay/http/env.ts";
import { Metrics } from "../../relay/ops/metrics.ts";
import { WebhookDesk } from "../../relay/outbox/webhook-desk.ts";
import { WebhookSender } from "../../relay/outbox/webhooks.ts";
import { openStore } from "../../relay/store/open-store.ts";
import { SessionKeeper } from "../../relay/store/session-keeper.ts";
import type { Store } from "../../relay/store/session-store.ts";
import { messageDesk } from "../support/message-desk.ts";
import { HARBOUR, POLICY, RIVERSIDE, RIVERSIDE_SECRET } from "../access/people.ts";

export const PLENTY: LimitSizes = { address: 1e6, link: 1e6, knock: 1e6, tenant: 1e6, rest: 1e6, credentials: 1e6, "test-mail": 1e6 };

export interface Ask {
  body?: unknown;
  /** Bearer; Riverside's API secret unless said otherwise, null for none. */
  token?: string | null;
  headers?: Record<string, string>;
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
  text: string;
}

export interface TestHouse {
  app: Hono<HttpEnv>;
  store: Store;
  keeper: SessionKeeper;
  linkKeys: LinkKeys;
  hostTokens: HostTokens;
  /** What was logged as a warning or an error. */
  complaints: object[];
  ask<T = Record<string, unknown>>(method: string, path: string, ask?: Ask): Promise<Answer<T>>;
}

export interface HouseSettings {
  perMinute?: Partial<LimitSizes>;
  deps?: Partial<HttpDeps>;
  /** Stands between the HTTP side and the store. */
  wrapStore?: (store: Store) => Store;
  dataDir?: string;
  tenants?: Tenant[];
}

export async function openTestHouse(
  t: TestContext,
  { perMinute, deps, wrapStore, dataDir, tenants: vendors = [RIVERSIDE, HARBOUR] }: HouseSettings = {},
): Promise<TestHouse> {
  const folder = dataDir ?? (await mkdtemp(join(tmpdir(), "doorstep-http-")));
  const relayId = newId("rly");
  const complaints: object[] = [];
  const complain = (detail: object): void => void complaints.push(detail);
  const log = { debug: () => undefined, info: () => undefined, warn: complain, error: complain };
  const opened = await openStore({ relayId, log, dataDir: folder });
  const store = wrapStore?.(opened) ?? opened;
  const tenants = new Tenants(vendors, "https://relay.example");
  const keeper = new SessionKeeper({ store, relayId, log, policyFor: (id) => tenants.get(id)?.policy ?? POLICY });
  const ring = KeyRing.parse(KeyRing.fresh());
  const linkKeys = new LinkKeys(ring);
  const hostTokens = new HostTokens(tenants);
  const app = createHttpApp({
    keeper,
    store,
    tenants,
    hostTokens,
    linkKeys,
    sealed: new SealedAnswers(ring),
    limits: new RateLimits({ perMinute: { ...PLENTY, ...perMinute }, redisClient: null }),
    metrics: new Metrics({ storeReady: () => store.sessions.ready() }),
    log,
    addressOf: () => "203.0.113.7",
    accepting: () => true,
    publicUrl: "https://relay.example",
    messages: messageDesk(store.settings, POLICY).messages,
    widgetDir: join(folder, "widget"),
    webhooks: new WebhookDesk({
      sender: new WebhookSender(),
      hookOf: () => undefined,
      log: store.deliveries,
      complain: log,
      now: () => store.sessions.now(),
    }),
    ...deps,
  });
  t.after(async () => {
    await keeper.close();
    await opened.close();
    if (dataDir === undefined) await rm(folder, { recursive: true, force: true });
  });
  return {
    app,
    store,
    keeper,
    linkKeys,
    hostTokens,
    complaints,
    async ask<T>(method: string, path: string, { body, token = RIVERSIDE_SECRET, headers = {} }: Ask = {}) {
      const answer = await app.request(path, {
        method,
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      const json = /json/.test(answer.headers.get("content-type") ?? "") ? (JSON.parse(text) as T) : (undefined as T);
      return { status: answer.status, headers: answer.headers, body: json, text };
    },
  };
}

/** A session of today that starts now. */
export const draft = (more: object = {}): Record<string, unknown> => ({
  title: "Family session",
  service: "Counselling",
  hosts: [{ id: "user-1", name: "Dr. Osei" }],
  startsAt: new Date(Date.now()).toISOString(),
  durationMinutes: 50,
  timeZone: "America/Toronto",
  clientRef: "client-7",
  linkSharing: true,
  ...more,
});

export async function createSession(house: TestHouse, more: object = {}): Promise<SessionInfo & { invites: Invite[] }> {
  const made = await house.ask<SessionInfo & { invites: Invite[] }>("POST", "/v1/sessions", { body: draft(more) });
  if (made.status !== 201) throw new Error(made.text);
  return made.body;
}

/** A browser opens the invite's link and asks to be let in. */
export async function knock(house: TestHouse, invite: Invite, name = "Maya"): Promise<GuestId> {
  const claim = house.linkKeys.verify(invite.url?.split("#")[1] ?? "");
  if (claim === null) throw new Error("the invite has no working link");
  const { sessionId, inviteId, generation } = claim;
  const guestId = newId("gst");
  const actor = { role: "guest", guestId, inviteId: inviteId, generation } as const;
  const connection = { relay: newId("rly"), connection: newId("con"), instance: newId("ins") };
  await house.keeper.submit(sessionId, { type: "open", actor, connection });
  const knocked = await house.keeper.submit(sessionId, { type: "knock", actor, name, connection });
  if (!knocked.ok) throw new Error(knocked.refusal.detail);
  return guestId;
}

/** A host takes a seat, as it does from the portal. */
export async function hostJoins(house: TestHouse, sessionId: SessionId): Promise<void> {
  const actor = { role: "host", tenantId: "riverside", hostId: "user-1", name: "Dr. Osei", admin: false } as const;
  const connection = { relay: newId("rly"), connection: newId("con"), instance: newId("ins") };
  const participantId = `hst_${newId("gst").slice(4)}` as const;
  const joined = await house.keeper.submit(sessionId, { type: "join", actor, participantId, connection });
  if (!joined.ok) throw new Error(joined.refusal.detail);
}
