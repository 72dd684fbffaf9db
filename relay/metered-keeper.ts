/** The keeper as the doors have it: whoever sends invitations has only so many a day (MAIL6). */

import type { SessionId } from "../protocol/ids.ts";
import type { Result } from "../protocol/refusals.ts";
import type { MailAllowance, MailSender } from "./access/mail-allowance.ts";
import type { Command } from "./session/command.ts";
import type { SessionEvent } from "./session/session.ts";
import type { Carried, KeeperOptions } from "./store/session-keeper.ts";
import { SessionKeeper } from "./store/session-keeper.ts";

export class MeteredKeeper extends SessionKeeper {
  constructor(
    options: KeeperOptions,
    private readonly allowance: MailAllowance,
  ) {
    super(options);
  }

  override submit(sessionId: SessionId, command: Command): Promise<Result<Carried>> {
    const mails = mailsOf(command);
    const sender = senderOf(command);
    if (mails === 0 || sender === null || !this.context(sender.tenantId).policy.mail) return super.submit(sessionId, command);
    return this.#metered(sessionId, command, sender, mails);
  }

  async #metered(sessionId: SessionId, command: Command, sender: MailSender, mails: number): Promise<Result<Carried>> {
    const tooMany = await this.allowance.take(sender, mails);
    if (tooMany !== null) return { ok: false, refusal: tooMany };
    const done = await super.submit(sessionId, command);
    // Who had an invitation already is not sent another.
    await this.allowance.giveBack(sender, mails - (done.ok ? done.value.events.filter(invites).length : 0));
    return done;
  }
}

/** At most so many invitations go out if the command is obeyed. */
function mailsOf(command: Command): number {
  switch (command.type) {
    case "create":
    case "invite":
    case "update":
      return (command.invites ?? []).filter(({ email }) => email !== undefined).length;
    case "resend-invite":
    case "renew-invite":
      return 1;
    default:
      return 0;
  }
}

function senderOf({ actor }: Command): MailSender | null {
  if (actor.role !== "host" && actor.role !== "vendor") return null;
  const { tenantId, hostId } = actor;
  return { tenantId, ...(hostId === undefined ? {} : { hostId }) };
}

function invites({ type }: SessionEvent): boolean {
  return type === "invite.created" || type === "invite.resent" || type === "invite.renewed";
}
