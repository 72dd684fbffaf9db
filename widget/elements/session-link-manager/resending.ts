/** The same link once more: to one person, or to everyone who has not opened it (MAIL3). */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import type { HostView, Invite } from "../../../protocol/views.ts";
import { plural } from "../../locales/plural.ts";
import type { Invitee } from "../../session/invitees.ts";
import { inviteesOf } from "../../session/invitees.ts";
import { mailable } from "../../session/resend-pause.ts";
import { sendIcon } from "../../theme/icons.ts";
import { refreshIcon } from "../../theme/link-icons.ts";
import { number } from "../../theme/words.ts";
import type { ShareDesk } from "./share-desk.ts";

/** Who has a mail, and may have overlooked it. */
const UNOPENED: ReadonlySet<Invitee["status"]> = new Set(["sent", "delivered", "failed", "made"]);

export class Resending {
  readonly #desk: ShareDesk;
  /** Of those who have not opened their link: how many are done, of how many. */
  #progress: [number, number] | undefined;

  constructor(desk: ShareDesk) {
    this.#desk = desk;
  }

  button(person: Invitee): TemplateResult {
    const { invite, title } = person;
    const left = this.#left(invite);
    const first = invite.status === undefined;
    const name = first ? msg(str`Send to ${title}`, { id: "share.send-one" }) : msg(str`Re-send to ${title}`, { id: "share.resend" });
    const { locale } = this.#desk.tag;
    const seconds = new Intl.NumberFormat(locale, { style: "unit", unit: "second", unitDisplay: "narrow" }).format(left);
    return html`<button
      class="icon-button resend"
      part="row-button"
      type="button"
      aria-label=${name}
      aria-disabled=${left > 0 || this.#desk.busy === invite.id}
      title=${left === 0 ? name : msg(str`Just sent. Possible again in ${seconds}`, { id: "share.resend.pause" })}
      @click=${() => void this.#one(person)}
    >
      ${left > 0 ? html`<span class="count" aria-hidden="true">${seconds}</span>` : first ? sendIcon() : refreshIcon()}
    </button>`;
  }

  everyone(view: HostView): TemplateResult | typeof nothing {
    const { locale } = this.#desk.tag;
    if (this.#progress !== undefined) {
      const [done, all] = this.#progress.map((each) => number(locale, each));
      return html`<p class="hint" role="status">${msg(str`Sending… ${done} of ${all}`, { id: "share.sending-of" })}</p>`;
    }
    const people = this.#unopened(view);
    if (people.length === 0) {
      if (!view.invites.some((invite) => invite.status !== undefined && mailable(invite) && this.#left(invite) > 0)) return nothing;
      return html`<p class="hint">${msg("A link can be sent again after 30 seconds.", { id: "share.resend.after" })}</p>`;
    }
    return html`<button class="button quiet small everyone" type="button" @click=${() => void this.#all(people)}>
      ${msg("Send to everyone who has not opened it", { id: "share.everyone" })}
    </button>`;
  }

  #unopened(view: HostView): Invitee[] {
    if (this.#desk.mails !== true || !view.session.linkSharing || view.session.state === "ended") return [];
    return inviteesOf(view).filter(
      ({ invite, status }) => UNOPENED.has(status) && invite.openedAt === undefined && mailable(invite) && this.#left(invite) === 0,
    );
  }

  /** Whole seconds until this person may be sent the link again. */
  #left(invite: Invite): number {
    return Math.ceil(this.#desk.pauses.left(invite, Date.now()) / 1_000);
  }

  async #one({ invite, title }: Invitee): Promise<void> {
    const { locale } = this.#desk.tag;
    const left = this.#left(invite);
    if (left > 0) {
      // In words of that moment: counted down, they would be read out every second.
      this.#desk.announce(() =>
        plural(locale, left, "share.resend.wait", {
          one: str`${title} was sent the link just now. It can go again in ${number(locale, left)} second.`,
          other: str`${title} was sent the link just now. It can go again in ${number(locale, left)} seconds.`,
        }),
      );
      return;
    }
    if (await this.#send(invite)) this.#desk.announce(() => msg(str`Sent again to ${title}.`, { id: "share.resent" }));
  }

  async #all(people: readonly Invitee[]): Promise<void> {
    let sent = 0;
    for (const { invite } of people) {
      this.#progress = [sent, people.length];
      // A limit that is reached is reached for the others too; its words stand in the window.
      if (!(await this.#send(invite))) break;
      sent += 1;
    }
    this.#progress = undefined;
    this.#desk.tag.requestUpdate();
    if (sent < people.length) return;
    const { locale } = this.#desk.tag;
    const figure = number(locale, sent);
    this.#desk.announce(() =>
      plural(locale, sent, "share.resent-all", { one: str`Sent again to ${figure} person.`, other: str`Sent again to ${figure} people.` }),
    );
  }

  async #send(invite: Invite): Promise<boolean> {
    const { tag, pauses } = this.#desk;
    const { store } = tag;
    const answer = store && (await this.#desk.ask(invite.id, () => store.resend(invite.id)));
    if (!answer) {
      const wait = this.#desk.refused?.retryAfterMs;
      if (wait !== undefined) pauses.hold(invite, wait, Date.now());
      tag.requestUpdate();
      return false;
    }
    tag.tell("invite-resent", { invite: answer.invite });
    return true;
  }
}
