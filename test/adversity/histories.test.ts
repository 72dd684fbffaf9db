import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { SessionId } from "../../protocol/ids.ts";
import type { SessionEvent } from "../../relay/session/session.ts";
import type { Guest, Host } from "../sockets/people.ts";
import { dice } from "../support/dice.ts";
import { COUNTS } from "./counts.ts";
import { Fleet } from "./fleet.ts";
import { SessionRecord } from "./session-record.ts";

const RELAYS = 3;
const GUESTS = 20;
/** Steps of one session, and how many are under way at once. */
const STEPS = 500;
const AT_ONCE = 6;

/** One browser of a guest's: it comes and goes, and keeps its ticket, until it is told never to come back. */
interface Browser {
  link: string;
  ticket?: string;
  guest?: Guest;
  /** Somebody opens or closes it just now. */
  busy: boolean;
}

describe("Random histories over three relays (A3)", () => {
  let fleet: Fleet;
  before(async () => {
    fleet = await Fleet.start(RELAYS);
  });
  after(() => fleet.stop());

  test(`nobody is inside without an admission in force, in ${COUNTS.steps} steps of letting in, declining, sending back, removing, leaving and coming back (ADMIT1, WAIT2, SEAT1)`, async (t) => {
    let versions = 0;
    for (let round = 0; round < COUNTS.steps / STEPS; round += 1) versions += await history(round + 1);
    t.diagnostic(`${versions} versions`);
  });

  /** @returns how many versions the session went through */
  async function history(seed: number): Promise<number> {
    const roll = dice(seed);
    const any = <T>(of: readonly T[]): T => of[Math.floor(roll() * of.length)]!;
    const { id: sessionId } = await fleet.session(RELAYS);
    const record = await SessionRecord.begin(fleet.redis.url, sessionId);
    const hosts = await Promise.all(Array.from({ length: RELAYS }, (_, n) => fleet.host(n, n + 1)));
    const browsers: Browser[] = [];
    for (let n = 0; n < GUESTS; n += 1) browsers.push({ link: (await fleet.link(sessionId, `Guest ${n}`)).token, busy: false });
    const everyGuest: { guest: Guest; guestId: string }[] = [];

    const open = async (browser: Browser): Promise<void> => {
      if (browser.busy) return;
      browser.busy = true;
      // Every other time the old tab is left open: the newer one takes its place (SEAT4).
      if (roll() < 0.5) browser.guest?.leave();
      const { link, ticket } = browser;
      const entrance = await fleet.people.tryGuest(fleet.url(Math.floor(roll() * RELAYS)), link, ticket === undefined ? {} : { ticket });
      if (entrance.in) {
        const guest = entrance.person;
        const known = everyGuest.find((each) => each.guest === browser.guest)?.guestId;
        browser.ticket ??= (await guest.ticket()).ticket;
        browser.guest = guest;
        everyGuest.push({ guest, guestId: known ?? (await guest.ticket()).guestId });
      }
      browser.busy = false;
    };
    // Whoever is not connected just now can ask nothing.
    const ask = (name: "guest:knock" | "guest:cancel" | "call:leave", payload: object) => (browser: Browser) =>
      browser.guest?.socket.connected === true ? browser.guest.request(name, payload) : undefined;
    const guestSteps: ((browser: Browser) => unknown)[] = [
      open,
      open,
      ask("guest:knock", { name: "Somebody" }),
      ask("guest:knock", { name: "Somebody else" }),
      ask("guest:cancel", {}),
      ask("call:leave", {}),
      (browser) => browser.guest?.leave(),
      // Told never to come back, the person takes another browser: another guest (WAIT4).
      (browser) => {
        const view = browser.guest?.view;
        if (view?.state === "out" && !view.canRejoin && !browser.busy) {
          delete browser.ticket;
          delete browser.guest;
        }
      },
    ];
    const hostSteps: ((host: Host, guestId: string) => unknown)[] = [
      (host, guestId) => host.request("guest:admit", { sessionId, guestId }),
      (host, guestId) => host.request("guest:admit", { sessionId, guestId }),
      (host, guestId) => host.request("guest:admit", { sessionId, guestId, offer: { made: "beforehand" } }),
      (host) => host.request("guest:admit-all", { sessionId }),
      (host, guestId) => host.request("guest:deny", { sessionId, guestId }),
      (host, guestId) => host.request("participant:send-back", { sessionId, participantId: guestId }),
      (host, guestId) => host.request("participant:remove", { sessionId, participantId: guestId }),
      (host) => host.request("call:join", { sessionId, instance: host.instance }),
      (host) => host.request("call:leave", { sessionId }),
    ];
    let left = STEPS;
    const walk = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        if (everyGuest.length === 0 || roll() < 0.6) await gone(any(guestSteps)(any(browsers)));
        else await gone(any(hostSteps)(any(hosts), any(everyGuest).guestId));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, walk));

    const shown = everyGuest.flatMap(({ guest, guestId }) =>
      guest.all("view").flatMap((view) => (view.state === "in" ? [{ guestId: view.me ?? guestId, version: view.version }] : [])),
    );
    const events = await trail(sessionId);
    assert(events.some(({ type }) => type === "guest.admitted") && shown.length > 0, "somebody was let in");
    record.check(events, shown);
    for (const { guest } of everyGuest) guest.leave();
    for (const host of hosts) host.leave();
    await record.end();
    return record.versions;
  }

  async function trail(sessionId: SessionId): Promise<SessionEvent[]> {
    const events: SessionEvent[] = [];
    for (let cursor: string | null = ""; cursor !== null;) {
      const page: { items: SessionEvent[]; nextCursor: string | null } = await fleet.api(
        "GET",
        `/v1/sessions/${sessionId}/audit?limit=200${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      events.push(...page.items);
      cursor = page.nextCursor;
    }
    return events;
  }
});

/** A browser that was closed meanwhile gets no answer: that is no fault here. */
async function gone(step: unknown): Promise<void> {
  await Promise.resolve(step).catch(() => undefined);
}
