/** What became of an invited person, in words; and the tone in which it is said. */

import type { TemplateResult } from "lit";
import { html } from "lit";
import { msg, str } from "@lit/localize";
import type { Relation } from "../../protocol/views.ts";
import type { Invitee } from "../session/invitees.ts";
import { plural } from "../locales/plural.ts";
import { ago, clock, number, waited } from "../theme/words.ts";

/** Colour of the dot and the words: good news, somebody waits, trouble, a step on the way, nothing going on. */
export type Tone = "good" | "warn" | "bad" | "accent" | "quiet";

export interface StatusWords {
  text: string;
  tone: Tone;
}

/** Short, for a list with a column of its own. */
export function statusWords(invitee: Invitee, locale: string, now: number): StatusWords {
  const { invite } = invitee;
  switch (invitee.status) {
    case "waiting":
      return { text: waitingWords(invitee, locale, now), tone: "warn" };
    case "inside":
      return { text: msg("In the session", { id: "invitee.inside" }), tone: "good" };
    case "stopped":
      return { text: msg("Stopped", { id: "invitee.stopped" }), tone: "quiet" };
    case "failed":
      return { text: msg("Failed", { id: "invitee.failed" }), tone: "bad" };
    case "opened": {
      const when = ago(locale, invite.openedAt ?? invite.createdAt, now);
      return { text: msg(str`Opened ${when}`, { id: "invitee.opened" }), tone: "good" };
    }
    case "delivered":
      return { text: msg("Delivered", { id: "invitee.delivered" }), tone: "accent" };
    case "sent":
      return { text: msg("Sent", { id: "invitee.sent" }), tone: "accent" };
    case "queued":
      return { text: msg("Queued", { id: "invitee.queued" }), tone: "quiet" };
    case "made":
      return { text: msg("Not opened yet", { id: "invitee.made" }), tone: "quiet" };
  }
}

function waitingWords({ waiting }: Invitee, locale: string, now: number): string {
  if (waiting.length > 1) {
    const count = number(locale, waiting.length);
    return plural(locale, waiting.length, "invitee.waiting-many", { one: str`${count} waiting now`, other: str`${count} waiting now` });
  }
  const time = waited(locale, waiting[0]?.since ?? "", now, "short");
  return time === "" ? msg("Waiting now", { id: "invitee.waiting-now" }) : msg(str`Waiting, ${time}`, { id: "invitee.waiting" });
}

/** What a stopped link's row says of it. */
export function stoppedWords({ invite }: Invitee, locale: string, timeZone: string): string {
  if (invite.revokedAt === undefined) return msg("This link no longer works", { id: "invitee.link-dead" });
  const when = clock(locale, invite.revokedAt, timeZone);
  return msg(str`Link stopped at ${when}`, { id: "invitee.stopped-at" });
}

/** How a person stands to the client's record; nothing for others. */
export function relationWords(relation: Relation): string {
  switch (relation) {
    case "linked-account":
      return msg("Linked account", { id: "share.linked-account" });
    case "alternate-contact":
      return msg("Alternate contact", { id: "share.alternate-contact" });
    case "other":
      return "";
  }
}

/** An address that is too long for a line goes on in the next one after its `@` or a dot; it runs from the left in every language. */
export function inLines(name: string): TemplateResult {
  return html`<span dir=${name.includes("@") ? "ltr" : "auto"}>${name.split(/(?<=[@.])/u).map((part) => html`${part}<wbr />`)}</span>`;
}

/** What kept a mail from its reader, without the codes with which mail servers begin: they are for their keepers. */
export function failureWords(failure: string): string {
  return failure.replace(/^[\d .-]+/u, "");
}
