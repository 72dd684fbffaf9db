/**
 * Whether a modal window covers `tag`: nothing outside of the window can be pressed then, whatever lies above it. Looked up when
 * somebody arrives, through all shadow trees that are open.
 */
export function behindModal(tag: Element): boolean {
  const modals = modalsIn(document);
  return modals.some((modal) => !holds(modal, tag));
}

function modalsIn(root: Document | ShadowRoot): Element[] {
  const within = [...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot === null ? [] : modalsIn(shadowRoot)));
  return [...root.querySelectorAll("dialog:modal"), ...within];
}

function holds(modal: Element, tag: Element): boolean {
  for (let at: Node | null = tag; at !== null; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    if (at === modal) return true;
  }
  return false;
}
