/** A small world for the core's tests: one tenant, known people, a clock driven by hand. */

import type { ConnectionId, GuestId, HostParticipantId, InstanceId, InviteId, RelayId, SessionId } from "../../protocol/ids.ts";
import type { Command, GuestActor, HostActor } from "../../relay/session/command.ts";
import type { Decision } from "../../relay/session/decide.ts";
import { decide } from "../../relay/session/decide.ts";
import type { Connection, Context, Session, SessionEvent, SessionPolicy } from "../../relay/session/session.ts";
import { guestView } from "../../relay/session/views.ts";

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
/** 2026-11-24T15:00:00Z: the session's start. */
export const START = Date.UTC(2026, 10, 24, 15);

export const POLICY: SessionPolicy = {
  opensBeforeMs: 30 * MINUTE,
  closesAfterMs: 30 * MINUTE,
  seatGraceMs: 30 * SECOND,
  waitingGraceMs: 2 * MINUTE,
  seatLimit: 16,
  sameLink: "mark",
  showPosition: false,
  meshMax: 4,
  retentionMs: 30 * 24 * 60 * MINUTE,
  mail: true,
  webhooks: true,
  reminderBeforeMs: null,
};

export const CLOCK = { role: "clock" } as const;
export const VENDOR = { role: "vendor", tenantId: "riverside" } as const;
export const SESSION_ID: SessionId = "ses_AAAAAAAAAAAAAAAAAAAAAA";

export const host = (n = 1): HostActor => ({ role: "host", tenantId: "riverside", hostId: `user-${n}`, name: `Host ${n}`, admin: false });
export const hostSeatId = (n = 1): HostParticipantId => `hst_${n}`;
export const inviteId = (n: number): InviteId => `inv_${n}`;
export const guestId = (n: number): GuestId => `gst_${n}`;
/** Guest `n` with the link of invite `invite` (its own unless said otherwise). */
export const guest = (n: number, invite = n, generation = 1): GuestActor => ({
  role: "guest",
  guestId: guestId(n),
  inviteId: inviteId(invite),
  generation,
});
/** Socket `tab` of `who`; `page` names the page load. */
export const at = (who: string, tab = 1, { relay = "rly_1", page = tab }: { relay?: RelayId; page?: number } = {}): Connection => ({
  relay,
  connection: `con_${who}-${tab}` satisfies ConnectionId,
  instance: `ins_${who}-${page}` satisfies InstanceId,
});

/** One session whose commands are decided one after the other, as the keeper would. */
export class World {
  session: Session | null = null;
  now = START;
  readonly events: SessionEvent[] = [];
  readonly dead = new Map<RelayId, number>();
  /** As by a relay that sees media servers. */
  sfuFor: Context["sfuFor"];

  constructor(readonly policy: SessionPolicy = POLICY) {}

  get context(): Context {
    return { now: this.now, policy: this.policy, deadSince: (relay) => this.dead.get(relay), sfuFor: this.sfuFor };
  }

  /** Decides and keeps what comes of it. */
  run(command: Command): Decision {
    const decision = decide(this.session, command, this.context);
    this.session = decision.session;
    this.events.push(...decision.events);
    return decision;
  }

  /** Decides, and fails the test when it is refused. */
  do(command: Command): World {
    const decision = this.run(command);
    if (!decision.ok) throw new Error(`${command.type} was refused: ${decision.refusal.code} (${decision.refusal.detail})`);
    return this;
  }

  /** The refusal's word, or "ok". */
  word(command: Command): string {
    const decision = this.run(command);
    return decision.ok ? "ok" : decision.refusal.code;
  }

  pass(ms: number): World {
    this.now += ms;
    this.run({ type: "tick", actor: CLOCK });
    return this;
  }

  /** The session; fails when there is none. */
  get is(): Session {
    if (this.session === null) throw new Error("There is no session.");
    return this.session;
  }

  stateOf(n: number): string | undefined {
    return this.is.guests[guestId(n)]?.state.is;
  }

  knock(n: number, invite = n): World {
    return this.do({ type: "knock", actor: guest(n, invite), name: `Guest ${n}`, connection: at(`g${n}`) });
  }

  admit(n: number): World {
    return this.do({ type: "admit", actor: host(), guestId: guestId(n) });
  }

  join(n = 1, tab = 1): World {
    return this.do({ type: "join", actor: host(n), participantId: hostSeatId(n), connection: at(`h${n}`, tab) });
  }
}

/** A session at its start with `invites` invites `inv_1`… and hosts `user-1`, `user-2`. */
export function openWorld(invites = 3, policy: SessionPolicy = POLICY): World {
  const world = new World(policy);
  world.now = START - 24 * 60 * MINUTE;
  world.do({
    type: "create",
    actor: VENDOR,
    sessionId: SESSION_ID,
    fields: {
      title: "Noor Haddad, family session",
      service: "Family session",
      hosts: [
        { id: "user-1", name: "Host 1" },
        { id: "user-2", name: "Host 2" },
      ],
      startsAt: START,
      durationMinutes: 50,
      timeZone: "America/Toronto",
    },
    linkSharing: true,
    invites: Array.from({ length: invites }, (_, index) => ({
      inviteId: inviteId(index + 1),
      name: `Invited ${index + 1}`,
      email: `invited-${index + 1}@example.org`,
      relation: "other" as const,
    })),
  });
  world.now = START;
  return world;
}

/** What guest `n` is shown on the page that it came with. */
export const guestSees = (world: World, n: number) =>
  guestView({ version: 1, session: world.is }, guest(n), {
    clinicName: "Riverside",
    policy: world.policy,
    now: world.now,
    instance: `ins_g${n}-1`,
  });
