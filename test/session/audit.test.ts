import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { guest, guestId, host, inviteId, openWorld } from "./world.ts";

const remove = { type: "remove", actor: host(), participantId: guestId(1) } as const;
/** What was told of guest 1 since `from`: type, who did it, why. */
const told = ({ events }: ReturnType<typeof openWorld>, from: number) =>
  events.slice(from).map((event) => [event.type, event.by, "reason" in event ? event.reason : undefined]);

/** Guest 1 was let in, and has gone for a moment. */
const away = () =>
  openWorld()
    .join()
    .knock(1)
    .admit(1)
    .do({ type: "leave", actor: guest(1) });

describe("The audit trail of a removal (ADMIT7)", () => {
  test("says who removed a guest that was let in and had gone for a moment", () => {
    const world = away();
    const from = world.events.length;
    world.do(remove);
    assert.deepEqual(told(world, from), [["guest.removed", host().hostId, undefined]]);
    const [event] = world.events.slice(from);
    assert.deepEqual(
      [event?.type === "guest.removed" && event.guestId, event?.type === "guest.removed" && event.inviteId],
      [guestId(1), inviteId(1)],
    );
    world.do(remove);
    assert.equal(world.events.length, from + 1, "once");
  });

  test("tells of one inside by the end of its seat, and of nobody twice", () => {
    const world = openWorld().join().knock(1).admit(1);
    const from = world.events.length;
    world.do(remove);
    assert.deepEqual(told(world, from), [["participant.left", host().hostId, "removed"]]);
  });

  test("does not call it a removal when a link ends an admission", () => {
    const world = away();
    const from = world.events.length;
    world.do({ type: "revoke-invite", actor: host(), inviteId: inviteId(1) });
    assert.deepEqual(told(world, from), [["invite.revoked", host().hostId, undefined]]);
  });
});
