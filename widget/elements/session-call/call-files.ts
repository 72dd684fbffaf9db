/** The files of the tag: before the call, the room, and what is said after it; and what stands there while one is on its way. */

import type { TemplateResult } from "lit";
import { html } from "lit";
import { msg } from "@lit/localize";
import { Chunk } from "./chunk.ts";

/** What is said to the page's developer of a file that does not come. */
export const NOT_SERVED = [
  "could not load a file of its own.",
  "Serve all files of the widget's folder from one place, and let the page's CSP allow them.",
] as const;

export class CallFiles {
  readonly prejoin;
  readonly room;
  readonly over;

  /** @param told called when a file has come, or has not */
  constructor(told: () => void) {
    this.prejoin = new Chunk(() => import("./call-prejoin.ts"), told);
    this.room = new Chunk(() => import("./call-room.ts"), told);
    this.over = new Chunk(() => import("./over-view.ts"), told);
  }

  rest(): void {
    for (const file of [this.prejoin, this.room, this.over]) file.rest();
  }
}

export const dark = (content: TemplateResult): TemplateResult => html`<div class="dark center">${content}</div>`;

export const waiting = html`<div class="wait skeleton"></div>`;

/** In place of what a file shows. */
export function fileView({ failed }: Pick<Chunk<unknown>, "failed">): TemplateResult {
  return dark(
    failed
      ? html`<p role="alert">${msg("The session couldn't be loaded. Check your network; we keep trying.", { id: "call.not-loaded" })}</p>`
      : waiting,
  );
}
