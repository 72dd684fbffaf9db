/** What the parts of the share window have in common: the tag's language, its store, and one request at a time. */

import type { CSSResult } from "lit";
import { msg } from "@lit/localize";
import type { RefusalCode, Result } from "../../../protocol/refusals.ts";
import type { Contact } from "../../../protocol/views.ts";
import type { SessionStore } from "../../session/host-store.ts";

/** What the tag lends to its parts. */
export interface ShareTag {
  readonly locale: string;
  readonly contacts: readonly Contact[];
  readonly contactsHeading: string | undefined;
  readonly inline: boolean;
  readonly store: SessionStore | undefined;
  hide(): void;
  requestUpdate(): void;
  tell<Detail>(name: string, detail: Detail): void;
  /** Sheets of a part that was loaded later. */
  adopt(...styles: CSSResult[]): void;
  /** An element of the tag, once it is rendered. */
  find(selector: string): Promise<HTMLElement | null>;
}

export class ShareDesk {
  /** What is being asked for, by the key of whoever asked; one thing at a time. */
  busy: string | undefined;
  /** What the last request was refused with. */
  refused: RefusalCode | undefined;
  /** What is wrong with what was entered, in words. */
  error: string | undefined;
  /** The last good news, for eyes and screen readers. */
  news: string | undefined;
  /** The template of the message; undefined for the default. */
  message: string | undefined;

  constructor(readonly tag: ShareTag) {}

  /** Asks, unless something is being asked; null then, and when it was refused. */
  async ask<T>(key: string, request: () => Promise<Result<T>>): Promise<T | null> {
    if (this.busy !== undefined) return null;
    this.busy = key;
    this.quiet();
    const result = await request();
    this.busy = undefined;
    if (!result.ok) this.refused = result.refusal.code;
    this.tag.requestUpdate();
    return result.ok ? result.value : null;
  }

  /** A part of the window that is loaded when it is first needed; undefined, and said, when it could not be. */
  async load<T>(part: () => Promise<T>): Promise<T | undefined> {
    try {
      return await part();
    } catch {
      this.object(msg("That didn't load. Check your network and try again.", { id: "share.not-loaded" }));
      return undefined;
    }
  }

  /** Says what is now done. */
  announce(news: string): void {
    this.quiet();
    this.news = news;
  }

  /** Says what is wrong. */
  object(error: string): void {
    this.quiet();
    this.error = error;
  }

  /** Takes back what was said last. */
  quiet(): void {
    this.refused = this.error = this.news = undefined;
    this.tag.requestUpdate();
  }
}
