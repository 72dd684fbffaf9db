/** MAIL3 on this side: how long until somebody is offered the same link again. Times in ms, wall clock. */

import type { InviteId } from "../../protocol/ids.ts";
import { RESEND_PAUSE_MS } from "../../protocol/limits.ts";
import type { Invite } from "../../protocol/views.ts";

export class ResendPauses {
  /** The last mail known of each, and until when it keeps the next one waiting. */
  readonly #known = new Map<InviteId, { mail: string; until: number }>();

  /** ms until `invite` may be mailed again; 0 when it may be now. */
  left(invite: Invite, now: number): number {
    const mail = invite.history.findLast(({ what }) => what === "queued" || what === "resent")?.at;
    if (mail === undefined) return this.#left(invite.id, now);
    if (this.#known.get(invite.id)?.mail !== mail) {
      // Counted from when it was first seen, at most for the whole pause: this clock may differ from the relay's.
      const left = Math.max(0, Math.min(RESEND_PAUSE_MS, Date.parse(mail) + RESEND_PAUSE_MS - now));
      this.#known.set(invite.id, { mail, until: now + left });
    }
    return this.#left(invite.id, now);
  }

  /** The relay said how long. */
  hold(invite: Invite, ms: number, now: number): void {
    const mail = this.#known.get(invite.id)?.mail ?? "";
    this.#known.set(invite.id, { mail, until: now + Math.min(ms, RESEND_PAUSE_MS) });
  }

  #left(id: InviteId, now: number): number {
    return Math.max(0, (this.#known.get(id)?.until ?? 0) - now);
  }
}

/** Whether a mail can be sent for this invite at all: an address, a working link, and nobody who asked for no more of them. */
export function mailable(invite: Invite): boolean {
  const asked = invite.history.some(({ what }) => what === "complained" || what === "unsubscribed");
  return invite.email !== undefined && invite.url !== undefined && !asked;
}
