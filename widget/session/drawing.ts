/** When a call's tags draw: a page does one thing at a time, and for some things others wait. */

/** Settled when nothing is waited for any more; undefined: nothing was yet. */
let free: Promise<void> | undefined;

/** Nothing of a call is drawn until then. */
export function pauseDrawing(until: Promise<void>): void {
  free = until;
}

/** Draws now, or as soon as drawing goes on. For `scheduleUpdate()`. */
export function inTurn(draw: () => void | Promise<unknown>): void | Promise<unknown> {
  return free === undefined ? draw() : free.then(draw);
}
