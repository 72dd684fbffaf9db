/**
 * The page before joining is drawn part by part: laying it out whole for the first time takes a slow phone longer than a task may
 * (50 ms, https://web.dev/articles/optimize-long-tasks). Nothing that is shown moves by what comes after it.
 */

import type { LitElement } from "lit";
import { onScreen, ownTask } from "../../session/own-task.ts";

/** Whose session it is, picture, name and button; then what only helps: device buttons and sound tests. */
export const SHOWN_PARTS = 3;
export const ALL_PARTS = 5;

/** Draws what is not drawn yet, each part in a task of its own and laid out in another; what only helps when the rest is on the screen. */
export async function drawRest(tag: LitElement & { parts: number }): Promise<void> {
  for (; tag.parts < ALL_PARTS; tag.parts += 1) {
    await tag.updateComplete;
    await ownTask();
    void tag.offsetWidth;
    await (tag.parts < SHOWN_PARTS ? ownTask() : onScreen());
  }
}
