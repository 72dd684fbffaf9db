import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { newId } from "../../protocol/ids.ts";
import type { Guest } from "../sockets/people.ts";
import { until } from "../support/until.ts";
import { COUNTS } from "./counts.ts";
import { gather, rush } from "./crowd.ts";
import { Fleet } from "./fleet.ts";

/** Short, so that a seat's lapse is seen within the test; the rule is the same. */
const GRACE_SECONDS = 4;
const FULL = 16;
/** A connection may ask a hundred times at once, then twenty times a second; in a rush everybody asks twice. */
const RUSHES_OF_A_CROWD = 40;

describe("Seats on four relays and one Redis", () => {
  let fleet: Fleet;
  before(async () => {
    fleet = await Fleet.start(4, { SEAT_GRACE_SECONDS: String(GRACE_SECONDS) });
  });
  after(() => fleet.stop());

  test("64 join at once, again and again: exactly sixteen are inside, each time (SEAT1, STORE3, A4)", async () => {
    for (let left = COUNTS.rushes; left > 0; left -= RUSHES_OF_A_CROWD) {
      const crowd = await gather(fleet, 64);
      for (let round = 0; round < Math.min(left, RUSHES_OF_A_CROWD); round += 1) await rush(fleet, crowd);
      for (const guest of [crowd.host, ...crowd.guests]) guest.leave();
    }
  });

  test("four hosts let in 64 at once: sixteen get in and the rest are told that it is full (ADMIT3, SEAT1, A4)", async () => {
    const { id: sessionId } = await fleet.session(4);
    // With one link no more than twenty wait (WAIT6).
    const links = await Promise.all([1, 2, 3, 4].map((n) => fleet.link(sessionId, `Interpreter ${n}`)));
    const hosts = await Promise.all([1, 2, 3, 4].map((n) => fleet.host(n, n)));
    await hosts[0]?.asks("call:join", { sessionId, instance: newId("ins") });
    const guests = await Promise.all(Array.from({ length: 64 }, (_, n) => fleet.guest(n, links[n % 4]!.token)));
    await Promise.all(guests.map((guest, n) => guest.asks("guest:knock", { name: `Guest ${n}` })));
    const ids = await Promise.all(guests.map(async (guest) => (await guest.ticket()).guestId));
    const answers = await Promise.all(ids.map((guestId, n) => hosts[n % 4]!.request("guest:admit", { sessionId, guestId })));
    const admitted = answers.filter((answer) => answer.ok).length;
    assert.equal(admitted, FULL - 1);
    const words = new Set(answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal.code])));
    assert.deepEqual([...words], ["session-full"]);
    assert.equal((await fleet.participants(sessionId, 3)).seats.taken, FULL);
    for (const guest of guests) guest.leave();
  });

  test("reloads and second tabs on any relay hold one seat, and leave none behind (SEAT3, SEAT4, A7)", async () => {
    const { id: sessionId } = await fleet.session();
    const { token } = await fleet.link(sessionId);
    const host = await fleet.host(0);
    let guest = await fleet.guest(1, token);
    await guest.asks("guest:knock", { name: "Reloading" });
    const { ticket, guestId } = await guest.ticket();
    await host.asks("guest:admit", { sessionId, guestId });
    await guest.sees("in");
    const [first] = (await fleet.participants(sessionId)).participants;
    for (let reload = 0; reload < COUNTS.reloads; reload += 1) {
      const newer: Guest = await fleet.guest(reload, token, { ticket });
      await newer.sees("in");
      // Every other time the old tab stays open and is told so; else it was closed first, as by a reload.
      if (reload % 2 === 0) {
        const out = await guest.sees("out");
        assert.equal(out.reason, "replaced");
      } else {
        guest.leave();
      }
      guest = newer;
    }
    const { participants } = await fleet.participants(sessionId, 2);
    assert.equal(participants.length, 1);
    assert.equal(participants[0]?.participantId, first?.participantId);
    assert.equal(participants[0]?.seatedAt, first?.seatedAt, "SEAT5: the same seat all along");
    await guest.asks("call:leave", {});
    assert.equal((await fleet.participants(sessionId)).seats.taken, 0);
  });

  test("a relay that carries sixteen dies: whoever comes back has the seat it had, the others' seats are free after the grace (SEAT5, SEAT7, A5)", async () => {
    const { id: sessionId } = await fleet.session();
    const { token } = await fleet.link(sessionId);
    const doomed = 3;
    const host = await fleet.host(doomed);
    const hostInstance = newId("ins");
    await host.asks("call:join", { sessionId, instance: hostInstance });
    const people: { guest: Guest; ticket: string; guestId: string }[] = [];
    for (let n = 0; n < FULL - 1; n += 1) {
      const guest = await fleet.guest(doomed, token);
      await guest.asks("guest:knock", { name: `Guest ${n}` });
      const { ticket, guestId } = await guest.ticket();
      await host.asks("guest:admit", { sessionId, guestId });
      await guest.sees("in");
      people.push({ guest, ticket, guestId });
    }
    const before = await fleet.participants(sessionId);
    assert.equal(before.seats.taken, FULL);

    fleet.relays[doomed]?.kill("SIGKILL");
    await Promise.all(people.map(({ guest }) => guest.gone()));
    // Twelve come back to other relays, as the same page; the host and three guests do not.
    const back = people.slice(0, 12);
    for (const [n, { guest, ticket }] of back.entries()) {
      const again = await fleet.guest(n % 3, token, { ticket, instance: guest.instance });
      await again.sees("in");
    }
    const mine = (await fleet.participants(sessionId)).participants;
    for (const { guestId } of back) {
      const seat = mine.find((each) => each.participantId === guestId);
      assert.equal(seat?.seatedAt, before.participants.find((each) => each.participantId === guestId)?.seatedAt);
    }
    await until("unclaimed seats are free", async () => (await fleet.participants(sessionId)).seats.taken === back.length, {
      withinMs: (GRACE_SECONDS + 20) * 1_000,
      everyMs: 200,
    });
  });
});
