/** What people wrote to each other, as this page keeps it (CHAT1): each line once, in the order of its time. */

import type { ChatMessage } from "../../protocol/views.ts";

/** Lines a page keeps. */
const KEPT = 500;

export class ChatLines {
  all: readonly ChatMessage[] = [];

  /** @returns false if the line is here already: the answer to one's own and a repeated push may both bring it */
  add(message: ChatMessage): boolean {
    if (this.all.some(({ id }) => id === message.id)) return false;
    this.all = [...this.all, message].slice(-KEPT);
    return true;
  }

  /** @returns how many of `messages` were not here yet */
  fill(messages: readonly ChatMessage[]): number {
    const known = new Set(this.all.map(({ id }) => id));
    const missed = messages.filter(({ id }) => !known.has(id));
    // Those of one moment stay as they came.
    if (missed.length > 0) this.all = [...missed, ...this.all].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).slice(-KEPT);
    return missed.length;
  }

  clear(): void {
    this.all = [];
  }
}
