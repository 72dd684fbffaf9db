/** Several relays on one Redis, as an operator runs them, and the people who use them. */

import type { GuestId, SessionId } from "../../protocol/ids.ts";
import type { Invite, SessionInfo } from "../../protocol/views.ts";
import { People } from "../sockets/people.ts";
import type { Coming, Guest, Host } from "../sockets/people.ts";
import { RedisServer } from "../support/redis-server.ts";
import { RelayProcess } from "../support/relay-process.ts";

/** Everybody of a test comes from one address and many with one link; the limits are tested elsewhere (DOOR6). */
const UNLIMITED = { LIMIT_PER_ADDRESS: "1000000", LIMIT_PER_LINK: "1000000", LIMIT_PER_TENANT: "1000000" };
const SECRET = "an-api-secret-for-tests-of-32-characters";

/** The body of `GET …/participants`. */
export interface Report {
  seats: { taken: number; limit: number };
  waiting: { guestId: GuestId }[];
  participants: { participantId: string; role: "host" | "guest"; seatedAt: string; name: string }[];
}

export class Fleet {
  readonly people = new People();

  private constructor(
    readonly redis: RedisServer,
    readonly relays: RelayProcess[],
  ) {}

  /** @param env Settings of every relay. */
  static async start(relays: number, env: Record<string, string> = {}): Promise<Fleet> {
    const redis = await RedisServer.start();
    const settings = { REDIS_URL: redis.url, API_SECRET: SECRET, ALLOWED_ORIGINS: "*", NODE_ENV: "test", ...UNLIMITED, ...env };
    const fleet = new Fleet(redis, []);
    try {
      const starting = Array.from({ length: relays }, () => RelayProcess.start({ env: settings }));
      for (const each of await Promise.allSettled(starting)) if (each.status === "fulfilled") fleet.relays.push(each.value);
      await Promise.all(starting);
    } catch (error) {
      await fleet.stop();
      throw error;
    }
    return fleet;
  }

  /** The `n`th relay's address, counted around. */
  url(n: number): string {
    const relay = this.relays[n % this.relays.length];
    if (relay === undefined) throw new Error("There is no relay.");
    return relay.url;
  }

  async api<T>(method: string, path: string, body?: object, relay = 0): Promise<T> {
    const answer = await fetch(this.url(relay) + path, {
      method,
      headers: { authorization: `Bearer ${SECRET}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  /** A session that is on now, with hosts `host-1`…`host-n`. */
  session(hosts = 1, more: object = {}): Promise<SessionInfo> {
    return this.api("POST", "/v1/sessions", {
      title: "A session of the tests",
      service: "Family session",
      hosts: Array.from({ length: hosts }, (_, index) => ({ id: `host-${index + 1}`, name: `Host ${index + 1}` })),
      startsAt: new Date(Date.now() - 60_000).toISOString(),
      durationMinutes: 50,
      timeZone: "UTC",
      linkSharing: true,
      ...more,
    });
  }

  /** A drop-in link's token, as it stands behind the `#`. */
  async link(sessionId: SessionId, label = "Interpreter"): Promise<{ invite: Invite; token: string }> {
    const invite = await this.api<Invite>("POST", `/v1/sessions/${sessionId}/links`, { label });
    const token = invite.url?.split("#")[1];
    if (token === undefined) throw new Error("The invite has no link.");
    return { invite, token };
  }

  participants(sessionId: SessionId, relay = 0): Promise<Report> {
    return this.api("GET", `/v1/sessions/${sessionId}/participants`, undefined, relay);
  }

  async host(relay: number, n = 1, coming: Coming = {}): Promise<Host> {
    const { token } = await this.api<{ token: string }>("POST", "/v1/tokens", {
      sub: `host-${n}`,
      name: `Host ${n}`,
      role: "host",
      ttlSeconds: 3_600,
    });
    return this.people.host(this.url(relay), token, coming);
  }

  guest(relay: number, token: string, coming: Coming = {}): Promise<Guest> {
    return this.people.guest(this.url(relay), token, coming);
  }

  async stop(): Promise<void> {
    this.people.leave();
    await Promise.all(this.relays.map((relay) => relay.stop()));
    await this.redis.stop();
  }
}
