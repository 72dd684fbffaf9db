/**
 * Scorecard A17 and P17: a relay with a thousand people in full sessions, who are let in and all come back at once; and one with two
 * thousand that is killed and started again. The load comes from this process, on the same two cores.
 */

import { GUEST_DOOR, HOST_DOOR, SOCKET_PATH } from "../../protocol/events.ts";
import { newId } from "../../protocol/ids.ts";
import type { Result } from "../../protocol/refusals.ts";
import type { GuestView } from "../../protocol/views.ts";
import type { Row } from "./row.ts";
import { percentile } from "./row.ts";
import { hostToken, session } from "./signalling/calls.ts";
import { Child } from "./signalling/child.ts";
import { Wire } from "./signalling/wire.ts";

/** People of a full session: a host and fifteen guests. */
const FULL = 16;
const LET_IN_SESSIONS = 62;
const RESTART_SESSIONS = 125;
const LET_INS = 600;
const AT_ONCE = 8;

export async function run(): Promise<Row[]> {
  return [...(await crowd()), await restart()];
}

async function crowd(): Promise<Row[]> {
  const relay = await Child.doorstep();
  try {
    const token = await hostToken(relay.url);
    const parties = await fill(relay, token, LET_IN_SESSIONS);
    const waits: number[] = [];
    let next = 0;
    const letInAgain = async (): Promise<void> => {
      for (let n = next++; n < LET_INS; n = next++) waits.push(await parties[n % parties.length]!.letInAgain());
    };
    await Promise.all(Array.from({ length: AT_ONCE }, letInAgain));
    const people = parties.length * FULL;
    const back = await allComeBack(parties, relay.url, token);
    for (const party of parties) party.leave();
    return [
      {
        row: `A17 let in, with ${people} people in ${parties.length} full sessions on one relay`,
        ours: Math.round(percentile(waits, 0.99)),
        reference: 250,
        ratio: percentile(waits, 0.99) / 250,
        unit: "ms, p99 from the host's request to the guest's view; the reference is the promise",
        goal: "≤ 250",
        note: `${waits.length} guests, ${AT_ONCE} at a time; median ${Math.round(percentile(waits, 0.5))} ms`,
      },
      {
        row: `A17 all ${people} connections lost and made again at once`,
        ours: Math.round(back),
        reference: 3_000,
        ratio: back / 3_000,
        unit: "ms until everybody is inside again; the reference is the promise",
        goal: "≤ 3000",
      },
    ];
  } finally {
    await relay.stop();
  }
}

async function restart(): Promise<Row> {
  const relay = await Child.doorstep();
  const token = await hostToken(relay.url);
  const parties = await fill(relay, token, RESTART_SESSIONS);
  // What it takes this machine to open that many doors, with the relay as it is.
  const bound = await allComeBack(parties, relay.url, token);
  for (const party of parties) party.cut();
  const again = await relay.killAndRestart();
  try {
    const back = await allComeBack(parties, again.url, token);
    const taken = await Promise.all(parties.map((party) => party.seats(again.url)));
    const wrong = taken.filter((seats) => seats !== FULL).length;
    for (const party of parties) party.leave();
    return {
      row: `P17 a relay with ${parties.length * FULL} people killed and started again`,
      ours: Math.round(back),
      reference: Math.round(bound),
      ratio: back / bound,
      unit: "ms from its listening again until everybody is inside, beside the same without a restart",
      goal: "≤ 1.5",
      note: `${wrong} of ${parties.length} sessions with other than ${FULL} seats afterwards (goal 0)`,
    };
  } finally {
    await again.stop();
  }
}

async function allComeBack(parties: readonly Party[], url: string, token: string): Promise<number> {
  for (const party of parties) party.cut();
  const start = performance.now();
  await Promise.all(parties.map((party) => party.comeBack(url, token)));
  return performance.now() - start;
}

async function fill(relay: Child, token: string, sessions: number): Promise<Party[]> {
  const parties: Party[] = [];
  let next = 0;
  const make = async (): Promise<void> => {
    while (next++ < sessions) parties.push(await Party.gather(relay.url, token));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, make));
  return parties;
}

interface Member {
  link: string;
  instance: string;
  guestId: string;
  ticket: string;
  wire: Wire;
}

/** A full session. */
class Party {
  readonly #members: Member[] = [];
  #turn = 0;

  private constructor(
    private readonly sessionId: string,
    private host: Wire,
    private readonly hostInstance: string,
  ) {}

  static async gather(url: string, token: string): Promise<Party> {
    const { sessionId, links } = await session(url, FULL - 1);
    const instance = newId("ins");
    const party = new Party(sessionId, await enterAsHost(url, token, sessionId, instance), instance);
    for (const link of links) {
      const own = newId("ins");
      const wire = await Wire.open(url, SOCKET_PATH, GUEST_DOOR, { link, instance: own });
      const ticket = wire.next<{ ticket: string; guestId: string }>("ticket");
      await wire.request("guest:knock", { name: "Somebody" });
      const member = { link, instance: own, wire, ...(await ticket) };
      party.#members.push(member);
      await party.#letIn(member);
    }
    return party;
  }

  /** One of the guests is sent back, and let in again. @returns ms */
  async letInAgain(): Promise<number> {
    const member = this.#members[this.#turn++ % this.#members.length]!;
    const waits = seen(member.wire, "waiting");
    accepted(await this.host.request("participant:send-back", { sessionId: this.sessionId, participantId: member.guestId }));
    await waits;
    const start = performance.now();
    await this.#letIn(member);
    return performance.now() - start;
  }

  /** All connections are gone, as when the network is. */
  cut(): void {
    this.host.drop();
    for (const { wire } of this.#members) wire.drop();
  }

  async comeBack(url: string, token: string): Promise<void> {
    const host = enterAsHost(url, token, this.sessionId, this.hostInstance);
    const guests = this.#members.map(async (member) => {
      const { link, instance, ticket } = member;
      member.wire = await Wire.open(url, SOCKET_PATH, GUEST_DOOR, { link, instance, ticket });
      await member.wire.next<GuestView>("view", (view) => (view as GuestView).state === "in");
    });
    [this.host] = await Promise.all([host, ...guests]);
  }

  async seats(url: string): Promise<number> {
    const watched = await this.host.request<Result<{ seats: { taken: number } }>>("session:watch", { sessionId: this.sessionId });
    if (!watched.ok) throw new Error(`${url}: ${JSON.stringify(watched.refusal)}`);
    return watched.value.seats.taken;
  }

  leave(): void {
    this.cut();
  }

  async #letIn({ wire, guestId }: Member): Promise<void> {
    const inside = seen(wire, "in");
    accepted(await this.host.request("guest:admit", { sessionId: this.sessionId, guestId }));
    await inside;
  }
}

async function enterAsHost(url: string, token: string, sessionId: string, instance: string): Promise<Wire> {
  const wire = await Wire.open(url, SOCKET_PATH, HOST_DOOR, { token });
  accepted(await wire.request("call:join", { sessionId, instance }));
  return wire;
}

/** The next view of that kind. */
function seen(wire: Wire, state: GuestView["state"]): Promise<GuestView> {
  return wire.coming<GuestView>("view", (view) => (view as GuestView).state === state);
}

function accepted(result: unknown): void {
  if ((result as Result<unknown>).ok !== true) throw new Error(JSON.stringify(result));
}
