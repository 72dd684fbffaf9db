/** What a row says of somebody who waits. */

import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import type { SessionId } from "../../../protocol/ids.ts";
import type { Guest } from "../../../protocol/views.ts";
import { plural } from "../../locales/plural.ts";
import { number, waited } from "../../theme/words.ts";
import type { Desk } from "./desk.ts";
import type { Shut } from "./waiting-news.ts";
import { shutBy } from "./waiting-news.ts";

/** Stands in no sentence. */
const SPLIT = "\n";

/** Who the link was sent to. What is too long for the line is cut at its own end, whichever way the page runs. */
export function guestWords({ invitedAs, name }: Guest): TemplateResult | typeof nothing {
  if (invitedAs === "" || invitedAs === name) return nothing;
  const [before = "", after = ""] = msg(str`Invited: ${SPLIT}`, { id: "waiting-list.invited" }).split(SPLIT);
  return html`<p class="hint invited" title=${invitedAs}>
    ${before}<span dir=${invitedAs.includes("@") ? "ltr" : "auto"}>${invitedAs}</span>${after}
  </p>`;
}

/** Since when. */
export function sinceWords({ since }: Guest, locale: string): string {
  return waited(locale, since, Date.now()) || msg("Just now", { id: "waiting-list.just-now" });
}

/** "2 waiting". */
export function countWords(count: number, locale: string): string {
  const figure = number(locale, count);
  return plural(locale, count, "waiting-list.count", { one: str`${figure} waiting`, other: str`${figure} waiting` });
}

export function shutWords(shut: Shut, limit: number, locale: string): string {
  const seats = number(locale, limit);
  switch (shut) {
    case "full":
      return msg(str`All ${seats} seats are taken. Someone has to leave before another person can come in.`, { id: "waiting-list.full" });
    case "reserved":
      return msg("Only the seat kept for a host is left. Someone has to leave before another guest can come in.", {
        id: "waiting-list.reserved",
      });
    case "locked":
      return msg("The session is locked. Unlock it to let people in.", { id: "waiting-list.locked" });
  }
}

/** Whether anybody can be let into that session now. */
export function stillOpen({ shown }: Desk, sessionId: SessionId): boolean {
  const session = shown.is === "ready" ? shown.sessions.find((each) => each.sessionId === sessionId) : undefined;
  return session !== undefined && shutBy(session) === undefined;
}
