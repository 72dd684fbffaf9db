/** When a call's tags draw: a page does one thing at a time, and for some things others wait. */

let paused: Promise<void> | undefined;

/**
 * Nothing of a call is drawn for so long at most, ms.
 *
 * @returns ends it before its time
 */
export function pauseDrawing(ms: number): () => void {
  let end = (): void => undefined;
  const pause = new Promise<void>((resolve) => {
    end = () => {
      if (paused === pause) paused = undefined;
      resolve();
    };
  });
  paused = pause;
  setTimeout(end, ms);
  return end;
}

/** When drawing may go on; undefined: now. */
export function drawingPaused(): Promise<void> | undefined {
  return paused;
}
