import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Places } from "../../relay/outbox/places.ts";
import type { Session } from "../../relay/session/session.ts";

const session = (n: number, tenantId: string) => ({ id: `ses_${n}`, tenantId }) as Session;

describe("Room for attempts (HOOK2)", () => {
  test("is every tenant's own for webhooks: one whose server does not answer keeps nobody else waiting", () => {
    const places = new Places();
    const [slow, other] = [session(1, "slow"), session(2, "other")];
    assert.equal(places.take("webhook", slow, 1_000), 8);
    assert.equal(places.take("webhook", slow, 1), 0);
    assert.equal(places.take("webhook", other, 3), 3);
    assert.equal(places.take("mail", slow, 5), 5, "nor anybody's mails");
  });

  test("goes to those who waited, in their order, once there is any", () => {
    const places = new Places();
    const all = [1, 2, 3].map((n) => session(n, "riverside"));
    const [first, second, third] = all;
    assert.ok(first && second && third);
    assert.equal(places.take("mail", first, 30), 24);
    assert.deepEqual([places.take("mail", second, 1), places.take("mail", third, 1)], [0, 0]);
    assert.equal(places.next("mail", first), undefined);
    places.giveBack("mail", first, 2);
    assert.deepEqual([places.next("mail", first)?.id, places.next("mail", first)?.id], [first.id, second.id]);
    assert.equal(places.take("mail", second, 1), 1);
    assert.equal(places.next("mail", second)?.id, third.id);
    places.giveBack("mail", third, 23);
    assert.equal(places.next("mail", third), undefined, "nobody waits any more");
    assert.equal(places.take("mail", first, 100), 24);
  });
});
