import { CapturedMail } from "../../relay/outbox/mail/captured-mail.ts";
import { MessageDesk } from "../../relay/outbox/message-desk.ts";
import type { SessionPolicy } from "../../relay/session/session.ts";
import type { SettingsStore } from "../../relay/store/session-store.ts";

/** A clinic's words kept in `settings`; the samples it sends stay in `mails`. */
export function messageDesk(settings: SettingsStore, policy: SessionPolicy): { messages: MessageDesk; mails: CapturedMail } {
  const mails = new CapturedMail();
  const messages = new MessageDesk({
    settings,
    transport: mails,
    sender: () => ({ clinicName: "Riverside Counselling", policy, from: { name: "Riverside", address: "video@riverside.example" } }),
    joinUrl: () => "https://relay.example/join",
    limits: { take: async () => null },
    now: () => Date.now(),
  });
  return { messages, mails };
}
