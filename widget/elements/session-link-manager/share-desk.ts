/** What the parts of the share window have in common: the tag's language, its store, and one request at a time. */

import type { Result } from "../../../protocol/refusals.ts";
import type { Contact, HostView, Invite } from "../../../protocol/views.ts";
import type { SessionStore } from "../../session/host-store.ts";
import { hostSentence } from "../../session/refusal-sentences.ts";
import type { Values } from "../../session/invitation-text.ts";
import { list, moment } from "../../theme/words.ts";

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
  /** An element of the tag, once it is rendered. */
  find(selector: string): Promise<HTMLElement | null>;
}

export class ShareDesk {
  /** What is being asked for, by the key of whoever asked; one thing at a time. */
  busy: string | undefined;
  /** What the last request was refused with, in words. */
  error: string | undefined;
  /** The last good news, for eyes and screen readers. */
  news: string | undefined;
  /** The template of the message; undefined for the default. */
  message: string | undefined;

  constructor(readonly tag: ShareTag) {}

  /** Asks, unless something is being asked; null then. A refusal becomes `error`. */
  async ask<T>(key: string, request: () => Promise<Result<T>>): Promise<T | null> {
    if (this.busy !== undefined) return null;
    this.busy = key;
    this.error = this.news = undefined;
    this.tag.requestUpdate();
    const result = await request();
    this.busy = undefined;
    if (!result.ok) this.error = hostSentence(result.refusal.code);
    this.tag.requestUpdate();
    return result.ok ? result.value : null;
  }

  /** Says what is now done. */
  announce(news: string): void {
    this.news = news;
    this.error = undefined;
    this.tag.requestUpdate();
  }

  /** What the message's variables are for one person. */
  values(view: HostView, person: Pick<Invite, "name" | "email" | "url">): Values {
    const { session } = view;
    const { locale } = this.tag;
    return {
      guestName: person.name || person.email || "",
      hostName: list(
        locale,
        session.hosts.map((host) => host.name),
      ),
      service: session.service,
      startsAt: moment(locale, session),
      joinUrl: person.url ?? "",
    };
  }
}
