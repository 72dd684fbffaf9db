import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as v from "valibot";
import { newId } from "../../protocol/ids.ts";
import type { Guest, Invite } from "../../protocol/views.ts";
import { auditItemSchema, inviteSchema, listOf, participantsSchema } from "../../relay/http/schemas.ts";
import { createSession, hostJoins, knock, openTestHouse } from "./house.ts";

const valid = (schema: v.GenericSchema, value: unknown): void => {
  const parsed = v.safeParse(schema, value);
  assert.ok(parsed.success, JSON.stringify(parsed.issues?.[0]?.message));
};

describe("Invites over REST", () => {
  test("come with a link that is good for this session, and are listed with their history", async (t) => {
    const house = await openTestHouse(t);
    const { id } = await createSession(house);
    const recipients = [
      { name: "Maya", email: "maya@example.org", relation: "linked-account", contactId: "c-1" },
      { email: "tom@example.org" },
    ];
    const made = await house.ask<{ items: Invite[] }>("POST", `/v1/sessions/${id}/invites`, {
      body: { recipients, message: { subject: "Hello" } },
    });
    assert.equal(made.status, 201, made.text);
    valid(listOf(inviteSchema), made.body);
    const unfillable = await house.ask("POST", `/v1/sessions/${id}/invites`, { body: { recipients, message: { body: "Dear {{nmae}}" } } });
    assert.deepEqual([unfillable.status, unfillable.body["code"]], [400, "bad-request"], "nobody is mailed braces (MAIL8)");
    const [maya, tom] = made.body.items;
    assert.deepEqual(
      [maya?.name, maya?.relation, maya?.contactId, tom?.name, tom?.relation],
      ["Maya", "linked-account", "c-1", "tom@example.org", "other"],
    );
    const [page, token = ""] = maya?.url?.split("#") ?? [];
    assert.equal(page, "https://riverside.example/join");
    assert.deepEqual(house.linkKeys.verify(token), { sessionId: id, inviteId: maya?.id, generation: 1 });

    const again = await house.ask<{ items: Invite[] }>("POST", `/v1/sessions/${id}/invites`, {
      body: { recipients: [{ email: "MAYA@example.org" }] },
    });
    assert.equal(again.body.items[0]?.url, maya?.url, "an address that has a link keeps it (LINK7)");
    const resent = await house.ask<Invite>("POST", `/v1/sessions/${id}/invites/${maya?.id}/resend`);
    assert.equal(resent.body.url, maya?.url, "the same link");
    const list = await house.ask<{ items: Invite[] }>("GET", `/v1/sessions/${id}/invites`);
    assert.deepEqual(
      list.body.items.map((each) => each.id),
      [maya?.id, tom?.id],
    );
    assert.deepEqual(
      list.body.items[0]?.history.map((each) => each.what),
      ["created", "resent"],
    );
  });

  test("are revoked one by one; a fresh one for the same address has another link (LINK6, REV1)", async (t) => {
    const house = await openTestHouse(t);
    const { id, invites } = await createSession(house, { invites: [{ email: "maya@example.org" }, { email: "tom@example.org" }] });
    const [maya, tom] = invites;
    const guestId = await knock(house, maya!);
    const revoked = await house.ask<Invite>("DELETE", `/v1/sessions/${id}/invites/${maya?.id}`);
    assert.equal(revoked.status, 200);
    assert.ok(revoked.body.revokedAt !== undefined && revoked.body.url === undefined);
    const stored = (await house.store.sessions.load(id)).stored?.session;
    assert.deepEqual({ ...stored?.guests[guestId]?.state, at: 0 }, { is: "out", at: 0, reason: "link-revoked" });
    const resend = await house.ask("POST", `/v1/sessions/${id}/invites/${maya?.id}/resend`);
    assert.deepEqual([resend.status, resend.body["code"]], [410, "link-revoked"]);
    const fresh = await house.ask<{ items: Invite[] }>("POST", `/v1/sessions/${id}/invites`, {
      body: { recipients: [{ email: "maya@example.org" }] },
    });
    assert.notEqual(fresh.body.items[0]?.url, maya?.url);
    assert.deepEqual([fresh.body.items[0]?.id, tom?.revokedAt], [maya?.id, undefined]);
  });

  test("without a mail are links to copy", async (t) => {
    const house = await openTestHouse(t);
    const { id } = await createSession(house);
    const made = await house.ask<Invite>("POST", `/v1/sessions/${id}/links`, { body: { label: "For the grandmother" } });
    assert.equal(made.status, 201);
    valid(inviteSchema, made.body);
    assert.deepEqual([made.body.label, made.body.email, made.body.status], ["For the grandmother", undefined, undefined]);
    assert.ok(made.body.url?.startsWith("https://riverside.example/join#"));
  });

  test("need sharing to be on, and a session that has not ended", async (t) => {
    const house = await openTestHouse(t);
    const { id } = await createSession(house, { linkSharing: false });
    const body = { recipients: [{ email: "maya@example.org" }] };
    const off = await house.ask("POST", `/v1/sessions/${id}/invites`, { body });
    assert.deepEqual([off.status, off.body["code"]], [403, "not-allowed"]);
    assert.match(String(off.body["detail"]), /Link sharing is off/);
    await house.ask("POST", `/v1/sessions/${id}/end`);
    const ended = await house.ask("POST", `/v1/sessions/${id}/links`, { body: { label: "x" } });
    assert.deepEqual([ended.status, ended.body["code"]], [410, "session-ended"]);
  });

  test("that are not there are not there", async (t) => {
    const house = await openTestHouse(t);
    const { id } = await createSession(house);
    for (const inviteId of [newId("inv"), "inv_short", "constructor", "__proto__"]) {
      assert.equal((await house.ask("DELETE", `/v1/sessions/${id}/invites/${inviteId}`)).status, 404, inviteId);
      assert.equal((await house.ask("POST", `/v1/sessions/${id}/invites/${inviteId}/resend`)).status, 404, inviteId);
    }
  });
});

