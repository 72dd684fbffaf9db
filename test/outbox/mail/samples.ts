/** A mail to begin with; tests say what is different. */

import type { InviteMailFacts } from "../../../relay/outbox/mail/invite-mail.ts";
import { inviteMail } from "../../../relay/outbox/mail/invite-mail.ts";
import type { OutgoingMail } from "../../../relay/outbox/mail/mail.ts";

export const JOIN_URL = "https://portal.riverside.example/join#k1.AAAAAAAAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBBBBBBB1.CCCCCCCCCCCCCCCCCCCCCCCC";

export function facts(different: Partial<InviteMailFacts> = {}): InviteMailFacts {
  return {
    kind: "invite",
    messageId: "inv_BBBBBBBBBBBBBBBBBBBBBB.1@riverside.example",
    session: {
      id: "ses_AAAAAAAAAAAAAAAAAAAAAA",
      service: "Family session",
      startsAt: Date.parse("2026-11-24T10:00:00-05:00"),
      durationMinutes: 50,
      timeZone: "America/Toronto",
    },
    invite: { id: "inv_BBBBBBBBBBBBBBBBBBBBBB", name: "Samir", email: "samir@guest.example" },
    hostName: "Dr. Maya Osei",
    clinic: {
      name: "Riverside Counselling",
      from: { name: "", address: "video@riverside.example" },
      replyTo: { name: "Riverside Counselling", address: "desk@riverside.example" },
    },
    joinUrl: JOIN_URL,
    sequence: 0,
    now: Date.parse("2026-11-20T12:00:00Z"),
    opensBeforeMs: 30 * 60_000,
    itemId: 1,
    ...different,
  };
}

export function sampleMail(different: Partial<InviteMailFacts> = {}): OutgoingMail {
  return inviteMail(facts(different));
}
