/** A relay for the tests of the doors: the real keeper on a real store, the real doors, and the plainest links, tokens and limits. */

import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InviteId, RelayId, SessionId } from "../../protocol/ids.ts";
import { newId } from "../../protocol/ids.ts";
import type { Refusal, Result } from "../../protocol/refusals.ts";
import { refused } from "../../protocol/refusals.ts";
import { iceConfig } from "../../relay/media/turn.ts";
import { createCommand } from "../../relay/session/drafts.ts";
import type { Session, SessionPolicy } from "../../relay/session/session.ts";
import type { DoorLimits, DoorTenant, HostIdentity, LinkClaim, Links, SfuSwitch, SocketDeps } from "../../relay/sockets/deps.ts";
import { mountSockets } from "../../relay/sockets/sockets.ts";
import { Attention } from "../../relay/store/attention.ts";
import { openStore } from "../../relay/store/open-store.ts";
import { SessionKeeper } from "../../relay/store/session-keeper.ts";
import type { Store } from "../../relay/store/session-store.ts";
import type { CapturedMail } from "../../relay/outbox/mail/captured-mail.ts";
import { messageDesk } from "../support/message-desk.ts";
import { POLICY } from "../session/world.ts";

export const TURN_SECRET = "turn-secret-of-the-tests";
export const ORIGIN = "https://portal.example";

export const RIVERSIDE = tenant("riverside", "Riverside Clinic", "https://portal.example/join");
export const HARBOUR = tenant("harbour", "Harbour Clinic", "https://harbour.example/join");
const ORIGINS: Record<string, string[]> = { riverside: [ORIGIN], harbour: ["https://harbour.example"] };

function tenant(id: string, clinicName: string, joinUrl: string): DoorTenant & { policy: SessionPolicy } {
  return { id, clinicName, joinUrl, policy: { ...POLICY, mail: false, webhooks: false } };
}

const sign = (words: string): string => createHmac("sha256", "a key of the tests").update(words).digest("base64url").slice(0, 22);

/** Links and tickets as plain words with a MAC. */
export const links: Links = {
  sign: ({ sessionId, inviteId, generation }) => `${sessionId}.${inviteId}.${generation}.${sign(`${sessionId}.${inviteId}.${generation}`)}`,
  verify(token): LinkClaim | null {
    const [sessionId, inviteId, generation, mac] = token.split(".");
    if (mac !== sign(`${sessionId}.${inviteId}.${generation}`)) return null;
    return { sessionId: sessionId as SessionId, inviteId: inviteId as InviteId, generation: Number(generation) };
  },
  signTicket: ({ sessionId, inviteId, guestId }) => `${guestId}.${sign(`${sessionId}.${inviteId}.${guestId}`)}`,
  verifyTicket(ticket, { sessionId, inviteId }) {
    const [guestId, mac] = ticket.split(".");
    return mac === sign(`${sessionId}.${inviteId}.${guestId}`) ? (guestId as `gst_${string}`) : null;
  },
};

/** A host token of the tests: the identity itself as JSON. */
export function hostToken(
  hostId: string,
  more: { tenantId?: string; name?: string; admin?: boolean; sessions?: SessionId[]; lifeMs?: number } = {},
): string {
  return JSON.stringify({ hostId, tenantId: "riverside", name: `Dr ${hostId}`, admin: false, lifeMs: 3_600_000, ...more });
}

async function verifyHost(token: string): Promise<Result<HostIdentity>> {
  let claims: Record<string, unknown>;
  try {
    claims = JSON.parse(token) as Record<string, unknown>;
  } catch {
    return refused("not-allowed", "The token is malformed.");
  }
  const { hostId, tenantId, name, admin, sessions, lifeMs } = claims as never as HostIdentity & { tenantId: string; lifeMs: number };
  const named = tenantId === "riverside" ? RIVERSIDE : HARBOUR;
  const identity = { tenant: named, hostId, name, admin, expiresAt: Date.now() + lifeMs };
  return { ok: true, value: { ...identity, ...(sessions === undefined ? {} : { sessions }) } };
}

/** The limits of one test relay: what the test says, else none. */
export interface TestLimits {
  refuse?: (...asked: Parameters<DoorLimits["take"]>) => Refusal | null | Promise<Refusal | null>;
}