describe("The door, run by a back end", () => {
  test("shows who waits and who is inside, lets in, declines and puts out", async (t) => {
    const house = await openTestHouse(t);
    const { id, invites } = await createSession(house, { invites: [{ email: "maya@example.org" }, { email: "tom@example.org" }] });
    await hostJoins(house, id);
    const maya = await knock(house, invites[0]!, "Maya");
    const tom = await knock(house, invites[1]!, "Tom");
    type Report = { topology: string; seats: object; waiting: Guest[]; participants: { participantId: string; role: string }[] };
    const report = async (): Promise<Report> => {
      const { body } = await house.ask<Report>("GET", `/v1/sessions/${id}/participants`);
      valid(participantsSchema, body);
      return body;
    };
    const before = await report();
    assert.deepEqual(
      before.waiting.map((guest) => [guest.guestId, guest.name, guest.invitedAs]),
      [
        [maya, "Maya", "maya@example.org"],
        [tom, "Tom", "tom@example.org"],
      ],
    );
    assert.deepEqual([before.topology, before.seats], ["none", { taken: 1, limit: 16 }]);

    assert.equal((await house.ask("POST", `/v1/sessions/${id}/waiting/${maya}/admit`)).status, 204);
    assert.equal((await house.ask("POST", `/v1/sessions/${id}/waiting/${maya}/admit`)).status, 204, "letting in twice is letting in");
    assert.equal((await house.ask("POST", `/v1/sessions/${id}/waiting/${tom}/deny`)).status, 204);
    const during = await report();
    assert.deepEqual(
      [during.topology, during.waiting.length, during.participants.map((each) => each.role)],
      ["mesh", 0, ["host", "guest"]],
    );

    assert.equal((await house.ask("DELETE", `/v1/sessions/${id}/participants/${maya}`)).status, 204);
    assert.equal((await report()).participants.length, 1);
    const gone = await house.ask("POST", `/v1/sessions/${id}/waiting/${maya}/admit`);
    assert.deepEqual([gone.status, gone.body["code"]], [403, "not-allowed"]);
    const hostId = during.participants[0]?.participantId;
    assert.equal(
      (await house.ask("DELETE", `/v1/sessions/${id}/participants/${hostId}`)).status,
      403,
      "a host is not put out like a guest",
    );
    for (const path of [`waiting/${newId("gst")}/admit`, `waiting/${newId("gst")}/deny`]) {
      assert.equal((await house.ask("POST", `/v1/sessions/${id}/${path}`)).status, 404);
    }
    assert.equal((await house.ask("DELETE", `/v1/sessions/${id}/participants/${newId("gst")}`)).status, 404);

    const audit = await house.ask<{ items: { type: string; by: string; reason?: string }[]; nextCursor: string | null }>(
      "GET",
      `/v1/sessions/${id}/audit`,
    );
    valid(listOf(auditItemSchema), audit.body);
    const told = audit.body.items.map(({ type, by, reason }) => [type, by, ...(reason === undefined ? [] : [reason])].join(" "));
    for (const line of [
      "session.created vendor",
      `invite.opened ${maya}`,
      `guest.waiting ${tom}`,
      "guest.admitted vendor",
      "guest.denied vendor",
      "participant.left vendor removed",
    ]) {
      assert.ok(told.includes(line), `${line} is missing from\n${told.join("\n")}`);
    }
    const first = await house.ask<{ items: unknown[]; nextCursor: string | null }>("GET", `/v1/sessions/${id}/audit?limit=3`);
    const second = await house.ask<{ items: unknown[] }>("GET", `/v1/sessions/${id}/audit?limit=200&cursor=${first.body.nextCursor}`);
    assert.deepEqual([...first.body.items, ...second.body.items], audit.body.items);
  });
});
