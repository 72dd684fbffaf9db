/** Scorecard A4: many ask for the last seats at once, on several relays. */

import assert from "node:assert/strict";
import type { SessionId } from "../../protocol/ids.ts";
import type { Guest, Host } from "../sockets/people.ts";
import type { Fleet } from "./fleet.ts";

export interface Crowd {
  sessionId: SessionId;
  host: Host;
  guests: Guest[];
}

/** One session with a seated host and `size` guests, spread over the relays, all let in once and gone again. */
export async function gather(fleet: Fleet, size: number): Promise<Crowd> {
  const { id: sessionId } = await fleet.session();
  const { token } = await fleet.link(sessionId);
  const host = await fleet.host(0);
  await host.asks("call:join", { sessionId, instance: host.instance });
  const guests: Guest[] = [];
  for (let n = 0; n < size; n += 1) {
    const guest = await fleet.guest(n, token);
    await guest.asks("guest:knock", { name: `Guest ${n}` });
    const { guestId } = await guest.ticket();
    await host.asks("guest:admit", { sessionId, guestId });
    await guest.sees("in");
    await guest.asks("call:leave", {});
    guests.push(guest);
  }
  return { sessionId, host, guests };
}

/** Everybody asks at the same moment; the seats are exactly full, and whoever is not inside waits for a seat. Then all leave again. */
export async function rush(fleet: Fleet, { sessionId, guests }: Crowd): Promise<void> {
  const views = await Promise.all(guests.map((guest) => guest.asks("guest:knock", { name: "Again" })));
  const inside = views.filter((view) => view.state === "in").length;
  const report = await fleet.participants(sessionId, 1);
  assert.equal(report.seats.taken, 16, "SEAT1: not exactly sixteen");
  assert.equal(report.participants.length, 16);
  assert.equal(inside, 15, "SEAT1: fifteen guests and the host");
  // Whoever waits goes first: a seat that is free would be theirs.
  await relayByRelay(fleet, guests, (guest, n) => views[n]?.state !== "in" && guest.asks("guest:cancel", {}));
  await relayByRelay(fleet, guests, (guest, n) => views[n]?.state === "in" && guest.asks("call:leave", {}));
}

/** All of one relay at once, which it takes in one go; then those of the next. */
async function relayByRelay(fleet: Fleet, guests: Guest[], ask: (guest: Guest, n: number) => unknown): Promise<void> {
  for (const relay of fleet.relays.keys()) await Promise.all(guests.map((guest, n) => n % fleet.relays.length === relay && ask(guest, n)));
}
