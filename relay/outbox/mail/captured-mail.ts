/** Where mails go when nothing is set up to send them: kept in memory, to be looked at on the outbox page. */

import type { MailTransport, OutgoingMail, SendOutcome } from "./mail.ts";
import { composeMime } from "./mime.ts";

export interface CapturedEntry {
  /** 1, 2, 3 … in order of arrival. */
  id: number;
  /** ms. */
  at: number;
  mail: OutgoingMail;
}

const KEPT = 500;

export class CapturedMail implements MailTransport {
  readonly name = "captured";
  readonly #entries = new Map<number, CapturedEntry>();
  readonly #now: () => number;
  #last = 0;

  constructor({ now = Date.now }: { now?: () => number } = {}) {
    this.#now = now;
  }

  send(mail: OutgoingMail): Promise<SendOutcome> {
    this.#last += 1;
    const id = this.#last;
    this.#entries.set(id, { id, at: this.#now(), mail });
    this.#entries.delete(id - KEPT);
    return Promise.resolve({ is: "accepted", providerId: `captured-${id}` });
  }

  wasAccepted(messageId: string): Promise<boolean> {
    return Promise.resolve([...this.#entries.values()].some(({ mail }) => mail.messageId === messageId));
  }

  /** Newest first. */
  list(): CapturedEntry[] {
    return [...this.#entries.values()].toReversed();
  }

  get(id: number): CapturedEntry | undefined {
    return this.#entries.get(id);
  }

  /** The mail as it would have travelled: headers, texts and attachments in one. */
  async source(id: number): Promise<string | undefined> {
    const entry = this.#entries.get(id);
    return entry === undefined ? undefined : (await composeMime(entry.mail)).toString("utf8");
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
