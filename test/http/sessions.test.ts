import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as v from "valibot";
import { newId } from "../../protocol/ids.ts";
import type { Invite, SessionInfo } from "../../protocol/views.ts";
import { changedSessionSchema, createdSessionSchema, listOf, sessionSchema } from "../../relay/http/schemas.ts";
import { HARBOUR_SECRET, POLICY, RIVERSIDE } from "../access/people.ts";
import { createSession, draft, hostJoins, knock, openTestHouse } from "./house.ts";

const valid = (schema: v.GenericSchema, value: unknown): void => {
  const parsed = v.safeParse(schema, value);
  assert.ok(parsed.success, JSON.stringify(parsed.issues?.[0]?.message));
};

describe("Sessions over REST", () => {
  test("are made, found, changed, ended and deleted by a vendor's back end", async (t) => {
    const house = await openTestHouse(t);
    const made = await house.ask<SessionInfo>("POST", "/v1/sessions", { body: draft() });
    assert.equal(made.status, 201);
    assert.equal(made.headers.get("location"), `/v1/sessions/${made.body.id}`);
    valid(createdSessionSchema, made.body);
    assert.equal(made.body.state, "scheduled");

    const { id } = made.body;
    const read = await house.ask<SessionInfo>("GET", `/v1/sessions/${id}`);
    assert.equal(read.status, 200);
    valid(sessionSchema, read.body);

    const changed = await house.ask<SessionInfo>("PATCH", `/v1/sessions/${id}`, { body: { title: "Moved", durationMinutes: 25 } });
    assert.deepEqual(
      [changed.status, changed.body.title, changed.body.durationMinutes, changed.body.service],
      [200, "Moved", 25, "Counselling"],
    );

    const ended = await house.ask<SessionInfo>("POST", `/v1/sessions/${id}/end`);
    assert.deepEqual([ended.status, ended.body.state, ended.body.endReason], [200, "ended", "host-ended"]);
    const again = await house.ask<SessionInfo>("POST", `/v1/sessions/${id}/end`);
    assert.deepEqual([again.status, again.body.endedAt], [200, ended.body.endedAt], "ending twice changes nothing");
    const late = await house.ask("PATCH", `/v1/sessions/${id}`, { body: { title: "Too late" } });
    assert.deepEqual([late.status, late.body["code"]], [410, "session-ended"]);

    const deleted = await house.ask("DELETE", `/v1/sessions/${id}`);
    assert.deepEqual([deleted.status, deleted.text], [204, ""]);
    assert.equal((await house.ask("GET", `/v1/sessions/${id}`)).status, 404);
    assert.equal((await house.ask("DELETE", `/v1/sessions/${id}`)).status, 404);
  });

  test("keep the time that was given, whatever its offset", async (t) => {
    const house = await openTestHouse(t);
    const { id } = await createSession(house, { startsAt: "2030-07-01T10:00:00-04:00" });
    assert.equal((await house.ask<SessionInfo>("GET", `/v1/sessions/${id}`)).body.startsAt, "2030-07-01T14:00:00.000Z");
  });

  test("are listed by client, host and time, page by page, each once", async (t) => {
    const house = await openTestHouse(t);
    const at = (hour: number): string => `2030-03-01T${String(hour).padStart(2, "0")}:00:00Z`;
    const ids: string[] = [];
    for (let hour = 0; hour < 7; hour += 1) {
      const more = {
        startsAt: at(hour),
        clientRef: hour % 2 === 0 ? "even" : "odd",
        hosts: [{ id: hour < 4 ? "user-1" : "user-2", name: "Dr." }],
      };
      ids.push((await createSession(house, more)).id);
    }
    const find = async (query: string): Promise<string[]> => {
      const found = await house.ask<{ items: SessionInfo[] }>("GET", `/v1/sessions${query}`);
      assert.equal(found.status, 200, found.text);
      valid(listOf(sessionSchema), found.body);
      return found.body.items.map((each) => each.id);
    };
    assert.deepEqual(await find(""), ids);
    assert.deepEqual(await find("?clientRef=odd"), [ids[1], ids[3], ids[5]]);
    assert.deepEqual(await find("?hostId=user-2"), ids.slice(4));
    assert.deepEqual(await find(`?from=${at(2)}&to=${at(5)}`), ids.slice(2, 5), "from is included, to is not");
    assert.deepEqual(
      await find("?from=2030-03-01T04:00:00+02:00&to=2030-03-01T05:00:00%2B02:00"),
      [ids[2]],
      "a plus sign need not be escaped",
    );
    assert.deepEqual(await find("?clientRef=nobody"), []);

    const pages: string[][] = [];
    let cursor: string | null = null;
    do {
      const path: string = `/v1/sessions?limit=3${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
      const { body } = await house.ask<{ items: SessionInfo[]; nextCursor: string | null }>("GET", path);
      pages.push(body.items.map((each) => each.id));
      cursor = body.nextCursor;
    } while (cursor !== null);
    assert.deepEqual(pages.flat(), ids);
    assert.equal(pages[0]?.length, 3);
    for (const path of ["/v1/sessions?cursor=-1", `/v1/sessions/${ids[0]}/audit?cursor=1.5`]) {
      const refused = await house.ask("GET", path);
      assert.deepEqual([refused.status, refused.body["code"]], [400, "bad-request"], path);
    }
  });

  test("of another tenant are as if they were not there, in every call (VIEW3)", async (t) => {
    const house = await openTestHouse(t);
    const { id, invites } = await createSession(house, { invites: [{ email: "maya@example.org" }] });
    const [invite] = invites;
    assert.ok(invite !== undefined);
    const guestId = await knock(house, invite);
    const calls: [string, string, object?][] = [
      ["GET", `/v1/sessions/${id}`],
      ["PATCH", `/v1/sessions/${id}`, { title: "Mine" }],
      ["POST", `/v1/sessions/${id}/end`],
      ["DELETE", `/v1/sessions/${id}`],
      ["POST", `/v1/sessions/${id}/invites`, { recipients: [{ email: "evil@example.org" }] }],
      ["GET", `/v1/sessions/${id}/invites`],
      ["POST", `/v1/sessions/${id}/invites/${invite.id}/resend`],
      ["DELETE", `/v1/sessions/${id}/invites/${invite.id}`],
      ["POST", `/v1/sessions/${id}/links`, { label: "Mine" }],
      ["GET", `/v1/sessions/${id}/participants`],
      ["POST", `/v1/sessions/${id}/waiting/${guestId}/admit`],
      ["POST", `/v1/sessions/${id}/waiting/${guestId}/deny`],
      ["DELETE", `/v1/sessions/${id}/participants/${guestId}`],
      ["GET", `/v1/sessions/${id}/audit`],
    ];
    const before = await house.store.sessions.load(id);
    for (const [method, path, body] of calls) {
      const ask = { token: HARBOUR_SECRET, ...(body === undefined ? {} : { body }) };
      const theirs = await house.ask(method, path, ask);
      const nobodys = await house.ask(method, path.replace(id, newId("ses")), ask);
      assert.equal(theirs.status, 404, `${method} ${path}`);
      assert.deepEqual(
        { ...theirs.body, requestId: "" },
        { ...nobodys.body, requestId: "" },
        "nothing tells it from one that is not there",
      );
    }
    assert.deepEqual((await house.store.sessions.load(id)).stored, before.stored, "and nothing has changed");
    const listed = await house.ask<{ items: unknown[] }>("GET", "/v1/sessions?clientRef=client-7", { token: HARBOUR_SECRET });
    assert.deepEqual(listed.body.items, []);
  });

  test("with sharing turned off revoke every link at once, and turning it on revives none (REV2, REV3)", async (t) => {
    const house = await openTestHouse(t);
    const { id, invites } = await createSession(house, { invites: [{ email: "a@example.org" }, { email: "b@example.org" }] });
    await hostJoins(house, id);
    const inside = await knock(house, invites[0]!);
    await house.ask("POST", `/v1/sessions/${id}/waiting/${inside}/admit`);
    await knock(house, invites[1]!);
    const off = await house.ask<SessionInfo>("PATCH", `/v1/sessions/${id}`, { body: { linkSharing: false } });
    assert.equal(off.body.linkSharing, false);
    const report = await house.ask<{ waiting: unknown[]; participants: unknown[] }>("GET", `/v1/sessions/${id}/participants`);
    assert.deepEqual([report.body.waiting.length, report.body.participants.length], [0, 2], "those inside stay");
    await house.ask("PATCH", `/v1/sessions/${id}`, { body: { linkSharing: true } });
    const list = await house.ask<{ items: { url?: string; revokedAt?: string }[] }>("GET", `/v1/sessions/${id}/invites`);
    assert.ok(list.body.items.every((invite) => invite.url === undefined && invite.revokedAt !== undefined));
    await house.ask("PATCH", `/v1/sessions/${id}`, { body: { linkSharing: false, removeGuests: true } });
    const emptied = await house.ask<{ participants: unknown[] }>("GET", `/v1/sessions/${id}/participants`);
    assert.equal(emptied.body.participants.length, 1, "only the host is left");
    const alone = await house.ask("PATCH", `/v1/sessions/${id}`, { body: { removeGuests: true } });
    assert.deepEqual([alone.status, alone.body["code"]], [400, "bad-request"]);
  });
});

describe("What a back end leaves out or adds", () => {
  test("a start without seconds, a minute's length and an empty list of people make a session", async (t) => {
    const house = await openTestHouse(t);
    const made = await createSession(house, { startsAt: "2030-03-01T10:00-05:00", durationMinutes: 1, invites: [] });
    assert.deepEqual([made.startsAt, made.invites], ["2030-03-01T15:00:00.000Z", []]);
  });

  test("a change may invite, all of it or nothing (LINK7)", async (t) => {
    const house = await openTestHouse(t);
    const { id } = await createSession(house, { linkSharing: false });
    const invites = [{ email: "maya@example.org" }];
    const closed = await house.ask("PATCH", `/v1/sessions/${id}`, { body: { title: "Moved", invites } });
    assert.deepEqual([closed.status, closed.body["code"]], [403, "not-allowed"]);
    const { body } = await house.ask<SessionInfo>("GET", `/v1/sessions/${id}`);
    assert.notEqual(body.title, "Moved");
    const open = await house.ask<SessionInfo & { invites: Invite[] }>("PATCH", `/v1/sessions/${id}`, {
      body: { title: "Moved", linkSharing: true, invites },
    });
    assert.equal(open.status, 200, open.text);
    valid(changedSessionSchema, open.body);
    assert.deepEqual([open.body.title, open.body.invites.map((each) => each.email)], ["Moved", ["maya@example.org"]]);
  });
});

describe("An admin's token over REST", () => {
  test("does what the API secret does, and the audit trail names the admin", async (t) => {
    const house = await openTestHouse(t);
    const { body } = await house.ask<{ token: string }>("POST", "/v1/tokens", {
      body: { sub: "boss", name: "Ada", role: "admin", ttlSeconds: 600 },
    });
    const made = await house.ask<SessionInfo>("POST", "/v1/sessions", { token: body.token, body: draft() });
    assert.equal(made.status, 201);
    const audit = await house.ask<{ items: { type: string; by: string }[] }>("GET", `/v1/sessions/${made.body.id}/audit`, {
      token: body.token,
    });
    assert.deepEqual(
      audit.body.items.map(({ type, by }) => [type, by]),
      [["session.created", "boss"]],
    );
    assert.equal((await house.ask("DELETE", `/v1/sessions/${made.body.id}`, { token: body.token })).status, 204);
  });

  test("that is good for some sessions sees no others and makes none", async (t) => {
    const house = await openTestHouse(t);
    const [mine, other] = [await createSession(house), await createSession(house)];
    const { body } = await house.ask<{ token: string }>("POST", "/v1/tokens", {
      body: { sub: "boss", name: "Ada", role: "admin", sessions: [mine.id], ttlSeconds: 600 },
    });
    const { token } = body;
    assert.equal((await house.ask("GET", `/v1/sessions/${mine.id}`, { token })).status, 200);
    assert.equal((await house.ask("GET", `/v1/sessions/${other.id}`, { token })).status, 404);
    assert.equal((await house.ask("POST", `/v1/sessions/${other.id}/end`, { token })).status, 404);
    const listed = await house.ask<{ items: SessionInfo[] }>("GET", "/v1/sessions", { token });
    assert.deepEqual(
      listed.body.items.map((each) => each.id),
      [mine.id],
    );
    assert.equal((await house.ask("POST", "/v1/sessions", { token, body: draft() })).status, 403);
  });

  test("begets no token that is good for longer or for more", async (t) => {
    const house = await openTestHouse(t);
    const mine = await createSession(house);
    const ask = { sub: "boss", name: "Ada", role: "admin", sessions: [mine.id], ttlSeconds: 60 };
    const { body } = await house.ask<{ token: string }>("POST", "/v1/tokens", { body: ask });
    const longer = await house.ask<{ token: string; expiresAt: string }>("POST", "/v1/tokens", {
      token: body.token,
      body: { ...ask, sessions: undefined, ttlSeconds: 43_200 },
    });
    assert.equal(longer.status, 201);
    assert.ok(Date.parse(longer.body.expiresAt) <= Date.now() + 60_000);
    const verified = await house.hostTokens.verify(longer.body.token);
    assert.ok(verified.ok);
    assert.deepEqual(verified.value.sessions, [mine.id]);
    const more = await house.ask("POST", "/v1/tokens", { token: body.token, body: { ...ask, sessions: [newId("ses")] } });
    assert.deepEqual([more.status, more.body["code"]], [403, "not-allowed"]);
  });
});

describe("A deleted session whose last mails are still to go out", () => {
  test("is not there any more, in any call", async (t) => {
    const mailing = { ...RIVERSIDE, policy: { ...POLICY, mail: true } };
    const house = await openTestHouse(t, { tenants: [mailing] });
    const { id } = await createSession(house, {
      startsAt: new Date(Date.now() + 3_600_000).toISOString(),
      invites: [{ email: "maya@example.org" }],
    });
    // The first mail went out, so there is somebody to tell that the session will not take place.
    const taken = await house.keeper.submit(id, {
      type: "take-out",
      actor: { role: "clock" },
      relay: newId("rly"),
      until: Date.now() + 60_000,
      limit: { mail: 10, webhook: 10 },
    });
    assert.ok(taken.ok && (taken.value.reply.items?.length ?? 0) > 0);
    for (const itemId of taken.value.reply.items ?? []) {
      await house.keeper.submit(id, { type: "settle", actor: { role: "clock" }, itemId, outcome: { is: "sent" } });
    }
    assert.equal((await house.ask("DELETE", `/v1/sessions/${id}`)).status, 204);
    assert.equal((await house.store.sessions.load(id)).stored?.session.deleted, true, "it waits for its last mail");
    assert.equal((await house.ask("GET", `/v1/sessions/${id}`)).status, 404);
    assert.equal((await house.ask("DELETE", `/v1/sessions/${id}`)).status, 404);
    assert.deepEqual((await house.ask<{ items: unknown[] }>("GET", "/v1/sessions")).body.items, []);
  });
});
