/**
 * In place of `define.ts` on the relay's own guest page (`vite.guest.config.ts`). There the tag stands on the page before its code comes, so that
 * defining it brings it to life at once: reading the code and that are two stretches of work. Tags of files that come later find it alive.
 */

import { define as defineNow } from "../define.ts";
import { ownTask } from "../session/own-task.ts";

/** Settled when all that was asked for until now is defined. */
let line = Promise.resolve();

/** As in `define.ts`, but the tags of the page's first file come one after another, each in a task of its own. */
export function define(tag: string, element: CustomElementConstructor): void {
  if (customElements.get("drop-in-join") !== undefined) return defineNow(tag, element);
  line = line.then(ownTask).then(() => defineNow(tag, element));
}