export interface TestRelay {
  readonly url: string;
  readonly relayId: RelayId;
  readonly store: Store;
  readonly keeper: SessionKeeper;
  /** Everything the doors complained of. */
  readonly complaints: object[];
  readonly limits: TestLimits;
  /** Samples of the clinic's words that were sent. */
  readonly mails: CapturedMail;
  /** Loads that the store was asked for since the last reset. */
  close(): Promise<void>;
}

export interface TestRelaySettings {
  redisUrl?: string;
  /** ICE as the relay would give it; by default with TURN credentials. */
  ice?: SocketDeps["ice"];
  /** What stands for the media servers' side; absent: there are none. */
  sfu?: SfuSwitch;
}

export async function startTestRelay({ redisUrl, ice, sfu }: TestRelaySettings = {}): Promise<TestRelay> {
  const relayId = newId("rly");
  const dataDir = redisUrl === undefined ? await mkdtemp(join(tmpdir(), "doorstep-sockets-")) : undefined;
  const complaints: object[] = [];
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (detail: object) => void complaints.push(detail),
    error: (detail: object) => void complaints.push(detail),
  };
  const store = await openStore({ relayId, log, ...(redisUrl === undefined ? { dataDir: dataDir! } : { redisUrl }) });
  const tenants = new Map<string, DoorTenant>([RIVERSIDE, HARBOUR].map((each) => [each.id, each]));
  const keeper = new SessionKeeper({ store, relayId, policyFor: (id) => tenants.get(id)?.policy ?? POLICY, log });
  const attention = new Attention({ store, keeper, relayId, log, onDeath: () => undefined });
  await attention.start();
  const server = createServer();
  const limits: TestLimits = {};
  const desk = messageDesk(store.settings, { ...POLICY, mail: true });
  const sockets = mountSockets({
    server,
    keeper,
    store,
    relayId,
    log,
    linkKeys: links,
    hostTokens: { verify: verifyHost },
    tenants: {
      get: (id) => tenants.get(id),
      originAllowed: (origin, id) => (id === undefined ? Object.values(ORIGINS).flat() : (ORIGINS[id] ?? [])).includes(origin),
    },
    messages: desk.messages,
    ...(sfu === undefined ? {} : { sfu }),
    limits: { take: async (kind, key) => (await limits.refuse?.(kind, key)) ?? null },
    ice:
      ice ??
      ((id) =>
        iceConfig({ stunUrls: ["stun:stun.example:3478"], turnUrls: ["turn:turn.example:3478"], turnSecret: TURN_SECRET }, id, Date.now())),
    metrics: { sockets: () => undefined, doorRefused: () => undefined, request: () => undefined },
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    relayId,
    store,
    keeper,
    complaints,
    limits,
    mails: desk.mails,
    async close() {
      await sockets.close();
      await attention.stop();
      await keeper.close();
      await store.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A session of today with invites for `invitees`, made by the vendor's back end. Gives the document and a link per invitee. */
export async function makeSession(
  relay: TestRelay,
  invitees: string[],
  {
    hosts = ["ana"],
    startsInMinutes = 0,
    tenantId = "riverside",
    e2ee = false,
  }: { hosts?: string[]; startsInMinutes?: number; tenantId?: string; e2ee?: boolean } = {},
): Promise<{ session: Session; links: string[]; inviteIds: InviteId[] }> {
  const command = createCommand(
    { role: "vendor", tenantId },
    {
      title: "Individual session with Jamie Client",
      service: "Video Session",
      hosts: hosts.map((id) => ({ id, name: `Dr ${id}` })),
      startsAt: new Date(Date.now() + startsInMinutes * 60_000).toISOString(),
      durationMinutes: 50,
      timeZone: "America/Toronto",
      linkSharing: true,
      e2ee,
      ...(invitees.length === 0
        ? {}
        : { invites: invitees.map((name) => ({ name, email: `${name.toLowerCase()}@example.com`, relation: "other" as const })) }),
    },
  );
  const done = await relay.keeper.submit(command.sessionId, command);
  if (!done.ok || done.value.stored === null) throw new Error(`no session: ${JSON.stringify(done)}`);
  const { session } = done.value.stored;
  const inviteIds = command.invites.map(({ inviteId }) => inviteId);
  return { session, inviteIds, links: inviteIds.map((inviteId) => links.sign({ sessionId: session.id, inviteId, generation: 1 })) };
}
