/** Outside, and why: a goodbye or a closed door, each with what to do next. */

import type { TemplateResult } from "lit";
import { css, html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import type { RefusalCode } from "../../../protocol/refusals.ts";
import type { GuestState } from "../../session/guest-store.ts";
import { guestWords } from "../../session/refusal-sentences.ts";
import { countdown } from "../../theme/countdown.ts";
import { checkIcon, clockIcon, linkIcon, peopleIcon } from "../../theme/icons.ts";
import { infoIcon, offlineIcon } from "../../theme/over-icons.ts";
import { duration } from "../../theme/when.ts";

export const styles = css`
  .over {
    justify-content: center;
    text-align: center;
  }
  .over .act {
    margin-block-start: 8px;
  }
  .over .mark {
    display: grid;
    place-items: center;
    inline-size: 64px;
    block-size: 64px;
    margin: 0 auto;
    border-radius: 50%;
    background: var(--_accent-soft);
    color: var(--_accent-text);
  }
  .over .mark .icon {
    inline-size: 28px;
    block-size: 28px;
  }
  @container (min-width: 720px) {
    .over .button {
      min-inline-size: 220px;
    }
  }
`;

export interface OverPage {
  state: Extract<GuestState, { is: "out" }>;
  busy: boolean;
  locale: string;
  now: number;
  /** Asks to come in again. */
  knock(): void;
  /** Goes on in this tab. */
  resume(): void;
}

export function overPage(page: OverPage): TemplateResult {
  const { state, locale } = page;
  const { title, next } = guestWords(state.reason);
  return html`<div class="page over" part="page over">
    <div class="mark" aria-hidden="true">${markOf(state.reason)}</div>
    <div class="words">
      <h1 part="heading" tabindex="-1">${title}</h1>
      ${state.insideForMs === undefined ? nothing : html`<p part="duration">${insideFor(state.insideForMs, locale)}</p>`}
      <p class="muted" part="next">${nextOf(state, next)}</p>
    </div>
    <slot name="ended"></slot>
    ${wayBack(page)}
    <slot name="footer"></slot>
  </div>`;
}

function insideFor(ms: number, locale: string): string {
  const time = duration(ms, locale);
  return msg(str`You were in the session for ${time}.`, { id: "drop-in-join.over.duration" });
}

/** Who never was inside left only the waiting room. */
function nextOf({ reason, insideForMs, canRejoin }: OverPage["state"], next: string): string {
  if (reason !== "left" || insideForMs !== undefined || !canRejoin) return next;
  return msg("You can close this page, or ask to join again.", { id: "drop-in-join.over.left-waiting" });
}

function wayBack({ state, busy, locale, now, knock, resume }: OverPage): TemplateResult | typeof nothing {
  const { reason, canRejoin, retryAt = 0, insideForMs } = state;
  const left = retryAt - now;
  switch (reason) {
    case "replaced":
      return back(msg("Use this tab", { id: "drop-in-join.over.use-this" }), busy, resume);
    case "unavailable":
    case "session-full":
    case "rate-limited":
      return back(msg("Try again", { id: "drop-in-join.try-again" }), busy, resume);
    default:
      if (!canRejoin) return nothing;
  }
  if (left > 0) {
    const time = countdown(left, locale);
    return html`<p class="door" role="timer">
      ${clockIcon()}<span>${msg(str`You can ask again in ${time}`, { id: "drop-in-join.over.ask-in" })}</span>
    </p>`;
  }
  if (reason === "denied") return back(msg("Ask again", { id: "drop-in-join.over.ask-again" }), busy, knock);
  return back(
    reason === "left" && insideForMs === undefined
      ? msg("Ask to join again", { id: "drop-in-join.over.knock-again" })
      : msg("Rejoin", { id: "drop-in-join.over.rejoin" }),
    busy,
    knock,
  );
}

function back(words: string, busy: boolean, go: () => void): TemplateResult {
  return html`<div class="act">
    <button type="button" class="button primary wide" part="rejoin-button" aria-disabled=${busy ? "true" : nothing} @click=${go}>
      ${busy ? msg("Joining…", { id: "drop-in-join.joining" }) : words}
    </button>
  </div>`;
}

function markOf(reason: RefusalCode): TemplateResult {
  switch (reason) {
    case "left":
    case "host-ended":
    case "session-ended":
      return checkIcon();
    case "link-invalid":
    case "link-revoked":
      return linkIcon();
    case "link-expired":
    case "too-early":
      return clockIcon();
    case "connection-lost":
    case "unavailable":
      return offlineIcon();
    case "session-full":
    case "replaced":
      return peopleIcon();
    default:
      return infoIcon();
  }
}
