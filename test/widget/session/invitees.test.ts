import assert from "node:assert/strict";
import { test } from "node:test";
import type { HostView, Invite } from "../../../protocol/views.ts";
import { initials, inviteeOf, inviteesOf, sharingToll } from "../../../widget/session/invitees.ts";

const invite = (id: string, more: Partial<Invite> = {}): Invite => ({
  id: `inv_${id}`,
  name: "",
  email: `${id}@x.org`,
  relation: "other",
  url: `https://clinic.example/join#${id}`,
  createdAt: "2026-11-24T14:00:00.000Z",
  history: [],
  ...more,
});
const { url: _url, ...stopped } = invite("jo", { revokedAt: "2026-11-24T14:12:00.000Z" });

const view = {
  invites: [
    invite("samir", { name: "Samir Haddad" }),
    stopped,
    invite("ana"),
    invite("dina", { openedAt: "2026-11-24T14:10:00.000Z" }),
    invite("leila", { status: "failed" }),
  ],
  waiting: [
    { guestId: "gst_ana", name: "Ana", inviteId: "inv_ana", invitedAs: "ana@x.org", since: "2026-11-24T14:58:00.000Z", here: true },
  ],
  participants: [
    { participantId: "hst_1", role: "host" },
    { participantId: "gst_samir", role: "guest", inviteId: "inv_samir" },
  ],
} as unknown as HostView;

test("each person with a link stands where they really are, in the order invited", () => {
  assert.deepEqual(
    inviteesOf(view).map(({ title, status }) => `${title}: ${status}`),
    ["Samir Haddad: inside", "jo@x.org: stopped", "ana@x.org: waiting", "dina@x.org: opened", "leila@x.org: failed"],
  );
});

test("a contact is known again by its id and by its address in any case, with the portal's word for the relation", () => {
  const dina = { id: "7", name: "Dina", email: "DINA@x.org", relation: "alternate-contact", relationLabel: "Grandmother" } as const;
  const all = inviteesOf(view, [dina]);
  assert.equal(inviteeOf(dina, all)?.relationLabel, "Grandmother");
  assert.equal(inviteeOf({ ...dina, email: "other@x.org" }, all), undefined);
});

test("the toll of turning links off counts working links, those waiting and the guests inside (REV2)", () => {
  assert.deepEqual(sharingToll(view), { links: 4, waiting: 1, inside: 1 });
});

test("two letters stand for a person", () => {
  assert.deepEqual(
    [
      initials("Samir Haddad"),
      initials("Ana", "ana@interpreters.example"),
      initials("j.marsh@example.com"),
      initials("Dr. Maya B. Osei"),
      initials("Ana"),
      initials(""),
      initials("Émile Ångström"),
    ],
    ["SH", "AI", "JM", "MO", "A", "", "ÉÅ"],
  );
});
