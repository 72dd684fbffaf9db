/** What the parts of the share window have in common: the tag's language, its store, and one request at a time. */

import type { CSSResult } from "lit";
import { msg } from "@lit/localize";
import type { Message } from "../../../protocol/message-template.ts";
import type { Refusal, Result } from "../../../protocol/refusals.ts";
import type { Contact, DefaultMessageView } from "../../../protocol/views.ts";
import type { SessionStore } from "../../session/host-store.ts";
import type { MessageStore } from "../../session/message-store.ts";
import { ResendPauses } from "../../session/resend-pause.ts";

/** What the tag lends to its parts. */
export interface ShareTag {
  readonly locale: string;
  readonly contacts: readonly Contact[];
  readonly contactsHeading: string | undefined;
  readonly inline: boolean;
  readonly store: SessionStore | undefined;
  /** The default message of the session's service; undefined until the session is known. */
  readonly messages: MessageStore | undefined;
  hide(): void;
  requestUpdate(): void;
  tell<Detail>(name: string, detail: Detail): void;
  /** For sentences that are made after an event rather than while rendering. */
  speak<T>(say: () => T): T;
  /** Sheets of a part that was loaded later. */
  adopt(...styles: CSSResult[]): void;
  /** An element of the tag, once it is rendered. */
  find(selector: string): Promise<HTMLElement | null>;
}

/** Words that are made whenever they are shown, in the tag's language of then. */
type Words = () => string;

export class ShareDesk {
  /** What is being asked for, by the key of whoever asked; one thing at a time. */
  busy: string | undefined;
  /** What the last request was refused with. */
  refused: Refusal | undefined;
  /** The message as changed for this send; undefined for the default. */
  message: Message | undefined;
  readonly pauses = new ResendPauses();
  #error: Words | undefined;
  #news: Words | undefined;

  constructor(readonly tag: ShareTag) {}

  /** What is wrong with what was entered. */
  get error(): string | undefined {
    return this.#error?.();
  }

  /** The last good news, for eyes and screen readers. */
  get news(): string | undefined {
    return this.#news?.();
  }

  /** The default message; undefined while it is not known, and where the relay keeps none. */
  get usual(): DefaultMessageView | undefined {
    return this.tag.messages?.view ?? undefined;
  }

  /** Whether the relay sends the invitations; if not, the host passes the links on. Undefined until that is known. */
  get mails(): boolean | undefined {
    return this.tag.messages?.mails;
  }

  /** Asks, unless something is being asked; null then, and when it was refused. */
  async ask<T>(key: string, request: () => Promise<Result<T>>): Promise<T | null> {
    if (this.busy !== undefined) return null;
    this.busy = key;
    this.quiet();
    const result = await request();
    this.busy = undefined;
    if (!result.ok) this.refused = result.refusal;
    this.tag.requestUpdate();
    return result.ok ? result.value : null;
  }

  /** A part of the window that is loaded when it is first needed; undefined, and said, when it could not be. */
  async load<T>(part: () => Promise<T>): Promise<T | undefined> {
    try {
      return await part();
    } catch {
      this.object(() => msg("That didn't load. Check your network and try again.", { id: "share.not-loaded" }));
      return undefined;
    }
  }

  /** Says what is now done. */
  announce(news: Words): void {
    this.quiet();
    this.#news = news;
  }

  /** Says what is wrong. */
  object(error: Words): void {
    this.quiet();
    this.#error = error;
  }

  /** Takes back what was said last. */
  quiet(): void {
    this.refused = this.#error = this.#news = undefined;
    this.tag.requestUpdate();
  }
}
