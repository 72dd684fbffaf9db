/**
 * Settled in a task of its own: between two stretches of work a page can answer, and a slow phone's stays under 50 ms for each
 * (https://web.dev/articles/optimize-long-tasks). Unlike a timer it is not held back while the page is hidden.
 */
export function ownTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(port1.close());
    port2.postMessage(undefined);
  });
}

/** Settled when what was drawn by now is on the screen; at once in a page that nobody sees. */
export function onScreen(): Promise<void> {
  return document.hidden ? ownTask() : new Promise((resolve) => requestAnimationFrame(() => void ownTask().then(resolve)));
}
