/**
 * Keeps a popover beside its button: below it with the far edges in line, above where there is no room, and within the window as long
 * as the button is. Returns what ends that.
 */
export function placeBeside(popover: HTMLElement, button: Element): () => void {
  const place = () => {
    const anchor = button.getBoundingClientRect();
    const { width, height } = popover.getBoundingClientRect();
    const rightToLeft = getComputedStyle(popover).direction === "rtl";
    const wished = rightToLeft ? anchor.left - EDGE : anchor.right + EDGE * 8 - width;
    const left = Math.max(EDGE, Math.min(wished, innerWidth - width - EDGE));
    const below = anchor.bottom + EDGE;
    const above = anchor.top - EDGE - height;
    const top = below + height <= innerHeight - EDGE || above < EDGE ? below : above;
    popover.style.setProperty("left", `${left}px`);
    const lowest = Math.max(above, innerHeight - EDGE - Math.min(height, innerHeight - 2 * EDGE));
    popover.style.setProperty("top", `${Math.max(Math.min(EDGE, below), Math.min(top, lowest))}px`);
  };
  place();
  const ends = new AbortController();
  // Captured, for whatever scrolls around the button moves it.
  addEventListener("scroll", place, { capture: true, passive: true, signal: ends.signal });
  addEventListener("resize", place, { signal: ends.signal });
  const sizes = new ResizeObserver(place);
  sizes.observe(popover);
  return () => {
    ends.abort();
    sizes.disconnect();
  };
}

const EDGE = 8;

/**
 * A popover that is about to close gives the focus, if it holds it, to the button called `opener` in the same tree. Browsers do so
 * by themselves, but not within every shadow tree.
 */
export function giveFocusBack(popover: HTMLElement | null | undefined, opener: string): void {
  const root = popover?.getRootNode();
  if (!(root instanceof ShadowRoot) || root.activeElement === null || !popover?.contains(root.activeElement)) return;
  root.querySelector<HTMLElement>(opener)?.focus();
}
