import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Guest } from "../sockets/people.ts";
import { Fleet } from "./fleet.ts";

describe("Revocation over three relays (REV1, REV6, A8)", () => {
  let fleet: Fleet;
  before(async () => {
    fleet = await Fleet.start(3);
  });
  after(() => fleet.stop());

  /** A host inside on relay 0; guests let in, one on each relay, each with a link of its own. */
  async function call(guests: number) {
    const { id: sessionId } = await fleet.session();
    const host = await fleet.host(0);
    const joined = await host.asks("call:join", { sessionId, instance: host.instance });
    const inside: { guest: Guest; token: string; ticket: string; inviteId: string }[] = [];
    for (let n = 0; n < guests; n += 1) {
      const { invite, token } = await fleet.link(sessionId, `Guest ${n}`);
      const guest = await fleet.guest(n, token);
      await guest.asks("guest:knock", { name: `Guest ${n}` });
      const { guestId, ticket } = await guest.ticket();
      await host.asks("guest:admit", { sessionId, guestId });
      await guest.sees("in");
      inside.push({ guest, token, ticket, inviteId: invite.id });
    }
    return { sessionId, host, me: joined.view.me, inside };
  }

  test("revoking one link puts its guest out on whatever relay it is, and there is no way back", async () => {
    const { sessionId, host, me, inside } = await call(3);
    for (const { guest, token, ticket, inviteId } of inside) {
      await host.asks("invite:revoke", { sessionId, inviteId });
      const out = await guest.sees("out");
      assert.equal(out.reason, "link-revoked");
      await guest.gone();
      // What the host says from now on does not reach it.
      const heard = guest.heard.length;
      await host.asks("call:chat", { sessionId, text: "Only we hear this" });
      assert.equal(guest.heard.length, heard);
      for (const relay of [0, 1, 2]) {
        const again = await fleet.people.tryGuest(fleet.url(relay), token, { ticket });
        assert(!again.in && again.refusal?.code === "link-revoked");
      }
    }
    assert.deepEqual(
      (await fleet.participants(sessionId, 2)).participants.map((each) => each.participantId),
      [me],
    );
  });

  test("turning sharing off leaves those inside, turns away those waiting, and no link works again, not even when it is turned on (REV2, REV3)", async () => {
    const { sessionId, host, inside } = await call(2);
    const { token } = await fleet.link(sessionId, "Waiting");
    const waiting = await fleet.guest(1, token);
    await waiting.asks("guest:knock", { name: "Waiting" });

    await host.asks("session:update", { sessionId, changes: { linkSharing: false } });
    assert.equal((await waiting.sees("out")).reason, "link-revoked");
    assert.equal((await fleet.participants(sessionId, 1)).seats.taken, 3);
    // A short cut of the line costs nobody inside the seat (SEAT5).
    const [first, second] = inside;
    assert(first !== undefined && second !== undefined);
    first.guest.leave();
    const back = await fleet.guest(2, first.token, { ticket: first.ticket });
    await back.sees("in");

    await host.asks("session:update", { sessionId, changes: { linkSharing: true } });
    for (const link of [token, first.token, second.token]) {
      const again = await fleet.people.tryGuest(fleet.url(0), link);
      assert(!again.in && again.refusal?.code === "link-revoked");
    }
  });

  test("turning sharing off with removal puts everyone out but the host (REV2)", async () => {
    const { sessionId, host, me, inside } = await call(3);
    await host.asks("session:update", { sessionId, changes: { linkSharing: false, removeGuests: true } });
    for (const { guest } of inside) assert.equal((await guest.sees("out")).reason, "link-revoked");
    assert.deepEqual(
      (await fleet.participants(sessionId, 1)).participants.map((each) => each.participantId),
      [me],
    );
  });
});
