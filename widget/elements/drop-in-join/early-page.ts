/** Too early: when it opens, a clock that runs down where the button will be, and the way into the guest's calendar. */

import type { TemplateResult } from "lit";
import { css, html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import type { InvitationInfo } from "../../../protocol/views.ts";
import { speakingAs } from "../../locales/speech.ts";
import { calendarText, downloadCalendar } from "../../session/calendar-file.ts";
import { countdown } from "../../theme/countdown.ts";
import { calendarIcon, clockIcon } from "../../theme/icons.ts";
import { dayAndTimeWithin } from "../../theme/when.ts";
import { invitation } from "./invitation.ts";

export const styles = css`
  .door {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: 52px;
    padding: 8px 16px;
    border-radius: var(--_radius);
    background: var(--_accent-soft);
    color: var(--_accent-text);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    text-align: center;
  }
`;

export interface EarlyPage {
  /** ms, wall clock. */
  opensAt: number;
  info: InvitationInfo | undefined;
  /** The whole drop-in link, for the guest's own calendar. */
  url: string;
  locale: string;
  now: number;
}

export function earlyPage(page: EarlyPage): TemplateResult {
  const { opensAt, info, locale, now } = page;
  const opens = dayAndTimeWithin(opensAt, locale, now);
  return html`<div class="page early" part="page early">
    <div class="words">
      ${
        info === undefined
          ? html`<h1 part="heading" tabindex="-1">${msg("You're early", { id: "drop-in-join.early.heading" })}</h1>`
          : invitation(info, locale, now)
      }
    </div>
    <div class="card stack">
      <div>
        <h2>${msg("You're early", { id: "drop-in-join.early.title" })}</h2>
        <p class="muted">
          ${msg(str`You can join from ${opens}, or sooner if your host is already there. Leave this page open: it goes on by itself.`, {
            id: "drop-in-join.early.text",
          })}
        </p>
      </div>
      ${
        info === undefined
          ? nothing
          : html`<button type="button" class="button" part="calendar-button" @click=${() => addToCalendar(page, info)}>
              ${calendarIcon()}${msg("Add to calendar", { id: "drop-in-join.early.calendar" })}
            </button>`
      }
    </div>
    <div class="act">
      <p class="door" part="countdown" role="timer">${clockIcon()}<span>${doorWords(opensAt - now, locale)}</span></p>
      <slot name="footer"></slot>
    </div>
  </div>`;
}

function doorWords(left: number, locale: string): string {
  if (left <= 0) return msg("Opening any moment…", { id: "drop-in-join.early.now" });
  const time = countdown(left, locale);
  return msg(str`You can join in ${time}`, { id: "drop-in-join.early.countdown" });
}

function addToCalendar({ url, now, locale }: EarlyPage, info: InvitationInfo): void {
  const words = speakingAs(locale, () => ({
    title: msg(str`Video session with ${info.hostName}`, { id: "drop-in-join.heading" }),
    description: msg("Open this link when it is time. It is for you alone.", { id: "drop-in-join.early.calendar-text" }),
  }));
  downloadCalendar(calendarText(info, words, url, now), "video-session.ics");
}
