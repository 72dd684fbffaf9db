import type { TemplateResult } from "lit";
import { css, html, nothing } from "lit";
import { msg, str } from "@lit/localize";
import { define } from "../../define.ts";
import { lockIcon } from "../../theme/call-icons.ts";
import { Ticker } from "../../theme/ticker.ts";
import { number } from "../../theme/words.ts";
import { CallPart } from "./call-part.ts";

/** What the session is called, how long it has lasted, who may hear it, how many are inside. Not a tag for pages. */
export class CallHeader extends CallPart {
  static override styles = [
    CallPart.styles,
    css`
      header {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: 28px;
        font-size: var(--_small);
        color: #a7b3be;
        white-space: nowrap;
      }
      h2 {
        overflow: hidden;
        min-width: 0;
        color: #f0f3f6;
        font-size: var(--_body);
        text-overflow: ellipsis;
        text-wrap: nowrap;
      }
      .time {
        font-variant-numeric: tabular-nums;
      }
      .private {
        display: flex;
        flex-shrink: 9999;
        align-items: center;
        gap: 6px;
        min-width: 0;
      }
      .private span {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .icon {
        width: 16px;
        height: 16px;
      }
      .seats {
        margin-inline-start: auto;
      }
      @media (max-width: 600px) {
        .private.optional {
          display: none;
        }
        /* The lock says it; whoever listens hears the words. */
        .private span {
          position: absolute;
          width: 1px;
          height: 1px;
          clip-path: inset(50%);
        }
      }
    `,
  ];

  constructor() {
    super();
    new Ticker(this, 1_000);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { inside, secret } = this.call;
    if (inside === undefined) return nothing;
    const { heading, startedAt, seats, locked, topology, e2ee } = inside;
    const taken = number(this.locale, seats.taken);
    const limit = number(this.locale, seats.limit);
    return html`<header part="header">
      <h2 dir="auto">${heading}</h2>
      ${startedAt === undefined ? nothing : html`<span class="time" role="timer" aria-label=${msg("Time since the start", { id: "call.timer" })}>${elapsed(startedAt)}</span>`}
      ${
        locked
          ? html`<span class="private">${lockIcon()}<span>${msg("Locked: nobody new can come in", { id: "call.locked" })}</span></span>`
          : topology === "none" || secret?.broken === true
            ? nothing
            : html`<span class="private optional">${lockIcon()}<span>${encryption(topology, e2ee)}</span></span>`
      }
      <span class="seats">${msg(str`${taken} of ${limit}`, { id: "call.seats" })}</span>
    </header>`;
  }
}

/** Who else could listen, as it is: a call through a server that is not sealed is open to that server (E2E1). */
function encryption(topology: "mesh" | "sfu", e2ee: boolean): string {
  if (topology === "mesh") return msg("Encrypted from browser to browser", { id: "call.encrypted" });
  return e2ee
    ? msg("End-to-end encrypted", { id: "call.encrypted-end-to-end" })
    : msg("Encrypted to the server", { id: "call.encrypted-to-server" });
}

/** `00:24:10` */
function elapsed(since: number): string {
  const seconds = Math.max(0, Math.floor((Date.now() - since) / 1_000));
  return [seconds / 3_600, (seconds / 60) % 60, seconds % 60].map((part) => String(Math.floor(part)).padStart(2, "0")).join(":");
}

define("doorstep-call-header", CallHeader);

declare global {
  interface HTMLElementTagNameMap {
    "doorstep-call-header": CallHeader;
  }
}
