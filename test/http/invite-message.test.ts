import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Session } from "../../relay/session/session.ts";
import { DEFAULT_MESSAGE } from "../../protocol/message-template.ts";
import type { SessionId } from "../../protocol/ids.ts";
import { createSession, openTestHouse } from "./house.ts";
import { HARBOUR_SECRET } from "../access/people.ts";

const PATH = "/v1/settings/invite-message";
const OURS = { subject: "See you at {{clinicName}}", body: "Hello {{guestName}},\n\nwe meet on {{startsAt}}." };

describe("The default message over REST (MAIL8)", () => {
  test("is ours at first, then the clinic's; a service has words of its own; forgotten, the wider ones count again", async (t) => {
    const house = await openTestHouse(t);
    const first = await house.ask("GET", PATH);
    assert.deepEqual([first.status, first.body], [200, { ...DEFAULT_MESSAGE, custom: false }]);
    assert.deepEqual((await house.ask("PUT", PATH, { body: OURS })).body, { ...OURS, custom: true });
    const family = `${PATH}?service=${encodeURIComponent("Family session")}`;
    assert.deepEqual((await house.ask("GET", family)).body, { ...OURS, custom: false }, "the general words");
    const own = { subject: "Family", body: "Dear family" };
    await house.ask("PUT", family, { body: own });
    assert.deepEqual((await house.ask("GET", family)).body, { ...own, custom: true });
    assert.deepEqual((await house.ask("GET", PATH)).body, { ...OURS, custom: true }, "the general ones stay");
    assert.deepEqual((await house.ask("DELETE", family)).body, { ...OURS, custom: false });
    assert.deepEqual((await house.ask("DELETE", PATH)).body, { ...DEFAULT_MESSAGE, custom: false });
  });

  test("belongs to one vendor: another reads and writes only its own", async (t) => {
    const house = await openTestHouse(t);
    await house.ask("PUT", PATH, { body: OURS });
    const other = await house.ask("GET", PATH, { token: HARBOUR_SECRET });
    assert.deepEqual(other.body, { ...DEFAULT_MESSAGE, custom: false });
    assert.equal((await house.ask("GET", PATH, { token: null })).status, 401);
  });

  test("with a variable nobody can fill in, without words or with a broken subject is refused and changes nothing", async (t) => {
    const house = await openTestHouse(t);
    await house.ask("PUT", PATH, { body: OURS });
    for (const [bad, words] of [
      [{ ...OURS, body: "Hi {{guestname}}" }, /\{\{guestname\}\}/],
      [{ ...OURS, subject: "   " }, /subject is empty/],
      [{ ...OURS, subject: "a\r\nBcc: x@example.org" }, /subject/],
      [{ subject: "only" }, /body/],
      [{ ...OURS, body: "x".repeat(10_001) }, /longer/],
    ] as const) {
      const refused = await house.ask<{ code: string; detail: string }>("PUT", PATH, { body: bad });
      assert.deepEqual([refused.status, refused.body.code], [400, "bad-request"]);
      assert.match(refused.body.detail, words);
    }
    assert.deepEqual((await house.ask("GET", PATH)).body, { ...OURS, custom: true });
  });

  test("steps back for the words of one send, which stand in the invite", async (t) => {
    const house = await openTestHouse(t);
    const { id } = await createSession(house);
    const made = await house.ask<{ items: { id: string }[] }>("POST", `/v1/sessions/${id}/invites`, {
      body: { recipients: [{ email: "maya@example.org", locale: "fr-CA" }], message: { subject: "Just for you" } },
    });
    assert.equal(made.status, 201, made.text);
    const session = await stored(house, id);
    const [invite] = Object.values(session.invites);
    assert.deepEqual([invite?.message, invite?.locale], [{ subject: "Just for you" }, "fr-CA"]);
  });
});

async function stored(house: Awaited<ReturnType<typeof openTestHouse>>, id: SessionId): Promise<Session> {
  const { stored: found } = await house.store.sessions.load(id);
  assert.ok(found !== null);
  return found.session;
}
