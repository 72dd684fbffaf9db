/** Those who look at a call, and those who listen to what happens in it. */

import type { CallNews } from "./call-news.ts";

export class CallAudience {
  readonly #told = new Set<() => void>();
  readonly #listeners = new Set<(news: CallNews) => void>();
  #joinUnheard = false;

  subscribe(told: () => void): () => void {
    this.#told.add(told);
    return () => this.#told.delete(told);
  }

  listen(told: (news: CallNews) => void): () => void {
    this.#listeners.add(told);
    // A page that was reloaded is inside before anybody listens.
    if (this.#joinUnheard) told({ is: "joined" });
    this.#joinUnheard = false;
    return () => this.#listeners.delete(told);
  }

  tell(news: CallNews): void {
    if (news.is === "joined") this.#joinUnheard = this.#listeners.size === 0;
    for (const told of [...this.#listeners]) told(news);
  }

  changed(): void {
    for (const told of [...this.#told]) told();
  }

  clear(): void {
    this.#told.clear();
    this.#listeners.clear();
  }
}
