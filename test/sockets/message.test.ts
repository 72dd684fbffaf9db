import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { DEFAULT_MESSAGE } from "../../protocol/message-template.ts";
import { People } from "./people.ts";
import { newId } from "../../protocol/ids.ts";
import { hostToken, startTestRelay } from "./test-relay.ts";
import type { TestRelay } from "./test-relay.ts";

const OURS = { subject: "See you at {{clinicName}}", body: "Hello {{guestName}}." };

describe("The default message at the host door (MAIL8)", () => {
  let relay: TestRelay;
  let people: People;
  before(async () => {
    relay = await startTestRelay();
    people = new People();
  });
  after(async () => {
    people.leave();
    await relay.close();
  });

  test("is read by every host and written by admins alone", async () => {
    const host = await people.host(relay.url);
    const admin = await people.host(relay.url, hostToken("boss", { admin: true }));
    const read = await host.asks("message:get", {});
    assert.deepEqual([read.message, read.custom, read.editable], [DEFAULT_MESSAGE, false, false]);
    for (const name of ["message:save", "message:test"] as const) {
      assert.equal(
        (await host.isRefused(name, { message: OURS, ...(name === "message:test" ? { to: "me@example.org" } : {}) })).code,
        "not-allowed",
        name,
      );
    }
    assert.equal((await host.isRefused("message:restore", {})).code, "not-allowed");
    const saved = await admin.asks("message:save", { message: OURS });
    assert.deepEqual([saved.message, saved.custom, saved.editable], [OURS, true, true]);
    assert.deepEqual((await host.asks("message:get", {})).message, OURS);
    assert.deepEqual((await admin.asks("message:restore", {})).message, DEFAULT_MESSAGE);
  });

  test("an admin whose token is good for certain sessions only does not speak for the clinic", async () => {
    const admin = await people.host(relay.url, hostToken("temp", { admin: true, sessions: [newId("ses")] }));
    assert.equal((await admin.asks("message:get", {})).editable, false);
    assert.equal((await admin.isRefused("message:save", { message: OURS })).code, "not-allowed");
  });

  test("a sample goes to one address at once, names the sender, opens nothing and is no calendar entry", async () => {
    const admin = await people.host(relay.url, hostToken("boss", { admin: true, name: "Dr. Boss" }));
    await admin.asks("message:test", { message: OURS, to: "me@example.org", timeZone: "America/Toronto", locale: "en" });
    const [mail] = relay.mails.list();
    assert.ok(mail !== undefined);
    assert.equal(mail.mail.to.address, "me@example.org");
    assert.equal(mail.mail.subject, "See you at Riverside Counselling");
    assert.match(mail.mail.text, /Hello Dr\. Boss\./);
    assert.equal(mail.mail.calendar, undefined);
    assert.equal(
      (await admin.isRefused("message:test", { message: { ...OURS, body: "{{nobody}}" }, to: "me@example.org" })).code,
      "bad-request",
    );
    assert.equal(relay.mails.list().length, 1);
  });
});
